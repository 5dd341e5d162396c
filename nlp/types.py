"""The values that go in and out of ``nlp``: frozen dataclasses, opaque keys, no text that is not masked.

A key (passage, entry, author) is an opaque string chosen by the caller. Authors matter because
everything is counted in distinct people, never in passages or entries.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Vectors: TypeAlias = NDArray[np.float32]


class Zone(StrEnum):
    """How firmly a passage belongs to its theme, measured by resampling."""

    CORE = "core"  # noyau
    HALO = "halo"  # halo
    UNCLASSIFIED = "unclassified"  # non classé


class Solidity(StrEnum):
    """How far a theme can be trusted."""

    SOLID = "solid"  # solide
    FRAGILE = "fragile"  # fragile
    WATCH = "watch"  # à surveiller
    UNMEASURED = "unmeasured"  # pas encore mesuré: made by hand since the last run


class ThemeEvent(StrEnum):
    """What became of a theme since the previous run."""

    BORN = "born"  # né
    GROWS = "grows"  # grandit
    STABLE = "stable"  # stable
    FADES = "fades"  # s'efface
    REAPPEARS = "reappears"  # réapparaît
    MERGED = "merged"  # fusionné
    SPLIT = "split"  # scindé
    MOVED = "moved"  # revu: people moved its texts, which no analysis says


class Change(StrEnum):
    """A change in the structure of the themes."""

    MERGE = "merge"
    SPLIT = "split"


class ConstraintKind(StrEnum):
    """What a coordinator may say of a passage."""

    BELONGS = "belongs"  # this passage belongs to this theme
    NOT_BELONGS = "not_belongs"  # it does not
    TOGETHER = "together"  # these two passages go together, the other with this one
    APART = "apart"  # they do not, and the other is the one that leaves


@dataclass(frozen=True, slots=True)
class Passage:
    """A masked piece of an entry, with what the analysis may know of it."""

    key: str
    entry: str
    author: str
    text: str
    month: str = ""  # "2026-11"; empty when unknown
    step: str = ""
    emotions: tuple[tuple[str, int | None], ...] = ()  # (emotion value, intensity 1-5 or unsaid)
    quotable: bool = False  # may a coordinator read it


@dataclass(frozen=True, slots=True)
class PipelineSettings:
    """Everything that decides a result, so that a run can be repeated."""

    seed: int = 20_261_101
    min_participants: int = 5  # never lower: a theme, a term or a figure speaks for five people
    max_themes: int = 60
    resamples: int = 20


@dataclass(frozen=True, slots=True)
class Term:
    """A word or expression specific to a theme, as people write it."""

    text: str
    weight: float
    participants: int


@dataclass(frozen=True, slots=True)
class Membership:
    """The place of a passage in a theme. A passage may have several."""

    passage: str
    strength: float  # 0-1
    zone: Zone
    main: bool = True  # the passage's first theme


@dataclass(frozen=True, slots=True)
class FoundTheme:
    """A theme of one run, before any human has read it."""

    key: str  # stable within the report: "t01"…; identity across runs is continuity's work
    label: str
    terms: tuple[Term, ...]
    anti_terms: tuple[Term, ...]  # what the others say and this one does not
    members: tuple[Membership, ...]
    excerpts: tuple[str, ...]  # passage keys, most typical first, quotable only, one per author
    participants: int
    centroid: Vectors  # (d,)
    solidity: Solidity
    stability: float  # 0-1, mean over resamples


@dataclass(frozen=True, slots=True)
class ThemeReport:
    """What one run found. ``themes`` is empty and ``too_little`` true when there is not enough material."""

    themes: tuple[FoundTheme, ...]
    unclassified: tuple[str, ...]  # passage keys
    too_little: bool
    passages: int
    entries: int
    participants: int
    encoder: str
    fingerprint: str  # SHA-256 of the sorted corpus and the settings
    as_good: tuple[int, int] | None = None  # from how few to how many themes the passages part about as well
