"""A REFI-QDA codebook edited in another tool: its names and definitions, as decisions on our themes.

A code is a theme by its identifier alone, which tools keep. A code nobody here knows changes nothing: a theme is made
of passages, and a codebook has none.

What would change is shown first, and kept in the page alone: it comes back from there, with a mark of what was read.
"""

import hashlib
import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element

from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person
from journal.db import hold, in_lab
from journal.errors import DomainError
from journal.exchange import xml
from journal.exchange.refi import EXCLUDES, INCLUDES
from journal.text import clean_text, read_key
from journal.themes.deciding import services
from journal.themes.deciding.decisions import Signed
from journal.themes.models import Theme, ThemeStatus
from journal.themes.rules import LONGEST_NOTE, label_problem

NOTE = "Grille de lecture reprise d’un autre outil."
MOST_CODES = 500


class CodebookRefused(DomainError):
    status = 422
    title = "Grille refusée"


@dataclass(frozen=True, slots=True)
class Code:
    key: uuid.UUID | None
    label: str
    # Definition, includes, excludes; nothing when the tool wrote no description: some keep none.
    fields: tuple[str, str, str] | None


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a theme, and its new value."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """A theme that a codebook renames or redefines."""

    theme: Theme
    code: Code
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a codebook would change, and its codes that match no theme of the Lab."""

    changes: tuple[Change, ...]
    unknown: tuple[str, ...]

    @property
    def carried(self) -> str:
        """The changes as the page sends them back, each with a mark of the theme as it was read."""
        told = ([str(c.theme.id), c.code.label, list(c.code.fields or []), read_mark(c.theme)] for c in self.changes)
        return json.dumps(list(told), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Taken:
    changed: int
    left: int  # changed by someone else since they were shown


def read(data: bytes) -> list[Code]:
    """The codes of a codebook, including nested ones.

    Raises
    ------
    CodebookRefused
    """
    root = xml.parse(data, most=4 * MOST_CODES)
    if root is None or xml.name(root) != "CodeBook":
        raise CodebookRefused("Ce fichier n’est pas une grille de lecture QDC.")
    return codes_of(root)


def codes_of(root: Element) -> list[Code]:
    """The codes under an element, including nested ones.

    Raises
    ------
    CodebookRefused
    """
    codes = [each for each in root.iter() if xml.name(each) == "Code"]
    if len(codes) > MOST_CODES:
        raise CodebookRefused(f"Cette grille compte plus de {MOST_CODES} codes.")
    descriptions = ((c, next((e.text or "" for e in c if xml.name(e) == "Description"), None)) for c in codes)
    return [_code(each.get("guid", ""), each.get("name", ""), text) for each, text in descriptions]


def _code(guid: str, label: str, description: str | None) -> Code:
    text = clean_text(description)
    fields = _fields(text.splitlines()) if text else None
    if fields and max(map(len, fields)) > LONGEST_NOTE:
        raise CodebookRefused(f"Une définition dépasse {LONGEST_NOTE} caractères.")
    return Code(read_key(guid), " ".join((clean_text(label) or "").split()), fields)


def _fields(lines: Iterable[str]) -> tuple[str, str, str]:
    """Definition, includes, excludes: as the export joined them."""
    parts: list[list[str]] = [[], [], []]
    at = 0
    for line in lines:
        spaced = line.replace("\u00a0", " ")
        for number, start in ((1, INCLUDES), (2, EXCLUDES)):
            plain = start.replace("\u00a0", " ")
            if at < number and spaced.startswith(plain):
                at, line = number, line[len(plain) :]
        parts[at].append(line)
    definition, includes, excludes = ("\n".join(part).strip() for part in parts)
    return definition, includes, excludes


NAMES = ("Nom", "Définition", "Y entre", "N’y entre pas")


def said(theme: Theme) -> tuple[str, str, str, str]:
    return theme.label, theme.definition, theme.includes, theme.excludes


def read_mark(theme: Theme) -> str:
    """Identifies a theme as it was read."""
    return hashlib.sha256("\x1f".join(said(theme)).encode()).hexdigest()[:32]


def compare(session: Session, lab_id: uuid.UUID, codes: Iterable[Code]) -> Comparison:
    """Compare a codebook with the themes of the Lab. Nothing is written.

    Raises
    ------
    CodebookRefused
        When a name is too long or empty.
    """
    changes, unknown = [], []
    for code in codes:
        theme = _known(session, lab_id, code.key)
        if theme is None:
            unknown.append(code.label)
            continue
        if problem := label_problem(code.label):
            raise CodebookRefused(problem)
        would = (code.label, *(code.fields or said(theme)[1:]))
        pairs = zip(NAMES, said(theme), would, strict=True)
        fields = tuple(Field(name, before, after) for name, before, after in pairs if before != after)
        if fields:
            changes.append(Change(theme, code, fields))
    return Comparison(tuple(changes), tuple(unknown))


def _known(session: Session, lab_id: uuid.UUID, key: uuid.UUID | None) -> Theme | None:
    theme = in_lab(session, Theme, lab_id, key) if key else None
    return None if theme is None or theme.status is ThemeStatus.MERGED else theme


def carried_back(text: str) -> list[tuple[Code, str]]:
    """The changes that a page sent back, each with the mark of what was read; ``take`` keeps only those of our themes.

    Raises
    ------
    CodebookRefused
        When the page was tampered with.
    """
    try:
        return [_carried(each) for each in json.loads(text)[:MOST_CODES]]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise CodebookRefused("Ces changements ne se lisent plus. Rendez la grille à nouveau.") from None


def _carried(told: Sequence[object]) -> tuple[Code, str]:
    key, label, fields, mark = told
    texts = [clean_text(str(each)) or "" for each in fields] if isinstance(fields, list) else []
    if len(texts) not in (0, 3) or any(len(text) > LONGEST_NOTE for text in texts):
        raise ValueError
    described = (texts[0], texts[1], texts[2]) if texts else None
    return Code(uuid.UUID(str(key)), " ".join((clean_text(str(label)) or "").split()), described), str(mark)


def take(session: Session, changes: Iterable[tuple[Code, str]], *, by: Person, now: datetime) -> Taken:
    """Rename and redefine themes as was shown: each one a decision, logged and undoable.

    Raises
    ------
    journal.errors.Refused
        When a name is too long or empty; nothing is to be kept then.
    """
    hold(session, Lab, by.lab_id)
    changed = left = 0
    for code, mark in changes:
        theme = _known(session, by.lab_id, code.key)
        if theme is None or read_mark(theme) != mark:
            left += 1
            continue
        done = [services.rename(session, theme, code.label, Signed(by, now, NOTE))]
        if code.fields:
            texts = dict(zip(("definition", "includes", "excludes"), code.fields, strict=True))
            done.append(services.describe(session, theme, Signed(by, now), **texts))
        changed += any(done)
    return Taken(changed, left)
