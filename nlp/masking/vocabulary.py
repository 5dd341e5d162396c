"""Is this word one that people use, however they spell it, or one that no vocabulary knows?

What no vocabulary knows is a name more often than not: where a name may stand, it is hidden. People write by ear, so a
word is known too when it is one letter away from the dictionary, sounds like it, or carries a pronoun glued in front.
"""

import lzma
from functools import lru_cache

from nlp import resources
from nlp.language import word_list
from nlp.masking.words import is_function_word, is_public

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LONGEST = 30  # letters in a word of the dictionary
_SHORTEST = 4  # under this, everything is one letter away from everything
_GLUED = ("j", "m", "t", "s", "l", "d", "n", "c", "k", "jm", "jl", "jt", "jv", "ct", "qu", "kel", "lé", "tro")
# read from left to right, once: how French is heard
_HEARD = (
    ("eau", "o"), ("au", "o"), ("ain", "in"), ("ein", "in"), ("ai", "e"), ("ei", "e"), ("oe", "e"), ("ph", "f"),
    ("em", "an"), ("en", "an"), ("am", "an"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("ge", "je"), ("gi", "ji"),
    ("qu", "k"), ("ch", "8"), ("c", "k"), ("q", "k"), ("h", ""), ("y", "i"), ("z", "s"),
)  # fmt: skip
_DOUBLED = tuple((letter * 2, letter) for letter in "bdefgiklmnoprstu")
_SILENT = ("ant", "an", "er", "es", "e", "s", "t", "x", "d", "r", "p")


def is_french(folded: str) -> bool:
    """Tell whether the word is in the dictionary, inflected forms included."""
    return folded in _dictionary()


def is_ordinary(folded: str) -> bool:
    """Tell whether the word is French, grammar included, or names what everyone deals with."""
    return is_french(folded) or is_function_word(folded) or is_public(folded)


def is_verb(folded: str) -> bool:
    """Tell whether the word is likely what someone does: « propose », « passait »."""
    if folded.endswith(("ait", "aient")):
        return is_french(folded)
    return folded.endswith("e") and is_french(folded + "nt")


@lru_cache(maxsize=50_000)
def is_known(folded: str) -> bool:
    """Tell whether the word is French, or French as people type it."""
    if len(folded) < _SHORTEST or is_french(folded) or is_function_word(folded):
        return True
    if is_glued(folded):
        return True
    if len(folded) > 4 and _is_one_letter_away(folded):
        return True
    return heard(folded) in _sounds()


@lru_cache(maxsize=50_000)
def is_glued(folded: str) -> bool:
    """Tell whether the word carries what stands before it: « jexagere », « lagence », « jcommenc »."""
    bare = [folded[len(lead) :] for lead in _GLUED if folded.startswith(lead) and len(folded) > len(lead) + 2]
    return any(is_french(word) or (len(word) > 3 and _is_one_letter_away(word)) for word in bare)


def heard(folded: str) -> str:
    """Return the word as it is heard, near enough: « kontan » and « content » give the same."""
    return _heard_in(folded + "\n").rstrip("\n")


def _heard_in(lines: str) -> str:
    for written, sound in (*_HEARD, *_DOUBLED):
        lines = lines.replace(written, sound)
    for ending in _SILENT:
        lines = lines.replace(f"{ending}\n", "\n")
    return lines


def _is_one_letter_away(folded: str) -> bool:
    if len(folded) > _LONGEST:
        return False
    known = _dictionary()
    for at in range(len(folded) + 1):
        head, tail = folded[:at], folded[at:]
        if tail and head + tail[1:] in known:
            return True
        if len(tail) > 1 and head + tail[1] + tail[0] + tail[2:] in known:
            return True
        for letter in _LETTERS:
            if head + letter + tail in known or (at and tail and head + letter + tail[1:] in known):
                return True
    return False


@lru_cache(maxsize=1)
def _dictionary() -> frozenset[str]:
    text = lzma.decompress(resources.binary("french_words.txt.xz")).decode("utf-8")
    return frozenset(text.split("\n")) | word_list("spoken_words")


@lru_cache(maxsize=1)
def _sounds() -> frozenset[str]:
    return frozenset(_heard_in("\n".join(_dictionary()) + "\n").split("\n"))


def is_unheard(folded: str) -> bool:
    """Tell whether no vocabulary knows the word: not French, not near it, and not made from it."""
    return len(folded) >= _SHORTEST and not is_known(folded) and not _is_derived(folded)


_PREFIXES = (
    "auto", "micro", "mini", "multi", "tele", "re", "de", "des", "in", "anti", "co", "pre", "sur", "sous", "inter",
    "non", "ultra", "super", "hyper", "poly", "mono", "bio", "eco", "psycho", "neuro", "post", "extra", "trans",
    "contre", "entre", "para", "demi", "mal", "bien", "ex", "cyber", "agro", "electro", "photo", "radio", "socio",
)  # fmt: skip
_SUFFIXES = (
    "tion", "tions", "ite", "ites", "iser", "ise", "isee", "ises", "isees", "isant", "able", "ables", "ible", "ibles",
    "isme", "ismes", "iste", "istes", "ement", "ements", "logue", "logues", "logie", "ique", "iques", "phobe",
    "phobie", "ating", "uriel", "ienne", "iennes",
)  # fmt: skip


# international names of medicines
_SHORTEST_DERIVED = 7  # letters
_DRUGS = (
    "mab", "nib", "cept", "azole", "cilline", "mycine", "statine", "prazole", "olol", "oxetine", "azepam", "parine",
    "sartan", "caine", "dronate", "floxacine", "cycline", "tidine", "triptan", "gliptine", "formine",
)  # fmt: skip


def is_medicine(folded: str) -> bool:
    """Tell whether the word ends as the international names of medicines do: « étanercept »."""
    return len(folded) > _SHORTEST_DERIVED and folded.endswith(_DRUGS)


def _is_derived(folded: str) -> bool:
    """Words people make as they need them, « réinscription », « téléconseillère », and that no list has."""
    if is_medicine(folded) or (len(folded) > _SHORTEST_DERIVED and folded.endswith(_SUFFIXES)):
        return True
    return any(
        folded.startswith(prefix) and len(folded) > len(prefix) + 3 and is_french(folded[len(prefix) :])
        for prefix in _PREFIXES
    )
