"""The register as a file to download."""

from collections.abc import Iterable
from datetime import date

from journal.register.rules import Line
from journal.web.tables import as_csv, harmless

COLUMNS = ("Jour", "Heure", "Rôle", "Qui", "Quoi", "Combien")


def register_csv(days: Iterable[tuple[date, list[Line]]]) -> bytes:
    """One row for each line, latest first."""
    rows = (
        (
            line.day.isoformat(),
            "" if line.hour is None else f"{line.hour}\u00a0h",
            line.role,
            harmless(line.who),
            harmless(line.what),
            line.how_many,
        )
        for _, lines in days
        for line in lines
    )
    return as_csv(COLUMNS, rows)
