"""What people wrote before an experiment began, and since: counted once, when the months after it are over.

Whoever may move the day of a beginning could count the same texts over months that hardly differ, and subtract. So:

- whole months, and one publication for each experiment, whatever becomes of its day or of its themes;
- how many people wrote is a figure of the récit, under its sticky rule, against every figure ever told of the Lab;
- what these people contribute is told again as it was, unless five of them at least contribute something else than in
  each count ever made in the Lab.
"""

import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from statistics import fmean

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.clock import day_of
from journal.counting.disclosure import Disclosure
from journal.counting.published import differing
from journal.counting.rules import STICKY, hashed
from journal.db import hold
from journal.entries.models import Entry
from journal.entries.queries import counted, has_text
from journal.experiments.before_after import (
    ACTED,
    CARRIED,
    QUARTER,
    BeforeAndSince,
    Period,
    Side,
    Waiting,
    periods,
    rows_told,
    started_on,
)
from journal.experiments.models import Experiment
from journal.experiments.queries import themes_told
from journal.months import first_of
from journal.narrative.figures import PublishedFigures, keep_figures, open_figures
from journal.narrative.gathering import pathway
from journal.narrative.gathering.pathway import Lived
from journal.narrative.linked import EVERYONE, Scope, exposed
from journal.narrative.models import BeforeAfter, PeriodCounts
from journal.themes.models import AnalysisRun, Theme, ThemeMember, ThemeState, ThemeStatus
from journal.themes.queries import counted_members, heir, latest_success

# Under what name its figures are remembered.
AROUND = "around"
Told = BeforeAndSince | Waiting


def publish_due(session: Session, lab: Lab, *, now: datetime, disclosure: Disclosure) -> int:
    """Count around each experiment of a Lab whose months after the beginning are over; return how many were published.

    When the living récit is composed: an analysis may have read the last of these months.
    """
    never = ~sa.exists().where(BeforeAfter.experiment_id == Experiment.id)
    rows = sa.select(Experiment).where(Experiment.lab_id == lab.id, never).order_by(Experiment.at, Experiment.id)
    return sum(publish(session, row, now=now, disclosure=disclosure) for row in session.scalars(rows).all())


def publish(session: Session, row: Experiment, *, now: datetime, disclosure: Disclosure) -> bool:
    """Count around an experiment, once; return whether enough people wrote on both sides for it to be told."""
    hold(session, Lab, row.lab_id)  # counts of the same Lab are compared with one another, one at a time
    started, themes, run = started_on(row), _themes(session, row), latest_success(session, row.lab_id)
    known = session.scalar(sa.select(BeforeAfter.id).where(BeforeAfter.experiment_id == row.id))
    if known or started is None or run is None or not themes or not _has_read(run, periods(started)[1]):
        return False
    figures = open_figures(session, row.lab_id, first_of(day_of(now)), disclosure)
    writing = _Counting(session, row, run, [theme.id for theme in themes], figures, now)
    before, since = (writing.side(name, of) for name, of in zip(("before", "since"), periods(started), strict=True))
    if before is None or since is None:
        return False
    keep_figures(session, figures)
    session.add_all(writing.new)
    session.add(
        BeforeAfter(
            experiment_id=row.id,
            started_on=started,
            themes=[str(theme.id) for theme in themes],
            before=before,
            since=since,
            counted_on=day_of(now),
        )
    )
    session.flush()
    return True


def told(session: Session, row: Experiment, today: date, floor: int) -> Told | None:
    """What may be told around an experiment: both sides, or until when one waits; nothing when it has no theme told.

    Under the floor the Lab asks for today, whatever it was when this was counted.
    """
    found = session.scalar(sa.select(BeforeAfter).where(BeforeAfter.experiment_id == row.id))
    if found is None:
        return _waiting(session, row, today, floor)
    themes = [session.get(Theme, uuid.UUID(key)) for key in found.themes]
    named = themes_told(session, row.lab_id, [theme for theme in themes if theme], floor=floor)
    before, since = (
        Side(period, side["people"], side["everyone"], side["counts"])
        for period, side in zip(periods(found.started_on), (found.before, found.since), strict=True)
    )
    rows = rows_told(before, since, floor=floor)
    if not named or not rows:
        return None
    started = started_on(row)
    moved = started is not None and first_of(started) != first_of(found.started_on)
    return BeforeAndSince(before, since, rows, [theme.label for theme in named], found.counted_on, moved)


def _waiting(session: Session, row: Experiment, today: date, floor: int) -> Waiting | None:
    started = started_on(row)
    if started is None or not themes_told(session, row.lab_id, row.themes, floor=floor):
        return None
    until = periods(started)[1].until
    return Waiting(until, is_over=until < today)


