"""What people say, for labels: things, judgments and what is denied, counted over every way of writing them."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from nlp.themes.words import Expression, Key, Role, Word, expressions

# Endings of one idea as noun, verb or adjective: « inefficace », « inefficacité ». The longest first.
ENDINGS = ("issement", "ations", "ation", "ition", "ement", "ment", "ence", "ance", "ent", "ant", "ite")
SHORT_ENDINGS = ("ee", "er", "ir", "es", "e", "s")
ROOT = 4  # letters that a long ending must leave; one fewer for a short one

NONE, TOO = "aucun", "trop"  # the key of what is denied, and of what there is too much of
DENIALS = frozenset({"pas", "jamais", "rien", "aucun", "aucune", "aucuns", "aucunes", "sans", "peu"})
LACKS = frozenset({"manque", "absence"})
OF = frozenset({"de", "d'", "du"})
# What may stand between a denial and what it denies: « pas reçu d’aide », « jamais vraiment été aidé ».
BETWEEN = OF | {
    "à", "au", "aux", "bien", "des", "en", "été", "eu", "fait", "forcément", "la", "le", "les", "leur", "lui", "l'",
    "m'", "me", "nous", "pu", "reçu", "réellement", "s'", "se", "su", "tout", "trop", "toujours", "très",
    "un", "une", "vous", "vraiment", "y", "assez",
}  # fmt: skip
REACH = 2  # such words at most
LIGHT = frozenset({"aller", "avoir", "cas", "chose", "devoir", "dire", "etre", "faire", "falloir", "point", "pouvoir",
                   "suite", "venir", "vouloir"})  # fmt: skip
AFTER_VERB = frozenset({"pas", "jamais", "rien"})
SELVES = frozenset({"moi", "soi", "nous", "lui", "elle", "elles", "eux", "vous"})
ALONE: Key = ("seul",)
WELL: Key = ("bien",)
CONTENT = frozenset({Role.NOUN, Role.ADJECTIVE, Role.VERB, Role.COMMON})


@lru_cache(maxsize=100_000)
def family(key: str) -> str:
    """What the words of one idea begin with: « aide », « aider » ; « incompétent », « incompétence »."""
    for ending in ENDINGS:
        if key.endswith(ending) and len(key) - len(ending) >= ROOT:
            return key.removesuffix(ending)
    for ending in SHORT_ENDINGS:
        if key.endswith(ending) and len(key) - len(ending) >= ROOT - 1:
            return key.removesuffix(ending)
    return key


def sayings(words: Sequence[Word]) -> Iterator[Expression]:
    """List what a passage says: its expressions, and its judgments as they are written.

    « aucune aide », « pas aidé » and « n’aide pas » bear the same key, and so do « auto entrepreneur » and
    « auto-entrepreneur ».
    """
    for found in expressions(words):
        yield found._replace(key=key_of(found.key))
    for at, word in enumerate(words):
        yield from _denied(words, at)
        yield from _too_much(words, at)
        if _says(word):
            yield from _verb_denied(words, at)
        yield from _by_oneself(words, at)
        yield from _well(words, at)


def key_of(words: Key) -> Key:
    return tuple(dict.fromkeys(family(part) for word in words for part in word.split("-") if part))


def _denied(words: Sequence[Word], at: int) -> Iterator[Expression]:
    """« jamais aidé », « pas assez de suivi », « manque d’information »."""
    low = words[at].said.lower()
    if low not in DENIALS and not (low in LACKS and _low(words, at + 1) in OF):
        return
    end = at + 1
    while end - at <= REACH and _low(words, end) in BETWEEN:
        end += 1
    if end < len(words) and words[end].role in CONTENT and words[end].key not in LIGHT:
        yield _as_written((NONE, *key_of((words[end].key,))), words[at : end + 1])


def _too_much(words: Sequence[Word], at: int) -> Iterator[Expression]:
    """« trop complexe »."""
    if _low(words, at) == TOO and at + 1 < len(words) and words[at + 1].role in CONTENT:
        yield _as_written((TOO, *key_of((words[at + 1].key,))), words[at : at + 2])


def _verb_denied(words: Sequence[Word], at: int) -> Iterator[Expression]:
    """« ne sert à rien », « n’aide pas »."""
    end = at + 2 if _low(words, at + 1) == "à" else at + 1
    start = next((place for place in (at - 2, at - 1) if place >= 0 and _low(words, place) in ("ne", "n'")), at)
    if start < at and _low(words, end) in AFTER_VERB:
        yield _as_written((NONE, *key_of((words[at].key,))), words[start : end + 1])


def _by_oneself(words: Sequence[Word], at: int) -> Iterator[Expression]:
    """« par moi-même », « tout seul », « mes propres moyens »."""
    low, before = _low(words, at), _low(words, at - 1)
    if low in ("même", "mêmes"):
        start = at - 2 if before == "-" else at - 1
        if _low(words, start) not in SELVES:
            return
        start -= _low(words, start - 1) == "par"
    elif (low in ("seul", "seule", "seuls") and before in ("tout", "toute")) or (low, before) == ("moyens", "propres"):
        start = at - 1
    else:
        return
    yield _as_written(ALONE, words[start : at + 1])


def _well(words: Sequence[Word], at: int) -> Iterator[Expression]:
    """« très bien », « fonctionne bien », « bien passé »."""
    if _low(words, at) != "bien":
        return
    if _low(words, at - 1) == "très" or (at and _says(words[at - 1])):
        yield _as_written(WELL, words[at - 1 : at + 1])
    elif at + 1 < len(words) and _says(words[at + 1]):
        yield _as_written(WELL, words[at : at + 2])


def _says(word: Word) -> bool:
    """Whether it is a verb that says something: « fonctionne bien », not « peut bien »."""
    return bool(word.conjugated) and word.key not in LIGHT


def _as_written(key: Key, span: Sequence[Word]) -> Expression:
    return Expression(key, tuple(word.said for word in span), has_noun=True)


def _low(words: Sequence[Word], at: int) -> str:
    return words[at].said.lower() if 0 <= at < len(words) else ""
