"""What is being done together, on one page: each feature tells its own part of it."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.web.lines import Card

# What each feature shows to a person, or nothing when it has nothing for them. They register themselves, in the order
# of the page: ``journal.features`` says it.
CARDS: list[Callable[[Session, Person, datetime], Card | None]] = []


def cards(session: Session, person: Person, *, now: datetime) -> list[Card]:
    """The parts of the page this person may read."""
    found = (source(session, person, now) for source in CARDS)
    return [card for card in found if card is not None]
