"""A file is read in one sitting, a function at a glance, a call without a list: CONTRIBUTING.md says their sizes."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from journal.config import ROOT

LONGEST_FILE, LONGEST_FUNCTION, MOST_PARAMETERS = 300, 45, 7


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


def parameters_of(function: ast.FunctionDef) -> int:
    taken = function.args
    names = [each.arg for each in (*taken.posonlyargs, *taken.args, *taken.kwonlyargs)]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for file in files("journal", "nlp"):
        for each in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(each, ast.FunctionDef):
                yield f"{file.relative_to(ROOT)}:{each.name}", each


def test_no_function_is_longer_than_a_glance() -> None:
    assert [(name, lines_of(each)) for name, each in functions() if lines_of(each) > LONGEST_FUNCTION] == []


def test_what_travels_together_is_passed_as_one_value() -> None:
    assert [(name, parameters_of(each)) for name, each in functions() if parameters_of(each) > MOST_PARAMETERS] == []
