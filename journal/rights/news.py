"""What happened to one's words during a month, read from the rows each time, for their author only.

Nothing of it is stored: what was withdrawn since, or fell under the floor, is not told.
"""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.accounts.readings import Reading
from journal.calls.models import Idea, IdeaAnswer, IdeaExperiment
from journal.clock import midnight
from journal.common_good.models import Proposal
from journal.cooperation.models import LabAnswer
from journal.cooperation.queries import with_themes
from journal.db import count
from journal.entries.models import Entry, Passage
from journal.entries.queries import counted
from journal.experiments import following
from journal.experiments.following import FollowedExperiment, Move
from journal.months import first_of, last_of, shift
from journal.narrative.models import Contribution, ContributionState, Digest, DigestStatus, Quote, QuoteState
from journal.rights.queries import consultations
from journal.themes import queries as themes
from journal.themes.models import AnalysisRun, RunStatus, Theme, ThemeMember, ThemeState, ThemeStatus


@dataclass(frozen=True, slots=True)
class JoinedTheme:
    """A theme that some of one's texts joined for the first time."""

    theme: Theme
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class PublishedMonth:
    """A published month of the récit, with what it says from one's words."""

    digest: Digest
    themes: Sequence[Theme]
    quotes: int


@dataclass(frozen=True, slots=True)
class Tried:
    """An experiment that moved, from themes that one's words had joined by then."""

    followed: FollowedExperiment
    move: Move
    themes: Sequence[Theme]


@dataclass(frozen=True, slots=True)
class News:
    """What happened to one's words in a month."""

    joined: Sequence[JoinedTheme]
    published: Sequence[PublishedMonth]
    answers: Sequence[tuple[Theme, LabAnswer]]
    tried: Sequence[Tried]
    contributions: Sequence[Contribution]
    proposals: Sequence[Proposal]
    ideas: Sequence[Idea]
    texts_read: int

    @property
    def things(self) -> int:
        """The number of news; readings are on the page, but are not news."""
        told = (self.joined, self.published, self.answers, self.tried, self.contributions, self.proposals, self.ideas)
        return sum(map(len, told))


@dataclass(frozen=True, slots=True)
class _Month:
    first: date
    start: datetime
    end: datetime

    @classmethod
    def of(cls, first: date) -> "_Month":
        return cls(first, midnight(first), midnight(shift(first, 1)))

    def holds(self, day: date) -> bool:
        return first_of(day) == self.first


def of_month(session: Session, person: Person, first: date, *, floor: int) -> News:
    """What happened to a person's words between the first and the last day of a month."""
    month = _Month.of(first)
    known = _themes_of(session, person, floor)
    joined: dict[Theme, list[Entry]] = defaultdict(list)
    for theme, entry, since in known:
        if month.holds(since):
            joined[theme].append(entry)
    own = {theme.id: theme for theme, _, _ in known}
    return News(
        [JoinedTheme(theme, entries) for theme, entries in joined.items()],
        _published(session, person, month, own),
        _answers(session, person.lab_id, month, own),
        _tried(session, person.lab_id, month, known),
        _contributions(session, person, month),
        _proposals(session, person, month),
        _ideas(session, person, month),
        sum(
            each.texts
            for each in consultations(session, person)
            if month.holds(each.day) and each.what is Reading.PASSAGES
        ),
    )


def _themes_of(session: Session, person: Person, floor: int) -> list[tuple[Theme, Entry, date]]:
    """Each adopted theme one's texts belong to today, with each text and the day it joined."""
    run = themes.latest_success(session, person.lab_id)
    if run is None:
        return []
    current = (
        sa.select(Theme, ThemeState, Entry)
        .join(Theme.states)
        .join(ThemeState.members)
        .join(ThemeMember.passage)
        .join(Passage.entry)
        .where(ThemeState.run_id == run.id, Theme.status == ThemeStatus.ADOPTED)
        .where(Entry.author_id == person.id, counted())
        .order_by(Theme.label, Theme.id, Entry.happened_on, Entry.id)
    )
    since = _first_days(session, person)
    # Several passages of a text may belong to the same theme.
    rows = list(dict.fromkeys((theme, state, entry) for theme, state, entry in session.execute(current)))
    heard = themes.with_enough_people(session, {state for _, state, _ in rows}, floor=floor)
    return [
        (theme, entry, since.get((theme.id, entry.id), run.until)) for theme, state, entry in rows if state.id in heard
    ]


