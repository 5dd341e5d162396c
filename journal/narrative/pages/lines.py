"""What other pages say of the récit: the journal of an author, and the coordinators' Monday page."""

import uuid
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.db import count
from journal.months import first_of, last_of, shift
from journal.narrative import reception
from journal.narrative.making.covering import run_for
from journal.narrative.models import Contribution, ContributionState, Digest, DigestStatus, Quote, QuoteState
from journal.narrative.queries import awaits_an_answer
from journal.narrative.resonance import is_contested
from journal.themes.models import Theme
from journal.web.lines import Group, Line, how_many
from journal.web.typography import in_guillemets, of_month

# A month is worth starting once it is nearly over: authors then have time to answer.
LAST_DAYS = timedelta(days=3)
# The words of the team that make the version of a part (``resonance.part_version``).
TO_REWRITE = (
    "Reprenez à deux ce que vous en avez écrit\u00a0: son nom, ce qu’en dit sa fiche, vos deux lectures. "
    "Les réponses repartiront de zéro."
)


def on_the_timeline(session: Session, person: Person) -> list[Line]:
    """What the journal's first page says while a quote awaits an answer."""
    asked = (
        sa.select(Digest.month)
        .join(Quote, Quote.digest_id == Digest.id)
        .where(Quote.author_id == person.id, awaits_an_answer())
        .order_by(Digest.month, Quote.id)
    )
    return [
        Line(
            f"Une de vos phrases est proposée pour le récit {of_month(month)}. Sans votre oui, elle ne paraît pas.",
            "narrative.my_quotes",
            link="Lire, et répondre",
        )
        for month in session.scalars(asked)
    ]


def to_mediate(session: Session, lab_id: uuid.UUID) -> list[Line]:
    """Contributions that wait for an answer of the team."""
    waiting = count(
        session, Contribution, Contribution.lab_id == lab_id, Contribution.state == ContributionState.WAITING
    )
    return how_many(
        waiting, "Une contribution attend", "contributions attendent", "votre médiation", "narrative.mediation"
    )


def contested(session: Session, lab_id: uuid.UUID, floor: int) -> list[Line]:
    """Parts of the living récit in which too few recognise themselves, as far as may be told."""
    return [
        Line(
            f"{in_guillemets(theme.label)}, dans le récit, est contesté\u00a0: à reprendre.",
            "themes.theme",
            {"theme_id": theme.id, "_anchor": "led-to"},
        )
        for theme in reception.contested(session, lab_id, floor=floor)
    ]


def how_received(session: Session, theme: Theme, _today: date, floor: int) -> list[Group]:
    """How participants receive what the living récit says of a theme, as coordinators read it on its page."""
    title, living = "Ce qu’en disent celles et ceux qui lisent le récit", reception.living(session, theme.lab_id)
    if theme.id not in living:
        return [Group(title, [], "Le récit n’en parle pas pour l’instant.")]
    said = reception.received(session, {theme.id: living[theme.id]}, floor=floor).get(str(theme.id), "")
    told = f"{said}. {TO_REWRITE}" if is_contested(said) else f"{said}."
    lines = [Line(told, "narrative.story", link="Lire cette partie")] if said else []
    return [Group(title, lines, "Moins de cinq réponses au texte d’aujourd’hui.")]


def asked_of_authors(session: Session, lab_id: uuid.UUID) -> list[Line]:
    """Quotes of the months in draft that wait for their author's yes."""
    draft = sa.select(Digest.id).where(Digest.lab_id == lab_id, Digest.status != DigestStatus.PUBLISHED)
    asked = count(session, Quote, Quote.digest_id.in_(draft), Quote.state == QuoteState.ASKED)
    return how_many(asked, "Une citation attend", "citations attendent", "l’accord de qui a écrit", "narrative.digests")


def on_monday(session: Session, person: Person, today: date) -> list[Line]:
    """Months someone started, the oldest first, then those nobody has."""
    lab_id = person.lab_id
    started = sa.select(Digest).where(Digest.lab_id == lab_id, Digest.status != DigestStatus.PUBLISHED)
    found = [
        line for digest in session.scalars(started.order_by(Digest.month)) for line in _about(session, digest, person)
    ]
    return [*found, *(_to_start(month) for month in _not_started(session, lab_id, today))]


def _about(session: Session, digest: Digest, person: Person) -> list[Line]:
    """What a month waits for before it can be published."""
    leads_to: dict[str, object] = {"month": f"{digest.month:%Y-%m}"}
    name = f"Le récit {of_month(digest.month)}"
    if digest.status is DigestStatus.APPROVED:
        return [Line(f"{name} est approuvé\u00a0: il reste à le publier.", "narrative.edit", leads_to)]
    whose = "l’approbation d’une autre personne" if person.id in digest.writers else "votre approbation"
    found = [Line(f"{name} attend {whose}.", "narrative.edit", leads_to)]
    proposed = count(session, Quote, Quote.digest_id == digest.id, Quote.state == QuoteState.PROPOSED)
    one, several = "Une citation proposée attend", "citations proposées attendent"
    return found + how_many(proposed, one, several, "votre lecture", "narrative.edit", **leads_to)


def _not_started(session: Session, lab_id: uuid.UUID, today: date) -> list[date]:
    """The month before, and this one from its last days on, when an analysis covers them and nothing is written."""
    this = first_of(today)
    months = [shift(this, -1), *([this] if last_of(today) - today < LAST_DAYS else [])]
    known = set(session.scalars(sa.select(Digest.month).where(Digest.lab_id == lab_id, Digest.month.in_(months))))
    return [month for month in months if month not in known and run_for(session, lab_id, month)]


def _to_start(month: date) -> Line:
    return Line(f"Le récit {of_month(month)} n’est pas commencé.", "narrative.digests")
