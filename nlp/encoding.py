"""Texts become vectors that can be compared: what an encoder promises, and the one in use."""

from collections.abc import Sequence
from functools import cache
from typing import Protocol

import numpy as np

from nlp.parallel import share_out
from nlp.types import Vectors

SHARE = 1_024  # texts given to one process at a time


class Encoder(Protocol):
    """What turns texts into comparable vectors, everything offline.

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


def centroid_of(rows: Vectors) -> Vectors:
    """The centroid of rows of shape (n, d), of unit length: (d,)."""
    return np.asarray(unit_rows(rows.mean(axis=0, keepdims=True))[0])


def packed(vector: Vectors) -> bytes:
    """A vector as a database keeps it."""
    return np.asarray(vector, dtype=np.float32).tobytes()


def unpacked(blob: bytes | None) -> Vectors:
    """A vector that was ``packed``; an empty one when none was kept."""
    return np.frombuffer(blob or b"", dtype=np.float32)


def encode_many(texts: Sequence[str]) -> Vectors:
    """Encode texts as ``load_encoder().encode`` would, in as many processes as ``parallel.share_out`` is allowed."""
    shares = [texts[start : start + SHARE] for start in range(0, len(texts), SHARE)]
    nothing = np.zeros((0, load_encoder().dimensions), dtype=np.float32)
    return np.concatenate([nothing, *share_out(_encode_share, shares)])


def _encode_share(texts: Sequence[str]) -> Vectors:
    return load_encoder().encode(texts)


@cache
def load_encoder() -> Encoder:
    """Load the encoder in use, once per process."""
    from nlp import encoders

    return encoders.in_use()
