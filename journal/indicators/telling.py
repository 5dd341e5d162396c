"""An indicator as it is read: perspectives side by side, each actor apart, never added up."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from journal.actors.models import ActorKind
from journal.experiments.models import Experiment
from journal.indicators import rules
from journal.indicators.models import Indicator, Measure, Moment
from journal.indicators.rules import Seen, Shown
from journal.web import charts
from journal.web.typography import NBSP, day

MOST_BARS = 8
BY_THE_SITE = "Compté à partir des textes partagés"
SHORT_MONTHS = ("janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


@dataclass(frozen=True, slots=True)
class Row:
    """A measure, and its former values if it was corrected."""

    measure: Measure
    shown: Shown
    before: Shown | None = None

    @property
    def when(self) -> str:
        """« le 3 mars 2026 », « du 1er mars au 30 avril 2026 »."""
        if self.measure.since is None:
            return f"le {day(self.measure.on)}"
        return f"du {day(self.measure.since)} au {day(self.measure.on)}"

    @property
    def dated(self) -> str:
        """« 3 mars 2026 », « 1er mars 2026 au 30 avril 2026 »: for tables, where it may wrap."""
        return self.when.removeprefix("le ").removeprefix("du ").replace(NBSP, " ")


@dataclass(frozen=True, slots=True)
class Series:
    """The measures of one actor, in order, and their picture."""

    name: str
    rows: tuple[Row, ...]
    chart: charts.Bars

    @property
    def seen(self) -> Seen | None:
        return rules.seen((row.measure.on, row.shown) for row in self.rows)

    @property
    def sentence(self) -> str:
        """What the picture shows, for those who cannot see it."""
        told = ", ".join(f"{row.shown.text} {row.when}" for row in self.rows[-MOST_BARS:])
        return f"{self.name}\u00a0: {told}."


@dataclass(frozen=True, slots=True)
class Perspective:
    kind: ActorKind
    series: tuple[Series, ...]

    @property
    def seen(self) -> Seen | None:
        return rules.together(each.seen for each in self.series)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Measures before and after an experiment, by one actor."""

    experiment: Experiment
    name: str
    before: Row | None
    after: Row | None


@dataclass(frozen=True, slots=True)
class Telling:
    perspectives: tuple[Perspective, ...]
    comparisons: tuple[Comparison, ...]

    @property
    def seen_by(self) -> dict[ActorKind, Seen]:
        return {each.kind: each.seen for each in self.perspectives if each.seen is not None}

    @property
    def sentence(self) -> str:
        return rules.side_by_side(self.seen_by)

    @property
    def disagrees(self) -> bool:
        return rules.disagree(self.seen_by)


def tell(row: Indicator, *, floor: int, until: date | None = None) -> Telling:
    """Each perspective of the indicator, measured or not yet; as it stood on ``until`` if given."""
    texts: dict[uuid.UUID | None, Shown] = {each.id: shown(row, each, floor=floor) for each in row.measures}
    measures = [each for each in rules.current(row.measures) if until is None or each.on <= until]
    rows = [Row(each, texts[each.id], texts.get(each.corrects_id)) for each in measures]
    tallest = max((each.shown.value for each in rows if each.shown.value), default=None)
    perspectives = tuple(
        Perspective(kind, _series([each for each in rows if each.measure.kind is kind], tallest)) for kind in row.kinds
    )
    return Telling(perspectives, tuple(_comparisons(rows)))


def shown(row: Indicator, measure: Measure, *, floor: int) -> Shown:
    """A measure as anyone may read it."""
    people = (measure.people or 0) if rules.needs_people(row.counts_people, measure.kind) else None
    return rules.shown(measure.value, row.unit, counts_people=row.counts_people, people=people, floor=floor)


def who(measure: Measure) -> str:
    """The actor behind a measure."""
    return measure.actor.name if measure.actor else BY_THE_SITE


def _series(rows: Sequence[Row], tallest: float | None) -> tuple[Series, ...]:
    """A series for each actor, all on one scale."""
    by_actor: dict[uuid.UUID | None, list[Row]] = {}
    for row in rows:
        by_actor.setdefault(row.measure.actor_id, []).append(row)
    made = [Series(who(each[0].measure), tuple(each), _chart(each, tallest)) for each in by_actor.values()]
    return tuple(sorted(made, key=lambda series: series.name))


def _chart(rows: Sequence[Row], tallest: float | None) -> charts.Bars:
    values = [(_short(row.measure.on), row.shown.value) for row in rows[-MOST_BARS:]]
    return charts.bars(values, width=320, height=150, tallest=tallest)


def _short(on: date) -> str:
    return f"{SHORT_MONTHS[on.month - 1]} {on:%y}"


def _comparisons(rows: Iterable[Row]) -> list[Comparison]:
    """For each experiment and actor, the last measure before and the last after."""
    found: dict[tuple[uuid.UUID, uuid.UUID | None], dict[Moment, Row]] = {}
    titles: dict[uuid.UUID, Experiment] = {}
    for row in rows:
        if row.measure.experiment is not None and row.measure.moment is not None:
            titles[row.measure.experiment.id] = row.measure.experiment
            found.setdefault((row.measure.experiment.id, row.measure.actor_id), {})[row.measure.moment] = row
    made = [
        Comparison(titles[key], who(next(iter(pair.values())).measure), pair.get(Moment.BEFORE), pair.get(Moment.AFTER))
        for (key, _), pair in found.items()
    ]
    return sorted(made, key=lambda each: (each.experiment.title, each.name))
