"""Everything as one archive: CSV files with the meaning of their columns, for people and programs (Data Package 2.0).

See https://datapackage.org/standard/data-package/.
"""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from journal.exchange import dictionary, iramuteq
from journal.exchange.columns import Column, Kind, Table
from journal.exchange.dictionary import DICTIONARY, AnyTable
from journal.exchange.experiments import MEASURES, STEPS
from journal.exchange.gathering import Export
from journal.exchange.tables import COUNTS, PASSAGES, THEMES, counts, labelled
from journal.web.typography import spaced

PROFILES = "https://datapackage.org/profiles/2.0"
DESCRIBED = (THEMES, COUNTS, PASSAGES, STEPS, MEASURES, iramuteq.VARIABLES)
CORPUS = f"{iramuteq.VARIABLES.name}.txt"


def archive(export: Export) -> bytes:
    """Return the ZIP file: no table without its definitions, no definition without its table."""
    tables = _tables(export)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("LISEZ-MOI.txt", dictionary.sentences(export).replace("\n", "\r\n").encode("utf-8-sig"))
        made.writestr("datapackage.json", _json(descriptor(export)))
        for table, rows in tables:
            made.writestr(f"{table.name}.csv", table.csv(rows))
        made.writestr(CORPUS, iramuteq.corpus(export))
    return file.getvalue()


def definitions(floor: int) -> bytes:
    """The dictionary alone, as in the archive, for a file exported without one."""
    return DICTIONARY.csv(dictionary.entries((*DESCRIBED, DICTIONARY), floor=floor))


def _tables(export: Export) -> list[tuple[AnyTable, Sequence[Any]]]:
    return [
        (THEMES, export.themes),
        (COUNTS, counts(export)),
        (PASSAGES, labelled(export)),
        (STEPS, export.experiments),
        (MEASURES, export.measures),
        (DICTIONARY, dictionary.entries((*DESCRIBED, DICTIONARY), floor=export.floor)),
    ]


def descriptor(export: Export) -> dict[str, Any]:
    """The content of ``datapackage.json``: the same words as the dictionary, for programs."""
    return {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": "recit-collectif",
        "title": export.lab,
        "description": dictionary.sentences(export),
        **({"created": f"{export.made_on.isoformat()}T00:00:00Z"} if export.made_on else {}),
        "resources": [
            *(_resource(table, export.floor) for table, _ in _tables(export)),
            {
                "name": iramuteq.VARIABLES.name,
                "title": iramuteq.VARIABLES.title,
                "description": spaced(iramuteq.VARIABLES.meaning),
                "path": CORPUS,
                "format": "txt",
                "mediatype": "text/plain",
                "encoding": "utf-8",
            },
        ],
    }


def _resource(table: AnyTable, floor: int) -> dict[str, Any]:
    return {
        "name": table.name,
        "title": table.title,
        "description": spaced(table.meaning),
        "type": "table",
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"$schema": f"{PROFILES}/tabledialect.json", "delimiter": ";"},
        "schema": {
            "$schema": f"{PROFILES}/tableschema.json",
            "fields": [_field(column, floor) for column in table.columns],
        },
    }


def _field(column: Column[Any], floor: int) -> dict[str, Any]:
    """A column as Table Schema describes it, under its name in the file."""
    described = " ".join(part for part in (column.meaning, column.rule) if part)
    missing = [[part.format(floor=floor) for part in pair] for pair in column.missing]
    return {
        "name": column.title,
        "description": spaced(described.format(floor=floor)),
        "type": column.kind.value,
        "missingValues": [{"value": value, "label": spaced(meaning)} for value, meaning in missing],
        **({"decimalChar": ","} if column.kind is Kind.DECIMAL else {}),
        "constraints": {
            **({} if column.missing else {"required": True}),
            **({"enum": list(column.allowed)} if column.allowed else {}),
        },
    }


def as_json(export: Export) -> bytes:
    """The same content for programs, by key, with its rules and its dictionary."""
    known = dictionary.as_records(JSON_TABLES, floor=export.floor)
    told = [asdict(rule) for rule in dictionary.rules(export)]
    return _json({**asdict(export), "rules": told, "dictionary": known})


# The lists of ``Export`` that a JSON file holds.
JSON_TABLES: tuple[Table[Any], ...] = (THEMES, PASSAGES, STEPS, MEASURES)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str).encode()
