"""An export as a workbook: a sheet per table, then their definitions."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from journal.exchange import dictionary
from journal.exchange.columns import Cell, Column, Kind, Table
from journal.exchange.gathering import Export, ExportedTheme
from journal.exchange.tables import FEW, PASSAGES, ROUNDED, THEMES, labelled
from journal.web.tables import harmless

# Whatever the language of the spreadsheet: « 1 250 », « novembre 2026 ».
PEOPLE, MONTH = "[$-40C]#,##0", "[$-40C]mmmm yyyy"
# A column of this table becomes as many as there are months.
BY_MONTH: Table[ExportedTheme] = Table(
    "mois",
    "Mois par mois",
    "Combien de personnes parlent de chaque thème, un mois par colonne.",
    (
        THEMES.columns[0],
        Column(
            "people",
            "Un mois par colonne",
            "Combien de personnes ont parlé du thème ce mois-là.",
            lambda _row: "",
            kind=Kind.WHOLE,
            unit="personnes",
            missing=((FEW, "il y en a moins de {floor}, zéro compris"), ("", "le mois n’est pas montré pour ce thème")),
            rule=ROUNDED,
            width=16,
        ),
    ),
)
SHEETS = (THEMES, PASSAGES, BY_MONTH)


def workbook(export: Export) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    _table(book, THEMES, THEMES.cells(export.themes))
    _table(book, PASSAGES, PASSAGES.cells(labelled(export)))
    months = _month_rows(export)
    _sheet(book, BY_MONTH.title, months, [32, *[16] * (len(months[0]) - 1)])
    definitions = dictionary.entries(SHEETS, floor=export.floor)
    _table(book, dictionary.DICTIONARY, dictionary.DICTIONARY.cells(definitions))
    _table(book, dictionary.RULES, dictionary.RULES.cells(dictionary.rules(export)))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _month_rows(export: Export) -> list[list[Cell]]:
    """People of each theme by month; « moins de » under the floor, and empty where not shown."""
    months = sorted({month for theme in export.themes for month, _ in theme.months})
    few = FEW.format(floor=export.floor)
    rows: list[list[Cell]] = [["Thème", *(date.fromisoformat(f"{month}-01") for month in months)]]
    for theme in export.themes:
        told = {month: few if people is None else people for month, people in theme.months}
        rows.append([harmless(theme.label), *(told.get(month, "") for month in months)])
    return rows


def _table(book: Workbook, table: Table[Any], cells: Sequence[Sequence[Cell]]) -> None:
    _sheet(book, table.title, [table.titles, *cells], [column.width for column in table.columns])


def _sheet(book: Workbook, name: str, rows: Sequence[Sequence[Cell]], widths: Sequence[int]) -> None:
    """A sheet with a frozen header and first column."""
    sheet = book.create_sheet(name)
    for row in rows:
        sheet.append(row)
    for line in sheet.iter_rows():
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=cell.row == 1)
            if not isinstance(cell.value, str):
                cell.number_format = MONTH if cell.is_date else PEOPLE
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "B2"
