"""REFI-QDA 1.5, the exchange format of qualitative analysis programs: codebook (.qdc), project (.qdpx).

See https://www.qdasoftware.org: positions count Unicode code points from 0, the end excluded.
"""

import io
import uuid
import zipfile
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from journal.exchange import baseline, dictionary
from journal.exchange.gathering import Export, ExportedTheme

CODEBOOK = "urn:QDA-XML:codebook:1.0"
PROJECT = "urn:QDA-XML:project:1.0"
ORIGIN = "Récit collectif"
BETWEEN = "\n\n"
# What stands before each part of a description, for eyes and for the way back.
INCLUDES, EXCLUDES = "Y entre\u00a0: ", "N’y entre pas\u00a0: "
# Names of things that exist once in each project.
MACHINE = uuid.uuid5(uuid.NAMESPACE_URL, "recit-collectif/user")


def codebook(export: Export) -> bytes:
    book = Element("CodeBook", {"xmlns": CODEBOOK, "origin": ORIGIN})
    _add_codes(book, export)
    return _xml(book)


def project(export: Export, *, now: datetime) -> bytes:
    """A text with every passage, selected and coded with its themes; and one that records this coding."""
    source = uuid.uuid5(MACHINE, export.lab)
    moment = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    root = Element(
        "Project", {"xmlns": PROJECT, "name": export.lab, "origin": ORIGIN, "creatingUserGUID": str(MACHINE)}
    )
    SubElement(SubElement(root, "Users"), "User", {"guid": str(MACHINE), "name": ORIGIN})
    if export.themes:  # the schema knows no empty codebook
        _add_codes(SubElement(root, "CodeBook"), export)
    sources = SubElement(root, "Sources")
    text = _add_text(sources, source, "Passages masqués", moment)
    SubElement(text, "Description").text = dictionary.sentences(export)
    _add_selections(text, export, moment)
    first = uuid.uuid5(source, "baseline")
    _add_text(sources, first, "Codage d’origine, à laisser tel quel", moment)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", _xml(root))
        archive.writestr(f"Sources/{source}.txt", BETWEEN.join(p.text for p in export.passages).encode())
        archive.writestr(f"Sources/{first}.txt", baseline.written(export).encode())
    return file.getvalue()


def _add_text(parent: Element, key: uuid.UUID, name: str, moment: str) -> Element:
    made = {"plainTextPath": f"internal://{key}.txt", "creatingUser": str(MACHINE), "creationDateTime": moment}
    return SubElement(parent, "TextSource", {"guid": str(key), "name": name, **made})


def _add_codes(parent: Element, export: Export) -> None:
    codes = SubElement(parent, "Codes")
    for theme in export.themes:
        code = SubElement(
            codes,
            "Code",
            {"guid": str(theme.key), "name": theme.label, "isCodable": "true", "color": theme.color},
        )
        description = _description(theme)
        if description:
            SubElement(code, "Description").text = description


def _description(theme: ExportedTheme) -> str:
    parts = (("", theme.definition), (INCLUDES, theme.includes), (EXCLUDES, theme.excludes))
    return "\n".join(f"{start}{words}" for start, words in parts if words)


def _add_selections(parent: Element, export: Export, moment: str) -> None:
    at = 0
    for passage in export.passages:
        made = {"creatingUser": str(MACHINE), "creationDateTime": moment}
        selection = SubElement(
            parent,
            "PlainTextSelection",
            {
                "guid": str(passage.key),
                "name": passage.month,
                "startPosition": str(at),
                "endPosition": str(at + len(passage.text)),
                **made,
            },
        )
        for theme in passage.themes:
            coding = SubElement(selection, "Coding", {"guid": str(uuid.uuid5(passage.key, str(theme))), **made})
            SubElement(coding, "CodeRef", {"targetGUID": str(theme)})
        at += len(passage.text) + len(BETWEEN)


def _xml(root: Element) -> bytes:
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))
