"""Reading records from a file made elsewhere: CSV, JSON lines, IRaMuTeQ corpus (plain or gzip), or XLSX.

Everything is bounded while it streams, and whatever is wrong is said in French with its line: a file is data, never
trusted. A file's name is never used as a path to write to.
"""

import csv
import gzip
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from openpyxl import load_workbook

from journal.errors import DomainError

MOST_ROWS = 100_000
MOST_BYTES = 256 * 1024 * 1024
LONGEST_LINE = 200_000
ENCODINGS = ("utf-8", "cp1252")
GZIP_MAGIC = b"\x1f\x8b"
STARS = "****"
STAR = re.compile(r"\*([^\s_*]+)_(\S+)")
Record = tuple[int, dict[str, Any]]


class ImportRefused(DomainError):
    """Something in the file is wrong; nothing was written."""

    status = 422
    title = "Import refusé"

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(f"Ligne {line} : {sentence}" if line else sentence)
        self.line = line


@dataclass(frozen=True, slots=True)
class Shape:
    """The format of a file."""

    kind: str = "csv"
    encoding: str = "utf-8"
    delimiter: str = ","
    # What the text is called where the file does not name it.
    text: str = "text"
    # The columns that must be there.
    named: tuple[str, ...] = ()


def records(path: Path, shape: Shape, advance: Callable[[int], None] = lambda _: None) -> Iterator[Record]:
    """Yield numbered records, few enough."""
    with path.open("rb") as raw:
        found = _xlsx_records(raw, shape) if shape.kind == "xlsx" else _text_records(raw, shape, advance)
        for count, (line, record) in enumerate(found, 1):
            if count > MOST_ROWS:
                raise ImportRefused(line, f"ce fichier compte plus de {MOST_ROWS} lignes. Coupez-le en plusieurs.")
            yield line, record


def _text_records(raw: IO[bytes], shape: Shape, advance: Callable[[int], None]) -> Iterator[Record]:
    packed = raw.read(2) == GZIP_MAGIC
    raw.seek(0)
    stream: IO[bytes] = gzip.GzipFile(fileobj=raw) if packed else raw  # type: ignore[assignment]
    lines = _lines(stream, shape.encoding, _Position(raw, advance))
    if shape.kind == "jsonl":
        return _json_records(lines)
    return _starred_records(lines, shape.text) if shape.kind == "iramuteq" else _csv_records(lines, shape)


@dataclass(slots=True)
class _Position:
    """Where the reading is in the file on the disk."""

    raw: IO[bytes]
    advance: Callable[[int], None]
    at: int = 0

    def tell(self) -> None:
        now = self.raw.tell()
        self.advance(now - self.at)
        self.at = now


def _lines(stream: IO[bytes], encoding: str, position: _Position) -> Iterator[tuple[int, str]]:
    """Numbered lines, decoded; the bytes counted are those that come out of the gzip, not those it announces."""
    number = total = 0
    while line := _next_line(stream, number + 1):
        number += 1
        total += len(line)
        position.tell()
        if len(line) > LONGEST_LINE:
            raise ImportRefused(number, f"cette ligne dépasse {LONGEST_LINE} octets.")
        if total > MOST_BYTES:
            raise ImportRefused(number, f"le contenu dépasse {MOST_BYTES // 1024**2} Mio. Coupez le fichier.")
        try:
            text = line.decode("utf-8-sig" if encoding == "utf-8" and number == 1 else encoding)
        except UnicodeDecodeError:
            other = next(name for name in ENCODINGS if name != encoding)
            raise ImportRefused(number, f"ce n’est pas du {encoding}. Essayez avec --encoding {other}.") from None
        yield number, text


def _next_line(stream: IO[bytes], number: int) -> bytes:
    try:
        return stream.readline(LONGEST_LINE + 1)
    except (OSError, EOFError, gzip.zlib.error):  # type: ignore[attr-defined]
        raise ImportRefused(number, "la compression du fichier est abîmée.") from None