def _has_read(run: AnalysisRun, period: Period) -> bool:
    """Whether an analysis read all that was shared of a period: it was requested once this was over."""
    return run.until >= period.until < day_of(run.requested_at)


def _themes(session: Session, row: Experiment) -> list[Theme]:
    """The themes it comes from, or those they were merged into, adopted still."""
    found = {theme.id: theme for theme in (heir(session, each) for each in row.themes)}
    return [theme for theme in found.values() if theme.status is ThemeStatus.ADOPTED]


class _Counting:
    """Both sides of one experiment, counted together: what is new is kept only if both can be told."""

    def __init__(
        self,
        session: Session,
        row: Experiment,
        run: AnalysisRun,
        themes: Sequence[uuid.UUID],
        figures: PublishedFigures,
        now: datetime,
    ) -> None:
        self.session, self.row, self.figures, self.now = session, row, figures, now
        states = sa.select(ThemeState.id).where(ThemeState.run_id == run.id, ThemeState.theme_id.in_(themes))
        self.states = session.scalars(states).all()
        known = sa.select(PeriodCounts).where(PeriodCounts.lab_id == row.lab_id)
        self.known = list(session.scalars(known.order_by(PeriodCounts.at, PeriodCounts.id)))
        self.new: list[PeriodCounts] = []

    def side(self, name: str, period: Period) -> dict[str, object] | None:
        """What is published of a period; nothing when too few people wrote in the themes."""
        lived, everyone = self._lived(period), self._everyone(period)
        full = f"{AROUND}/{self.row.id}/{name}"
        people = self.figures.people(f"{full}/{EVERYONE}", set(lived))
        whole = self.figures.people(f"{full}/all/{EVERYONE}", everyone) if people else None
        if people is None or whole is None:
            return None
        # When the two figures together would tell of the few who wrote of something else, the whole is not told.
        told = not exposed(Scope(full, {EVERYONE: whole, AROUND: people}), [], floor=self.figures.floor)
        return {"people": people, "everyone": whole if told else 0, "counts": self._counts(lived)}

    def _counts(self, lived: Mapping[uuid.UUID, Lived]) -> dict[str, int]:
        key = self.figures.key
        by = {
            hashed([who], key=key)[0]: hashed([f"{who}/{'+'.join(contributed(each))}"], key=key)[0]
            for who, each in lived.items()
        }
        kept = told_already([*self.known, *self.new], by)
        if kept is None:
            kept = PeriodCounts(lab_id=self.row.lab_id, by=by, at=self.now)
            kept.counts = dict(Counter(name for each in lived.values() for name in contributed(each)))
            self.new.append(kept)
        return dict(kept.counts)

    def _lived(self, period: Period) -> Mapping[uuid.UUID, Lived]:
        """What each person wrote in the themes over a period, all their texts together."""
        inside = counted_members(Entry.id).where(ThemeMember.state_id.in_(self.states))
        entries = self.session.scalars(sa.select(Entry).where(Entry.id.in_(inside), _in(period)))
        found: dict[uuid.UUID, Lived] = defaultdict(Lived)
        for entry in entries:
            found[entry.author_id].add(entry)
        return found

    def _everyone(self, period: Period) -> set[uuid.UUID]:
        """Everyone whose texts count over a period, whatever they wrote of."""
        wrote = sa.select(Entry.author_id).where(Entry.lab_id == self.row.lab_id, counted(), has_text(), _in(period))
        return set(self.session.scalars(wrote))


def told_already(known: Sequence[PeriodCounts], by: Mapping[str, str]) -> PeriodCounts | None:
    """A count already made of people nearly all of whom contribute the same: it is told again in place of a new one."""
    return next((each for each in known if differing(each.by, by) < STICKY), None)


def contributed(lived: Lived) -> list[str]:
    """What one person adds to the counts: the corners of the board they felt, and on which side of the dial they are.

    All that a count may move by, so that people who contribute the same are the same to whoever reads it.
    """
    corners = {f"{QUARTER}/{emotion.valence}/{emotion.control}" for emotion in lived.emotions}
    dial = fmean(lived.dials) if lived.dials else None
    acted = [ACTED] if dial is not None and dial > pathway.ACTED else []
    carried = [CARRIED] if dial is not None and dial < pathway.CARRIED else []
    return sorted([*corners, *acted, *carried])


def _in(period: Period) -> sa.ColumnElement[bool]:
    return Entry.happened_on.between(period.since, period.until)