def _first_days(session: Session, person: Person) -> dict[tuple[uuid.UUID, uuid.UUID], date]:
    """The day each theme and text first met, in any analysis."""
    found = session.execute(
        sa.select(ThemeState.theme_id, Passage.entry_id, sa.func.min(AnalysisRun.until))
        .join(ThemeState.members)
        .join(ThemeState.run)
        .join(ThemeMember.passage)
        .join(Passage.entry)
        .where(Entry.author_id == person.id, AnalysisRun.status == RunStatus.SUCCEEDED)
        .group_by(ThemeState.theme_id, Passage.entry_id)
    )
    return {(theme_id, entry_id): day for theme_id, entry_id, day in found}


def _published(session: Session, person: Person, month: _Month, own: dict[uuid.UUID, Theme]) -> list[PublishedMonth]:
    published = sa.select(Digest).where(
        Digest.lab_id == person.lab_id,
        Digest.status == DigestStatus.PUBLISHED,
        Digest.published_at >= month.start,
        Digest.published_at < month.end,
    )
    found = []
    for digest in session.scalars(published.order_by(Digest.month, Digest.id)):
        ids = dict.fromkeys(part.theme_id for part in digest.paragraphs if part.theme_id in own and part.text)
        printed = (Quote.digest_id == digest.id, Quote.author_id == person.id, Quote.state == QuoteState.ACCEPTED)
        each = PublishedMonth(digest, [own[key] for key in ids if key], count(session, Quote, *printed))
        if each.themes or each.quotes:
            found.append(each)
    return found


def _answers(
    session: Session, lab_id: uuid.UUID, month: _Month, own: dict[uuid.UUID, Theme]
) -> list[tuple[Theme, LabAnswer]]:
    """The Lab's answers about themes one's words belong to, and those it marked as done."""
    given = sa.and_(LabAnswer.at >= month.start, LabAnswer.at < month.end)
    done = sa.and_(LabAnswer.done_on >= month.first, LabAnswer.done_on <= last_of(month.first))
    rows = session.scalars(
        sa.select(LabAnswer).where(LabAnswer.lab_id == lab_id, sa.or_(given, done)).order_by(LabAnswer.at, LabAnswer.id)
    ).all()
    return [(own[key], row) for row, key in with_themes(session, lab_id, rows) if key in own]


def _tried(
    session: Session, lab_id: uuid.UUID, month: _Month, known: Sequence[tuple[Theme, Entry, date]]
) -> list[Tried]:
    """What the Lab wrote this month about its experiments from themes that one's words had joined by then."""
    joined: dict[Theme, date] = {}
    for theme, _, since in known:
        joined[theme] = min(since, joined.get(theme, since))
    led_to = following.of_lab(session, lab_id) if joined else {}
    found: dict[uuid.UUID, Tried] = {}
    for theme, since in joined.items():
        for followed in led_to[theme.id].experiments if theme.id in led_to else ():
            moves = [move for move in followed.moves if month.holds(move.readable_from) and since <= move.readable_from]
            if moves:
                before = found.get(followed.experiment.id)
                found[followed.experiment.id] = Tried(followed, moves[-1], [*(before.themes if before else ()), theme])
    return sorted(found.values(), key=lambda each: (each.move.on, each.followed.experiment.title))


def _contributions(session: Session, person: Person, month: _Month) -> Sequence[Contribution]:
    """One's contributions to the récit that were answered."""
    return session.scalars(
        sa.select(Contribution)
        .where(
            Contribution.author_id == person.id,
            Contribution.state != ContributionState.WAITING,
            Contribution.answered_at >= month.start,
            Contribution.answered_at < month.end,
        )
        .order_by(Contribution.answered_at, Contribution.id)
    ).all()


def _proposals(session: Session, person: Person, month: _Month) -> Sequence[Proposal]:
    """One's proposals for the common good that were adopted or set aside."""
    return session.scalars(
        sa.select(Proposal)
        .where(Proposal.author_id == person.id, Proposal.closed_at >= month.start, Proposal.closed_at < month.end)
        .order_by(Proposal.closed_at, Proposal.id)
    ).all()


def _ideas(session: Session, person: Person, month: _Month) -> Sequence[Idea]:
    """One's ideas that the Lab answered or turned into an experiment."""
    answered = sa.and_(IdeaAnswer.at >= month.start, IdeaAnswer.at < month.end)
    became = sa.and_(IdeaExperiment.at >= month.start, IdeaExperiment.at < month.end)
    found = sa.select(Idea).outerjoin(Idea.answer)
    found = found.outerjoin(Idea.outcome)
    return session.scalars(found.where(Idea.author_id == person.id, answered | became).order_by(Idea.at, Idea.id)).all()
