"""What travels with an export: each column with its definition, for people and for programs."""

import csv
import io
import json
import re
import zipfile
from dataclasses import fields
from datetime import date
from typing import Any

import jsonschema_rs
import openpyxl
import pytest

from journal.exchange import dictionary, iramuteq, package, spreadsheet, tables
from journal.exchange.columns import Kind, Table, plain
from journal.exchange.experiments import MEASURES, STEPS, ExportedMeasure, ExportedStep
from journal.exchange.gathering import ExportedPassage, ExportedTheme
from tests.unit.journal.exchange.exports import make_export

TABLES: tuple[Table[Any], ...] = (*package.DESCRIBED, *spreadsheet.SHEETS, dictionary.DICTIONARY, dictionary.RULES)
TEXT = {"type": "string", "minLength": 1}
# The part of Data Package 2.0 and of Table Schema 2.0 that our files use, and nothing else.
FIELD = {
    "type": "object",
    "required": ["name", "type", "description"],
    "additionalProperties": False,
    "properties": {
        "name": TEXT,
        "description": TEXT,
        "type": {"enum": ["string", "integer", "number", "date", "yearmonth"]},
        "decimalChar": TEXT,
        "missingValues": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["value"],
                "additionalProperties": False,
                "properties": {"value": {"type": "string"}, "label": TEXT},
            },
        },
        "constraints": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "required": {"type": "boolean"},
                "enum": {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"type": "string"}},
            },
        },
    },
}
RESOURCE = {
    "type": "object",
    "required": ["name", "path"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "pattern": "^[-a-z0-9._/]+$"},
        "title": TEXT,
        "description": TEXT,
        "type": {"enum": ["table"]},
        "path": {"type": "string", "pattern": r"^[^./~][^:\\]*$"},
        "format": TEXT,
        "mediatype": {"type": "string", "pattern": "^(.+)/(.+)$"},
        "encoding": {"enum": ["utf-8"]},
        "dialect": {"type": "object", "properties": {"delimiter": TEXT}},
        "schema": {
            "type": "object",
            "required": ["fields"],
            "properties": {"fields": {"type": "array", "minItems": 1, "items": FIELD}},
        },
    },
}
PACKAGE = {
    "type": "object",
    "required": ["resources"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"const": "https://datapackage.org/profiles/2.0/datapackage.json"},
        "name": {"type": "string", "pattern": "^[-a-z0-9._/]+$"},
        "title": TEXT,
        "description": TEXT,
        "created": {"type": "string", "format": "date-time"},
        "resources": {"type": "array", "minItems": 1, "items": RESOURCE},
    },
}
READ = {
    "string": re.compile(r"(?s).*"),
    "integer": re.compile(r"-?\d+"),
    "number": re.compile(r"-?\d+(,\d+)?"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "yearmonth": re.compile(r"\d{4}-\d\d"),
}


@pytest.fixture
def files() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package.archive(make_export()))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.name))
def test_no_column_exists_without_saying_what_it_is(table: Table[Any]) -> None:
    assert table.columns
    assert table.meaning.endswith(".")
    for column in table.columns:
        assert re.fullmatch(r"(?s).{10,}\.", column.meaning), column.title
    for names in ([column.key for column in table.columns], table.titles):
        assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("table", "row"),
    [
        (tables.THEMES, ExportedTheme),
        (tables.PASSAGES, ExportedPassage),
        (STEPS, ExportedStep),
        (MEASURES, ExportedMeasure),
    ],
)
def test_nothing_leaves_in_json_that_the_dictionary_does_not_define(table: Table[Any], row: type) -> None:
    assert {field.name for field in fields(row)} == {column.key for column in table.columns}
    assert table in package.JSON_TABLES


def test_every_file_of_the_archive_has_its_definitions_and_every_definition_its_file(files: dict[str, bytes]) -> None:
    head, *told = rows(files["dictionnaire.csv"])
    defined: dict[str, list[str]] = {}
    for each in told:
        defined.setdefault(each[0], []).append(each[head.index("Colonne")])

    known = {table.title: table for table in (*package.DESCRIBED, dictionary.DICTIONARY)}
    assert defined.keys() == known.keys()
    for title, table in known.items():
        if table is not iramuteq.VARIABLES:
            assert rows(files[f"{table.name}.csv"])[0] == defined[title]
    described = {"LISEZ-MOI.txt", "datapackage.json", package.CORPUS, *(f"{t.name}.csv" for t in known.values())}
    assert set(files) == described - {f"{iramuteq.VARIABLES.name}.csv"}


