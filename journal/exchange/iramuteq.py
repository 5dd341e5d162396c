"""A corpus for IRaMuTeQ: one text per passage, with its variables on a starred line.

Every text has the same variables: the program lays them out in a table. ``nd`` says that a value is not told.
"""

import re
import uuid

from journal.exchange.columns import Column, Table
from journal.exchange.gathering import Export
from journal.exchange.tables import ThemedPassage
from journal.text import fold

NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
NOT_TOLD = "nd"
MISSING = ((NOT_TOLD, "la personne ne l’a pas dit, ou trop peu de personnes le partagent"),)


VARIABLES: Table[ThemedPassage] = Table(
    "passages-iramuteq",
    "Corpus IRaMuTeQ",
    "Les mêmes passages, chacun sous une ligne étoilée. Les noms y sont en minuscules, sans accent ni espace.",
    (
        Column(
            "mois",
            "*mois_",
            "Le mois où cela a été vécu (AAAAMM), jamais le jour.",
            lambda row: row.passage.month.replace("-", ""),
            missing=MISSING,
            rule="Comme la colonne « Mois » des passages.",
        ),
        Column(
            "etape",
            "*etape_",
            "L’étape du parcours où cela a été vécu.",
            lambda row: _name(row.passage.step),
            missing=MISSING,
            rule="Comme la colonne « Étape » des passages.",
        ),
        Column(
            "theme",
            "*theme_",
            "Un thème du passage ; la variable revient autant de fois qu’il a de thèmes.",
            lambda row: "\n".join(row.themes),
            rule="Des thèmes qui s’écriraient pareil sont numérotés.",
        ),
    ),
)


def corpus(export: Export) -> bytes:
    names = _names(export)
    lines = []
    for passage in export.passages:
        text = ThemedPassage(passage, tuple(names[key] for key in passage.themes))
        lines += [f"**** {' '.join(_stars(text))}", _without_marks(passage.text), ""]
    return "\n".join(lines).encode()


def _stars(text: ThemedPassage) -> list[str]:
    values = ((column.title, str(column.value(text)).split() or [NOT_TOLD]) for column in VARIABLES.columns)
    return [f"{title}{value}" for title, several in values for value in several]


def _names(export: Export) -> dict[uuid.UUID, str]:
    """A value for each theme; labels that would be written alike are numbered."""
    names: dict[uuid.UUID, str] = {}
    for theme in export.themes:
        name = plain = _name(theme.label) or "sansnom"
        number = 1
        while name in names.values():
            number += 1
            name = f"{plain}{number}"
        names[theme.key] = name
    return names


def _name(label: str) -> str:
    """A label as a variable's value: letters and digits only."""
    return NOT_IN_NAMES.sub("", fold(label))


def _without_marks(text: str) -> str:
    """One line, without the stars and dollars that have a meaning for the program."""
    return " ".join(re.sub(r"[*$]", " ", text).split())
