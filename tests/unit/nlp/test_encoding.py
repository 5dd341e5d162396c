import numpy as np
import pytest

from nlp.encoding import MOST_CHARACTERS, UseEncoder, load_encoder, packed, unit_rows, unpacked


def test_encoders_are_loaded_once_and_by_known_names_only() -> None:
    assert load_encoder("use") is load_encoder("use")
    with pytest.raises(ValueError, match="klaxon"):
        load_encoder("klaxon")


def test_a_null_row_stays_null() -> None:
    assert unit_rows(np.array([[0, 0], [3, 4]], dtype=np.float32)).tolist() == [[0, 0], pytest.approx([0.6, 0.8])]


def test_a_vector_comes_back_as_it_was_kept_and_none_is_an_empty_one() -> None:
    assert unpacked(packed(np.array([0.5, -2.0]))).tolist() == [0.5, -2.0]
    assert unpacked(None).size == 0


@pytest.mark.model
def test_the_sentence_encoder_joins_texts_of_the_same_meaning() -> None:
    rows = UseEncoder().encode(["Je cherche du travail.", "Je suis en recherche d’emploi.", "Le chat dort.", " "])
    assert rows.shape == (4, 512)
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.2
    assert not rows[3].any()


@pytest.mark.model
def test_a_text_has_the_same_vector_alone_or_among_others() -> None:
    encoder = UseEncoder()
    texts = [
        "le bus est en retard ce matin",
        "mon bus arrive toujours en retard",
        "un entretien avec un recruteur pressé",
    ]
    alone, among = encoder.encode([texts[0]]), encoder.encode(texts)
    assert np.abs(alone[0] - among[0]).max() < 1e-5
    assert encoder.encode([]).shape == (0, 512)


@pytest.mark.model
def test_both_apostrophes_give_the_same_vector() -> None:
    encoder = UseEncoder()
    # One by one: where a text stands in a batch may move the last digit, on some processors.
    straight, curly = (encoder.encode([text]) for text in ("J'ai appris qu'il fallait", "J’ai appris qu’il fallait"))
    assert np.array_equal(straight, curly)


@pytest.mark.model
def test_of_an_endless_text_only_the_beginning_is_read() -> None:
    begins = "é😢" * (MOST_CHARACTERS // 2)
    endless, beginning = load_encoder().encode([begins + "la suite", begins])
    assert np.allclose(endless, beginning)