def test_the_stars_of_the_corpus_are_the_variables_that_are_defined(files: dict[str, bytes]) -> None:
    lines = [line for line in files[package.CORPUS].decode().splitlines() if line.startswith("****")]

    assert lines
    for line in lines:
        stars = [star.rpartition("_")[0] + "_" for star in line.split()[1:]]
        assert list(dict.fromkeys(stars)) == iramuteq.VARIABLES.titles


def test_programs_are_told_the_same_by_a_data_package(files: dict[str, bytes]) -> None:
    described = json.loads(files["datapackage.json"])

    jsonschema_rs.validate(PACKAGE, described, validate_formats=True)
    paths = [resource["path"] for resource in described["resources"]]
    assert sorted(paths) == sorted(files.keys() - {"LISEZ-MOI.txt", "datapackage.json"})
    for resource in described["resources"]:
        if resource["format"] == "csv":
            named = [field["name"] for field in resource["schema"]["fields"]]
            assert rows(files[resource["path"]])[0] == named


def test_each_cell_is_what_its_definition_allows(files: dict[str, bytes]) -> None:
    for resource in json.loads(files["datapackage.json"])["resources"]:
        if resource["format"] != "csv":
            continue
        for row in rows(files[resource["path"]])[1:]:
            for field, cell in zip(resource["schema"]["fields"], row, strict=True):
                allowed(field, cell)


def allowed(field: dict[str, Any], cell: str) -> None:
    if cell in [each["value"] for each in field["missingValues"]]:
        return
    assert cell or not field["constraints"].get("required"), field["name"]
    assert READ[field["type"]].fullmatch(cell), (field["name"], cell)
    assert cell in field["constraints"].get("enum", [cell]), (field["name"], cell)


def test_the_workbook_carries_its_dictionary_and_its_rules() -> None:
    book = openpyxl.load_workbook(io.BytesIO(spreadsheet.workbook(make_export())))

    head, *told = book["Dictionnaire"].iter_rows(values_only=True)
    assert list(head) == dictionary.DICTIONARY.titles
    defined = {(row[0], row[1]) for row in told}
    for table in (tables.THEMES, tables.PASSAGES):
        assert {(table.title, cell.value) for cell in book[table.title][1]} <= defined
    assert ("Mois par mois", "Un mois par colonne") in defined
    assert [sheet.title for sheet in book][-2:] == ["Dictionnaire", "Règles"]


def test_the_rules_say_the_floor_the_masking_and_the_day(files: dict[str, bytes]) -> None:
    told = files["LISEZ-MOI.txt"].decode("utf-8-sig")

    assert "moins de 5\u00a0personnes" not in told, "the floor is a number in a sentence, not a figure"
    for part in (
        "moins de 5 personnes",
        "versions 7 et 8",
        "1er\u00a0décembre\u00a02026",
        "30\u00a0novembre\u00a02026",
    ):
        assert part in told
    assert "{" not in told


def test_the_floor_of_the_lab_is_the_one_that_is_told() -> None:
    (entry, *_) = dictionary.entries((tables.COUNTS,), floor=11)

    cells = [dictionary.DICTIONARY.cells([each]) for each in dictionary.entries((tables.COUNTS,), floor=11)]
    assert entry.floor == 11
    assert "moins de 11" in str(cells)
    assert "{floor}" not in str(cells)


@pytest.mark.parametrize(
    ("cell", "written"),
    [(1234567.0, "1234567"), (12.5, "12,5"), (0.25, "0,25"), (100.0, "100"), (date(2026, 3, 1), "2026-03-01"), (7, 7)],
)
def test_a_number_is_written_as_french_spreadsheets_read_it(cell: float | date, written: object) -> None:
    assert plain(cell) == written


def test_every_kind_of_column_has_a_name_in_french() -> None:
    assert all(kind.label for kind in Kind)
