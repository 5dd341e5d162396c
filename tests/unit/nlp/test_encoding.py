import numpy as np
import pytest

from nlp.encoding import load_encoder, packed, unit_rows, unpacked


def test_the_encoder_is_loaded_once() -> None:
    assert load_encoder() is load_encoder()


def test_a_null_row_stays_null() -> None:
    assert unit_rows(np.array([[0, 0], [3, 4]], dtype=np.float32)).tolist() == [[0, 0], pytest.approx([0.6, 0.8])]


def test_a_vector_comes_back_as_it_was_kept_and_none_is_an_empty_one() -> None:
    assert unpacked(packed(np.array([0.5, -2.0]))).tolist() == [0.5, -2.0]
    assert unpacked(None).size == 0
