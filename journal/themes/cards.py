"""A theme as pages show it: rounded figures, words, charts. Nothing here reveals fewer people than the floor."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import numpy as np

from journal.counting.rules import parts_of_published, rounded, still_said, to_five
from journal.pathways.models import StepKind
from journal.themes import wording
from journal.themes.excerpts import Excerpt
from journal.themes.live import Live
from journal.themes.models import Theme, ThemeState, ThemeStatus
from journal.themes.rules import shared_out
from journal.web import charts
from nlp.emotions import Emotion
from nlp.encoding import unit_rows, unpacked
from nlp.themes.theme_map import PALETTE
from nlp.types import ThemeEvent

STEP_NAMES = {step.value: step.label for step in StepKind}
MOST_TERMS, MOST_NEIGHBOURS = 8, 3
SAMPLES = 3  # passages of each group
FEWEST_TO_COMPARE = 4
NEAR, CLOSE = 0.1, 0.35  # centred cosines


@dataclass(frozen=True, slots=True)
class Card:
    """What may be shown of a theme now. ``people`` is None when too few speak: then no figure and no word is."""

    theme: Theme
    state: ThemeState | None
    people: int | None
    passages: int
    floor: int
    terms: tuple[str, ...] = ()
    anti_terms: tuple[str, ...] = ()
    helped: tuple[str, ...] = ()
    hindered: tuple[str, ...] = ()
    steps: dict[str, int] = field(default_factory=dict)  # by name, at least
    emotions: dict[str, int] = field(default_factory=dict)  # by value, at least
    quarters: dict[tuple[int, int], int] = field(default_factory=dict)
    months: list[tuple[str, int | None]] = field(default_factory=list)
    left_since: str = ""  # the month since which no month reaches the floor
    agency: float | None = None
    excerpts: Sequence[Excerpt] = ()

    @property
    def color(self) -> str:
        return PALETTE[self.theme.color]

    @property
    def has_gone(self) -> bool:
        """Nobody decided to keep it and the last analysis saw nothing of it."""
        seen = self.state is not None and self.state.passages > 0
        return not seen and self.theme.status is ThemeStatus.PROPOSED and not self.theme.pinned

    @property
    def event(self) -> str:
        if self.state is None or not self.state.passages:
            return "n’apparaît plus"
        if self.people is None:
            return wording.FEW  # what the analysis said of it was about people who have left since
        left = bool(self.left_since) and self.state.event is ThemeEvent.STABLE and not self.state.quiet
        return wording.LEFT if left else wording.event_of(self.state.event, quiet=self.state.quiet)

    @property
    def solidity(self) -> str:
        return wording.SOLIDITY[self.state.solidity] if self.state else ""

    @property
    def solidity_in_short(self) -> str:
        return wording.SOLIDITY_IN_SHORT[self.state.solidity] if self.state else ""

    @property
    def how_measured(self) -> str:
        return wording.how_measured(self.state.solidity) if self.state else ""

    @property
    def solidity_sentence(self) -> str:
        """How far the theme may be trusted, and how that was measured."""
        return wording.solidity_sentence(self.state.solidity) if self.state else ""

    @property
    def badge(self) -> str:
        return wording.BADGES[self.state.solidity] if self.state else ""

    @property
    def signature(self) -> charts.Signature:
        return charts.signature(self.quarters)

    @property
    def emotion_sentence(self) -> str:
        return wording.emotion_sentence(self.emotions)

    @property
    def quarter_sentence(self) -> str:
        return wording.quarter_sentence(self.quarters)

    @property
    def agency_sentence(self) -> str:
        return wording.agency_sentence(self.agency)

    @property
    def trend(self) -> charts.Bars:
        return charts.bars([(wording.short_month(month), value) for month, value in self.months])

    @property
    def trend_sentence(self) -> str:
        return wording.trend_sentence(self.months, left=self.left_since, floor=self.floor)

    @property
    def month_rows(self) -> list[tuple[str, int | None]]:
        return [(wording.month_name(month), value) for month, value in self.months]

    @property
    def emotion_rows(self) -> list[tuple[str, int]]:
        return [(Emotion(name).label, people) for name, people in self.emotions.items()]


def card(
    theme: Theme,
    state: ThemeState | None,
    figures: Live | None,
    *,
    floor: int,
    excerpts: Sequence[Excerpt] = (),
) -> Card:
    """The card of a theme from what a run saw and what is true now."""
    people = rounded(figures.people, floor=floor) if figures else None
    if state is None or figures is None or people is None:
        return Card(theme, state, None, 0, floor)
    said = partial(still_said, floor=floor, gone=figures.gone)
    parts = partial(parts_of_published, everyone=people, floor=floor)
    months = _months(figures.months, state.run.until, floor)
    return Card(
        theme,
        state,
        people,
        to_five(figures.passages),
        floor,
        terms=said(state.terms)[:MOST_TERMS],
        anti_terms=said(state.anti_terms),
        helped=said(state.helped),
        hindered=said(state.hindered),
        steps=_sorted({STEP_NAMES[key]: told for key, told in parts(figures.steps).items()}),
        emotions=_sorted(parts(figures.emotions)),
        quarters=parts(figures.quarters),
        months=months,
        left_since=wording.left_since(months, state.run.until),
        agency=state.agency_told(floor) if not figures.gone else None,
        excerpts=excerpts,
    )


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _months(counts: Mapping[str, int], until: date, floor: int) -> list[tuple[str, int | None]]:
    return [(month, rounded(counts.get(month, 0), floor=floor)) for month in wording.few_months(counts, until)]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A theme that says things close to another's."""

    theme: Theme
    closeness: str


