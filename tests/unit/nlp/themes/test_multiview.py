"""The two views that clustering compares passages in."""

import numpy as np
import pytest

from nlp.themes.multiview import LEXICAL_SHARE, joint_view, lexical_view, stems

# Six subjects, two texts each, next to one another: a word of more than a fifth of the texts would say nothing.
SUBJECTS = ("bus", "crèche", "stage", "loyer", "clavier", "permis")
TEXTS = [text for subject in SUBJECTS for text in (f"Mon {subject} demain.", f"Encore un {subject} !")]


def test_texts_that_share_words_are_alike_whatever_their_vectors_say() -> None:
    view = joint_view(np.ones((12, 4), dtype=np.float32), TEXTS)
    alike = view @ view.T

    assert alike[0, 1] > 0.9
    assert abs(alike[0, 2]) < 0.1


def test_meaning_outweighs_words_and_is_seen_from_the_middle_of_the_corpus() -> None:
    """Vectors part the texts otherwise, first of each pair from second, and all lean the same way."""
    leaning = np.array([[1, 0, 9], [-1, 0, 9]] * 6, dtype=np.float32)
    view = joint_view(leaning, TEXTS)
    alike = view @ view.T

    assert alike[0, 2] > 0.8
    assert alike[0, 1] < -0.5
    assert np.linalg.norm(view[:, 3:], axis=1) == pytest.approx([LEXICAL_SHARE / np.hypot(1, LEXICAL_SHARE)] * 12)


def test_masks_are_not_words() -> None:
    assert stems("[PRÉNOM 2] prend le bus à [VILLE].") == ["prend", "bus"]


@pytest.mark.parametrize("texts", [[], ["Le bus."], ["Le bus."] * 3, ["Le bus.", "La crèche."], ["", " "], ["🙂"] * 9])
def test_texts_that_share_nothing_or_are_too_few_have_no_words_to_compare(texts: list[str]) -> None:
    assert lexical_view(texts, 50).shape == (len(texts), 0)


def test_a_text_without_shared_words_is_a_null_row_and_no_text_is_longer_than_the_others() -> None:
    view = lexical_view([*TEXTS, f"{TEXTS[0]} {TEXTS[1]}", "Rien d’autre."], 50)

    assert np.linalg.norm(view, axis=1) == pytest.approx([1] * 13 + [0], abs=1e-5)
