"""The light statistical layer says which texts are worth reading again, and weighs little."""

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from nlp import resources
from nlp.masking.finding import find_masks
from nlp.masking.kinds import Mask, MaskKind
from nlp.masking.tagger import KINDS, SIZE, Model, candidates, features_of, is_doubtful, kinds_on, load_model, may_hide
from nlp.masking.words import words_of

BLANK = spacy.blank("fr")


def eager() -> Model:
    """A model that would hide everything."""
    return Model(np.zeros((SIZE, 1 + len(KINDS)), dtype=np.float32), np.ones(1 + len(KINDS), dtype=np.float32), 0.0)


TEXTS = st.text("abc éàEZ ',.-12\n", max_size=60)


def test_it_never_hides_a_little_word_alone_a_public_body_or_the_noun_that_announces_a_name() -> None:
    words = words_of("et la caf de ce foyer avec une formatrice")
    assert candidates(words, [""] * len(words)) == []


@pytest.mark.parametrize(
    "text",
    [
        "elle a dit du mal de moi à tout le monde",
        "il a répondu d’accord, pas de souci",
        "les chaussures de travail aux pieds toute la journée",
        "des chaussures aux normes",
        "ils disent du mal des chômeurs",
        "on parle de mal logement",
        "l’école publique du quartier cherche quelqu’un",
        "le restaurant du coin embauche",
        "l’école élémentaire rurale n’a plus de car",
        "c’est encore pire le lundi",
        "la résidence étudiante est bruyante",
        "le passage brutal à la retraite",
    ],
)
def test_ordinary_words_where_a_name_would_stand_stay(text: str) -> None:
    assert find_masks(text, BLANK) == ()


def test_an_ordinary_word_may_be_a_name_only_with_a_capital_or_beside_a_name() -> None:
    words = words_of("le coin, le Coin, le coin de zorv, le haut zorv")
    hidden = ["first_name" if word.text == "zorv" else "" for word in words]
    assert [words[index].text for index in candidates(words, hidden)] == ["Coin", "haut"]


def test_a_verb_and_its_pronoun_are_no_name() -> None:
    assert candidates(words_of("Appelez-moi"), ["", ""]) == []


def test_what_is_hidden_already_is_left_to_the_rules() -> None:
    words = words_of("zorv est venue")
    assert is_doubtful(words, ["", "", ""], eager())
    assert not is_doubtful(words, ["first_name", "", "place"], eager())


def test_a_word_is_known_by_its_place_and_not_only_by_itself() -> None:
    one, other = (words_of(text) for text in ("chez zorv demain", "un zorv demain"))
    assert features_of(one, ["", "", ""], [1]) != features_of(other, ["", "", ""], [1])
    assert features_of(one, ["", "", ""], [1]) == features_of(one, ["", "", ""], [1])


def test_the_weights_shipped_are_small_and_fit_the_features() -> None:
    assert len(resources.binary("masking_tagger.npz")) < 1_000_000
    assert load_model().weights.shape == (SIZE, 1 + len(KINDS))


@pytest.mark.parametrize("text", ["", "   ", "12 34", "🙂🙂", "!?…"])
def test_in_a_text_without_words_nothing_is_hidden(text: str) -> None:
    assert find_masks(text, BLANK) == ()


@given(TEXTS)
def test_a_word_has_the_kind_of_the_mask_that_touches_it(text: str) -> None:
    words = words_of(text)
    masks = [Mask(word.start, word.end, MaskKind.TOWN) for word in words if may_hide(word)]
    assert kinds_on(words, masks) == ["town" if may_hide(word) else "" for word in words]
