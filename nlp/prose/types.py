"""What the composer is told: facts. Frozen values, opaque references.

The caller has already counted distinct people, rounded, and left out what speaks for fewer than five. The composer
checks again what it can: a theme, a share or a word it cannot prove to be shared by five people is not written.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nlp.emotions import Emotion
from nlp.types import Solidity, ThemeEvent


@dataclass(frozen=True, slots=True)
class QuoteFact:
    """Words whose author said yes to this very quote. ``step`` stays empty where it could point at someone."""

    ref: str
    text: str
    step: str = ""


@dataclass(frozen=True, slots=True)
class ThemeFacts:
    """A theme as it may be told. ``participants`` and ``previous`` are the published, rounded counts.

    Shares are over the theme's participants, 0 to 1. ``helped`` and ``hindered`` hold words used by at least five.
    """

    ref: str
    label: str
    participants: int
    event: ThemeEvent = ThemeEvent.STABLE
    previous: int | None = None  # in the last published text
    months: int = 1  # how many months the theme has been known; one when no text has told it yet
    emotions: tuple[tuple[Emotion, float], ...] = ()
    helped: tuple[str, ...] = ()
    hindered: tuple[str, ...] = ()
    steps: tuple[tuple[str, float], ...] = ()
    quotes: tuple[QuoteFact, ...] = ()
    agency: float | None = None  # mean of the dial, 1 « j’ai subi » to 5 « j’ai agi »
    solidity: Solidity = Solidity.SOLID
    definition: str = ""
    first_reading: str = ""
    second_reading: str = ""


@dataclass(frozen=True, slots=True)
class UntoldFact:
    """A theme the last text told, and of which too few people speak now for this one to tell it."""

    ref: str
    label: str


@dataclass(frozen=True, slots=True)
class StepFacts:
    """A step of the pathway, everyone’s texts together.

    ``participants`` is a published, rounded count; every other count is of so many of these people at least, 0 for
    nobody as for a few. Spreads go from 1, alike from one person to the next, to 3, far apart; 0 when too few said.
    """

    ref: str
    participants: int
    mood: float | None = None  # -1 unpleasant to 1 pleasant, the mean of people’s means
    spread: int = 0
    emotions: tuple[tuple[Emotion, int], ...] = ()  # the most shared first
    acted: int = 0
    carried: int = 0
    agency_spread: int = 0


class AnswerKind(StrEnum):
    # The three ways the Lab may answer. The API would show a docstring.
    DOING = "doing"
    WILL_DO = "will_do"
    CANNOT = "cannot"

    @property
    def label(self) -> str:
        return {"doing": "Nous faisons", "will_do": "Nous ferons", "cannot": "Nous ne pouvons pas, parce que"}[
            self.value
        ]

    @property
    def short(self) -> str:
        """What stands above a whole sentence."""
        return {"doing": "En cours", "will_do": "À venir", "cannot": "Non, et pourquoi"}[self.value]


@dataclass(frozen=True, slots=True)
class AnswerFact:
    """An answer of the Lab; ``label`` is the theme's, needed only when the theme is not told in the same draft."""

    ref: str
    theme_ref: str
    kind: AnswerKind
    text: str
    due: date | None = None
    reason: str = ""
    label: str = ""
    done: bool = False  # told once as done, then no more
    told: bool = False  # already said whole in a text published before


@dataclass(frozen=True, slots=True)
class AskedFact:
    """The question that the last month asked, and who answered it since.

    ``on`` is the day its récit was published, most often in the month after. ``participants`` is the published, rounded
    count, 0 when too few answered. Shares are over these people; ``themes`` are the refs of those that enough of them
    lead to, the theme asked about left out.
    """

    month: date
    on: date
    question: str
    participants: int = 0
    emotions: tuple[tuple[Emotion, float], ...] = ()
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeFact:
    """What a contribution taken into account changes, in the team's words for everyone."""

    ref: str
    theme_ref: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ExperimentFact:
    """An experiment that reached a rung in the month, or was left; ``evidence`` is in the team's words."""

    ref: str
    title: str
    rung: str  # idea, trial, evaluated, replicated, practice, norm, abandoned
    evidence: str


@dataclass(frozen=True, slots=True)
class MeasureFact:
    """An indicator measured in the month; ``seen`` says what each side sees, or nothing with one measure only."""

    ref: str
    name: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class TensionFact:
    """Two themes of the draft that pull apart: opposite leading emotions, or a word that helps here, hinders there."""

    first_ref: str
    second_ref: str
    first_emotion: Emotion | None = None
    second_emotion: Emotion | None = None
    word: str = ""  # helps in the first, hinders in the second


@dataclass(frozen=True, slots=True)
class TurningPointFact:
    """What changed inside a theme since the last text: its leading emotion, or how far people acted."""

    theme_ref: str
    emotion_before: Emotion | None = None
    emotion_after: Emotion | None = None
    agency_before: float | None = None
    agency_after: float | None = None


@dataclass(frozen=True, slots=True)
class MinorityFact:
    """A rare and intense experience, told without a count, a step or a place. ``ref`` is the decision to tell it."""

    ref: str
    quote: QuoteFact | None = None
    emotion: Emotion | None = None


@dataclass(frozen=True, slots=True)
class LedgerFacts:
    """What became of the texts of the days told, in texts, rounded by the caller. Under five, none is said."""

    shared: int
    elsewhere: int = 0  # of the shared ones: too short, in no theme, or in one left untold
    private: int = 0
    not_masked: int = 0


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """A month of a Lab. ``participants`` and ``entries`` count what was shared, rounded."""

    lab_name: str
    month: date
    participants: int
    entries: int
    themes: tuple[ThemeFacts, ...] = ()
    fading: tuple[ThemeFacts, ...] = ()  # themes that fade and have no part of their own
    untold: tuple[UntoldFact, ...] = ()  # told last month, by too few people this one
    answers: tuple[AnswerFact, ...] = ()
    changes: tuple[ChangeFact, ...] = ()
    heard: int = 0  # people behind the changes, rounded; 0 when too few to be counted
    experiments: tuple[ExperimentFact, ...] = ()
    measures: tuple[MeasureFact, ...] = ()
    tension: TensionFact | None = None
    minority: MinorityFact | None = None
    turning_point: TurningPointFact | None = None
    asked: AskedFact | None = None
    question_seed: str = ""  # a theme's ref to ask about it, anything else to draw another question
    previous_sentences: frozenset[str] = frozenset()
    ledger: LedgerFacts | None = None
    counted_on: date | None = None  # the day until which texts were written, shared or withdrawn


@dataclass(frozen=True, slots=True)
class NarrativeFacts:
    """All that the collective has lived so far; the themes' counts are over the whole period."""

    lab_name: str
    since: date
    today: date  # answers due before are late
    participants: int
    entries: int
    themes: tuple[ThemeFacts, ...] = ()
    answers: tuple[AnswerFact, ...] = ()
    tension: TensionFact | None = None
    minority: MinorityFact | None = None
    ledger: LedgerFacts | None = None
    steps: tuple[StepFacts, ...] = ()  # in the order of a pathway
