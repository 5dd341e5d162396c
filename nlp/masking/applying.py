"""Masks put together and laid on a text."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import re2

from nlp.language import fold
from nlp.masking.kinds import Mask, MaskKind, MaskSource

_RANK = {source: rank for rank, source in enumerate(MaskSource)}
_LABELS = "|".join(sorted((kind.label for kind in MaskKind), key=lambda label: (-len(label), label)))
PLACEHOLDER = re2.compile(rf"\[(?:{_LABELS})(?: \d+)?\]")
_LETTER_OR_DIGIT = re2.compile(r"[\p{L}\p{N}]")
_OPENS_PHONE = re2.compile(r"\(?\+?\(?$")  # « +33 », « (+33) », « (33) »
_NOT_WORD = re2.compile(r"[^\p{L}\p{N}]+")


def merge_masks(*layers: Iterable[Mask]) -> tuple[Mask, ...]:
    """Return one sorted sequence of masks that do not overlap and hide all that any layer hides.

    Where masks overlap, the more certain source keeps its stretch and its kind (author, rule, gazetteer, NER,
    team; then the longer; then any kind that says more than « identifiant »); the others keep what is left of theirs.
    """
    masks = [mask for layer in layers for mask in layer]
    masks.sort(key=_precedence)
    owners: list[int | None] = [None] * max((mask.end for mask in masks), default=0)
    for rank, mask in enumerate(masks):
        for position in range(mask.start, mask.end):
            if owners[position] is None:
                owners[position] = rank
    runs = groupby(range(len(owners)), key=owners.__getitem__)
    return tuple(_piece(masks[rank], list(positions)) for rank, positions in runs if rank is not None)


def _precedence(mask: Mask) -> tuple[int, int, int, bool, MaskKind]:
    return _RANK[mask.source], mask.start - mask.end, mask.start, mask.kind is MaskKind.IDENTIFIER, mask.kind


def apply_masks(text: str, masks: Sequence[Mask]) -> str:
    """Return ``text`` with each mask replaced by its label, such as ``[PRÉNOM]``.

    Inside one text, different things of one kind are numbered from the second on (``[PRÉNOM 2]``) and the
    same thing, whatever its case, accents and spaces, has the same label. Nothing links two texts, nor what the team
    hid to what was hidden before: a reader would learn a hidden name by hiding the same word.

    Raises
    ------
    ValueError
        If a mask ends after the text: better no text than one masked at the wrong place.
    """
    pieces: list[str] = []
    position = 0
    for mask, label in _labelled(text, masks):
        pieces += (text[position : mask.start], label)
        position = mask.end
    return "".join([*pieces, text[position:]])


def places_in_text(text: str, masks: Sequence[Mask], places: Iterable[int]) -> list[int]:
    """Return where places of the masked text are in ``text``.

    Raises
    ------
    ValueError
        If one of them is inside a label.
    """
    return _moved(places, [(b, a) for a, b in _laid(text, masks)])


def places_in_masked(text: str, masks: Sequence[Mask], places: Iterable[int]) -> list[int]:
    """Return where places of ``text`` are in the masked text.

    Raises
    ------
    ValueError
        If one of them is hidden.
    """
    return _moved(places, _laid(text, masks))


def shows_no_more(before: str, after: str) -> bool:
    """Tell whether every word that can be read in a masked text could be read in another one made of the same text."""
    return _readable(after) <= _readable(before)


def _readable(masked: str) -> Counter[str]:
    return Counter(word for word in _NOT_WORD.split(PLACEHOLDER.sub(" ", masked)) if word)


Span = tuple[int, int]


def _laid(text: str, masks: Sequence[Mask]) -> list[tuple[Span, Span]]:
    """Each mask, in the text and where its label stands in the masked text."""
    laid: list[tuple[Span, Span]] = []
    longer = 0
    for mask, label in _labelled(text, masks):
        start = mask.start + longer
        laid.append(((mask.start, mask.end), (start, start + len(label))))
        longer += len(label) - (mask.end - mask.start)
    return laid


def _moved(places: Iterable[int], pairs: Sequence[tuple[Span, Span]]) -> list[int]:
    moved = []
    for place in places:
        if any(start < place < end for (start, end), _ in pairs):
            raise ValueError("a place inside a mask is nowhere in the other text")
        gone = [(source, target) for source, target in pairs if source[1] <= place]
        moved.append(place if not gone else place - gone[-1][0][1] + gone[-1][1][1])
    return moved


def _labelled(text: str, masks: Sequence[Mask]) -> Iterator[tuple[Mask, str]]:
    numbers: dict[tuple[MaskKind, bool, str], int] = {}
    seen: dict[MaskKind, int] = {}
    for mask in merge_masks(masks):
        if mask.end > len(text):
            raise ValueError("a mask ends after the text: it was made for another one")
        key = (mask.kind, mask.source is MaskSource.TEAM, _identity(text[mask.start : mask.end]))
        if key not in numbers:
            numbers[key] = seen[mask.kind] = seen.get(mask.kind, 0) + 1
        yield mask, _surrogate(mask.kind, numbers[key])


def tidy(text: str, masks: Iterable[Mask]) -> tuple[Mask, ...]:
    """Trim spaces and punctuation off the edges of masks, and drop those that hide no letter or digit.

    What opens a telephone number is part of it.
    """
    trimmed: list[Mask] = []
    for mask in masks:
        found = [match.span() for match in _LETTER_OR_DIGIT.finditer(text[mask.start : mask.end])]
        if found:
            first, last = mask.start + found[0][0], mask.start + found[-1][1]
            if mask.kind is MaskKind.PHONE:
                first -= len(_OPENS_PHONE.search(text[mask.start : first]).group())
            trimmed.append(Mask(first, last, mask.kind, mask.source))
    return tuple(trimmed)


def _piece(mask: Mask, positions: Sequence[int]) -> Mask:
    return Mask(positions[0], positions[-1] + 1, mask.kind, mask.source)


def _surrogate(kind: MaskKind, number: int) -> str:
    return f"[{kind.label}]" if number == 1 else f"[{kind.label} {number}]"


def _identity(hidden: str) -> str:
    return str(_NOT_WORD.sub("", fold(hidden))) or hidden
