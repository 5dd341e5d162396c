"""A file is read in one sitting, and a function at a glance: CONTRIBUTING.md says how long each may be."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from journal.config import ROOT

LONGEST_FILE, LONGEST_FUNCTION = 300, 50
# What the analysis of themes still does in one piece.
LONGER = {
    "nlp/themes/continuity.py:continue_themes",
    "nlp/themes/keyphrases.py:keywords",
    "nlp/themes/pipeline.py:find_themes",
}


def files(*folders: str) -> Iterator[Path]:
    return (file for folder in folders for file in sorted((ROOT / folder).rglob("*.py")))


@pytest.mark.parametrize("folder", ["journal", "nlp", "benchmarks", "tests"])
def test_no_file_is_longer_than_one_sitting(folder: str) -> None:
    long = {str(file.relative_to(ROOT)): len(file.read_text("utf-8").splitlines()) for file in files(folder)}

    assert {name: lines for name, lines in long.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_glance() -> None:
    found = {
        f"{file.relative_to(ROOT)}:{each.name}"
        for file in files("journal", "nlp")
        for each in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(each, ast.FunctionDef) and (each.end_lineno or 0) - each.lineno >= LONGEST_FUNCTION
    }

    assert found == LONGER
