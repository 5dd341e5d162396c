"""Tables for spreadsheets: CSV whose accents they read, and whose cells they never run as formulas."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

# What a spreadsheet would run instead of showing; in full width too, which some languages of Excel run as well.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# What would begin a cell where spreadsheets cut at commas, tabs or lines: a formula, or a command (« -1+cmd|… »).
WITHIN = re.compile(r"(?<=[,;\t\r\n])([ \u00a0]*)(?=[=@＝＠]|[+\-＋－][^,;\t\r\n]*\|)")


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: a leading apostrophe marks it as text."""
    text = ILLEGAL_CHARACTERS_RE.sub("", cell)
    return f"'{text}" if text.lstrip(" \u00a0").startswith(FORMULA_STARTS) or text[:1] in FORMULA_STARTS else text


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    """A table for spreadsheets in French, which split at semicolons; those that split at commas run nothing in it."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([WITHIN.sub(r"\1'", cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    # The mark tells spreadsheets that accents are UTF-8.
    return file.getvalue().encode("utf-8-sig")
