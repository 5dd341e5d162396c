"""What the documents say exists, and what exists is in the documents."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest
from flask import Flask

from journal.config import PREFIX, ROOT, Settings

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
# The changelog also tells what is no more.
OF_TODAY = [document for document in DOCUMENTS if document.name != "CHANGELOG.md"]
# Written for engineers, and quoting few French words: the others are in French, or full of what people wrote.
IN_ENGLISH = [
    *(ROOT / f"{name}.md" for name in ("CHANGELOG", "CONTRIBUTING", "README")),
    *(
        ROOT / "docs" / f"{name}.md"
        for name in ("api", "architecture", "deployment", "grande-echelle", "migrations", "modules", "settings")
    ),
    *sorted((ROOT / "docs").glob("benchmarks*.md")),
    *sorted((ROOT / "docs" / "decisions").glob("*.md")),
]
SETTINGS = (ROOT / "docs" / "settings.md").read_text("utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
MODULES = (ROOT / "docs" / "modules.md").read_text("utf-8")
FRENCH = re.compile(
    r"\b(?:le|la|les|des|du|une|et|est|sont|qui|que|dans|pour|avec|leur|ne|pas|au|aux)\b", re.IGNORECASE
)
QUOTED = re.compile(r"«[^»]*»|`[^`]*`|\*[^*\n]+\*|\]\([^)]*\)")


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_a_setting_is_documented(name: str) -> None:
    assert f"`{PREFIX}{name.upper()}`" in SETTINGS


def test_every_setting_documented_exists() -> None:
    known = {f"{PREFIX}{field.name.upper()}" for field in fields(Settings)}

    named = {
        name for document in DOCUMENTS for name in re.findall(rf"\b{PREFIX}[A-Z_]+\b", document.read_text("utf-8"))
    }

    assert named == known


def test_every_command_is_documented(app: Flask) -> None:
    assert [name for name in app.cli.commands if f"`recit {name}`" not in SETTINGS] == []


def test_every_command_documented_exists_with_its_options(app: Flask) -> None:
    written = [(each.name, words) for each in OF_TODAY for words in commands_in(each.read_text("utf-8"))]
    assert written

    for document, words in written:
        command, options = resolved(app.cli, words)
        assert command is not None, (document, words)
        known = {option for each in command.params for option in (*each.opts, "--help")}
        assert {option.split("=")[0] for option in options} <= known, (document, words)


def commands_in(text: str) -> Iterator[list[str]]:
    """Every command of the application that a document writes, as words."""
    text = text.replace("\\\n", " ").replace(".venv/bin/python -m journal ", "recit ")
    for line in re.findall(r"(?:^|`|&& )recit ([a-z][^`\n#]*)", text, re.MULTILINE):
        yield line.split()


def resolved(group: click.Group, words: list[str]) -> tuple[click.Command | None, list[str]]:
    """The command that these words name, and the options they give it."""
    command: click.Command | None = group.commands.get(words[0])
    rest = words[1:]
    if isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        command, rest = command.commands.get(rest[0]), rest[1:]
    return command, [word for word in rest if word.startswith("--")]


def test_every_file_named_exists() -> None:
    folders = "benchmarks|docs|journal|migrations|nlp|requirements|templates|tests"
    written = re.compile(rf"`((?:{folders})/[\w./-]+)`")
    named = [(each.name, name) for each in OF_TODAY for name in written.findall(each.read_text("utf-8"))]

    assert named
    assert [each for each in named if not (ROOT / each[1]).exists()] == []


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(r"^\d+\. \[.*\]\((.*)\)$", (folder / "README.md").read_text("utf-8"), re.MULTILINE)

    assert listed == sorted(page.name for page in folder.glob("0*.md"))


def test_the_layers_drawn_are_those_that_are_enforced() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    enforced = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    lines = ARCHITECTURE.split("```")[1].strip().splitlines()

    assert [set(re.split(r"  +", line)[0].split(" · ")) for line in lines] == [
        set(layer.split(" : ")) for layer in enforced
    ]


@pytest.mark.parametrize(
    ("folder", "elsewhere"),
    [
        ("journal/entries", {"models", "rules"}),
        ("journal/themes", {"models"}),
        ("journal/narrative", {"models", "rules"}),
        ("nlp", {"types", "language", "french", "counts", "parallel", "spans"}),
    ],  # named above the tables
)
def test_every_module_is_once_on_the_map_of_its_package(folder: str, elsewhere: set[str]) -> None:
    chapter = MODULES.split(f"## A map of `{folder}/`")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in chapter.splitlines() if line.startswith("| `")]
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    modules = [file.stem for file in (ROOT / folder).rglob("*.py") if file.stem not in elsewhere | {"__init__"}]

    assert sorted(named) == sorted(modules)


@pytest.mark.parametrize("document", IN_ENGLISH, ids=lambda path: str(path.relative_to(ROOT)))
def test_documents_for_engineers_are_in_english(document: Path) -> None:
    """French stands there between « » or as a term in italics; three French words in a line are a French line."""
    lines = QUOTED.sub("", document.read_text("utf-8")).splitlines()

    assert [line for line in lines if len(FRENCH.findall(line)) >= 3] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", document.read_text("utf-8"))
    local = [target for target in targets if "://" not in target and not target.startswith("mailto:")]

    assert [target for target in local if not (document.parent / target).exists()] == []


def headings(document: Path) -> set[str]:
    """The anchors that a reader's browser finds in a document: its headings, as code hosts spell them."""
    text = re.sub(r"^```.*?^```", "", document.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.strip().lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_to_a_heading_finds_it(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]*)#([^)]+)\)", document.read_text("utf-8"))

    lost = [each for each in targets if each[1] not in headings(document.parent / each[0] if each[0] else document)]

    assert lost == []


