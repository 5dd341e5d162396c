"""When an indicator may be adopted, what a measure may show, how perspectives compare. Pure."""

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from journal.actors.models import ActorKind
from journal.counting.rules import to_five
from journal.indicators.models import IndicatorOpinion, IndicatorState, Measure, Stance
from journal.web.typography import NBSP, month, number
from nlp.french import MONTHS

# An indicator is adopted once so many actors have said what they think of it.
HEARD_BEFORE_ADOPTING = 2
TRANSITIONS = frozenset(
    {
        (IndicatorState.PROPOSED, IndicatorState.ADOPTED),
        (IndicatorState.PROPOSED, IndicatorState.SET_ASIDE),
        (IndicatorState.ADOPTED, IndicatorState.SET_ASIDE),
        (IndicatorState.ADOPTED, IndicatorState.PROPOSED),
        (IndicatorState.SET_ASIDE, IndicatorState.PROPOSED),
    }
)
SHARE = "%"
Person = TypeVar("Person", bound=Hashable)
# « 1 200 », « 12,5 », « 12.5 »
VALUE = re.compile(r"[0-9]{1,3}(?:[ \u00a0\u202f]?[0-9]{3})*(?:[.,][0-9]{1,2})?|[0-9]+(?:[.,][0-9]{1,2})?")
LARGEST = 1_000_000_000
WHO = {
    ActorKind.PARTICIPANTS: "les participant·es",
    ActorKind.COMPANY: "les entreprises",
    ActorKind.TRAINING_BODY: "les organismes de formation",
    ActorKind.FUNDER: "les financeurs",
    ActorKind.PUBLIC_SERVICE: "les services publics",
    ActorKind.ASSOCIATION: "les associations",
    ActorKind.OTHER: "les autres acteurs",
}


def standing(opinions: Iterable[IndicatorOpinion]) -> list[IndicatorOpinion]:
    """The latest opinion of each actor, reserves first, then latest first."""
    latest: dict[object, IndicatorOpinion] = {}
    for opinion in sorted(opinions, key=lambda each: each.at):
        latest[opinion.actor_id] = opinion
    ordered = sorted(latest.values(), key=lambda each: each.at, reverse=True)
    return sorted(ordered, key=lambda each: each.stance is not Stance.RESERVE)


def adoption_problem(opinions: Iterable[IndicatorOpinion]) -> str | None:
    """Why an indicator cannot be adopted yet, as a sentence."""
    if len(standing(opinions)) < HEARD_BEFORE_ADOPTING:
        return "Deux acteurs au moins doivent avoir dit ce qu’ils en pensent."
    return None


def read_value(text: str) -> float | None:
    """A number as people type it in French; None when it is not one."""
    tidy = text.strip()
    if not VALUE.fullmatch(tidy):
        return None
    value = float(re.sub(r"[ \u00a0\u202f]", "", tidy).replace(",", "."))
    return value if value <= LARGEST else None


def needs_people(counts_people: bool, kind: ActorKind) -> bool:
    """Whether a value must come with a number of people: it is about job seekers, and does not count them."""
    return kind is ActorKind.PARTICIPANTS and not counts_people


@dataclass(frozen=True, slots=True)
class Shown:
    """A measure as anyone may read it, without its value if that would tell about a few people."""

    text: str
    value: float | None
    few: bool = False

    @property
    def height(self) -> float | None:
        """The value to compare: 0 for a count under the floor, None when it is not shown."""
        return 0.0 if self.few else self.value


def shown(value: float, unit: str, *, counts_people: bool, people: int | None, floor: int) -> Shown:
    """What a measure may show.

    Parameters
    ----------
    value, unit
        What was measured.
    counts_people
        Whether the value is a number of job seekers.
    people
        How many job seekers a value about them speaks for; nothing when it is not about them.
    floor
        Fewest people a figure may speak for.
    """
    if counts_people:
        return _people(value, unit, floor)
    if people is None:
        return Shown(f"{number(value)}{NBSP}{unit}", value)
    if people < floor:
        return Shown(f"dit par moins de {floor} personnes", None)
    if unit == SHARE:
        return _share(value, people, floor)
    return Shown(f"{number(value)}{NBSP}{unit}", value)


def _people(value: float, unit: str, floor: int) -> Shown:
    if value < floor:
        return Shown(f"moins de {floor}{NBSP}{unit}", None, few=True)
    told = max(floor, to_five(int(value)))
    return Shown(f"environ {number(told)}{NBSP}{unit}", told)


def _share(value: float, people: int, floor: int) -> Shown:
    """A share of people, unless too few of them are on one of its two sides."""
    count = round(value * people / 100)
    if 0 < count < floor or 0 < people - count < floor:
        return Shown("trop peu de personnes d’un côté", None)
    told = to_five(round(value))
    return Shown(f"environ {number(told)}{NBSP}{SHARE}", told)


