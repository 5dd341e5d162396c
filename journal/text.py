"""Text as the journal keeps it, compares it and names things with it. Pure."""

import re
import unicodedata
import uuid

from nlp.language import UNSEEN, normalise

# No character, by definition: an XML file that held one could not be read.
NEVER_TEXT = str.maketrans("", "", "\ufffe\uffff")
WORD = re.compile(r"\w+")


def clean_text(value: str | None) -> str | None:
    """What every text goes through before anything counts or stores it: NFC, LF, no control characters."""
    if value is None:
        return None
    return normalise(value.translate(NEVER_TEXT)).strip()


def one_line(name: str) -> str:
    """A name that cannot forge a line of a log or of a terminal: no line breaks, no invisible characters."""
    return " ".join("".join(c for c in UNSEEN.sub("", name) if unicodedata.category(c) != "Cc" or c.isspace()).split())


def read_key(text: str) -> uuid.UUID | None:
    """The key that an address, a form or a file gives as text; nothing when it is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def fold(text: str) -> str:
    """Lower case without accents: how texts are compared and searched, the same on every database.

    Stored usernames were made with it: it must not change with ``nlp.language.fold``, which spells as word lists do.
    """
    folded = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(character for character in folded if not unicodedata.combining(character))


def says(words: str, *texts: str | None) -> bool:
    """Whether texts, taken together, hold every one of these words or their beginnings, as one types them."""
    whole = " ".join(["", *WORD.findall(fold(" ".join(text for text in texts if text)))])
    return all(f" {word}" in whole for word in WORD.findall(fold(words)))


def names(text: str, name: str) -> bool:
    """Whether a text says a name, all its words in their order, whatever their case and accents."""
    said, called = (" ".join(WORD.findall(fold(each))) for each in (text, name))
    return bool(called) and f" {called} " in f" {said} "
