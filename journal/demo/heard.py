"""What participants of the demonstration said of the récit, and what the team made of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person, Role
from journal.clock import day_of
from journal.demo.files import table
from journal.entries.words import leave_as_it_is, seen_mark
from journal.narrative.making import contributions
from journal.narrative.models import Contribution, ContributionState
from journal.themes.models import Theme, ThemeStatus

# Between what is written and the answer; between the adoption of a theme and what is said of it.
THINKING, READING = timedelta(days=3), timedelta(days=31)


@cache
def contributions_written() -> tuple[dict[str, Any], ...]:
    """Every contribution, by theme."""
    return tuple(table("contributions")["contributions"])


def hear(session: Session, lab: Lab, *, by: Person, moment: datetime) -> None:
    """Have themes known long enough commented on, once, and answer: the récit of the month tells what changes."""
    people = session.scalars(
        sa.select(Person)
        .where(Person.lab_id == lab.id, Person.role == Role.PARTICIPANT)
        # Those one may sign in as first: they can see what became of their words.
        .order_by(Person.passphrase_hash.is_(None), Person.username)
    ).all()
    known = sa.select(Theme).where(Theme.lab_id == lab.id, Theme.status == ThemeStatus.ADOPTED)
    labels = {theme.label: theme for theme in session.scalars(known) if theme.born_on < day_of(moment - READING)}
    for place, row in enumerate(contributions_written()):
        theme = labels.get(row["label"])
        if theme and not session.scalar(sa.select(Contribution.id).where(Contribution.theme_id == theme.id).limit(1)):
            _hear(session, theme, row, people[place:], by=by, moment=moment)


def _hear(
    session: Session, theme: Theme, row: dict[str, Any], people: Sequence[Person], *, by: Person, moment: datetime
) -> None:
    for text, author in zip(row["texts"], people, strict=False):
        made = contributions.write(session, theme, text, by=author, now=moment - THINKING)
        # These words name nobody, which a test checks with the real masker: they are sent as they are.
        leave_as_it_is(made)
        contributions.send(session, made, seen=seen_mark(made), now=moment - THINKING)
        taken = ContributionState.ACCEPTED
        contributions.mediate(session, made, taken, row["answer"], by=by, now=moment, for_readers=row["for_readers"])
