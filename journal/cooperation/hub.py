"""The page of cooperation, to which each feature adds its own part."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.tables import Labelled
from journal.web.lines import Card, Line


class Aim(Labelled):
    """What people come to the page for, in its order."""

    PROPOSE = "propose", "Proposer et répondre"
    TRY = "try", "Essayer et mesurer"
    ALLY = "ally", "Avancer avec d’autres"


# What each feature shows to a person, or nothing when it has nothing for them. They register themselves, in the order
# of the page: ``journal.features`` says it.
CARDS: dict[Aim, list[Callable[[Session, Person, datetime], Card | None]]] = {aim: [] for aim in Aim}
# What waits for a partner, feature by feature: it has no journal and no Monday page to read it on.
PARTNER_LINES: list[Callable[[Session, Person, datetime], list[Line]]] = []


def cards(session: Session, person: Person, *, now: datetime) -> list[tuple[Aim, list[Card]]]:
    """The parts of the page this person may read, grouped by aim, without empty groups."""
    groups = [(aim, [source(session, person, now) for source in sources]) for aim, sources in CARDS.items()]
    told = [(aim, [card for card in found if card is not None]) for aim, found in groups]
    return [(aim, found) for aim, found in told if found]


def partner_lines(session: Session, person: Person, *, now: datetime) -> list[Line]:
    """What waits for this partner; others read theirs on their own first page."""
    if person.role is not Role.PARTNER:
        return []
    return [line for source in PARTNER_LINES for line in source(session, person, now)]
