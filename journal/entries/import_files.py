"""Read entries from a file other people made: CSV or JSON lines, plain or gzip. Pure but for the reading.

Everything is bounded while it streams, and whatever is wrong is said in French with its line: a file is data, never
trusted. A file's name is never used as a path to write to.
"""

import csv
import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any

from journal.db import fold
from journal.entries import rules
from journal.entries.services import EntryContent
from journal.errors import DomainError
from journal.pathways.models import StepKind
from journal.web.forms import clean_text
from nlp.emotions import Emotion

MOST_ROWS = 100_000
MOST_BYTES = 256 * 1024 * 1024
LONGEST_LINE = 200_000
ENCODINGS = ("utf-8", "cp1252")
GZIP_MAGIC = b"\x1f\x8b"
USUAL_INTENSITY = 3
LONGEST_AUTHOR = 200


class ImportRefused(DomainError):
    """Something in the file is wrong; nothing was written."""

    status = 422
    title = "Import refusé"

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(f"Ligne {line} : {sentence}" if line else sentence)
        self.line = line


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which column or key holds what; an empty name means that the file does not say it."""

    text: str = "text"
    date: str = ""
    author: str = ""
    step: str = ""
    emotions: tuple[str, ...] = ()
    helped: str = ""
    hindered: str = ""

    @property
    def named(self) -> list[str]:
        singles = (self.text, self.date, self.author, self.step, self.helped, self.hindered)
        return [name for name in (*singles, *self.emotions) if name]


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read a file."""

    columns: Columns
    today: date
    # The day of the rows that give none.
    happened_on: date
    kind: str = "csv"
    encoding: str = "utf-8"
    delimiter: str = ","
    skip_empty: bool = False


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One entry to come; ``author`` is empty when the file names none."""

    line: int
    author: str
    content: EntryContent


def read_rows(path: Path, reading: Reading, advance: Callable[[int], None] = lambda _: None) -> Iterator[ImportedRow]:
    """Yield the entries of a file.

    ``advance`` is told of each run of bytes read from the disk.

    Raises
    ------
    ImportRefused
        At the first thing that is wrong.
    """
    with path.open("rb") as raw:
        packed = raw.read(2) == GZIP_MAGIC
        raw.seek(0)
        stream: IO[bytes] = gzip.GzipFile(fileobj=raw) if packed else raw  # type: ignore[assignment]
        lines = _lines(stream, reading.encoding, _Position(raw, advance))
        records = _json_records(lines) if reading.kind == "jsonl" else _csv_records(lines, reading)
        for count, (line, record) in enumerate(records, 1):
            if count > MOST_ROWS:
                raise ImportRefused(line, f"ce fichier compte plus de {MOST_ROWS} lignes. Coupez-le en plusieurs.")
            row = _row(line, record, reading)
            if row is not None:
                yield row


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


def _csv_records(lines: Iterator[tuple[int, str]], reading: Reading) -> Iterator[tuple[int, dict[str, Any]]]:
    reader = csv.reader((text for _, text in lines), delimiter=reading.delimiter, strict=True)
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
            header = _header(cells, reading)
        elif cells:
            if len(cells) != len(header):
                raise ImportRefused(start, f"il y a {len(cells)} colonnes au lieu de {len(header)}.")
            yield start, dict(zip(header, cells, strict=True))
        start = reader.line_num + 1
    if not header:
        raise ImportRefused(0, "Ce fichier est vide.")


def _header(cells: list[str], reading: Reading) -> list[str]:
    names = [cell.strip() for cell in cells]
    for name in reading.columns.named:
        if name not in names:
            seen = ", ".join(names[:20])
            raise ImportRefused(1, f"il n’y a pas de colonne « {name} ». Les colonnes sont : {seen}.")
        if names.count(name) > 1:
            raise ImportRefused(1, f"deux colonnes s’appellent « {name} ».")
    return names


def _json_records(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, dict[str, Any]]]:
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


def _row(line: int, record: dict[str, Any], reading: Reading) -> ImportedRow | None:
    columns = reading.columns
    if columns.text not in record:
        raise ImportRefused(line, f"il n’y a pas de « {columns.text} ».")
    text = _text(line, record, columns.text)
    if not text:
        if reading.skip_empty:
            return None
        raise ImportRefused(line, "le texte est vide. Avec --skip-empty, ces lignes sont laissées de côté.")
    if len(text) > rules.LONGEST_TEXT:
        raise ImportRefused(line, f"le texte compte {len(text)} caractères, {rules.LONGEST_TEXT} au plus.")
    author = _text(line, record, columns.author, LONGEST_AUTHOR)
    if columns.author and not author:
        raise ImportRefused(line, f"la colonne « {columns.author} » est vide : qui a écrit ?")
    content = EntryContent(
        text=text,
        happened_on=_day(line, _text(line, record, columns.date), reading),
        step=_step(line, _text(line, record, columns.step)),
        emotions=_emotions(line, record, columns),
        helped=_text(line, record, columns.helped, rules.LONGEST_NOTE),
        hindered=_text(line, record, columns.hindered, rules.LONGEST_NOTE),
    )
    return ImportedRow(line, author, content)


def _text(line: int, record: dict[str, Any], name: str, longest: int = 0) -> str:
    """The value of a column as clean text, empty when the file does not say it."""
    value = record.get(name) if name else None
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ImportRefused(line, f"« {name} » doit être un texte.")
    text = clean_text(str(value)) or ""
    if longest and len(text) > longest:
        raise ImportRefused(line, f"« {name} » compte {len(text)} caractères, {longest} au plus.")
    return text


def _day(line: int, text: str, reading: Reading) -> date:
    if not text:
        return reading.happened_on
    try:
        day, month, year = (
            (int(part) for part in text.split("/")) if "/" in text else reversed([int(p) for p in text[:10].split("-")])
        )
        found = date(year, month, day)
    except (ValueError, OverflowError):
        raise ImportRefused(line, f"« {text[:30]} » n’est pas une date. Écrivez 2026-03-31 ou 31/03/2026.") from None
    problem = rules.day_problem(found, reading.today)
    if problem:
        raise ImportRefused(line, problem[0].lower() + problem[1:])
    return found


_STEPS = {fold(name): kind for kind in StepKind for name in (kind.value, kind.label)}
_EMOTIONS = {fold(name): emotion for emotion in Emotion for name in (emotion.value, emotion.label)}


def _step(line: int, text: str) -> StepKind | None:
    if not text:
        return None
    if fold(text) not in _STEPS:
        known = ", ".join(kind.label for kind in StepKind)
        raise ImportRefused(line, f"« {text[:40]} » n’est pas une étape. Les étapes : {known}.")
    return _STEPS[fold(text)]


def _emotions(line: int, record: dict[str, Any], columns: Columns) -> tuple[tuple[Emotion, int], ...]:
    """One emotion per column, alone or with its strength: « joie » or « joie:4 »."""
    found: dict[Emotion, int] = {}
    for column in columns.emotions:
        text = _text(line, record, column)
        if not text:
            continue
        name, _, strength = text.partition(":")
        emotion = _EMOTIONS.get(fold(name.strip()))
        if emotion is None:
            raise ImportRefused(line, f"« {name.strip()[:40]} » n’est pas l’une des vingt émotions.")
        strength = strength.strip() or str(USUAL_INTENSITY)
        if strength not in {str(value) for value in rules.INTENSITIES}:
            raise ImportRefused(line, f"l’intensité va de 1 à 5, pas « {strength[:10]} ».")
        found[emotion] = int(strength)
    if len(found) > rules.MOST_EMOTIONS:
        raise ImportRefused(line, f"{len(found)} émotions, {rules.MOST_EMOTIONS} au plus.")
    return tuple(found.items())
