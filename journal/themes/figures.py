"""What a theme's entries say besides their text: emotions, steps, months. Counted in people, five at least."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from journal.entries.models import Entry


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of one theme in one run; whatever speaks for fewer than ``floor`` people is absent."""

    emotions: dict[str, list[float]] = field(default_factory=dict)  # emotion: [people, mean intensity]
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


def _emotions(entries: Sequence[Entry], floor: int) -> dict[str, list[float]]:
    felt: dict[str, dict[object, list[int]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries:
        for row in entry.emotions:
            felt[row.emotion.value][entry.author_id].append(row.intensity)
    # A mean of people's means: someone who writes often does not set the tone.
    return {
        emotion: [len(people), round(fmean(fmean(values) for values in people.values()), 1)]
        for emotion, people in sorted(felt.items(), key=lambda item: (-len(item[1]), item[0]))
        if len(people) >= floor
    }


def _agency(entries: Sequence[Entry], floor: int) -> float | None:
    dial: dict[object, list[int]] = defaultdict(list)
    for entry in entries:
        if entry.agency is not None:
            dial[entry.author_id].append(entry.agency)
    return round(fmean(fmean(values) for values in dial.values()), 1) if len(dial) >= floor else None
