"""A masked text as its author sees it: what is hidden, and why."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from nlp.masking.kinds import MaskKind, MaskSource

WORD = re.compile(r"\S+")


# What an author may show again: it names neither a person nor a way to reach one.
LIFTABLE = frozenset({MaskKind.TOWN, MaskKind.PLACE, MaskKind.ORGANISATION, MaskKind.DATE, MaskKind.AGE})


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


def may_be_shown(kind: str, source: str) -> bool:
    """Whether an author may lift a mask: their own, and those that protect nobody else."""
    return source == MaskSource.AUTHOR or kind in LIFTABLE


def pieces(text: str, masks: Sequence[Any]) -> list[Piece]:
    """The original text cut at its masks, in order. For the author's eyes only."""
    return list(_pieces(text, masks))


def _pieces(text: str, masks: Sequence[Any]) -> Iterator[Piece]:
    at = 0
    for start, end, kind, source in sorted(masks):
        if at < start:
            yield Piece(at, start, text[at:start])
        yield Piece(start, end, text[start:end], MaskKind(kind).label, may_be_shown(kind, source))
        at = end
    if at < len(text):
        yield Piece(at, len(text), text[at:])
