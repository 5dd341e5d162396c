"""Themes, codebook and passages as CSV, XLSX and JSON."""

import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from journal.exchange.gathering import Export
from journal.web.tables import as_csv, harmless

# Each with its width in a spreadsheet.
THEME_COLUMNS = {
    "Thème": 32,
    "État": 12,
    "Solidité": 14,
    "Personnes (arrondi à cinq)": 12,
    "Mots": 40,
    "Émotions (personnes)": 34,
    "Étapes (personnes)": 34,
    "Ce qui aide": 30,
    "Ce qui freine": 30,
    "Définition": 50,
    "Ce qui y entre": 40,
    "Ce qui n’y entre pas": 40,
    "Lectures": 60,
    "Ce que le Lab répond": 50,
}
PASSAGE_COLUMNS = {"Passage masqué": 90, "Mois": 10, "Étape": 20, "Thèmes": 40}
# Whatever the language of the spreadsheet: « 1 250 », « novembre 2026 ».
PEOPLE, MONTH = "[$-40C]#,##0", "[$-40C]mmmm yyyy"
Cell = str | int | date


def theme_rows(export: Export) -> list[list[str | int]]:
    return [
        [
            harmless(theme.label),
            theme.status,
            theme.solidity,
            theme.participants,
            harmless(", ".join(theme.terms)),
            harmless(_people(theme.emotions)),
            harmless(_people(theme.steps)),
            harmless(", ".join(theme.helped)),
            harmless(", ".join(theme.hindered)),
            harmless(theme.definition),
            harmless(theme.includes),
            harmless(theme.excludes),
            harmless("\n\n".join(theme.readings)),
            harmless("\n\n".join(theme.answers)),
        ]
        for theme in export.themes
    ]


def _people(counts: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{name} (environ {people})" for name, people in counts)


def month_rows(export: Export) -> list[list[Cell]]:
    """People of each theme, month after month; what is under the floor is said so, and left empty where not told."""
    months = sorted({month for theme in export.themes for month, _ in theme.months})
    few = f"moins de {export.floor}"
    rows: list[list[Cell]] = [["Thème", *(date.fromisoformat(f"{month}-01") for month in months)]]
    for theme in export.themes:
        told = {month: few if people is None else people for month, people in theme.months}
        rows.append([harmless(theme.label), *(told.get(month, "") for month in months)])
    return rows


def passage_rows(export: Export) -> list[list[str | int]]:
    labels = {theme.key: theme.label for theme in export.themes}
    return [
        [
            harmless(passage.text),
            passage.month,
            passage.step,
            harmless(" ; ".join(labels[key] for key in passage.themes)),
        ]
        for passage in export.passages
    ]


def themes_csv(export: Export) -> bytes:
    return as_csv(list(THEME_COLUMNS), theme_rows(export))


def passages_csv(export: Export) -> bytes:
    return as_csv(list(PASSAGE_COLUMNS), passage_rows(export))


def workbook(export: Export) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    months = month_rows(export)
    _sheet(book, "Thèmes", [list(THEME_COLUMNS), *theme_rows(export)], list(THEME_COLUMNS.values()))
    _sheet(book, "Passages", [list(PASSAGE_COLUMNS), *passage_rows(export)], list(PASSAGE_COLUMNS.values()))
    _sheet(book, "Mois par mois", months, [32, *[16] * (len(months[0]) - 1)])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _sheet(book: Workbook, name: str, rows: Sequence[Sequence[Cell]], widths: Sequence[int]) -> None:
    """A sheet whose header and first column stay in sight."""
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


def as_json(export: Export) -> bytes:
    """The same content for programs, keys and all."""

    def plain(value: Any) -> str:
        return str(value)

    return json.dumps(asdict(export), ensure_ascii=False, indent=1, default=plain).encode()