def test_every_make_target_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))

    written = re.compile(r"`make ([a-z-]+)(?=[`\s\"])")
    named = {name for document in DOCUMENTS for name in written.findall(document.read_text("utf-8"))}

    assert named
    assert named <= targets


def test_whatever_listens_to_the_database_is_in_the_architecture() -> None:
    """Nothing calls these functions: only the document says what follows when something is written."""
    found = set()
    for file in sorted((ROOT / "journal").rglob("*.py")):
        named = re.findall(r'"before_flush"(?:, (\w+)\)|\)\ndef (\w+))', file.read_text("utf-8"))
        found |= {(str(file.relative_to(ROOT)), first or second) for first, second in named}

    assert len(found) == 9
    assert [each for each in sorted(found) if f"`{each[1]}`, `{each[0]}`" not in ARCHITECTURE] == []


def test_every_table_and_enumeration_of_the_glossary_is_one_name() -> None:
    rows = [line for line in (ROOT / "docs" / "glossaire.md").read_text("utf-8").splitlines() if line.startswith("| ")]
    names = [row.split("|")[1].strip() for row in rows]

    assert len(names) == len(set(names))


def test_every_identifier_of_the_glossary_exists() -> None:
    rows = [line for line in (ROOT / "docs" / "glossaire.md").read_text("utf-8").splitlines() if line.startswith("| ")]
    named = {name.split(".")[-1] for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[2])}
    files = [file for folder in ("journal", "nlp") for file in (ROOT / folder).rglob("*.py")]
    words = {word for file in files for word in re.findall(r"\w+", file.read_text("utf-8"))}

    assert named - words == set()


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


def test_every_test_that_a_document_cites_exists() -> None:
    cited = [
        (document.name, *each)
        for document in OF_TODAY
        for each in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", document.read_text("utf-8"))
    ]
    lost = [
        each
        for each in cited
        if not re.search(rf"^(?:def|class) {each[2]}\b", (ROOT / each[1]).read_text("utf-8"), re.M)
    ]

    assert len(cited) > 20
    assert lost == []
