"""Words in context only add to the rules, in texts where a name was found or may be."""

import numpy as np
import pytest
import spacy
from hypothesis import example, given
from hypothesis import strategies as st

from nlp import resources
from nlp.masking.context import BESIDE, Network, Reader, Reading, inputs_of, load_network, runs_of_names, word_states
from nlp.masking.finding import find_by_rules, find_masks, find_masks_many
from nlp.masking.kinds import Mask, MaskKind
from nlp.masking.tagger import load_model
from nlp.masking.words import words_of

BLANK = spacy.blank("fr")
WIDTH = 384
INPUTS = 3 * WIDTH + 1
TEXTS = st.text("abc éàEZ ',.-12\n", max_size=60)


def eager() -> Reader:
    """A reader that would hide every word of the texts it reads."""
    nothing = np.zeros((INPUTS, 1), np.float32), np.zeros(1, np.float32)
    return Reader(Network(*nothing, np.zeros(1, np.float32), np.full(1, 9, np.float32)), load_model())


def read_again(text: str, *names: str) -> list[str]:
    found = [Mask(text.index(name), text.index(name) + len(name), MaskKind.FIRST_NAME) for name in names]
    [masks] = eager().find([Reading(text, words_of(text), found)])
    return [text[mask.start : mask.end] for mask in masks]


@given(TEXTS)
@example("zorv : 06 12 34 56 78, le 12/03/1985")
def test_whatever_the_rules_hide_stays_hidden(text: str) -> None:
    [rules] = find_by_rules([text], BLANK)
    [masks] = find_by_rules([text], BLANK, eager().find)
    hidden = {at for mask in masks for at in range(mask.start, mask.end)}
    assert all(text[at].isspace() or at in hidden for mask in rules for at in range(mask.start, mask.end))


def test_a_text_where_nothing_looks_like_a_name_is_not_read_again() -> None:
    assert read_again("je cherche un emploi depuis des mois") == []


def test_words_that_follow_each_other_are_one_name_and_what_is_hidden_already_is_none() -> None:
    text = "avec zorv, chez tout va bien"
    assert read_again(text, "zorv") == ["avec", "chez tout va bien"]


NEARLY, FAR = 0.1 - BESIDE, -0.1 - BESIDE


@pytest.mark.parametrize(
    ("odds", "names"),
    [
        ((FAR, NEARLY, 0.1, NEARLY, FAR), ["tout va bien"]),
        ((FAR, NEARLY, -0.1, NEARLY, FAR), []),
        ((NEARLY, 0.1, FAR, 0.1, NEARLY), ["chez tout", "bien"]),
    ],
    ids=["beside a likely word", "beside none", "and in the same phrase alone"],
)
def test_a_word_beside_a_likely_one_needs_less_to_be_of_its_name(odds: tuple[float, ...], names: list[str]) -> None:
    text = "chez tout va bien, demain"
    words = words_of(text)
    runs = runs_of_names(words, np.array(odds, dtype=np.float32), threshold=0)
    assert [text[words[first].start : words[last].end] for first, last in runs] == names


def test_the_letter_of_a_level_is_no_name() -> None:
    assert read_again("zorv, groupe B1", "zorv") == ["groupe"]


def test_a_word_is_read_with_those_on_either_side_but_for_those_of_other_texts() -> None:
    states = np.arange(6, dtype=np.float32).reshape(3, 2)
    first, middle, last = inputs_of(states, np.array([0, 3, 99], dtype=np.float32))
    assert not first[2:4].any()
    assert not last[4:6].any()
    assert middle[2:4] == pytest.approx(first[:2])
    assert middle[4:6] == pytest.approx(last[:2])
    assert last[6] == 2 * middle[6]  # beyond 6, the tagger is as sure as it may be


def test_one_word_in_two_contexts_says_two_things() -> None:
    texts = ["je travaille à la boussole", "une boussole montre le nord"]
    there, here = word_states(texts, [words_of(text) for text in texts])
    assert there.shape == (5, WIDTH)
    one, other = there[4], here[1]
    assert one @ other < 0.99 * np.linalg.norm(one) * np.linalg.norm(other)


def test_texts_read_together_have_the_masks_they_have_alone() -> None:
    texts = ["chez zorv demain", "", "rdv avec zorvinette à la boussole " * 90, "Zorv, 06 12 34 56 78"]
    assert find_masks_many(texts, nlp=BLANK) == [find_masks(text, BLANK) for text in texts]


def test_the_weights_shipped_are_small_and_fit_what_is_read() -> None:
    assert len(resources.binary("masking_context.npz")) < 300_000
    assert load_network().inner.shape[0] == INPUTS
