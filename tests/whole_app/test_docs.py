"""What the documents say exists, and what exists is in the documents."""

import re
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest
from flask import Flask

from journal.config import PREFIX, ROOT, Settings

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
DEPLOYMENT = (ROOT / "docs" / "deployment.md").read_text("utf-8")


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_a_setting_is_documented(name: str) -> None:
    assert f"`{PREFIX}{name.upper()}`" in DEPLOYMENT


def test_every_setting_documented_exists() -> None:
    known = {f"{PREFIX}{field.name.upper()}" for field in fields(Settings)}

    for document in DOCUMENTS:
        named = set(re.findall(rf"\b{PREFIX}[A-Z_]+\b", document.read_text("utf-8")))
        assert named <= known, document.name


def test_every_command_is_documented(app: Flask) -> None:
    assert [name for name in app.cli.commands if f"`recit {name}`" not in DEPLOYMENT] == []


def test_every_command_documented_exists(app: Flask) -> None:
    for document in DOCUMENTS:
        named = set(re.findall(r"`recit ([a-z]+)", document.read_text("utf-8")))
        assert named <= app.cli.commands.keys(), document.name


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", document.read_text("utf-8"))
    local = [target for target in targets if "://" not in target and not target.startswith("mailto:")]

    assert [target for target in local if not (document.parent / target).exists()] == []


def test_every_make_target_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))

    for document in DOCUMENTS:
        named = set(re.findall(r"\bmake ([a-z-]+)(?=[`\s\"])", document.read_text("utf-8")))
        assert {name for name in named if f"`make {name}" in document.read_text("utf-8")} <= targets, document.name


def test_whatever_listens_to_the_database_is_in_the_architecture() -> None:
    """Nothing calls these functions: only the document says what follows when something is written."""
    architecture = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    found = set()
    for file in sorted((ROOT / "journal").rglob("*.py")):
        named = re.findall(r'"before_flush"(?:, (\w+)\)|\)\ndef (\w+))', file.read_text("utf-8"))
        found |= {(str(file.relative_to(ROOT)), first or second) for first, second in named}

    assert len(found) == 4
    assert [each for each in sorted(found) if f"`{each[1]}`, `{each[0]}`" not in architecture] == []


def test_every_table_and_enumeration_of_the_glossary_is_one_name() -> None:
    rows = [line for line in (ROOT / "docs" / "glossaire.md").read_text("utf-8").splitlines() if line.startswith("| ")]
    names = [row.split("|")[1].strip() for row in rows]

    assert len(names) == len(set(names))


def test_no_committed_file_names_a_registry_or_a_folder_of_one_machine() -> None:
    done = subprocess.run(
        [
            "git",
            "grep",
            "-lE",
            r"(--|^)(extra-)?index-url|/simple/?$|files\.pythonhosted|[ \"'(]/(home|root|work|tmp)/",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    found = [name for name in done.stdout.split() if name not in {"Makefile", "tests/whole_app/test_docs.py"}]

    assert found == []
