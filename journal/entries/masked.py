"""A masked text cut at its masks: for its author, what is hidden and why; for the team, labels only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from journal.entries.hiding import TICKED, labels_in
from journal.entries.masks import MaskSource, loaded
from nlp.masking.lifting import liftable


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the original text; ``kind`` says why it is hidden, empty when it is shown."""

    start: int
    end: int
    text: str
    kind: str = ""
    may_be_shown: bool = False
    by_team: bool = False

    @property
    def words(self) -> list[tuple[int, int, str]]:
        """Each word with its place in the original text."""
        return [(self.start + m.start(), self.start + m.end(), m[0]) for m in TICKED.finditer(self.text)]


def may_be_shown(text: str, masks: Sequence[Any]) -> set[tuple[int, int]]:
    """The places whose mask an author may lift: their own, and those that surely protect nobody else."""
    return {(mask.start, mask.end) for mask in liftable(text, loaded(masks))}


def pieces(text: str, masks: Sequence[Any]) -> list[Piece]:
    """The original text cut at its masks, in order. For the author's eyes only."""
    return list(_pieces(text, masks))


def pieces_read(text: str, masks: Sequence[Any], read: str, start: int = 0) -> list[Piece]:
    """What the team reads of a masked text from ``start`` on, cut at its masks, whose labels are all it shows."""
    at, found = 0, []
    for first, last in labels_in(text, loaded(masks), read, start):
        found += [Piece(at, first, read[at:first]), Piece(first, last, read[first:last], read[first:last])]
        at = last
    return [piece for piece in [*found, Piece(at, len(read), read[at:])] if piece.text]


def _pieces(text: str, masks: Sequence[Any]) -> Iterator[Piece]:
    at, shown = 0, may_be_shown(text, masks)
    for mask in sorted(loaded(masks)):
        if at < mask.start:
            yield Piece(at, mask.start, text[at : mask.start])
        hidden = text[mask.start : mask.end]
        by_team = mask.source is MaskSource.TEAM
        yield Piece(mask.start, mask.end, hidden, mask.kind.label, (mask.start, mask.end) in shown, by_team)
        at = mask.end
    if at < len(text):
        yield Piece(at, len(text), text[at:])
