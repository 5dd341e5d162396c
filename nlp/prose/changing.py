"""What readers' contributions changed: how many people wrote, and what the team answers everyone."""

from collections.abc import Sequence
from itertools import groupby

from nlp.counts import SMALLEST_COUNT, counted
from nlp.french import noun_phrase
from nlp.prose.answering import decided
from nlp.prose.drafts import Evidence, EvidenceKind, Sentence
from nlp.prose.phrasing import Slots, Voice
from nlp.prose.types import ChangeFact


def changes(voice: Voice, facts: Sequence[ChangeFact], people: int) -> list[Sentence]:
    """Say that people were heard, counted when they are enough, then each thing that changes, once."""
    told = sorted((fact for fact in facts if fact.text.strip()), key=lambda each: (*_change_of(each), each.ref))
    if not told:
        return []
    if people >= SMALLEST_COUNT:
        heard = voice.say("heard_people", "changes", {"people": counted(people, "personne", feminine=True)})
    else:
        heard = voice.say("heard", "changes", {})
    said = [_change(voice, list(same)) for _, same in groupby(told, _change_of)]
    return [Sentence(heard, _came_from(told)), *said]


def _change_of(fact: ChangeFact) -> tuple[str, str, str]:
    """Several people may have asked for the same: it is one change."""
    return fact.label, fact.theme_ref, " ".join(fact.text.split())


def _came_from(facts: Sequence[ChangeFact]) -> tuple[Evidence, ...]:
    return tuple(Evidence(EvidenceKind.CONTRIBUTION, fact.ref) for fact in facts)


def _change(voice: Voice, facts: Sequence[ChangeFact]) -> Sentence:
    label, theme, text = _change_of(facts[0])
    slots: Slots = {"theme": noun_phrase(label), "text": decided(text)}
    return Sentence(voice.say("changed", text, slots), (*_came_from(facts), Evidence(EvidenceKind.THEME, theme)))