def current(measures: Iterable[Measure]) -> list[Measure]:
    """Measures in their last wording, by day, without those that were corrected."""
    rows = list(measures)
    corrected = {row.corrects_id for row in rows if row.corrects_id}
    return sorted((row for row in rows if row.id not in corrected), key=lambda row: (row.on, row.at))


# The dial goes from 1 to 5: a mean that moves less is the same.
HIGHER = 0.5


def rises(before: Mapping[Person, float], after: Mapping[Person, float]) -> tuple[int, int]:
    """Among people known at both times, how many rose, then how many there are."""
    both = before.keys() & after.keys()
    return sum(after[person] - before[person] >= HIGHER for person in both), len(both)


class Trend(StrEnum):
    UP = "up"
    DOWN = "down"
    STEADY = "steady"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Seen:
    """The change from one day to another."""

    trend: Trend
    first: date
    last: date


def trend(heights: Sequence[float | None]) -> Trend | None:
    """The change from the first to the last comparable measure; None with fewer than two."""
    known = [height for height in heights if height is not None]
    if len(known) < 2:
        return None
    if known[0] == known[-1]:
        return Trend.STEADY
    return Trend.UP if known[-1] > known[0] else Trend.DOWN


def seen(series: Iterable[tuple[date, Shown]]) -> Seen | None:
    """The change an actor sees, from its first measure to its last; None with fewer than two."""
    known = [(on, told.height) for on, told in series if told.height is not None]
    found = trend([height for _, height in known])
    return None if found is None else Seen(found, known[0][0], known[-1][0])


def together(seen_by_each: Iterable[Seen | None]) -> Seen | None:
    """What the actors of one perspective see, each on its own; never their sum."""
    known = [each for each in seen_by_each if each is not None]
    if not known:
        return None
    found = {each.trend for each in known}
    told = found.pop() if len(found) == 1 else Trend.MIXED
    return Seen(told, min(each.first for each in known), max(each.last for each in known))


def disagree(seen_by: Mapping[ActorKind, Seen]) -> bool:
    """Whether perspectives see different changes."""
    found = {each.trend for each in seen_by.values()}
    return len(found) > 1 or Trend.MIXED in found


def side_by_side(seen_by: Mapping[ActorKind, Seen]) -> str:
    """What each perspective sees, in one dated sentence; empty when none has two measures."""
    spans: dict[str, dict[ActorKind, Trend]] = {}
    for kind, each in sorted(seen_by.items(), key=lambda item: (_month(item[1].first), _month(item[1].last))):
        spans.setdefault(_between(each.first, each.last), {})[kind] = each.trend
    told = f"{NBSP}; ".join(f"{span}, {_who_sees_what(trends)}" for span, trends in spans.items())
    return f"{told[0].upper()}{told[1:]}." if told else ""


def _who_sees_what(trends: Mapping[ActorKind, Trend]) -> str:
    groups = [(each, [WHO[kind] for kind in ActorKind if trends.get(kind) is each]) for each in Trend]
    groups = [(each, names) for each, names in groups if names]
    moving = [f"{_enumerated(names)} {_SEEN[each]}" for each, names in groups if each in _MOVES]
    if len(moving) > 1:
        moving = [moving[0], moving[1].replace(" voient ", " ", 1)]
    others = [f"{_enumerated(names)} {_SEEN[each]}" for each, names in groups if each not in _MOVES]
    if len(moving) == 1 and len(groups) == 2 and groups[1][0] is Trend.STEADY:
        return f"{moving[0]}, {_enumerated(groups[1][1])} non"
    return f"{NBSP}; ".join([", ".join(moving), *others] if moving else others)


def _between(first: date, last: date) -> str:
    """« entre juin et novembre 2026 », « en mars 2026 »."""
    if _month(first) == _month(last):
        return f"en {month(last)}"
    begun = month(first) if first.year != last.year else MONTHS[first.month - 1]
    return f"entre {begun} et {month(last)}"


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


_MOVES = frozenset({Trend.UP, Trend.DOWN})
_SEEN = {
    Trend.UP: "voient une hausse",
    Trend.DOWN: "voient une baisse",
    Trend.STEADY: "ne voient pas de changement",
    Trend.MIXED: "divergent",
}


def _enumerated(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} et {names[-1]}"


def is_due(last: date | None, adopted_on: date, every_months: int | None, today: date) -> bool:
    """Whether a measure is due: the agreed number of months has passed since the last one, or the adoption."""
    if every_months is None:
        return False
    since = last or adopted_on
    months = (today.year - since.year) * 12 + today.month - since.month - (today.day < since.day)
    return months >= every_months
