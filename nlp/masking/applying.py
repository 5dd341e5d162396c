"""Masks put together and laid on a text."""

from collections.abc import Iterable, Sequence
from itertools import groupby

import re2

from nlp.language import fold
from nlp.masking.kinds import Mask, MaskKind, MaskSource

_RANK = {source: rank for rank, source in enumerate(MaskSource)}
_LABELS = "|".join(sorted((kind.label for kind in MaskKind), key=lambda label: (-len(label), label)))
PLACEHOLDER = re2.compile(rf"\[(?:{_LABELS})(?: \d+)?\]")
_LETTER_OR_DIGIT = re2.compile(r"[\p{L}\p{N}]")
_NOT_WORD = re2.compile(r"[^\p{L}\p{N}]+")


def merge_masks(*layers: Iterable[Mask]) -> tuple[Mask, ...]:
    """Return one sorted sequence of masks that do not overlap and hide all that any layer hides.

    Where masks overlap, the more certain source keeps its stretch and its kind (author, rule,
    gazetteer, NER; then the longer); the others keep what is left of theirs.
    """
    masks = [mask for layer in layers for mask in layer]
    masks.sort(key=lambda mask: (_RANK[mask.source], mask.start - mask.end, mask.start, mask.kind))
    owners: list[int | None] = [None] * max((mask.end for mask in masks), default=0)
    for rank, mask in enumerate(masks):
        for position in range(mask.start, mask.end):
            if owners[position] is None:
                owners[position] = rank
    runs = groupby(range(len(owners)), key=owners.__getitem__)
    return tuple(_piece(masks[rank], list(positions)) for rank, positions in runs if rank is not None)


def apply_masks(text: str, masks: Sequence[Mask]) -> str:
    """Return ``text`` with each mask replaced by its label, such as ``[PRÉNOM]``.

    Inside one text, different things of one kind are numbered from the second on (``[PRÉNOM 2]``) and the
    same thing, whatever its case, accents and spaces, has the same label. Nothing links two texts.

    Raises
    ------
    ValueError
        If a mask ends after the text: better no text than one masked at the wrong place.
    """
    numbers: dict[tuple[MaskKind, str], int] = {}
    seen: dict[MaskKind, int] = {}
    pieces: list[str] = []
    position = 0
    for mask in merge_masks(masks):
        if mask.end > len(text):
            raise ValueError("a mask ends after the text: it was made for another one")
        key = (mask.kind, _identity(text[mask.start : mask.end]))
        if key not in numbers:
            numbers[key] = seen[mask.kind] = seen.get(mask.kind, 0) + 1
        pieces += (text[position : mask.start], _surrogate(mask.kind, numbers[key]))
        position = mask.end
    return "".join([*pieces, text[position:]])


def tidy(text: str, masks: Iterable[Mask]) -> tuple[Mask, ...]:
    """Trim spaces and punctuation off the edges of masks, and drop those that hide no letter or digit."""
    trimmed: list[Mask] = []
    for mask in masks:
        found = [match.span() for match in _LETTER_OR_DIGIT.finditer(text[mask.start : mask.end])]
        if found:
            first, last = mask.start + found[0][0], mask.start + found[-1][1]
            trimmed.append(Mask(first, last, mask.kind, mask.source))
    return tuple(trimmed)


def _piece(mask: Mask, positions: Sequence[int]) -> Mask:
    return Mask(positions[0], positions[-1] + 1, mask.kind, mask.source)


def _surrogate(kind: MaskKind, number: int) -> str:
    return f"[{kind.label}]" if number == 1 else f"[{kind.label} {number}]"


def _identity(hidden: str) -> str:
    return str(_NOT_WORD.sub("", fold(hidden))) or hidden
