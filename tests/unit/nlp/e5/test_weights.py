"""The file of weights: matrices of 4 bits, read as their scale and bits say."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nlp.e5.weights import BLOCK, Blocks, Weights

NIBBLES = arrays(np.uint8, (3, 64), elements=st.integers(0, 15))


def packed(nibbles: np.ndarray, scale: float) -> np.ndarray:
    """Rows of 64 numbers of 4 bits, as the file keeps them."""
    halves = nibbles.reshape(-1, 2, 16)
    blocks = np.zeros(len(halves), BLOCK)
    blocks["scale"] = scale
    blocks["pairs"] = halves[:, 0] | halves[:, 1] << 4
    return blocks


@given(NIBBLES, st.sampled_from([0.0, 0.25, -2.0]))
def test_a_weight_is_its_four_bits_less_eight_times_the_scale_of_its_block(nibbles: np.ndarray, scale: float) -> None:
    matrix = Blocks(packed(nibbles, scale), columns=64)

    assert np.array_equal(matrix[:], (nibbles - 8.0) * scale)


def test_only_the_rows_asked_for_are_given_in_the_order_asked() -> None:
    matrix = Blocks(packed(np.repeat([[1], [2], [3]], 64, axis=1).astype(np.uint8), 1.0), columns=64)

    assert matrix[np.array([2, 0, 2])][:, 0].tolist() == [-5, -7, -5]


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "e5.bin").write_bytes(b"GGUF" + bytes(60))

    with pytest.raises(ValueError, match=r"e5\.bin holds no weights of E5"):
        Weights.read(tmp_path / "e5.bin")
