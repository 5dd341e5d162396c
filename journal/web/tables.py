"""Tables for spreadsheets: CSV they read with its accents, cells they show and never run."""

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

# What a spreadsheet would run instead of showing; in full width too, which some languages of Excel run as well.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(cell: str) -> str:
    """A cell no spreadsheet takes for a formula: an apostrophe in front says it is text."""
    text = ILLEGAL_CHARACTERS_RE.sub("", cell)
    return f"'{text}" if text.lstrip(" \u00a0").startswith(FORMULA_STARTS) or text[:1] in FORMULA_STARTS else text


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    # The mark tells spreadsheets that accents are UTF-8.
    return file.getvalue().encode("utf-8-sig")
