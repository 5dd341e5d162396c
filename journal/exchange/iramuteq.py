"""A corpus for IRaMuTeQ: one text per passage, its variables on a line of stars."""

import re

from journal.exchange.gathering import Export
from journal.text import fold

NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


def corpus(export: Export) -> bytes:
    names = {theme.key: _name(theme.label) for theme in export.themes}
    lines = []
    for passage in export.passages:
        stars = [f"*mois_{passage.month.replace('-', '')}"]
        if passage.step:
            stars.append(f"*etape_{_name(passage.step)}")
        stars += [f"*theme_{names[key]}" for key in passage.themes]
        lines += [f"**** {' '.join(stars)}", _without_marks(passage.text), ""]
    return "\n".join(lines).encode()


def _name(label: str) -> str:
    """A label as a variable's value: letters and digits only."""
    return NOT_IN_NAMES.sub("", fold(label)) or "sansnom"


def _without_marks(text: str) -> str:
    """One line, without the stars and dollars that mean something to the program."""
    return " ".join(re.sub(r"[*$]", " ", text).split())
