"""What nlp.passages promises: nothing lost, sizes kept, cuts where people breathe."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.passages import LONGEST, SHORTEST, cut_passages, says_something

SENTENCE = "J’ai attendu deux heures à l’agence, puis on m’a dit de revenir lundi."
_PIECES = st.sampled_from(
    ["mot", "Fin.", "alors,", "«", "»", "?", "!", "[PRÉNOM 2]", "…", "\n", "😢", "(", "l’emploi", ":", "-", "M."]
)


def _texts(most: int) -> st.SearchStrategy[str]:
    return st.lists(_PIECES, max_size=most).map(" ".join)


def test_a_short_entry_stays_whole() -> None:
    assert cut_passages(SENTENCE) == ((0, len(SENTENCE)),)


def test_an_empty_entry_has_no_passage() -> None:
    assert cut_passages("") == ()
    assert cut_passages(" \n\t ") == ()


def test_a_long_entry_is_cut_at_the_ends_of_sentences() -> None:
    text = " ".join([SENTENCE] * 12)

    pieces = [text[start:end] for start, end in cut_passages(text)]

    assert len(pieces) > 2
    assert all(piece.endswith("lundi.") for piece in pieces)


def test_a_text_without_punctuation_is_cut_all_the_same() -> None:
    text = " ".join(["encore"] * 200)

    sizes = [len(text[start:end].split()) for start, end in cut_passages(text)]

    assert sum(sizes) == 200
    assert all(SHORTEST <= size <= LONGEST for size in sizes)


def test_a_mask_is_never_cut_in_two() -> None:
    text = " ".join(["[PRÉNOM 2] m’a aidée,"] * 40)

    for start, end in cut_passages(text):
        assert text[start:end].count("[") == text[start:end].count("]")


def test_an_abbreviation_does_not_end_a_sentence() -> None:
    text = " ".join(["mot"] * 39) + " M. " + " ".join(["mot"] * 3) + " fin. " + " ".join(["mot"] * 39)

    first = cut_passages(text)[0]

    assert text[slice(*first)].endswith("fin.")


@given(_texts(300))
def test_nothing_is_lost_and_nothing_is_counted_twice(text: str) -> None:
    spans = cut_passages(text)

    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    inside = "".join(text[start:end] for start, end in spans)
    assert "".join(inside.split()) == "".join(text.split())


@given(_texts(300))
def test_a_passage_begins_and_ends_with_something(text: str) -> None:
    assert all(text[start:end] == text[start:end].strip() for start, end in cut_passages(text))


@pytest.mark.parametrize(
    "text",
    [
        "", "RAS", "r.a.s.", "Rien à dire", "je n’ai rien à dire", "Rien de spécial aujourd’hui.", "voir ci-dessus",
        "Voir plus haut",
        "idem", "néant", "pas d’avis", "sans commentaire", "je ne sais pas", "ok merci", "…", "😢😢😢",
        "[PRÉNOM] [VILLE]", "bof bof bof", "Non.", "aucune idée",
    ],
)  # fmt: skip
def test_answers_that_tell_nothing_say_nothing(text: str) -> None:
    assert not says_something(text)


@pytest.mark.parametrize(
    "text",
    [
        "J’ai honte.", "on m’a radié", "Rien à manger ce soir.", "je ne sais pas où dormir", "Merci à la conseillère",
        "jai plus de credit", "[PRÉNOM] m’a tendu la main", "Je n’ai rien osé dire à mon fils",
    ],
)  # fmt: skip
def test_a_few_words_that_tell_a_thing_say_something(text: str) -> None:
    assert says_something(text)
