"""A masked text as its author sees it: what is hidden, and why."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from nlp.masking.kinds import Mask, MaskKind, MaskSource
from nlp.masking.lifting import liftable

WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the original text; ``kind`` says why it is hidden, empty when it is shown."""

    start: int
    end: int
    text: str
    kind: str = ""
    may_be_shown: bool = False

    @property
    def words(self) -> list[tuple[int, int, str]]:
        """Each word with its place in the original text."""
        return [(self.start + m.start(), self.start + m.end(), m[0]) for m in WORD.finditer(self.text)]


def may_be_shown(text: str, masks: Sequence[Any]) -> set[tuple[int, int]]:
    """The places whose mask an author may lift: their own, and those that surely protect nobody else."""
    kept = [Mask(start, end, MaskKind(kind), MaskSource(source)) for start, end, kind, source in masks]
    return {(mask.start, mask.end) for mask in liftable(text, kept)}


def pieces(text: str, masks: Sequence[Any]) -> list[Piece]:
    """The original text cut at its masks, in order. For the author's eyes only."""
    return list(_pieces(text, masks))


def _pieces(text: str, masks: Sequence[Any]) -> Iterator[Piece]:
    at, shown = 0, may_be_shown(text, masks)
    for start, end, kind, _ in sorted(masks):
        if at < start:
            yield Piece(at, start, text[at:start])
        yield Piece(start, end, text[start:end], MaskKind(kind).label, (start, end) in shown)
        at = end
    if at < len(text):
        yield Piece(at, len(text), text[at:])
