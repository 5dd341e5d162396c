"""Whatever is told, each sentence rests on something, is well written, and counts nobody alone."""

import re
from dataclasses import replace
from datetime import date

from hypothesis import given, settings

from nlp.prose.composing import compose_digest, compose_narrative
from nlp.prose.drafts import Sentence
from nlp.prose.findings import find_tension
from nlp.prose.types import DigestFacts, NarrativeFacts
from tests.unit.nlp.prose.telling import digests

AROUND_WORD = re.compile(r"\b(?:une|deux|trois|quatre|[0-4]) (?:personnes?|textes?)\b")


def unquoted(text: str) -> str:
    return re.sub(r"«[^»]*»", "«»", text)


walked = settings(max_examples=50)


@walked
@given(digests())
def test_every_sentence_of_a_month_rests_on_something_is_well_written_and_is_said_once(facts: DigestFacts) -> None:
    draft = compose_digest(facts)
    for sentence in draft.sentences:
        rests_on_something(sentence)
        is_well_written(sentence)
        elides_and_contracts(sentence)
        counts_nobody_under_five(sentence)
    texts = [sentence.text for sentence in draft.sentences]
    assert len(texts) == len(set(texts))


def rests_on_something(sentence: Sentence) -> None:
    assert sentence.evidence
    assert all(evidence.ref for evidence in sentence.evidence)


def is_well_written(sentence: Sentence) -> None:
    text = sentence.text
    assert text == text.strip()
    assert text[0].isupper() or text[0] == "«"
    assert text.endswith((".", "?", "…", "»", "!")), text
    assert not re.search(r"\bNone\b|[{}|']|\s\s|\.\.|:\s*\.|,\s*[.,]|\(\)", text), text
    assert not re.search(r"(?<!\u00a0)[;:!?»](?!\d)", text.replace("?”", "").replace("!”", "")), text
    assert not re.search(r"«(?!\u00a0)", text), text
    assert "!" not in unquoted(text)


def elides_and_contracts(sentence: Sentence) -> None:
    text = unquoted(sentence.text).casefold()
    assert not re.search(r"\b(?:de les?|à les?) (?!dire\b|vivre\b)", text), text
    assert not re.search(r"\b(?:de|que|le|la|je|ne|se) [aeiouéèêà](?!nze\b)", text), text


def counts_nobody_under_five(sentence: Sentence) -> None:
    assert not AROUND_WORD.search(unquoted(sentence.text)), sentence.text


@walked
@given(digests(most=2))
def test_a_month_repeats_nothing_of_the_two_before(facts: DigestFacts) -> None:
    first = compose_digest(facts)
    seen = frozenset(sentence.text for sentence in first.sentences)
    second = compose_digest(replace(facts, previous_sentences=seen))
    both = seen | {sentence.text for sentence in second.sentences}
    third = compose_digest(replace(facts, previous_sentences=frozenset(both)))
    assert [sentence.text for sentence in second.sentences if sentence.text in seen] == []
    assert [sentence.text for sentence in third.sentences if sentence.text in both] == []


@walked
@given(digests())
def test_the_same_facts_give_the_same_text(facts: DigestFacts) -> None:
    shuffled = tuple(replace(theme, emotions=theme.emotions[::-1]) for theme in facts.themes)
    assert compose_digest(facts) == compose_digest(facts)
    assert compose_digest(replace(facts, themes=shuffled)) == compose_digest(facts)


@walked
@given(digests())
def test_no_drawn_reference_chooses_a_word(facts: DigestFacts) -> None:
    renamed = tuple(replace(theme, ref=f"other-{theme.ref}") for theme in facts.themes)
    alone = replace(facts, answers=(), turning_point=None, question_seed="autre")
    led = facts.asked and replace(facts.asked, themes=tuple(f"other-{ref}" for ref in facts.asked.themes))
    other = replace(alone, themes=renamed, tension=find_tension(renamed), asked=led)
    assert [each.text for each in compose_digest(alone).sentences] == [
        each.text for each in compose_digest(other).sentences
    ]


@walked
@given(digests())
def test_the_living_recit_keeps_the_same_promises(facts: DigestFacts) -> None:
    draft = compose_narrative(
        NarrativeFacts(
            "Lab Durance",
            date(2026, 1, 1),
            date(2026, 12, 1),
            facts.participants,
            facts.entries,
            facts.themes,
            facts.answers,
            facts.tension,
            facts.minority,
            facts.ledger,
        )
    )
    for sentence in draft.sentences:
        rests_on_something(sentence)
        counts_nobody_under_five(sentence)
        assert "ce mois-ci" not in sentence.text
