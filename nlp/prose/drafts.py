"""What the composer hands back: a draft in parts, each sentence with all it rests on. Frozen values."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from nlp.prose.types import StepFacts


class EvidenceKind(StrEnum):
    """What a sentence can rest on."""

    PASSAGE = "passage"
    FIGURE = "figure"
    DECISION = "decision"
    ANSWER = "answer"
    EXPERIMENT = "experiment"
    INDICATOR = "indicator"
    THEME = "theme"
    CONTRIBUTION = "contribution"
    QUESTION = "question"


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """One thing a sentence rests on.

    ``ref`` is the caller's own reference, except for figures: ``participants``, ``entries``, ``answers`` and
    ``ledger`` for the whole draft, ``step_people``, ``step_mood``, ``step_emotions`` and ``step_agency`` for its steps,
    ``asked``, ``asked_emotions`` and ``asked_themes`` for the answers to the last question,
    ``<theme ref>/participants`` (also ``/previous``, ``/months``, ``/emotions``, ``/helped``, ``/hindered``,
    ``/steps``, ``/agency``, ``/solidity``) for a theme.
    """

    kind: EvidenceKind
    ref: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and all it rests on, never empty-handed."""

    text: str
    evidence: tuple[Evidence, ...]


class ParagraphKind(StrEnum):
    """The parts of a draft, in the order they come."""

    OPENING = "opening"
    GROWS = "grows"
    THEME = "theme"
    PATHWAY = "pathway"
    FADES = "fades"
    TURNING_POINT = "turning_point"
    TENSION = "tension"
    MINORITY = "minority"
    ANSWERS = "answers"
    CHANGES = "changes"
    EXPERIMENTS = "trials"  # as databases hold it
    ASKED = "asked"
    QUESTION = "question"
    LEDGER = "ledger"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A part of a draft; ``heading`` is empty for the opening."""

    kind: ParagraphKind
    heading: str
    sentences: tuple[Sentence, ...]
    theme_ref: str | None = None
    steps: tuple[StepFacts, ...] = ()  # told one by one by its last sentences


@dataclass(frozen=True, slots=True)
class Draft:
    """A text ready for a human's corrections."""

    title: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def sentences(self) -> Iterator[Sentence]:
        """Every sentence, in reading order."""
        return (sentence for paragraph in self.paragraphs for sentence in paragraph.sentences)
