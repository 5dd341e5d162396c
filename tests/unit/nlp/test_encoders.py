"""Two models side by side, less what all texts have in common."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.encoders import MOST_CHARACTERS, E5Encoder, SideBySide, UseEncoder, WithoutCommon, readable
from nlp.encoding import Encoder, load_encoder, unit_rows
from nlp.types import Vectors

MODELS = pytest.mark.parametrize("make", [UseEncoder, E5Encoder, load_encoder])


class Spelled:
    """Vectors of three letters: how often each stands in a text."""

    name, dimensions = "letters", 3

    def encode(self, texts: Sequence[str]) -> Vectors:
        return unit_rows(np.array([[text.count(letter) for letter in "abc"] for text in texts], dtype=np.float32))


def without(mean: list[float], *directions: list[float]) -> WithoutCommon:
    return WithoutCommon(Spelled(), np.array(mean, np.float32), np.array(directions, np.float32).reshape(-1, 3))


def test_what_all_texts_share_is_taken_away() -> None:
    rows = without([0, 0, 0], [1, 0, 0]).encode(["aab", "aac", "b"])

    assert rows.round(6).tolist() == [[0, 1, 0], [0, 0, 1], [0, 1, 0]]


def test_what_is_left_is_seen_from_the_middle_of_the_reference() -> None:
    (row,) = without([1, 0, 0]).encode(["ab"])

    assert row.tolist() == pytest.approx(unit_rows(np.array([[2**-0.5 - 1, 2**-0.5, 0]], np.float32))[0].tolist())


def test_a_text_that_says_nothing_stays_a_null_row() -> None:
    assert not SideBySide(without([1, 0, 0], [0, 1, 0]), Spelled()).encode([" "]).any()


def test_encoders_side_by_side_weigh_as_much() -> None:
    encoder = SideBySide(Spelled(), without([0, 0, 0], [1, 0, 0]))
    (row,) = encoder.encode(["aab"])

    assert encoder.dimensions == len(row) == 6
    assert np.linalg.norm(row[:3]) == pytest.approx(np.linalg.norm(row[3:]))
    assert np.linalg.norm(row) == pytest.approx(1)


def test_the_name_tells_what_was_taken_away_so_that_other_vectors_are_made_again() -> None:
    names = {without([0, 0, 0], [1, 0, 0]).name, without([0, 0, 0], [0, 1, 0]).name, without([0, 1, 0], [1, 0, 0]).name}

    assert len(names) == 3
    assert without([0, 0, 0], [1, 0, 0]).name in names


@pytest.mark.model
@MODELS
def test_texts_of_one_meaning_are_near(make: Callable[[], Encoder]) -> None:
    encoder = make()
    rows = encoder.encode(["Je cherche du travail.", "Je suis en recherche d’emploi.", "Le chat dort.", " "])

    assert rows.shape == (4, encoder.dimensions)
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.05
    assert not rows[3].any()
    assert encoder.encode([]).shape == (0, encoder.dimensions)


@pytest.mark.model
def test_less_what_they_share_two_texts_about_different_things_have_nothing_in_common() -> None:
    texts = ["Le bus est encore passé en retard ce matin.", "J’ai retrouvé confiance grâce au groupe."]
    raw, own = (encoder.encode(texts) for encoder in (E5Encoder(), load_encoder()))

    assert raw[0] @ raw[1] > 0.75
    assert abs(own[0] @ own[1]) < 0.25


@pytest.mark.model
@MODELS
def test_a_text_has_the_same_vector_alone_or_among_others(make: Callable[[], Encoder]) -> None:
    encoder = make()
    texts = [
        "le bus est en retard ce matin",
        "mon bus arrive toujours en retard",
        "un entretien avec un recruteur pressé",
    ]
    alone, among = encoder.encode([texts[0]]), encoder.encode(texts)

    assert np.abs(alone[0] - among[0]).max() < 1e-5


def test_both_apostrophes_are_read_as_one() -> None:
    assert readable("J’ai appris qu’il fallait") == "J'ai appris qu'il fallait"


def test_of_an_endless_text_only_the_beginning_is_read() -> None:
    assert readable("é😢" * MOST_CHARACTERS) == "é😢" * (MOST_CHARACTERS // 2)


@pytest.mark.model
def test_a_text_is_made_readable_before_it_is_encoded() -> None:
    # One by one: where a text stands in a batch may move the last digit, on some processors.
    straight, curly = (load_encoder().encode([text]) for text in ("J'ai appris qu'il fallait", "J’ai appris qu’il"))
    again = load_encoder().encode(["J’ai appris qu’il fallait"])

    assert np.array_equal(straight, again)
    assert not np.array_equal(straight, curly)


@pytest.mark.model
@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(max_size=80), max_size=3))
def test_any_text_has_a_vector(texts: list[str]) -> None:
    rows = load_encoder().encode(texts)
    lengths = np.linalg.norm(rows, axis=1)

    assert np.isfinite(rows).all()
    assert np.allclose(lengths, [1.0 if text.strip() else 0.0 for text in texts], atol=1e-5)
