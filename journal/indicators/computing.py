"""What the site counts by itself, from texts shared to count in themes: nobody is asked for anything more.

Whole months only, each once for the whole Lab, whatever indicator tells it: what is told never moves with one person's
text.
"""

import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from statistics import fmean

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person
from journal.actors.models import ActorKind
from journal.clock import day_of
from journal.db import hold
from journal.entries.models import Entry
from journal.entries.queries import counted, has_text
from journal.errors import Refused
from journal.indicators.models import Indicator, Measure
from journal.indicators.rules import rises
from journal.indicators.services import MeasureInput, measure
from journal.months import first_of, shift
from journal.web.typography import NBSP, day

MONTHS_COMPARED = 3


def count_agency(session: Session, row: Indicator, *, by: Person, floor: int, now: datetime) -> Measure:
    """The share of people whose dial « subi, agi » rose from the three previous whole months to the last three.

    Only people who moved the dial in both, in a text they share, are counted.

    Raises
    ------
    Refused
        When these months were counted already, or too few people can be compared.
    """
    hold(session, Lab, row.lab_id)  # first: whoever counts at the same moment waits, then sees what was counted
    session.refresh(row, ["measures"])
    end = first_of(day_of(now))
    until = end - timedelta(days=1)
    if any(known.on == until and known.actor_id is None for known in row.measures):
        raise Refused(f"C’est déjà compté jusqu’au {day(until)}\u00a0: la suite à la fin du mois.")
    since = shift(end, -MONTHS_COMPARED)
    value, people = _share_counted(session, row.lab_id, until) or _share(session, row.lab_id, since, end)
    if people < floor:
        raise Refused(f"Moins de {floor} personnes ont noté leur prise sur les deux périodes\u00a0: rien n’est compté.")
    source = f"Réponses «{NBSP}subi, agi{NBSP}» des textes partagés, comparées aux trois mois d’avant."
    share = MeasureInput(value, until, ActorKind.PARTICIPANTS, source, since=since, people=people)
    return measure(session, row, share, by=by, now=now)


def _share_counted(session: Session, lab_id: uuid.UUID, until: date) -> tuple[float, int] | None:
    """What these months gave for another indicator, whatever its state now, and for how many people."""
    found = session.execute(
        sa.select(Measure.value, Measure.people)
        .join(Indicator, Indicator.id == Measure.indicator_id)
        .where(Indicator.lab_id == lab_id, Measure.on == until, Measure.actor_id.is_(None))
        .order_by(Measure.at)
    ).first()
    return (found.value, found.people or 0) if found else None


def _share(session: Session, lab_id: uuid.UUID, since: date, end: date) -> tuple[float, int]:
    """How many in a hundred of the people compared moved their dial up, and how many people that is."""
    before = _dials(session, lab_id, shift(since, -MONTHS_COMPARED), since)
    higher, people = rises(before, _dials(session, lab_id, since, end))
    return (100 * higher / people if people else 0.0), people


def _dials(session: Session, lab_id: uuid.UUID, first: date, end: date) -> Mapping[uuid.UUID, float]:
    """The mean dial of each person over days, the last excluded."""
    rows = session.execute(
        sa.select(Entry.author_id, Entry.agency).where(
            Entry.lab_id == lab_id,
            counted(),
            has_text(),
            Entry.agency.is_not(None),
            Entry.happened_on >= first,
            Entry.happened_on < end,
        )
    )
    found: dict[uuid.UUID, list[int]] = {}
    for author, agency in rows:
        found.setdefault(author, []).append(agency or 0)
    return {author: fmean(dials) for author, dials in found.items()}
