"""A masked text cut at its masks: as its author sees it, what is hidden and why; as the team reads it, labels alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from journal.entries.hiding import TICKED, labels_in
from journal.entries.masks import MaskSource, loaded
from journal.entries.models import Passage
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


def pieces_read(passage: Passage) -> list[Piece]:
    """A passage as the team reads it, cut at its masks: all that is known of them is their label."""
    at, found, text = 0, [], passage.text
    for start, end in labels_in(passage):
        found += [Piece(at, start, text[at:start]), Piece(start, end, text[start:end], text[start:end])]
        at = end
    return [piece for piece in [*found, Piece(at, len(text), text[at:])] if piece.text]


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
