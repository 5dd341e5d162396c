"""The arithmetic of the network."""

import math

import numpy as np
import pytest

from nlp.e5.network import LayerNorm, gelu


def test_gelu_weighs_each_number_by_how_many_of_a_normal_law_are_smaller() -> None:
    numbers = np.linspace(-6, 6, 200, dtype=np.float32)
    exact = [float(x) * (1 + math.erf(x / math.sqrt(2))) / 2 for x in numbers]

    assert gelu(numbers.copy()).tolist() == pytest.approx(exact, abs=1e-3)


def test_a_row_has_the_mean_and_the_spread_that_the_layer_asks_for() -> None:
    rows = np.random.default_rng(0).normal(5, 3, (4, 1000)).astype(np.float32)
    normal = LayerNorm(np.full(1000, 2, np.float32), np.full(1000, 1, np.float32), epsilon=1e-12)(rows)

    assert normal.mean(axis=1) == pytest.approx(1, abs=1e-4)
    assert normal.std(axis=1) == pytest.approx(2, abs=1e-4)
