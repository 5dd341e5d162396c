"""Entries cut into passages: pieces of about forty words that each say one thing.

The cut follows Reinert's elementary context units, as rainette (Barnier) and IRaMuTeQ compute them: among the
places where a segment may end, the one whose punctuation weighs most for its distance to the wanted
length. What differs: sizes are bounded on both sides, and an entry that is short enough stays whole.
"""

import re
from dataclasses import dataclass

import re2

from nlp.language import fold, is_stop_word, without_masks

SHORTEST, WANTED, LONGEST = 15, 40, 60  # words

_STRONG, _PARAGRAPH, _COLON, _SEMICOLON, _COMMA, _SPACE = 6.0, 8.0, 3.0, 4.0, 1.0, 0.01
_WEIGHTS = {".": _STRONG, "?": _STRONG, "!": _STRONG, "…": _STRONG, ":": _COLON, ";": _SEMICOLON, ",": _COMMA}

# A mask such as [PRÉNOM 2] is one word: it is never cut in two.
_UNIT = re2.compile(r"(?:\[\p{Lu}[^\[\]\n]{0,40}\]|\S)+")
_HAS_WORD = re2.compile(r"[\p{L}\p{N}]")
_OPENS = re2.compile(r"^[«“„(\[\-–—•*]+$")
_ABBREVIATION = re2.compile(r"(?i)(?:^|[^\p{L}])(?:m|mm|mme|mlle|dr|pr|st|ste|av|bd|n|no|tel|tél|etc|\p{L})\.$")
_WORD = re.compile(r"[^\W\d_]+")

_SAYS_NOTHING = re2.compile(
    r"(?:(?:je (?:n ?')?|y ?a |il n'y a |j'ai |ai )?(?:pas |vraiment )*"
    r"(?:rien(?: de (?:special|particulier|nouveau|plus|neuf))?"
    r"(?: (?:a|de) (?:dire|signaler|ajouter|raconter|declarer))?"
    r"(?: (?:aujourd'hui|cette semaine|pour l'instant|pour le moment|de plus))?"
    r"|ras|r\.?a\.?s\.?|neant|idem|pareil|aucune?(?: idee| avis| commentaire| reponse)?"
    r"|(?:voir|cf|comme) (?:ci[- ]dessus|plus haut|au[- ]dessus|precedemment|reponse precedente)"
    r"|sans (?:avis|commentaires?|objet|reponse|opinion)|pas (?:d'avis|de commentaires?|d'idee|concernee?|d'opinion)"
    r"|ne sai[st] pas|sai[st] pas|je ne sai[st] pas|nsp|n/?a|nc|non|oui|ok|bof|test+|essai|bonjour|merci|voila|xx+)"
    r"[\s.!?…,;:-]*)+"
)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word with the punctuation around it, and what ending a segment after it is worth."""

    start: int
    end: int
    weight: float


def cut_passages(text: str) -> tuple[tuple[int, int], ...]:
    """Return the spans of the passages of ``text``, in order.

    Parameters
    ----------
    text : str
        A masked entry.

    Returns
    -------
    tuple of (int, int)
        Pairs that do not overlap and together cover every character that is not a space;
        empty for a text without any. Each has ``SHORTEST`` to ``LONGEST`` words, unless the text is shorter.
    """
    units = _units(text)
    spans: list[tuple[int, int]] = []
    first = 0
    while len(units) - first > LONGEST:
        last = _best_end(units, first)
        spans.append((units[first].start, units[last - 1].end))
        first = last
    if first < len(units):
        spans.append((units[first].start, units[-1].end))
    return tuple(spans)


def says_something(text: str) -> bool:
    """Tell whether a passage has enough to say to be analysed: three words, one of which means something."""
    folded = fold(without_masks(text)).strip()
    words = _WORD.findall(folded)
    if len(words) < 3 or _SAYS_NOTHING.fullmatch(folded):
        return False
    return any(len(word) > 2 and not is_stop_word(word) for word in words)


def _best_end(units: list[_Unit], first: int) -> int:
    """Return the index after the last unit of the segment that begins at ``first``."""
    candidates = range(first + SHORTEST, min(first + LONGEST, len(units) - SHORTEST) + 1)
    return max(candidates, key=lambda end: (units[end - 1].weight / (abs(end - first - WANTED) + 1), -end))


def _units(text: str) -> list[_Unit]:
    """Cut on spaces; punctuation standing alone goes with its neighbour, as French typography has it."""
    units: list[_Unit] = []
    opening: int | None = None
    for match in _UNIT.finditer(text):
        start, end = match.span()
        piece = match.group()
        if _OPENS.search(piece):
            opening = start if opening is None else opening
            continue
        if not units or opening is not None or _HAS_WORD.search(piece):
            units.append(_Unit(start if opening is None else opening, end, _weight(text, start, end)))
            opening = None
        else:
            units[-1] = _Unit(units[-1].start, end, max(units[-1].weight, _weight(text, start, end)))
    if opening is not None:
        end = len(text.rstrip())
        units = [*units[:-1], _Unit(units[-1].start, end, _SPACE)] if units else [_Unit(opening, end, _SPACE)]
    return units


def _weight(text: str, start: int, end: int) -> float:
    following = text[end : end + 8]
    if "\n" in following[: len(following) - len(following.lstrip())]:
        return _PARAGRAPH
    piece = text[start:end].rstrip("»”\")'’")
    if not piece or _ABBREVIATION.search(piece[-8:]):
        return _SPACE
    return _WEIGHTS.get(piece[-1], _SPACE)
