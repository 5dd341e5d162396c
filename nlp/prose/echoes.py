"""Words that only say again what was just said."""

import re

from nlp.language import fold

_WORD = re.compile(r"[^\W\d_]{4,}")
_ROOT = 5  # « garde » and « garder », « réponse » and « réponses » begin alike


def echoes(label: str, phrase: str) -> bool:
    """Tell whether a phrase says nothing that a theme's name does not.

    Parameters
    ----------
    label
        The name of the theme.
    phrase
        What helps or hinders there, in a few words.

    Examples
    --------
    « garde » beside « Faire garder ses enfants »: what hinders has the very name of what is told.
    """
    named = _roots(label)
    said = _roots(phrase)
    return bool(said) and said <= named


def _roots(text: str) -> set[str]:
    return {word[:_ROOT] for word in _WORD.findall(fold(text))}
