"""Themes, codebook and passages as CSV, XLSX and JSON."""

import io
import json
from dataclasses import asdict
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from journal.exchange.gathering import Export
from journal.web.tables import as_csv, harmless

THEME_COLUMNS = (
    "Thème",
    "État",
    "Personnes (arrondi à cinq)",
    "Mots",
    "Définition",
    "Ce qui y entre",
    "Ce qui n’y entre pas",
)
PASSAGE_COLUMNS = ("Passage masqué", "Mois", "Étape", "Thèmes")


def theme_rows(export: Export) -> list[list[str | int]]:
    return [
        [
            harmless(theme.label),
            theme.status,
            theme.participants,
            harmless(", ".join(theme.terms)),
            harmless(theme.definition),
            harmless(theme.includes),
            harmless(theme.excludes),
        ]
        for theme in export.themes
    ]


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
    return as_csv(THEME_COLUMNS, theme_rows(export))


def passages_csv(export: Export) -> bytes:
    return as_csv(PASSAGE_COLUMNS, passage_rows(export))


def workbook(export: Export) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    _sheet(book, "Thèmes", THEME_COLUMNS, theme_rows(export), (32, 12, 12, 40, 50, 40, 40))
    _sheet(book, "Passages", PASSAGE_COLUMNS, passage_rows(export), (90, 10, 20, 40))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _sheet(
    book: Workbook, name: str, columns: tuple[str, ...], rows: list[list[str | int]], widths: tuple[int, ...]
) -> None:
    sheet = book.create_sheet(name)
    sheet.append(columns)
    for row in rows:
        sheet.append(row)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for line in sheet.iter_rows():
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for number, width in enumerate(widths):
        sheet.column_dimensions["ABCDEFGH"[number]].width = width
    sheet.freeze_panes = "A2"


def as_json(export: Export) -> bytes:
    """The same content for programs, keys and all."""

    def plain(value: Any) -> str:
        return str(value)

    return json.dumps(asdict(export), ensure_ascii=False, indent=1, default=plain).encode()
