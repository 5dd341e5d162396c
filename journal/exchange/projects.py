"""A REFI-QDA project (.qdpx) that comes back from another tool: its texts, and their coding.

The file may come from anyone: it is read in memory within limits, no name in it leads to a file, and what it says is
only ever compared with what the Lab shares today.
"""

import io
import uuid
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from journal.errors import DomainError
from journal.exchange import xml

# A project as it is sent, and all that is read of it once unpacked: some tools do not compress. A Lab that shared five
# thousand passages weighs half of it.
MOST_BYTES = 8_000_000
MOST_SOURCES = 50
# Ten times those of a Lab that shared five thousand passages: each line may begin any passage.
MOST_LINES = 100_000
MOST_CODES = 1_000
MOST_CODINGS = 20_000
MOST_MEMBERS = 1_000
MEMBER = b"PK\x01\x02"  # what begins the description of each member of an archive
# Three for each coding, and what surrounds them.
MOST_ELEMENTS = 100_000
NOT_A_PROJECT = "Ce fichier n’est pas un projet QDPX."
TOO_LARGE = "Ce projet est trop grand pour être lu ici. Gardez-y les passages du Lab seulement."
# What reading a broken, encrypted or unknown archive raises.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


class ProjectRefused(DomainError):
    status = 422
    title = "Projet refusé"


@dataclass(frozen=True, slots=True)
class Coding:
    """A range of a text, in Unicode code points, and its code."""

    start: int
    end: int
    code: str  # its guid, as the codebook writes it


@dataclass(frozen=True, slots=True)
class Source:
    text: str
    codings: tuple[Coding, ...]


@dataclass(frozen=True, slots=True)
class Project:
    codes: dict[str, str]  # names, by guid
    sources: tuple[Source, ...]


def read(data: bytes) -> Project:
    """What a project holds, as far as texts go; images, sounds and memos are not opened.

    Raises
    ------
    ProjectRefused
    """
    if data.count(MEMBER) > MOST_MEMBERS:  # before they are all read into memory
        raise ProjectRefused(TOO_LARGE)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _project(_Archive(archive))
    except BROKEN:
        raise ProjectRefused(NOT_A_PROJECT) from None


class _Archive:
    """The members of an archive, read up to a limit."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive, self.left = archive, MOST_BYTES
        # Some tools write « sources », and not « Sources ».
        self.names = {each.filename.casefold(): each for each in archive.infolist()}

    def read(self, name: str) -> bytes | None:
        """A member, if it is there; what an archive says of its sizes is not believed."""
        member = self.names.get(name.casefold())
        if member is None:
            return None
        with self.archive.open(member) as file:
            data = file.read(self.left + 1)
        self.left -= len(data)
        if self.left < 0:
            raise ProjectRefused(TOO_LARGE)
        return data


def _project(archive: _Archive) -> Project:
    described = next((name for name in archive.names if name.endswith(".qde") and "/" not in name), "")
    data = archive.read(described)
    root = xml.parse(data, most=MOST_ELEMENTS) if data is not None else None
    if root is None or xml.name(root) != "Project":
        raise ProjectRefused(NOT_A_PROJECT)
    texts = [each for each in root.iter() if xml.name(each) == "TextSource"]
    if len(texts) > MOST_SOURCES:
        raise ProjectRefused(TOO_LARGE)
    codes = {_guid(each.get("guid", "")): each.get("name", "") for each in root.iter() if xml.name(each) == "Code"}
    sources = tuple(source for each in texts if (source := _source(archive, each)) is not None)
    if sum(source.text.count("\n") + source.text.count("\r") for source in sources) > MOST_LINES:
        raise ProjectRefused(TOO_LARGE)
    if len(codes) > MOST_CODES or sum(len(source.codings) for source in sources) > MOST_CODINGS:
        raise ProjectRefused(TOO_LARGE)
    return Project(codes, sources)


def _source(archive: _Archive, element: Element) -> Source | None:
    text = _text(archive, element)
    if text is None:
        return None
    selections = (each for each in element if xml.name(each) == "PlainTextSelection")
    return Source(text, tuple(coding for each in selections for coding in _codings(each)))


def _text(archive: _Archive, element: Element) -> str | None:
    """The text itself, in the project or beside it; None for one stored elsewhere, which is not fetched."""
    inside = next((each.text for each in element if xml.name(each) == "PlainTextContent"), None)
    if inside is not None:
        return inside
    path = element.get("plainTextPath", "")
    data = archive.read(f"Sources/{path.removeprefix('internal://')}") if path.startswith("internal://") else None
    return data.decode("utf-8-sig") if data is not None else None


def _codings(selection: Element) -> Iterable[Coding]:
    start, end = selection.get("startPosition", ""), selection.get("endPosition", "")
    if not (_is_position(start) and _is_position(end)):
        return
    for reference in selection.iter():
        if xml.name(reference) == "CodeRef":
            yield Coding(int(start), int(end), _guid(reference.get("targetGUID", "")))


def _is_position(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _guid(text: str) -> str:
    """A guid in one form: tools write it in capitals, or between braces."""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return text
