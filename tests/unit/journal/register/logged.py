"""Every action that the code logs, read from the code itself: its name, or the pattern of a name made of parts."""

import ast
import importlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from journal.accounts.readings import Reading
from journal.config import ROOT

# What dates the log hands on the action it is given, or a kind of reading; the demonstration logs what pages log.
LEFT_OUT = {ROOT / "journal" / "accounts" / "log.py"}
FILES = [f for f in sorted((ROOT / "journal").rglob("*.py")) if f not in LEFT_OUT and "demo" not in f.parts]
TREES = {file: ast.parse(file.read_text("utf-8")) for file in FILES}


def patterns() -> set[str]:
    """A regular expression for each action logged."""
    found = (_said(call.args[1], function, file) for file in FILES for function, call in _calls(file, "record"))
    return set().union({reading.value for reading in Reading}, *found)


def _calls(file: Path, name: str) -> Iterator[tuple[ast.FunctionDef, ast.Call]]:
    for function in ast.walk(TREES[file]):
        for node in ast.walk(function) if isinstance(function, ast.FunctionDef) else ():
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == name:
                yield function, node


def _said(value: ast.expr, function: ast.FunctionDef, file: Path) -> set[str]:
    """What an expression may be, read where it is written, whoever handed it on."""
    match value:
        case ast.Constant(str(text)):
            return {text}
        case ast.JoinedStr(parts):
            return {"".join(str(part.value) if isinstance(part, ast.Constant) else r"\w+" for part in parts)}
        case ast.IfExp():
            return _all((value.body, value.orelse), function, file)
        case ast.Subscript(table):
            return set(_in_module(file, table).values())
        case ast.Name(name) if name in _parameters(function):
            return _handed(name, function, file)
        case ast.Name(name) if assigned := _assigned(name, function):
            return _all(assigned, function, file)
    return {_in_module(file, value)}


def _all(values: Iterable[ast.expr], function: ast.FunctionDef, file: Path) -> set[str]:
    return set().union(*(_said(each, function, file) for each in values))


def _parameters(function: ast.FunctionDef) -> list[str]:
    return [argument.arg for argument in function.args.args]


def _handed(name: str, function: ast.FunctionDef, file: Path) -> set[str]:
    """What those who call the function hand on; else, a part of the address, what it is compared with."""
    place = _parameters(function).index(name)
    near = [each for each in FILES if each.parent == file.parent or _imports(each, function.name, file)]
    calls = [(each, *found) for each in near for found in _calls(each, function.name)]
    if calls:
        return set().union(*(_said(call.args[place], by, each) for each, by, call in calls))
    compared = [node for node in ast.walk(function) if isinstance(node, ast.Compare) and ast.unparse(node.left) == name]
    return {each.value for node in compared for each in node.comparators if isinstance(each, ast.Constant)}


def _imports(file: Path, name: str, source: Path) -> bool:
    found = [node for node in TREES[file].body if isinstance(node, ast.ImportFrom) and node.module == _dotted(source)]
    return any(alias.name == name for node in found for alias in node.names)


def _dotted(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts)


def _assigned(name: str, function: ast.FunctionDef) -> list[ast.expr]:
    return [n.value for n in ast.walk(function) if isinstance(n, ast.Assign) and ast.unparse(n.targets[0]) == name]


def _in_module(file: Path, value: ast.expr) -> Any:
    """The value of a constant, where its module knows it."""
    found: Any = importlib.import_module(_dotted(file))
    for part in ast.unparse(value).split("."):
        found = getattr(found, part)
    return found
