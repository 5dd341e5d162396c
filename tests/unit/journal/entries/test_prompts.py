"""Questions to start from: enough of them, chosen from one's own past, never twice in a row."""

import uuid
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from journal.entries import prompts
from journal.entries.models import Entry, EntryEmotion
from journal.pathways.models import StepKind
from nlp.emotions import Emotion
from tests.pages import DOTS, MISSING_SPACE, STRAIGHT_APOSTROPHE

FAMILIES = {"moment", "extremes", "surprise", "change", "person", "place", "help", "ambivalence"}


def written(emotion: Emotion | None = None, *, step: StepKind | None = None, prompt: str = "", seed: int = 1) -> Entry:
    rows = [EntryEmotion(emotion=emotion, intensity=4)] if emotion else []
    return Entry(id=uuid.UUID(int=seed), step=step, prompt=prompt, emotions=rows)


def test_the_bank_holds_eighty_questions_in_eight_families_for_every_step() -> None:
    bank = prompts.bank()

    assert len(bank) >= 80
    assert {known.family for known in bank} == FAMILIES
    assert len({known.id for known in bank}) == len({known.text for known in bank}) == len(bank)
    for step in StepKind:
        assert {known.family for known in bank if step in known.steps} >= {"change", "ambivalence"}


def test_questions_are_written_as_every_sentence_of_the_site() -> None:
    for known in prompts.bank():
        assert "'" not in known.text
        assert " ?" not in known.text
        assert "!" not in known.text
        assert len(known.text) <= 90


@given(
    st.sampled_from([None, *Emotion]),
    st.sampled_from([None, *StepKind]),
    st.sampled_from(["", *(known.id for known in prompts.bank())]),
    st.integers(1, 2**64),
)
def test_three_questions_of_three_families_that_suit_the_step_and_are_not_the_last_one(
    emotion: Emotion | None, step: StepKind | None, prompt: str, seed: int
) -> None:
    last = [written(emotion, step=step, prompt=prompt, seed=seed)]

    offered = prompts.offered(last)

    assert len({known.family for known in offered}) == 3
    assert all(known.suits(step) for known in offered)
    assert prompt not in {known.id for known in offered}
    assert offered == prompts.offered(last)


def test_after_a_hard_text_the_first_question_is_about_help_and_after_a_good_one_about_change() -> None:
    assert prompts.offered([written(Emotion.DISCOURAGEMENT)])[0].family == "help"
    assert prompts.offered([written(Emotion.PRIDE)])[0].family == "change"


def test_the_question_of_a_month_takes_its_turn_even_where_a_lab_wrote_some_for_the_step() -> None:
    here, anywhere = prompts.of_the_lab("Ici ?", [StepKind.INTERVIEWS]), prompts.of_the_lab("Partout ?", [])
    own = [prompts.of_the_month("Et vous ?", date(2026, 10, 1)), here, anywhere]

    met = [prompts.offered([], StepKind.INTERVIEWS, own, written=turn)[-1].text for turn in range(3)]

    assert met == ["Et vous ?", "Ici ?", "Et vous ?"]


def test_a_question_kept_with_an_imported_entry_is_shown_as_it_is() -> None:
    assert prompts.wording("Comment s’est passée la semaine ?") == "Comment s’est passée la semaine ?"


def test_every_question_is_set_as_french_is() -> None:
    for known in prompts.bank():
        for pattern in (MISSING_SPACE, STRAIGHT_APOSTROPHE, DOTS):
            assert not pattern.search(known.text), known.text
