"""A file is read in one sitting, and a function at a glance: CONTRIBUTING.md says how long each may be."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from journal.config import ROOT

LONGEST_FILE, LONGEST_FUNCTION = 300, 45


def files(*folders: str) -> Iterator[Path]:
    return (file for folder in folders for file in sorted((ROOT / folder).rglob("*.py")))


@pytest.mark.parametrize("folder", ["journal", "nlp", "benchmarks", "tests"])
def test_no_file_is_longer_than_one_sitting(folder: str) -> None:
    long = {str(file.relative_to(ROOT)): len(file.read_text("utf-8").splitlines()) for file in files(folder)}

    assert {name: lines for name, lines in long.items() if lines > LONGEST_FILE} == {}


def lines_of(function: ast.FunctionDef) -> int:
    """Lines to read to know what it does: what it promises, its docstring, is not counted."""
    lines = (function.end_lineno or 0) - function.lineno + 1
    match function.body[0]:
        case ast.Expr(value=ast.Constant(value=str())) as docstring:
            lines -= (docstring.end_lineno or 0) - docstring.lineno + 1
    return lines


def test_no_function_is_longer_than_a_glance() -> None:
    found = {
        f"{file.relative_to(ROOT)}:{each.name}": lines_of(each)
        for file in files("journal", "nlp")
        for each in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(each, ast.FunctionDef)
    }

    assert {name: lines for name, lines in found.items() if lines > LONGEST_FUNCTION} == {}
