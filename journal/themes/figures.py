"""Figures of the entries of a theme: emotions, steps, months. They count people, five at least."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from journal.entries.models import Entry


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of one theme in one run; whatever speaks for fewer than ``floor`` people is absent."""

    # emotion: [people, mean intensity], without a mean when fewer than ``floor`` said how strong it was
    emotions: dict[str, list[float | None]] = field(default_factory=dict)
    steps: dict[str, int] = field(default_factory=dict)
    months: dict[str, int] = field(default_factory=dict)
    agency: float | None = None


def figures_of(entries: Sequence[Entry], *, floor: int) -> Figures:
    return Figures(
        emotions=_emotions(entries, floor),
        steps=_people_by(((e.step.value, e) for e in entries if e.step), floor),
        months=_people_by(((f"{e.happened_on:%Y-%m}", e) for e in entries), floor),
        agency=_agency(entries, floor),
    )


def _people_by(pairs: Iterable[tuple[str, Entry]], floor: int) -> dict[str, int]:
    people: dict[str, set[object]] = defaultdict(set)
    for value, entry in pairs:
        people[value].add(entry.author_id)
    return {value: len(who) for value, who in sorted(people.items()) if len(who) >= floor}


def _emotions(entries: Sequence[Entry], floor: int) -> dict[str, list[float | None]]:
    felt: dict[str, dict[object, list[int]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries:
        for row in entry.emotions:
            felt[row.emotion.value][entry.author_id].extend([row.intensity] if row.intensity else [])
    return {
        emotion: [len(people), _mean_of_people(people, floor)]
        for emotion, people in sorted(felt.items(), key=lambda item: (-len(item[1]), item[0]))
        if len(people) >= floor
    }


def _agency(entries: Sequence[Entry], floor: int) -> float | None:
    dial: dict[object, list[int]] = defaultdict(list)
    for entry in entries:
        if entry.agency is not None:
            dial[entry.author_id].append(entry.agency)
    return _mean_of_people(dial, floor)


def _mean_of_people(values: Mapping[object, Sequence[int]], floor: int) -> float | None:
    """A mean of people's means: someone who writes often does not set the tone. Nothing when too few said one."""
    said = [fmean(each) for each in values.values() if each]
    return round(fmean(said), 1) if len(said) >= floor else None
