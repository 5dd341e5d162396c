"""Contributions to the récit of the demonstration, answers to its question, and what became of them."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person, Role
from journal.clock import day_of
from journal.demo.files import table
from journal.entries.models import Entry, Passage
from journal.entries.words import leave_as_it_is, seen_mark
from journal.narrative.gathering.asked import last_question
from journal.narrative.making import contributions
from journal.narrative.making.services import edit_paragraph
from journal.narrative.models import Contribution, ContributionState, Digest
from journal.themes.models import AnalysisRun, Theme, ThemeMember, ThemeState, ThemeStatus
from nlp.prose.drafts import ParagraphKind

# Between what is written and the answer; between the adoption of a theme and what is said of it.
THINKING, READING = timedelta(days=3), timedelta(days=31)

# Of the texts written on what the récit asks about, all but one in so many start from its question.
MOST = 4
OF_EVERYONE = "Si vous ne deviez raconter qu’un moment de ces dernières semaines, lequel serait-ce\u00a0?"


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


def ask_of_everyone(session: Session, digest: Digest, *, by: Person, now: datetime) -> None:
    """Once, ask a question from the team, which any text may answer."""
    part = next(part for part in digest.paragraphs if part.kind == ParagraphKind.QUESTION)
    edit_paragraph(session, part, OF_EVERYONE, version=digest.version, by=by, now=now)


def answer_the_question(session: Session, run: AnalysisRun, month: date, *, now: datetime) -> None:
    """Make some later texts start from the question of the last récit."""
    question = last_question(session, run.lab_id, month, until=now)
    if question is None:
        return
    placed = sa.select(Passage.entry_id).join(ThemeMember).join(ThemeState).where(ThemeState.run_id == run.id)
    about = placed.where(ThemeMember.main, ThemeState.theme_id.in_(map(uuid.UUID, question.themes())))
    since = (Entry.lab_id == run.lab_id, Entry.text != "", Entry.written_at >= question.digest.published_at)
    written = sa.select(Entry).where(*since, Entry.id.in_(about) if question.themes() else sa.true())
    for place, entry in enumerate(session.scalars(written.order_by(Entry.submission))):
        # Of a question for everyone, few texts; of one on a theme, most of those that are on it.
        if bool(place % MOST) is bool(question.themes()):
            entry.prompt = question.words
    session.flush()
