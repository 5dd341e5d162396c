"""A REFI-QDA codebook that comes back from another tool: its names and definitions, as decisions on our themes.

A code is a theme by its identifier alone, which tools keep. A code nobody here knows changes nothing: a theme is made
of passages, and a codebook has none.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element

from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.db import in_lab
from journal.errors import DomainError
from journal.exchange import xml
from journal.exchange.refi import EXCLUDES, INCLUDES
from journal.text import clean_text
from journal.themes.deciding import services
from journal.themes.models import Theme, ThemeStatus
from journal.themes.rules import LONGEST_NOTE

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
class Taken:
    """What a codebook changed, and what it named that is no theme of the Lab."""

    changed: int
    unknown: tuple[str, ...]


def read(data: bytes) -> list[Code]:
    """The codes of a codebook, those inside others included.

    Raises
    ------
    CodebookRefused
    """
    root = xml.parse(data, most=4 * MOST_CODES)
    if root is None or xml.name(root) != "CodeBook":
        raise CodebookRefused("Ce fichier n’est pas une grille de lecture QDC.")
    return codes_of(root)


def codes_of(root: Element) -> list[Code]:
    """The codes under an element, those inside others included.

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
    try:
        key = uuid.UUID(guid)
    except ValueError:
        key = None
    text = clean_text(description)
    fields = _fields(text.splitlines()) if text else None
    if fields and max(map(len, fields)) > LONGEST_NOTE:
        raise CodebookRefused(f"Une définition dépasse {LONGEST_NOTE} caractères.")
    return Code(key, " ".join((clean_text(label) or "").split()), fields)


def _fields(lines: Iterable[str]) -> tuple[str, str, str]:
    """Definition, includes, excludes: as the export put them one after the other."""
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


def take(session: Session, codes: Iterable[Code], *, by: Person, now: datetime) -> Taken:
    """Rename and describe the themes a codebook knows: each one a decision, logged and undoable.

    Raises
    ------
    journal.errors.Refused
        When a name is too long or empty; nothing is to be kept then.
    """
    changed, unknown = 0, []
    for code in codes:
        theme = in_lab(session, Theme, by.lab_id, code.key) if code.key else None
        if theme is None or theme.status is ThemeStatus.MERGED:
            unknown.append(code.label)
            continue
        done = [services.rename(session, theme, code.label, by=by, now=now, note=NOTE)]
        if code.fields:
            texts = dict(zip(("definition", "includes", "excludes"), code.fields, strict=True))
            done.append(services.describe(session, theme, **texts, by=by, now=now))
        changed += any(done)
    return Taken(changed, tuple(unknown))
