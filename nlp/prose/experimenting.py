"""What is being tried: the rungs reached in the month, and what was counted again."""

import re
from collections.abc import Sequence

from nlp.french import quoted
from nlp.prose.answering import decided
from nlp.prose.drafts import Evidence, EvidenceKind, Sentence
from nlp.prose.phrasing import Voice
from nlp.prose.types import ExperimentFact, MeasureFact

SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")


def experimenting(voice: Voice, facts: Sequence[ExperimentFact], measures: Sequence[MeasureFact]) -> list[Sentence]:
    """Say which experiments moved and on what evidence, then what the indicators show from each side."""
    moved = [_moved(voice, fact) for fact in facts if fact.evidence.strip()]
    return [*moved, *(_counted(voice, fact) for fact in measures)]


def _moved(voice: Voice, fact: ExperimentFact) -> Sentence:
    first = SENTENCE_END.split(fact.evidence.strip(), maxsplit=1)[0]
    slots = {"title": quoted(fact.title), "text": decided(first)}
    text = voice.say(f"tried_{fact.rung}", f"{fact.title}/{fact.evidence}", slots)
    return Sentence(text, (Evidence(EvidenceKind.EXPERIMENT, fact.ref),))


def _counted(voice: Voice, fact: MeasureFact) -> Sentence:
    bank = "measured" if fact.seen else "measured_once"
    text = voice.say(bank, f"{fact.name}/{fact.seen}", {"name": quoted(fact.name), "seen": fact.seen})
    return Sentence(text, (Evidence(EvidenceKind.INDICATOR, fact.ref),))
