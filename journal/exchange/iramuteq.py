"""A corpus for IRaMuTeQ: one text per passage, its variables on a line of stars.

Every text has the same variables: the program lays them out in a table. ``nd`` says that a value is not told.
"""

import re
import uuid

from journal.exchange.gathering import Export
from journal.text import fold

NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
NOT_TOLD = "nd"


def corpus(export: Export) -> bytes:
    names = _names(export)
    lines = []
    for passage in export.passages:
        month = passage.month.replace("-", "") or NOT_TOLD
        step = _name(passage.step) if passage.step else NOT_TOLD
        stars = [f"*mois_{month}", f"*etape_{step}", *(f"*theme_{names[key]}" for key in passage.themes)]
        lines += [f"**** {' '.join(stars)}", _without_marks(passage.text), ""]
    return "\n".join(lines).encode()


def _names(export: Export) -> dict[uuid.UUID, str]:
    """A value for each theme; those whose labels would be written alike are numbered."""
    names: dict[uuid.UUID, str] = {}
    for theme in export.themes:
        name = plain = _name(theme.label)
        number = 1
        while name in names.values():
            number += 1
            name = f"{plain}{number}"
        names[theme.key] = name
    return names


def _name(label: str) -> str:
    """A label as a variable's value: letters and digits only."""
    return NOT_IN_NAMES.sub("", fold(label)) or "sansnom"


def _without_marks(text: str) -> str:
    """One line, without the stars and dollars that mean something to the program."""
    return " ".join(re.sub(r"[*$]", " ", text).split())
