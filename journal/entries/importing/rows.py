"""Turning the rows of a file into entries, or into a sentence that says what is wrong and where."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from journal.entries import rules
from journal.entries.importing.records import ImportRefused, Shape, records
from journal.entries.services import EntryContent
from journal.pathways.models import StepKind
from journal.text import clean_text, fold
from nlp.emotions import Emotion

LONGEST_AUTHOR = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which column or key holds what; an empty name means that the file does not have it."""

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
class ImportOptions:
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


def read_rows(
    path: Path, options: ImportOptions, advance: Callable[[int], None] = lambda _: None
) -> Iterator[ImportedRow]:
    """Yield the entries of a file.

    ``advance`` is told of each run of bytes read from the disk.

    Raises
    ------
    ImportRefused
        At the first thing that is wrong.
    """
    columns = options.columns
    shape = Shape(options.kind, options.encoding, options.delimiter, columns.text, tuple(columns.named))
    for line, record in records(path, shape, advance):
        row = _row(line, record, options)
        if row is not None:
            yield row


def _row(line: int, record: dict[str, Any], options: ImportOptions) -> ImportedRow | None:
    columns = options.columns
    if columns.text not in record:
        raise ImportRefused(line, f"il n’y a pas de « {columns.text} ».")
    text = _text(line, record, columns.text)
    emotions = _emotions(line, record, columns)
    if not text and not emotions:
        if options.skip_empty:
            return None
        raise ImportRefused(
            line, "le texte est vide, sans émotion cochée. Avec --skip-empty, ces lignes sont laissées de côté."
        )
    if len(text) > rules.LONGEST_TEXT:
        raise ImportRefused(line, f"le texte compte {len(text)} caractères, {rules.LONGEST_TEXT} au plus.")
    author = _text(line, record, columns.author, LONGEST_AUTHOR)
    if columns.author and not author:
        raise ImportRefused(line, f"la colonne « {columns.author} » est vide : qui a écrit ?")
    content = EntryContent(
        text=text,
        happened_on=_day(line, _text(line, record, columns.date), options),
        step=_step(line, _text(line, record, columns.step)),
        emotions=emotions,
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


def _day(line: int, text: str, options: ImportOptions) -> date:
    if not text:
        return options.happened_on
    try:
        found = date(*_parts(text))
    except (ValueError, OverflowError):
        raise ImportRefused(line, f"« {text[:30]} » n’est pas une date. Écrivez 2026-03-31 ou 31/03/2026.") from None
    problem = rules.day_problem(found, options.today)
    if problem:
        raise ImportRefused(line, problem[0].lower() + problem[1:])
    return found


NOT_IN_WORDS = re.compile(r"[^a-z0-9]+")


def _bare(name: str) -> str:
    """Letters and digits: a name as a star of IRaMuTeQ says it."""
    return NOT_IN_WORDS.sub("", fold(name))


def _parts(text: str) -> tuple[int, int, int]:
    """A year, a month, a day; without dashes too, as stars have none."""
    if "/" in text:
        day, month, year = (int(part) for part in text.split("/"))
        return year, month, day
    if len(text) == len("20260331") and text.isdigit():
        return int(text[:4]), int(text[4:6]), int(text[6:])
    year, month, day = (int(part) for part in text[:10].split("-"))
    return year, month, day


_STEPS = {_bare(name): kind for kind in StepKind for name in (kind.value, kind.label)}
_EMOTIONS = {fold(name): emotion for emotion in Emotion for name in (emotion.value, emotion.label)}


def _step(line: int, text: str) -> StepKind | None:
    if not text:
        return None
    if _bare(text) not in _STEPS:
        known = ", ".join(kind.label for kind in StepKind)
        raise ImportRefused(line, f"« {text[:40]} » n’est pas une étape. Les étapes : {known}.")
    return _STEPS[_bare(text)]


def _emotions(line: int, record: dict[str, Any], columns: Columns) -> tuple[tuple[Emotion, int | None], ...]:
    """One emotion per column, alone or with its strength: « joie » or « joie:4 »."""
    found: dict[Emotion, int | None] = {}
    for column in columns.emotions:
        text = _text(line, record, column)
        if not text:
            continue
        name, _, strength = text.partition(":")
        emotion = _EMOTIONS.get(fold(name.strip()))
        if emotion is None:
            raise ImportRefused(line, f"« {name.strip()[:40]} » n’est pas l’une des vingt émotions.")
        strength = strength.strip()
        if strength and strength not in {str(value) for value in rules.INTENSITIES}:
            raise ImportRefused(line, f"l’intensité va de 1 à 5, pas « {strength[:10]} ».")
        found[emotion] = int(strength) if strength else None
    if len(found) > rules.MOST_EMOTIONS:
        raise ImportRefused(line, f"{len(found)} émotions, {rules.MOST_EMOTIONS} au plus.")
    return tuple(found.items())
