"""A pronoun and its verb typed as one word, which is also a name: « jaime », « jose »."""

from collections.abc import Sequence

from nlp.masking.words import Word, is_joined

_OBJECTS = frozenset({"le", "la", "les", "l", "mon", "ma", "mes", "ce", "cette", "ces", "quand", "que", "qu"})
# What may follow each, besides an infinitive.
_GLUED = {"jaime": _OBJECTS, "jose": frozenset[str]()}
# fmt: off
_BEFORE_A_VERB = frozenset({
    "pas", "pa", "plus", "pu", "trop", "tro", "bien", "beaucoup", "bcp", "jamais", "meme", "vraiment", "vrmt",
    "surtout", "moins", "tellement", "assez", "encore", "me", "te", "lui", "leur", "y", "en",
})
# fmt: on
_INFINITIVES = ("er", "ir", "re", "oir")


def is_glued_verb(words: Sequence[Word], index: int) -> bool:
    """Tell whether the word is « j’aime » or « j’ose »: « jaime bien le groupe », « jose plus trop parler »."""
    word = words[index]
    if word.folded not in _GLUED or word.written_capital:
        return False
    after = index + 1
    while after < len(words) and words[after].folded in _BEFORE_A_VERB and is_joined(words[after].gap):
        after += 1
    if after == len(words) or not is_joined(words[after].gap):
        return after > index + 1
    follower = words[after].folded
    return follower in _GLUED[word.folded] or follower.endswith(_INFINITIVES)
