"""What is pasted with other spaces, hyphens or digits, or with what nobody sees, is hidden as if it were typed."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from nlp.language import normalise
from nlp.masking import apply_masks, find_masks
from nlp.masking.plain import plain

NLP = spacy.blank("fr")
TYPED = "Écris à karima.b@laposte.net ou au 06 12 34 56 78, elle est née le 12 mars 1987."
HIDDEN = "Écris à [ADRESSE MAIL] ou au [TÉLÉPHONE], elle est née le [DATE]."


def masked(text: str) -> str:
    text = normalise(text)
    return apply_masks(text, find_masks(text, NLP))


@pytest.mark.parametrize("space", ["\u00a0", "\u2007", "\u2009", "\u202f", "\u2800", "\u3000"])
def test_with_other_spaces(space: str) -> None:
    number, day = "06 12 34 56 78".replace(" ", space), "12 mars 1987".replace(" ", space)

    assert masked(TYPED.replace("06 12 34 56 78", number).replace("12 mars 1987", day)) == HIDDEN


@pytest.mark.parametrize("hyphen", ["-", "\u2010", "\u2011", "\u2013", "\u2212"])
def test_with_other_hyphens(hyphen: str) -> None:
    number = hyphen.join(("06", "12", "34", "56", "78"))

    assert masked(TYPED.replace("06 12 34 56 78", number)) == HIDDEN


@given(st.characters(categories=["Cf"]) | st.sampled_from("\u034f\u1160\u3164\uffa0\ufe0f\U000e0100"))
def test_with_what_nobody_sees(unseen: str) -> None:
    pasted = "".join(f"{char}{unseen}" if char.isalnum() else char for char in TYPED)

    assert masked(pasted).replace(unseen, "") == HIDDEN


@pytest.mark.parametrize("zero", [0xFF10, 0x1D7CE, 0x1D7F6, 0x0660])
def test_with_other_digits(zero: int) -> None:
    assert masked(TYPED.translate({ord("0") + digit: zero + digit for digit in range(10)})) == HIDDEN


def test_with_digits_drawn_as_keys() -> None:
    keys = "".join(f"{char}\ufe0f\u20e3" if char.isdigit() else char for char in TYPED)

    assert masked(keys).replace("\ufe0f\u20e3", "") == HIDDEN


def test_a_name_copied_from_a_file_where_two_letters_are_one() -> None:
    assert masked("J’ai vu So\ufb01a hier.") == masked("J’ai vu Sofia hier.") == "J’ai vu [PRÉNOM] hier."


def test_what_is_usual_is_read_as_it_is() -> None:
    for text in (TYPED, "« Oui », dit-elle – à 9 h… l’œuvre coûte 3 €."):
        assert plain(text).origins is None


@given(st.text(max_size=60))
def test_each_character_read_stands_somewhere_in_the_text(text: str) -> None:
    read = plain(text)

    if read.origins is not None:
        assert len(read.origins) == len(read.text)
        assert list(read.origins) == sorted(read.origins)
        assert all(place < len(text) for place in read.origins)
