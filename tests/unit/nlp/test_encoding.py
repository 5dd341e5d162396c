import numpy as np
import pytest

from nlp.encoding import LexicalEncoder, UseEncoder, load_encoder, unit_rows

TEXTS = [
    "le bus est en retard ce matin",
    "mon bus arrive toujours en retard",
    "un entretien avec un recruteur pressé",
    "ce recruteur prépare bien son entretien",
]


def test_the_lexical_encoder_gives_unit_rows_that_join_texts_of_the_same_words() -> None:
    encoder = LexicalEncoder(TEXTS)
    rows = encoder.encode(TEXTS)
    assert rows.dtype == np.float32
    assert rows.shape == (4, encoder.dimensions)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(4), abs=1e-5)
    assert rows[0] @ rows[1] > 0.5 > abs(rows[0] @ rows[2])


def test_unknown_words_give_a_null_row() -> None:
    assert not LexicalEncoder(TEXTS).encode(["kangourou"]).any()


def test_two_fits_never_bear_the_same_name() -> None:
    assert LexicalEncoder(TEXTS).name == LexicalEncoder(TEXTS[::-1]).name
    assert LexicalEncoder(TEXTS).name != LexicalEncoder([*TEXTS, "un bus"]).name


def test_a_corpus_without_shared_words_is_refused() -> None:
    with pytest.raises(ValueError, match="too small"):
        LexicalEncoder(["bonjour", "ordinateur"])


def test_encoders_are_loaded_once_and_by_known_names_only() -> None:
    assert load_encoder("use") is load_encoder("use")
    with pytest.raises(ValueError, match="lexical"):
        load_encoder("lexical")


def test_a_null_row_stays_null() -> None:
    assert unit_rows(np.array([[0, 0], [3, 4]], dtype=np.float32)).tolist() == [[0, 0], pytest.approx([0.6, 0.8])]


@pytest.mark.model
def test_the_sentence_encoder_joins_texts_of_the_same_meaning() -> None:
    rows = UseEncoder().encode(["Je cherche du travail.", "Je suis en recherche d’emploi.", "Le chat dort.", " "])
    assert rows.shape == (4, 512)
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.2
    assert not rows[3].any()


@pytest.mark.model
def test_a_text_has_the_same_vector_alone_or_among_others() -> None:
    encoder = UseEncoder()
    alone, among = encoder.encode([TEXTS[0]]), encoder.encode(TEXTS)
    assert np.abs(alone[0] - among[0]).max() < 1e-5
    assert encoder.encode([]).shape == (0, 512)


@pytest.mark.model
def test_both_apostrophes_give_the_same_vector() -> None:
    encoder = UseEncoder()
    # One by one: where a text stands in a batch may move the last digit, on some processors.
    straight, curly = (encoder.encode([text]) for text in ("J'ai appris qu'il fallait", "J’ai appris qu’il fallait"))
    assert np.array_equal(straight, curly)
