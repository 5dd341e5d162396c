"""What other pages say of the récit: the journal of an author, and the coordinators' Monday page."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from journal.accounts.models import Person
from journal.clock import day_of
from journal.db import Backlog, backlog
from journal.months import first_of, last_of, shift
from journal.narrative import reception
from journal.narrative.making.covering import run_for
from journal.narrative.models import Contribution, ContributionState, Digest, DigestStatus, Quote, QuoteState
from journal.narrative.pages.reply_lines import to_decide
from journal.narrative.pages.starting import is_nearly_over
from journal.narrative.queries import awaits_an_answer
from journal.narrative.resonance import is_contested
from journal.themes.models import Theme
from journal.web.lines import Group, Line
from journal.web.typography import in_guillemets, of_month
from journal.web.waiting import Urgency, Waiting, how_many

# Quotes that await someone, by month and by who that is.
Unanswered = Mapping[tuple[uuid.UUID, QuoteState], Backlog]
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
            about=f"récit {of_month(month)}",
        )
        for month in session.scalars(asked)
    ]


def on_monday(session: Session, person: Person, today: date, floor: int) -> list[Waiting]:
    """What readers said that waits for the team, months someone started, then those nobody has."""
    return [
        *_to_mediate(session, person.lab_id),
        *to_decide(session, person.lab_id),
        *_contested(session, person.lab_id, floor),
        *_to_publish(session, person),
        *(_to_start(month) for month in _not_started(session, person.lab_id, today)),
    ]


def _to_mediate(session: Session, lab_id: uuid.UUID) -> list[Waiting]:
    """Contributions that wait for an answer of the team."""
    sent = (Contribution.lab_id == lab_id, Contribution.state == ContributionState.WAITING)
    waiting = backlog(session, Contribution.at, *sent)
    one, several = "Une contribution au récit attend", "contributions au récit attendent"
    return how_many(waiting, Urgency.AWAITED, one, several, "votre médiation", "narrative.mediation")


def _contested(session: Session, lab_id: uuid.UUID, floor: int) -> list[Waiting]:
    """Parts of the living récit in which too few recognise themselves, as far as may be told."""
    return [
        Waiting(
            f"{in_guillemets(theme.label)}, dans le récit, est contesté\u00a0: à reprendre.",
            "themes.theme",
            {"theme_id": theme.id, "_anchor": "led-to"},
            urgency=Urgency.AWAITED,
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


def _to_publish(session: Session, person: Person) -> list[Waiting]:
    """What each month that someone started waits for."""
    started = sa.select(Digest).where(Digest.lab_id == person.lab_id, Digest.status != DigestStatus.PUBLISHED)
    digests = session.scalars(started.options(selectinload(Digest.paragraphs))).all()
    quotes = _unanswered(session, digests)
    return [_about(digest, person, quotes) for digest in digests]


def _unanswered(session: Session, digests: Iterable[Digest]) -> Unanswered:
    """What awaits someone in these months, asked of the database once for all of them."""
    found = session.execute(
        sa.select(Quote.digest_id, Quote.state, sa.func.count(), sa.func.min(Quote.asked_at))
        .where(Quote.digest_id.in_([digest.id for digest in digests]))
        .group_by(Quote.digest_id, Quote.state)
    )
    return {(digest_id, state): Backlog(count, oldest) for digest_id, state, count, oldest in found}


def _about(digest: Digest, person: Person, quotes: Unanswered) -> Waiting:
    """What a month waits for next, before it can be published."""
    proposed, asked = quotes.get((digest.id, QuoteState.PROPOSED)), quotes.get((digest.id, QuoteState.ASKED))
    if digest.approved_at is None and proposed is not None:
        said = _said(proposed.count, "citation proposée", "citations proposées")
        waits = f"{said} pour le récit {of_month(digest.month)} {_verb(proposed.count)} votre lecture."
        return _waits(digest.month, waits, since=proposed.since, anchor="citations")
    waits, since = f"attend {_whose_approval(digest, person)}", day_of(digest.drafted_at)
    if digest.approved_at is not None:
        waits, since = "est approuvé\u00a0: il reste à le publier", day_of(digest.approved_at)
    sentence = f"Le récit {of_month(digest.month)} {waits}{_still_asked(asked.count) if asked else ''}."
    return _waits(digest.month, sentence, since=since)


def _whose_approval(digest: Digest, person: Person) -> str:
    return "l’approbation d’une autre personne" if person.id in digest.writers else "votre approbation"


def _still_asked(number: int) -> str:
    """What may still enter the month, once its authors answer."""
    return f"\u00a0; {_said(number, 'citation', 'citations').lower()} {_verb(number)} l’accord de qui a écrit"


def _said(number: int, one: str, several: str) -> str:
    return f"Une {one}" if number == 1 else f"{number} {several}"


def _verb(number: int) -> str:
    return "attend" if number == 1 else "attendent"


def _waits(month: date, sentence: str, *, since: date | None, anchor: str | None = None) -> Waiting:
    """A line about a month, told after its last day."""
    to_month: dict[str, object] = {"month": f"{month:%Y-%m}", "_anchor": anchor}
    return Waiting(sentence, "narrative.edit", to_month, urgency=Urgency.DATED, since=since, by=last_of(month))


def _not_started(session: Session, lab_id: uuid.UUID, today: date) -> list[date]:
    """The month before, and this one from its last days on, when an analysis covers them and nothing is written."""
    this = first_of(today)
    months = [shift(this, -1), *([this] if is_nearly_over(today) else [])]
    known = set(session.scalars(sa.select(Digest.month).where(Digest.lab_id == lab_id, Digest.month.in_(months))))
    return [month for month in months if month not in known and run_for(session, lab_id, month)]


def _to_start(month: date) -> Waiting:
    sentence = f"Le récit {of_month(month)} n’est pas commencé."
    return Waiting(sentence, "narrative.digests", urgency=Urgency.DATED, by=last_of(month))
