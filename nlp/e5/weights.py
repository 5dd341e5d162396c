"""The file of weights: sizes, the vocabulary of the tokenizer, the matrices of the network; all little-endian.

A matrix is kept in blocks of 32 weights of 4 bits, with one scale for each block (« Q4_0 » of llama.cpp). The file is
mapped into memory rather than read: processes share the pages of the word vectors.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from nlp.types import Vectors

MAGIC = b"E5S1"
SIZES = "7ifi"  # width, layers, heads, inner width, words, positions, types, epsilon, weights of a block
BLOCK = np.dtype([("scale", "<f2"), ("pairs", "u1", 16)])  # byte j holds weights j and j + 16
WEIGHTS = 32  # of a block
ZERO = 8  # what 4 bits tell for a null weight


class Blocks:
    """A matrix of shape (n, d), whose rows are turned into numbers when asked for."""

    def __init__(self, blocks: NDArray[Any], columns: int) -> None:
        self._blocks = blocks.reshape(-1, columns // WEIGHTS)

    def __getitem__(self, rows: Any) -> Vectors:
        blocks = self._blocks[rows]
        pairs = blocks["pairs"]
        numbers = np.concatenate([pairs & 15, pairs >> 4], axis=-1).astype(np.float32)
        numbers -= ZERO
        numbers *= blocks["scale"].astype(np.float32)[..., None]
        return numbers.reshape(*blocks.shape[:-1], -1)


@dataclass(frozen=True)
class Vocabulary:
    """The pieces that texts are cut into, by number."""

    pieces: Mapping[str, int]
    scores: NDArray[np.float32]  # logarithm of the probability of each
    normalised: Mapping[int, str]  # what is read in place of some characters
    first: int  # before each text
    last: int  # after it
    unknown: int  # in place of a character that no piece holds


@dataclass(frozen=True)
class Weights:
    """What a file of weights holds: ``vectors`` by name, and ``matrices``, of shape (outputs, inputs)."""

    layers: int
    heads: int
    positions: int
    epsilon: float
    vocabulary: Vocabulary
    vectors: Mapping[str, Vectors]
    matrices: Mapping[str, Blocks]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Find in the file what it holds.

        Raises
        ------
        OSError
            When there is no such file.
        ValueError
            When it is not one of weights.
        """
        file = _File(path)
        if file.array("u1", len(MAGIC)).tobytes() != MAGIC:
            raise ValueError(f"{path.name} holds no weights of E5")
        file.numbers("i")  # version
        width, layers, heads, inner, _, positions, _, epsilon, _ = file.numbers(SIZES)
        vocabulary = _vocabulary(file)
        vectors: dict[str, Vectors] = {}
        matrices: dict[str, Blocks] = {}
        for _ in range(*file.numbers("i")):
            name = file.text(*file.numbers("H"))
            _, count, start, size = file.numbers("BIQQ")
            if size == count * 4:
                vectors[name] = file.array("<f4", count, start)
            else:
                columns = inner if name.endswith("fo.w") else width
                matrices[name] = Blocks(file.array(BLOCK, count // WEIGHTS, start), columns)
        return cls(layers, heads, positions, epsilon, vocabulary, vectors, matrices)


class _File:
    """A file mapped into memory, read from its beginning."""

    def __init__(self, path: Path) -> None:
        self._content = np.memmap(path, np.uint8, mode="r")
        self._at = 0

    def array(self, kind: Any, count: int, start: int | None = None) -> NDArray[Any]:
        """The next ``count`` items, or those that begin at ``start``."""
        begin = self._at if start is None else start
        end = begin + np.dtype(kind).itemsize * count
        self._at = end if start is None else self._at
        return np.frombuffer(self._content, kind, count, begin)

    def numbers(self, layout: str) -> tuple[Any, ...]:
        return struct.unpack(f"<{layout}", self.array("u1", struct.calcsize(f"<{layout}")).tobytes())

    def text(self, size: int) -> str:
        return self.array("u1", size).tobytes().decode()


def _vocabulary(file: _File) -> Vocabulary:
    count, first, last, _, unknown = file.numbers("5i")
    (size,) = file.numbers("Q")
    ends = file.array("<u4", count + 1).tolist()
    scores = file.array("<f4", count)
    content = file.array("u1", size).tobytes()
    pieces = {content[ends[i] : ends[i + 1]].decode(): i for i in range(count - 1, -1, -1)}
    normalised: dict[int, str] = {}
    characters, _ = file.numbers("iI")
    for _ in range(characters):
        character, length = file.numbers("IB")
        normalised[character] = "".join(map(chr, file.numbers(f"{length}I")))
    return Vocabulary({piece: i for piece, i in pieces.items() if piece}, scores, normalised, first, last, unknown)
