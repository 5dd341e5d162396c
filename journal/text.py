"""Cleaning, comparing and searching text, and reading keys written as text. Pure."""

import re
import unicodedata
import uuid

from nlp.language import UNSEEN, normalise

# Noncharacters: an XML file that holds one cannot be read.
NEVER_TEXT = str.maketrans("", "", "\ufffe\uffff")
WORD = re.compile(r"\w+")


def clean_text(value: str | None) -> str | None:
    """Normalise a text before it is counted or stored: NFC, LF, no control characters."""
    if value is None:
        return None
    return normalise(value.translate(NEVER_TEXT)).strip()


def one_line(name: str) -> str:
    """A name without line breaks or invisible characters, which could forge lines in a log or a terminal."""
    return " ".join("".join(c for c in UNSEEN.sub("", name) if unicodedata.category(c) != "Cc" or c.isspace()).split())


def read_key(text: str) -> uuid.UUID | None:
    """The key in a URL, a form or a file; None when it is not one."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def fold(text: str) -> str:
    """Lower case without accents, to compare and search texts the same way on every database.

    Stored usernames were made with it: it must not change with ``nlp.language.fold``, which spells as word lists do.
    """
    folded = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(character for character in folded if not unicodedata.combining(character))


def says(words: str, *texts: str | None) -> bool:
    """Whether texts, taken together, contain every one of these words, or words that begin with them."""
    whole = " ".join(["", *WORD.findall(fold(" ".join(text for text in texts if text)))])
    return all(f" {word}" in whole for word in WORD.findall(fold(words)))


def names(text: str, name: str) -> bool:
    """Whether a text contains all the words of a name, in order, ignoring case and accents."""
    said, called = (" ".join(WORD.findall(fold(each))) for each in (text, name))
    return bool(called) and f" {called} " in f" {said} "
