"""Templates: all compile, all are used, none opens the door to someone else's HTML."""

import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

from journal.config import ROOT

FOLDER = ROOT / "templates"
TEMPLATES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file())
PAGES = [name for name in TEMPLATES if name.endswith(".html")]


def source(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


@pytest.mark.any_database
def test_every_template_compiles(app: Flask) -> None:
    assert [app.jinja_env.get_template(name).name for name in TEMPLATES] == TEMPLATES


def test_names_end_in_html_where_values_are_escaped_or_in_txt_for_mail() -> None:
    others = [name for name in TEMPLATES if not name.endswith(".html")]

    assert [name for name in others if not (name.endswith(".txt") and "mail" in name)] == []


@pytest.mark.parametrize("name", PAGES)
def test_no_value_escapes_its_escaping(name: str) -> None:
    assert not re.search(r"\|\s*safe\b|Markup|autoescape", source(name))


@pytest.mark.parametrize("name", PAGES)
def test_no_value_stands_in_an_attribute_without_quotes(name: str) -> None:
    # Escaped, a value may still hold a space: unquoted, what follows it would be another attribute.
    assert not re.search(r"<[a-zA-Z][^<>]*\s[\w-]+=\s*{[{%]", source(name))


@pytest.mark.parametrize("name", [name for name in PAGES if "mail" not in name])
def test_no_inline_style_nor_script(name: str) -> None:
    found = re.findall(r"\sstyle=|<style|<script(?![^>]*\bsrc=)(?![^>]*application/json)|\son[a-z]+=", source(name))

    assert found == []


def test_every_template_is_used(app: Flask) -> None:
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "journal").rglob("*.py"))
    used = {name for name in TEMPLATES if f'"{name}"' in code}
    queue = list(used)
    while queue:
        tree = app.jinja_env.parse(source(queue.pop()))
        kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
        for node in tree.find_all(kinds):
            template = node.template  # type: ignore[attr-defined]
            if isinstance(template, nodes.Const) and template.value not in used:
                used.add(template.value)
                queue.append(template.value)

    assert [name for name in TEMPLATES if name not in used] == []


def test_every_macro_is_called() -> None:
    everything = "\n".join(source(name) for name in TEMPLATES)
    macros = re.findall(r"{%-?\s*macro\s+(\w+)", everything)

    unused = [name for name in macros if len(re.findall(rf"\b{name}\b(?=\()", everything)) < 2]

    assert unused == []


def test_every_macro_imported_is_called(app: Flask) -> None:
    imported = []
    for name in TEMPLATES:
        tree = app.jinja_env.parse(source(name))
        called = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
        imported += [(name, each, each in called) for node in tree.find_all(nodes.FromImport) for each in node.names]

    assert imported
    assert [each for each in imported if not each[-1]] == []


def test_only_the_base_says_that_what_was_sent_is_refused() -> None:
    assert [name for name in PAGES if "Erreur\u00a0:" in source(name)] == ["base.html"]


@pytest.mark.parametrize("name", [name for name in PAGES if "{% extends" in source(name)])
def test_a_page_leaves_its_h1_to_the_base_or_takes_its_place(name: str) -> None:
    assert "<h1" not in source(name) or "{% block heading %}" in source(name)


def test_code_never_marks_text_as_safe_html() -> None:
    for path in (ROOT / "journal").rglob("*.py"):
        assert "render_template_string" not in path.read_text("utf-8"), path


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_static_file_named_exists(name: str) -> None:
    named = re.findall(r"asset\(['\"]([^'\"]+)", source(name))

    assert [file for file in named if not (Path(ROOT) / "journal" / "static" / file).exists()] == []
