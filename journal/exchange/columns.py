"""A column of an export together with its definition, so that none is written without one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from journal.web.tables import as_csv, harmless

Row = TypeVar("Row")
Cell = str | int | float | date


class Kind(StrEnum):
    """The type of a column, by its name in Table Schema (https://datapackage.org)."""

    TEXT = "string"
    WHOLE = "integer"
    DECIMAL = "number"
    DAY = "date"
    MONTH = "yearmonth"

    @property
    def label(self) -> str:
        return _KINDS[self]


_KINDS = {
    Kind.TEXT: "texte",
    Kind.WHOLE: "nombre entier",
    Kind.DECIMAL: "nombre, virgule pour les décimales",
    Kind.DAY: "jour (AAAA-MM-JJ)",
    Kind.MONTH: "mois (AAAA-MM)",
}


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column.

    Attributes
    ----------
    key
        Its name in JSON and for programs.
    missing
        What each value that stands for none means; a column without any is never empty. ``{floor}`` is replaced.
    rule
        The floor, the rounding or the choice that its values obey.
    """

    key: str
    title: str
    meaning: str
    value: Callable[[Row], Cell | None]
    kind: Kind = Kind.TEXT
    unit: str = ""
    allowed: tuple[str, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    rule: str = ""
    width: int = 20

    def cell(self, row: Row) -> Cell:
        """A row's value for a spreadsheet, which never runs as a formula."""
        value = self.value(row)
        if value is None:
            return ""
        return harmless(value) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """One file of an archive, or one sheet of a workbook."""

    name: str
    title: str
    meaning: str
    columns: tuple[Column[Row], ...]

    @property
    def titles(self) -> list[str]:
        return [column.title for column in self.columns]

    def cells(self, rows: Iterable[Row]) -> list[list[Cell]]:
        return [[column.cell(row) for column in self.columns] for row in rows]

    def csv(self, rows: Iterable[Row]) -> bytes:
        return as_csv(self.titles, [[plain(cell) for cell in row] for row in self.cells(rows)])


def plain(cell: Cell) -> str | int:
    """A value as a CSV for French programs writes it: with a decimal comma, however large the number."""
    if isinstance(cell, date):
        return cell.isoformat()
    return f"{cell:.2f}".rstrip("0").rstrip(".").replace(".", ",") if isinstance(cell, float) else cell
