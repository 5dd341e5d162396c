"""French as people type it: normal form, offsets that survive spaCy, content lemmas.

Importing this module costs nothing: spaCy is only imported, and its model only loaded, inside ``load``.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import re2

from nlp import resources

if TYPE_CHECKING:
    from spacy.language import Language

MODEL = "fr_core_news_md"

# spaCy's tokenizer takes quadratic time on a run without spaces: ten thousand emojis cost ten seconds,
# the same run cut every 200 characters one hundredth of a second.
LONGEST_RUN = 200

# What a text copied from a page, a file or a message holds between its letters, and nobody sees: what Unicode calls
# formatting, and what it does not, a joiner, fillers, the box of a key, what chooses the shape of a sign.
UNSEEN = re2.compile(r"[\p{Cf}\x{34f}\x{115f}\x{1160}\x{20e3}\x{3164}\x{ffa0}\x{fe00}-\x{fe0f}\x{e0100}-\x{e01ef}]")

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "′": "'", "＇": "'"})
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
_DROPPED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # control characters and lone surrogates
_PIPES_FOR_LEMMAS = ("parser", "ner")


class _Plain(dict[int, str | None]):
    """Each character without its accents, found out once: ten times faster than decomposing every text."""

    def __missing__(self, code: int) -> str | None:
        marks_apart = unicodedata.normalize("NFD", chr(code))
        self[code] = "".join(char for char in marks_apart if not unicodedata.combining(char)) or None
        return self[code]


_FOLDED = _Plain(_LIGATURES | _APOSTROPHES)


def normalise(text: str) -> str:
    r"""Return ``text`` in the one form every other function of ``nlp`` expects.

    NFC; CRLF and CR become LF; control characters other than ``\n`` and ``\t``, and lone surrogates,
    are removed (PostgreSQL refuses NUL, UTF-8 refuses surrogates). Nothing else changes, and
    normalising twice changes nothing more.
    """
    with_line_feeds = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _DROPPED.sub("", with_line_feeds))


def fold(text: str) -> str:
    """Return ``text`` as gazetteers spell it: lower case, no accent, straight apostrophes."""
    return (text if text.isascii() else text.translate(_FOLDED)).lower()


@dataclass(frozen=True, slots=True)
class SpacyText:
    """A text made safe for spaCy, and the way back to the original.

    ``inserted`` holds, in order, the positions in ``text`` of the spaces that were added.
    """

    text: str
    inserted: tuple[int, ...] = ()

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return where the span ``[start, end)`` of ``text`` lies in the original."""
        before_start = sum(1 for position in self.inserted if position < start)
        before_end = sum(1 for position in self.inserted if position < end)
        return start - before_start, end - before_end


def for_spacy(text: str) -> SpacyText:
    """Return ``text`` with straight apostrophes and no run of more than ``LONGEST_RUN`` non-spaces.

    With U+2019 the French model reads « J’ » as a proper noun; with U+0027 as a pronoun.
    """
    straight = text.translate(_APOSTROPHES)
    if max(map(len, straight.split()), default=0) <= LONGEST_RUN:
        return SpacyText(straight)
    pieces: list[str] = []
    inserted: list[int] = []
    run = 0
    for char in straight:
        run = 0 if char.isspace() else run + 1
        if run > LONGEST_RUN:
            inserted.append(len(pieces))
            pieces.append(" ")
            run = 1
        pieces.append(char)
    return SpacyText("".join(pieces), tuple(inserted))


@lru_cache(maxsize=1)
def load() -> "Language":
    """Return the French spaCy pipeline, loaded once per process."""
    import spacy

    return spacy.load(MODEL)


@lru_cache(maxsize=32)
def word_list(name: str) -> frozenset[str]:
    """Return the folded lines of ``resources/<name>.txt``; a line beginning with ``#`` is a comment."""
    return frozenset(fold(line) for line in resources.lines(f"{name}.txt"))


def is_stop_word(word: str) -> bool:
    """Tell whether ``word``, a form or a lemma, says nothing of its own."""
    return fold(word) in word_list("stop_words")


def lemmas_of(texts: Iterable[str]) -> list[list[str]]:
    """Return the content lemmas of each text, in reading order, repetitions kept.

    Parameters
    ----------
    texts : iterable of str
        n masked texts.

    Returns
    -------
    list of list of str
        n lists of lower-case lemmas. Stop words go by form and by lemma, never by part of speech alone:
        the model tags « découragée » as a preposition, and its lemma is right all the same.
    """
    pipeline = load()
    disabled = [name for name in _PIPES_FOR_LEMMAS if name in pipeline.pipe_names]
    prepared = (for_spacy(without_masks(text)).text for text in texts)
    found: list[list[str]] = []
    for doc in pipeline.pipe(prepared, disable=disabled, batch_size=64):
        pairs = ((token.text, (token.lemma_ or token.text).lower()) for token in doc)
        found.append([lemma for form, lemma in pairs if _is_content(form, lemma)])
    return found


def without_masks(text: str) -> str:
    """Return ``text`` with its masks, such as ``[PRÉNOM 2]``, replaced by spaces."""
    if "[" not in text:
        return text
    return str(re2.sub(r"\[\p{Lu}[\p{Lu}’' ]*(?: \d+)?\]", " ", text))


def _is_content(form: str, lemma: str) -> bool:
    letters = lemma.replace("-", "").replace("'", "")
    if len(letters) < 3 or not letters.isalpha():
        return False
    return not (is_stop_word(form) or is_stop_word(lemma))
