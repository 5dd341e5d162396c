"""The steps of the pathway as the living récit tells them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.pathways.models import StepKind
from nlp.emotions import Emotion
from nlp.french import typeset
from nlp.prose.composing import compose_narrative
from nlp.prose.drafts import ParagraphKind
from nlp.prose.pathway import AT, along, mood_in_words
from nlp.prose.phrasing import Voice
from nlp.prose.types import NarrativeFacts, StepFacts

TODAY = date(2026, 11, 30)


def step(ref: str, mood: float | None = 0.0, **values: object) -> StepFacts:
    return StepFacts(ref, **({"participants": 20, "mood": mood, "spread": 2 if mood is not None else 0} | values))  # type: ignore[arg-type]


def told(*steps: StepFacts) -> list[str]:
    return [sentence.text for part in along(Voice("récit"), steps) for sentence in part.sentences]


@st.composite
def any_steps(draw: st.DrawFn) -> list[StepFacts]:
    counts = st.integers(1, 8).map(lambda n: 5 * n)
    return [
        StepFacts(
            kind.value,
            draw(counts),
            mood=(mood := draw(st.none() | st.floats(-0.8, 0.8))),
            spread=draw(st.integers(1, 3)) if mood is not None else 0,
            emotions=tuple(draw(st.lists(st.tuples(st.sampled_from(Emotion), counts), max_size=3))),
            acted=draw(st.just(0) | counts),
            carried=draw(st.just(0) | counts),
        )
        for kind in draw(st.lists(st.sampled_from(StepKind), unique=True))
    ]


def test_every_step_of_a_pathway_has_its_words() -> None:
    assert set(AT) == {kind.value for kind in StepKind}


@given(any_steps())
def test_each_step_has_one_sentence_the_last_ones_and_each_rests_on_something(steps: list[StepFacts]) -> None:
    for part in along(Voice("récit"), steps):
        assert part.steps == tuple(steps)
        own = part.sentences[-len(steps) :]
        assert [AT[each.ref] in sentence.text.lower() for each, sentence in zip(steps, own, strict=True)] == [
            True
        ] * len(steps)
        for sentence in part.sentences:
            assert sentence.evidence
            assert sentence.text == typeset(sentence.text)
            assert sentence.text[0].isupper()


def test_a_step_says_how_many_wrote_what_comes_back_and_how_it_felt() -> None:
    (text,) = told(step("interviews", -0.2, emotions=((Emotion.WORRY, 10), (Emotion.HOPE, 5))))

    for said in ("ux entretiens", "une vingtaine de personnes", "l’inquiétude", "l’espoir", "plutôt désagréable, et"):
        assert said in text
    assert "variable d’une personne à l’autre" in text


def test_one_step_alone_is_compared_with_nothing() -> None:
    assert len(told(step("training", 0.5, acted=20))) == 1


def test_the_hardest_and_the_softest_steps_are_named_even_in_pairs() -> None:
    text = told(step("training", 0.3), step("applications", -0.3), step("interviews", -0.3), step("orientation"))[0]

    assert "au temps des candidatures et aux entretiens" in text
    assert "en formation" in text
    assert "orientation" not in text


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.1), (0.3, 0.3)])
def test_moods_that_are_close_are_not_ranked(low: float, high: float) -> None:
    assert not any("agréable" in text for text in told(step("training", low), step("interviews", high))[:-2])


def test_acting_is_told_of_a_step_only_when_it_stands_out() -> None:
    few, many = step("training", acted=5), step("immersion", acted=10)
    mixed, carried = step("interviews", acted=10, carried=10), step("orientation", carried=15, acted=5)

    def said(*steps: StepFacts) -> str:
        return told(step("applications", acted=0), *steps)[0]

    assert "agi que subi en immersion, et l’inverse pendant l’orientation." in said(few, many, mixed, carried)
    assert said(few, many, mixed).endswith("agi que subi en immersion.")
    assert said(few, mixed, carried).endswith("subi qu’agi pendant l’orientation.")
    assert "agi" not in said(few, mixed)


def test_a_mood_near_the_middle_is_neither() -> None:
    assert [mood_in_words(mood) for mood in (-0.5, -0.2, 0.1, 0.2, 0.4)] == [
        "nettement désagréable",
        "plutôt désagréable",
        "mêlé",
        "plutôt agréable",
        "nettement agréable",
    ]


def test_the_living_recit_has_a_part_for_it_and_none_when_no_step_is_told() -> None:
    facts = NarrativeFacts("Lab", date(2026, 5, 1), TODAY, 40, 100, steps=(step("training"),))
    without = NarrativeFacts("Lab", date(2026, 5, 1), TODAY, 40, 100)

    def kinds(facts: NarrativeFacts) -> list[ParagraphKind]:
        return [part.kind for part in compose_narrative(facts).paragraphs]

    assert kinds(facts) == [*kinds(without)[:1], ParagraphKind.PATHWAY, *kinds(without)[1:]]