def _csv_records(lines: Iterator[tuple[int, str]], shape: Shape) -> Iterator[Record]:
    reader = csv.reader((text for _, text in lines), delimiter=shape.delimiter, strict=True)
    header: list[str] = []
    start = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error:
            raise ImportRefused(reader.line_num, "les guillemets ou les séparateurs ne vont pas ensemble.") from None
        if not header:
            header = _header(cells, shape.named)
        elif cells:
            if len(cells) != len(header):
                raise ImportRefused(start, f"il y a {len(cells)} colonnes au lieu de {len(header)}.")
            yield start, dict(zip(header, cells, strict=True))
        start = reader.line_num + 1
    if not header:
        raise ImportRefused(0, "Ce fichier est vide.")


def _header(cells: Sequence[str], named: Sequence[str]) -> list[str]:
    names = [cell.strip() for cell in cells]
    for name in named:
        if name not in names:
            seen = ", ".join(names[:20])
            raise ImportRefused(1, f"il n’y a pas de colonne « {name} ». Les colonnes sont : {seen}.")
        if names.count(name) > 1:
            raise ImportRefused(1, f"deux colonnes s’appellent « {name} ».")
    return names


def _json_records(lines: Iterator[tuple[int, str]]) -> Iterator[Record]:
    for number, text in lines:
        if not text.strip():
            continue
        try:
            record = json.loads(text)
        except (ValueError, RecursionError):  # ValueError: broken JSON, or a number of thousands of digits
            raise ImportRefused(number, "ce n’est pas du JSON.") from None
        if not isinstance(record, dict):
            raise ImportRefused(number, "il faut un objet JSON, entre accolades.")
        yield number, record


def _starred_records(lines: Iterator[tuple[int, str]], text: str) -> Iterator[Record]:
    """Texts of an IRaMuTeQ corpus: a line of stars with variables, then the words, until the next."""
    at, record, words = 0, dict[str, str](), list[str]()
    for number, line in lines:
        if line.startswith(STARS):
            if at:
                yield at, record | {text: "\n".join(words).strip()}
            at, record, words = number, dict(STAR.findall(line[len(STARS) :])), []
        elif not at and line.strip():
            raise ImportRefused(number, "un corpus d’IRaMuTeQ commence par une ligne de quatre étoiles.")
        elif not line.startswith("-*"):  # a mark inside a text, not words of it
            words.append(line.rstrip("\r\n"))
    if not at:
        raise ImportRefused(0, "Ce fichier est vide.")
    yield at, record | {text: "\n".join(words).strip()}


def _xlsx_records(raw: IO[bytes], shape: Shape) -> Iterator[Record]:
    """Rows of the first sheet, whose first line names the columns."""
    try:
        with zipfile.ZipFile(raw) as archive:
            size = sum(member.file_size for member in archive.infolist())
        if size > MOST_BYTES:
            raise ImportRefused(0, f"Le contenu dépasse {MOST_BYTES // 1024**2} Mio. Coupez le fichier.")
        raw.seek(0)
        sheet = load_workbook(raw, read_only=True, data_only=True).worksheets[0]
        yield from _sheet_records(sheet.iter_rows(values_only=True), shape)
    except ImportRefused:
        raise
    except Exception:  # a broken archive or sheet fails in as many ways as there are parts
        raise ImportRefused(0, "Ce fichier XLSX ne s’ouvre pas : il est abîmé, ou d’un autre format.") from None


def _sheet_records(rows: Iterator[tuple[Any, ...]], shape: Shape) -> Iterator[Record]:
    header: list[str] = []
    for number, row in enumerate(rows, 1):
        cells = [_cell(value) for value in row]
        if not header:
            header = _header(cells, shape.named)
        elif any(cells):
            yield number, {name: cell for name, cell in zip(header, cells, strict=False) if name}
    if not header:
        raise ImportRefused(0, "Ce fichier est vide.")


def _cell(value: Any) -> str:
    """What a cell shows: days without their hour, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