def neighbours(theme: Theme, states: Mapping[uuid.UUID, ThemeState]) -> list[Neighbour]:
    """The nearest themes of the same run, told in words; none when all are far."""
    alive = [state for state in states.values() if state.passages]
    own = next((n for n, state in enumerate(alive) if state.theme_id == theme.id), None)
    sizes = {len(state.centroid) for state in alive}
    if own is None or len(alive) < FEWEST_TO_COMPARE or len(sizes) > 1:
        return []
    rows = np.stack([unpacked(state.centroid) for state in alive])
    # Every text of a Lab speaks of work: what themes have in common is taken away before they are compared.
    rows = unit_rows(rows - rows.mean(axis=0))
    near = sorted(((float(rows[own] @ rows[n]), n) for n in range(len(alive)) if n != own), reverse=True)
    return [
        Neighbour(alive[n].theme, "tout proche" if cosine >= CLOSE else "assez proche")
        for cosine, n in near[:MOST_NEIGHBOURS]
        if cosine >= NEAR
    ]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A theme in one past run, for its lineage: rounded people, and what happened."""

    month: str
    event: str
    people: int | None

    @property
    def name(self) -> str:
        return wording.month_name(self.month)

    @property
    def short(self) -> str:
        return wording.short_month(self.month)


def lineage(history: Sequence[ThemeState], *, now: int | None, floor: int) -> list[Sighting]:
    """One sighting per month, the last of each: what the theme became in time.

    ``now`` is how many people speak of it at this moment, as it may be shown: once too few do, no past count is left
    either, for it would tell about those who are gone.
    """
    last = {f"{state.run.until:%Y-%m}": state for state in history}
    return [
        Sighting(
            month,
            wording.event_of(state.event, quiet=state.quiet) if state.passages else "n’apparaît plus",
            rounded(state.participants, floor=floor) if now else None,
        )
        for month, state in sorted(last.items())
    ]


def status_of(value: str) -> ThemeStatus | None:
    """A status named in an address, or nothing."""
    return ThemeStatus(value) if value in set(ThemeStatus) else None


@dataclass(frozen=True, slots=True)
class SubTheme:
    """A sub-theme a coordinator may make a theme of."""

    number: int
    label: str
    terms: list[str]
    people: int
    excerpts: list[Excerpt]


def parts(state: ThemeState, readable: Mapping[str, Excerpt], *, floor: int) -> list[SubTheme]:
    """The proposed parts of a theme, with a few passages that may be read of each."""
    texts = samples([part["passages"] for part in state.parts], readable)
    return [
        SubTheme(number, part["label"], part["terms"][:MOST_TERMS], shown, texts[number])
        for number, part in enumerate(state.parts)
        if (shown := rounded(part["people"], floor=floor)) is not None
    ]


def samples(groups: Sequence[Sequence[str]], readable: Mapping[str, Excerpt]) -> list[list[Excerpt]]:
    """A few readable passages of each group of passage ids, by several people."""
    shown: Counter[uuid.UUID] = Counter()
    return [shared_out([readable[key] for key in group if key in readable], SAMPLES, shown=shown) for group in groups]
