"""A text is cut into the pieces that make it most probable."""

from collections.abc import Iterator

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nlp.e5.unigram import UNKNOWN_PENALTY, Unigram
from nlp.e5.weights import Vocabulary

SCORES = {"▁": -2.0, "a": -3.0, "b": -4.0, "ab": -5.0, "▁a": -4.5, "aba": -7.0, "bb": -9.0}
PIECES = list(SCORES)
UNKNOWN = len(PIECES)


def tokenizer(normalised: dict[int, str] | None = None) -> Unigram:
    pieces = {piece: number for number, piece in enumerate(PIECES)}
    scores = np.array([*SCORES.values(), 0], dtype=np.float32)
    return Unigram(Vocabulary(pieces, scores, normalised or {}, first=-1, last=-2, unknown=UNKNOWN))


def cut(text: str, normalised: dict[int, str] | None = None) -> list[str]:
    return [[*PIECES, "?"][piece] for piece in tokenizer(normalised).cut(text)]


def ways(text: str) -> Iterator[float]:
    """The score of every way there is to cut a text."""
    if not text:
        yield 0.0
    for end in range(1, len(text) + 1):
        score = SCORES.get(text[:end], min(SCORES.values()) - UNKNOWN_PENALTY if end == 1 else None)
        if score is not None:
            yield from (score + rest for rest in ways(text[end:]))


@given(st.text("abz", max_size=9))
def test_no_other_way_to_cut_a_text_is_more_probable(text: str) -> None:
    pieces = cut(text)

    assert sum(SCORES.get(piece, min(SCORES.values()) - UNKNOWN_PENALTY) for piece in pieces) == max(ways(f"▁{text}"))


@given(st.text("ab ", max_size=12))
def test_the_pieces_put_end_to_end_are_the_text(text: str) -> None:
    assert "".join(cut(text)) == "▁" + "▁".join(_spaced(text))


def _spaced(text: str) -> list[str]:
    """Words of a text, an empty one at either end where it opens or closes with a space."""
    words = text.split(" ")
    return [words[0], *(word for word in words[1:-1] if word), *words[1:][-1:]]


def test_a_character_that_no_piece_holds_is_unknown() -> None:
    assert cut("aéb") == ["▁a", "?", "b"]


def test_characters_are_read_as_the_vocabulary_says() -> None:
    assert cut("A\u00a0\u200bB", {ord("A"): "a", ord("B"): "b", 0xA0: " ", 0x200B: ""}) == ["▁a", "▁", "b"]


@given(st.text("ab é", max_size=12))
def test_each_character_is_in_a_piece_and_the_pieces_are_the_same(text: str) -> None:
    unigram = tokenizer({ord("é"): "aa"})
    pieces, places = unigram.cut_in_place(text)

    assert pieces == unigram.cut(text)
    assert len(places) == len(text)
    assert places == sorted(places)
    assert all(0 <= place < len(pieces) for place in places)


def test_a_character_is_in_the_piece_that_spells_it() -> None:
    assert cut("b  zab") == ["▁", "b", "▁", "?", "ab"]
    assert tokenizer().cut_in_place("b  zab")[1] == [1, 2, 3, 3, 4, 4]  # the second space is in none: the next one
