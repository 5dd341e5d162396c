"""The arc of everyone’s pathway as pages show it: a row for each step, and its place in a picture. Pure.

The steps go down the picture, as one goes along: their names keep their room on the narrowest screen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from journal.pathways.models import StepKind
from journal.themes.models import Theme
from journal.web.charts import cut
from nlp.emotions import Emotion
from nlp.prose.drafts import ParagraphKind
from nlp.prose.pathway import SPREADS, mood_in_words

WIDTH, ROW, TOP, BOTTOM = 480, 66, 42, 8
# Where the names of the steps end; the ends of the scale stand this far inside what is left.
NAMES, INSIDE = 150, 58
LONGEST_LINE, LINE = 12, 20
# Moods are means: hardly any comes near the ends of the scale, where it stops.
FARTHEST = 0.5
# How far on each side the line of a step goes: the more people differ, the longer.
REACH = {0: 0, 1: 19, 2: 36, 3: 54}
AGENCY_SPREADS = {
    1: "les réponses se ressemblent",
    2: "les réponses varient",
    3: "les réponses vont d’un bout à l’autre",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One step. ``people`` is None when too few wrote there: then nothing else is said."""

    kind: StepKind
    people: int | None = None
    mood: float | None = None
    felt: str = ""
    spread: int = 0
    emotions: tuple[tuple[str, int], ...] = ()
    agency: str = ""
    sentence: str = ""
    themes: tuple[Theme, ...] = ()

    @property
    def spread_in_words(self) -> str:
        return SPREADS.get(self.spread, "")


@dataclass(frozen=True, slots=True)
class Along:
    """The whole pathway: what is said of all steps together, and every step, told or not."""

    lead: tuple[str, ...]
    rows: tuple[Row, ...]


def along(parts: Sequence[Mapping[str, Any]], themes: Mapping[StepKind, Sequence[Theme]] | None = None) -> Along | None:
    """What a living récit tells of the pathway, step by step; nothing when it tells none.

    Parameters
    ----------
    parts
        The parts of the récit as they are kept.
    themes
        The themes met at each step, for whoever may see them all.
    """
    part = next((part for part in parts if part["kind"] == ParagraphKind.PATHWAY), None)
    if part is None:
        return None
    lead, said = _cut(part)
    told = {step["ref"]: (step, text) for step, text in zip(part["steps"], said, strict=True)}
    rows = [
        _row(kind, *told[kind.value], (themes or {}).get(kind, ())) if kind in told else Row(kind) for kind in StepKind
    ]
    return Along(tuple(lead), tuple(rows))


def _cut(part: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """The sentences about all steps, then one for each; no word where some are missing: whose is left is not known."""
    said, steps = [sentence["text"] for sentence in part["sentences"]], len(part["steps"])
    first = len(said) - steps
    return (said[:first], said[first:]) if first >= 0 else ([], [""] * steps)


def _row(kind: StepKind, step: Mapping[str, Any], sentence: str, themes: Sequence[Theme]) -> Row:
    return Row(
        kind,
        people=step["participants"],
        mood=step["mood"],
        felt=mood_in_words(step["mood"]) if step["mood"] is not None else "",
        spread=step["spread"],
        emotions=tuple((Emotion(value).label, people) for value, people in step["emotions"]),
        agency=_agency(step["acted"], step["carried"], step["agency_spread"]),
        sentence=sentence,
        themes=tuple(themes),
    )


def _agency(acted: int, carried: int, spread: int) -> str:
    """« au moins 10 ont plutôt agi, au moins 5 plutôt subi ; les réponses varient »."""
    told = [
        f"au moins {people} {what}"
        for people, what in ((acted, "ont plutôt agi"), (carried, "ont plutôt subi"))
        if people
    ]
    said = ", ".join(told) or ("ni l’un ni l’autre ne se détache" if spread else "")
    return f"{said}\u00a0; {AGENCY_SPREADS[spread]}" if spread else said


@dataclass(frozen=True, slots=True)
class Mark:
    """A step in the picture; ``x`` is None when nothing is drawn of it."""

    row: Row
    y: int
    lines: tuple[tuple[str, int], ...]  # of its name, each with its height
    count_y: int
    x: float | None = None
    reach: int = 0


@dataclass(frozen=True, slots=True)
class Drawing:
    """The arc as places in a picture of ``WIDTH`` by ``height``; ``lines`` join the steps that follow one another."""

    marks: tuple[Mark, ...]
    lines: tuple[tuple[tuple[float, int], ...], ...]
    height: int
    left: int
    middle: float
    right: int


def draw(rows: Sequence[Row]) -> Drawing:
    """Places of every step; a line stops where too few wrote, rather than pass over them."""
    marks = tuple(_mark(row, TOP + ROW * place + ROW // 2) for place, row in enumerate(rows))
    runs = [tuple((mark.x, mark.y) for mark in run if mark.x is not None) for _, run in groupby(marks, _is_drawn)]
    lines = tuple(run for run in runs if len(run) > 1)
    return Drawing(marks, lines, TOP + ROW * len(rows) + BOTTOM, NAMES, _x(0), WIDTH)


def _is_drawn(mark: Mark) -> bool:
    return mark.x is not None


def _mark(row: Row, y: int) -> Mark:
    names = cut(row.kind.label, LONGEST_LINE)
    top = y - LINE * len(names) // 2 + 5
    lines = tuple((name, top + LINE * place) for place, name in enumerate(names))
    x = _x(row.mood) if row.mood is not None else None
    return Mark(row, y, lines, top + LINE * len(names), x, REACH[row.spread])


def _x(mood: float) -> float:
    half = (WIDTH - NAMES) / 2
    return round(NAMES + half + (half - INSIDE) * max(-1.0, min(1.0, mood / FARTHEST)), 1)
