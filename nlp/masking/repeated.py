"""A name hidden once in a text is hidden wherever it comes back: in another case, misspelt, without its accents."""

from collections.abc import Iterator, Sequence

from nlp.masking.kinds import Mask, MaskKind, MaskSource
from nlp.masking.vocabulary import is_ordinary
from nlp.masking.words import Word, may_be_first_name

_COME_BACK = frozenset(
    {MaskKind.FIRST_NAME, MaskKind.SURNAME, MaskKind.TOWN, MaskKind.PLACE, MaskKind.COMPANY, MaskKind.ORGANISATION}
)
_SHORTEST, _SHORTEST_MISSPELT = 3, 5


def find_repeated(words: Sequence[Word], named: Sequence[Mask]) -> Iterator[Mask]:
    """Yield the masks of what comes back of the names already found.

    A first name that is also a word (*Clémence*, *Rose*) comes back with its capital only.
    """
    spans = sorted((mask.start, mask.end, mask.kind) for mask in named)
    names: dict[str, MaskKind] = {}
    written: set[str] = set()
    hidden: set[int] = set()
    for index, word in enumerate(words):
        kind = next((kind for start, end, kind in spans if start <= word.start and word.end <= end), None)
        if kind is not None:
            hidden.add(index)
            if kind in _COME_BACK and _is_a_name(word.folded):
                names.setdefault(word.folded, kind)
            elif kind is MaskKind.FIRST_NAME and word.capital and may_be_first_name(word.folded):
                written.add(word.text)
    if not names and not written:
        return
    for index, word in enumerate(words):
        kind = MaskKind.FIRST_NAME if word.text in written else _of_a_name(word.folded, names)
        if index not in hidden and kind is not None:
            yield Mask(word.start, word.end, kind, MaskSource.GUESS)


def _is_a_name(folded: str) -> bool:
    return len(folded) >= _SHORTEST and not is_ordinary(folded)


def _of_a_name(folded: str, names: dict[str, MaskKind]) -> MaskKind | None:
    if folded in names:
        return names[folded]
    if len(folded) < _SHORTEST_MISSPELT or not _is_a_name(folded):
        return None
    return next((kind for name, kind in names.items() if _is_misspelt(folded, name)), None)


def _is_misspelt(one: str, other: str) -> bool:
    """One letter more, less, other, or two in the wrong order."""
    if abs(len(one) - len(other)) > 1 or one[0] != other[0]:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    left, right = one[start:], other[start:]
    swapped = left[:2] == right[:2][::-1] and left[2:] == right[2:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or swapped
