"""Files of REFI-QDA 1.5: what the standard allows, in its order, and read again as it was written."""

import io
import re
import uuid
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from journal.exchange import codebooks, refi
from journal.exchange.codebooks import CodebookRefused
from journal.text import clean_text
from tests.factories import NOW
from tests.unit.journal.exchange.exports import make_export, make_theme

MANY = 10**9
GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
MADE = {"creatingUser": GUID, "creationDateTime": MOMENT}
ANY = re.compile(r"(?s).*")
# The part of the standard's schemas that our files use: children in their order with how many, then attributes,
# required ones first. An element of the same name differs from one to the other in the codebook only.
CHILDREN: dict[str, list[tuple[str, int, int]]] = {
    "Project": [("Users", 0, 1), ("CodeBook", 0, 1), ("Sources", 0, 1)],
    "Users": [("User", 1, MANY)],
    "User": [],
    "CodeBook": [("Codes", 1, 1), ("Sets", 0, 1)],
    "Sets": [("Set", 1, MANY)],
    "Codes": [("Code", 1, MANY)],
    "Code": [("Description", 0, 1), ("Code", 0, MANY)],
    "Description": [],
    "Sources": [("TextSource", 1, MANY)],
    "TextSource": [("Description", 0, 1), ("PlainTextContent", 0, 1), ("PlainTextSelection", 0, MANY)],
    "PlainTextSelection": [("Description", 0, 1), ("Coding", 0, MANY)],
    "Coding": [("CodeRef", 1, 1)],
    "CodeRef": [],
}
REQUIRED: dict[str, dict[str, re.Pattern[str]]] = {
    "Project": {"name": ANY},
    "User": {"guid": GUID},
    "Code": {"guid": GUID, "name": ANY, "isCodable": re.compile("true|false")},
    "TextSource": {"guid": GUID},
    "PlainTextSelection": {"guid": GUID, "startPosition": re.compile(r"\d+"), "endPosition": re.compile(r"\d+")},
    "Coding": {"guid": GUID},
    "CodeRef": {"targetGUID": GUID},
}
ALLOWED: dict[str, dict[str, re.Pattern[str]]] = {
    "Project": {"origin": ANY, "creatingUserGUID": GUID},
    "User": {"name": ANY},
    "CodeBook": {"origin": ANY},
    "Code": {"color": re.compile("#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})")},
    "TextSource": {"name": ANY, "plainTextPath": re.compile("internal://.+"), **MADE},
    "PlainTextSelection": {"name": ANY, **MADE},
    "Coding": MADE,
}


def check(element: Element, namespace: str) -> None:
    """Assert that an element and all it holds are as the standard says."""
    space, _, name = element.tag[1:].partition("}")
    assert space == namespace
    required, allowed = REQUIRED.get(name, {}), ALLOWED.get(name, {})
    assert required.keys() <= element.attrib.keys() <= required.keys() | allowed.keys(), name
    for attribute, value in element.attrib.items():
        assert (required | allowed)[attribute].fullmatch(value), f"{name} {attribute}={value!r}"
    names = [child.tag.partition("}")[2] for child in element]
    order = [child for child, _, _ in CHILDREN[name]]
    assert names == sorted(names, key=order.index), name
    for child, least, most in CHILDREN[name]:
        assert least <= names.count(child) <= most, f"{child} in {name}"
    for child in element:
        check(child, namespace)


def project_of(data: bytes) -> Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return fromstring(archive.read("project.qde"))  # noqa: S314  # made by us


def test_a_codebook_is_what_the_standard_says() -> None:
    check(fromstring(refi.codebook(make_export())), refi.CODEBOOK)  # noqa: S314


def test_a_project_is_what_the_standard_says() -> None:
    check(project_of(refi.project(make_export(), now=NOW)), refi.PROJECT)


def test_a_project_is_valid_by_the_schema_of_the_standard() -> None:
    """The file that its authors publish (MIT), and not our reading of it."""
    schema = etree.XMLSchema(etree.parse(Path(__file__).parent / "refi_qda_project.xsd"))

    for export in (make_export(), replace(make_export(), themes=(), passages=())):
        with zipfile.ZipFile(io.BytesIO(refi.project(export, now=NOW))) as archive:
            schema.assertValid(etree.fromstring(archive.read("project.qde")))  # made by us
    wrong = etree.fromstring(
        f'<Project xmlns="{refi.PROJECT}" name="a"><CodeBook><Codes/></CodeBook></Project>'.encode()
    )
    assert not schema.validate(wrong)


def test_a_project_carries_the_rules_its_passages_obey() -> None:
    source, _ = project_of(refi.project(make_export(), now=NOW)).iter(f"{{{refi.PROJECT}}}TextSource")

    assert "versions 7 et 8" in (source.findtext(f"{{{refi.PROJECT}}}Description") or "")


def test_so_is_a_project_without_any_theme() -> None:
    empty = replace(make_export(), themes=(), passages=())

    check(project_of(refi.project(empty, now=NOW)), refi.PROJECT)


@pytest.mark.parametrize("wrong", ["<Sets/>", "<Codes/>", '<Codes><Code guid="1" name="a" isCodable="true"/></Codes>'])
def test_the_check_sees_what_the_standard_forbids(wrong: str) -> None:
    with pytest.raises(AssertionError):
        check(fromstring(f'<CodeBook xmlns="{refi.CODEBOOK}">{wrong}</CodeBook>'), refi.CODEBOOK)  # noqa: S314


LINE = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=20)
FIELD = st.lists(LINE.map(str.strip), max_size=3).map("\n".join).map(clean_text).map(lambda text: text or "")


@given(definition=FIELD, includes=FIELD, excludes=FIELD)
def test_a_codebook_comes_back_as_it_left(definition: str, includes: str, excludes: str) -> None:
    theme = make_theme(definition=definition, includes=includes, excludes=excludes)

    (code,) = codebooks.read(refi.codebook(replace(make_export(), themes=(theme,), passages=())))

    assert (code.key, code.label) == (theme.key, theme.label)
    assert code.fields == ((definition, includes, excludes) if definition or includes or excludes else None)


def test_codes_inside_codes_and_identifiers_in_braces_are_read() -> None:
    book = (
        f'<CodeBook xmlns="{refi.CODEBOOK}"><Codes><Code guid="{{{uuid.UUID(int=1)}}}" name="Un" isCodable="true">'
        '<Description>Ceci</Description><Code guid="rien" name="Deux" isCodable="true"/></Code></Codes></CodeBook>'
    )

    first, second = codebooks.read(book.encode())

    assert (first.key, first.label, first.fields) == (uuid.UUID(int=1), "Un", ("Ceci", "", ""))
    assert (second.key, second.label, second.fields) == (None, "Deux", None)


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><CodeBook>&b;</CodeBook>'


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"<Project/>", BOMB, b"<CodeBook>", b'<?xml version="1.0" encoding="x"?><CodeBook/>']
)
def test_what_is_no_codebook_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(CodebookRefused, match="pas une grille"):
        codebooks.read(data)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_never_a_crash(data: bytes) -> None:
    try:
        codebooks.read(data)
    except CodebookRefused:
        return
