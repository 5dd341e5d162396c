"""A project from anyone is read within limits, or refused in a sentence; passages are found again by their words."""

import io
import uuid
import zipfile
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.exchange import baseline, coding, locating, projects, refi
from journal.exchange.gathering import ExportedPassage
from journal.exchange.locating import Span
from journal.exchange.projects import Coding, Project, ProjectRefused, Source
from tests.factories import NOW
from tests.unit.journal.exchange.exports import make_export

GUID = uuid.UUID(int=7)
EMPTY = '<Project xmlns="urn:QDA-XML:project:1.0" name="a"><Sources>{}</Sources></Project>'
SOURCE = f'<TextSource guid="{GUID}" plainTextPath="{{}}">{{}}</TextSource>'
BESIDE = SOURCE.format("internal://a.txt", "")
BOMB = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
FILE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def packed(files: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def test_a_project_is_read_again_as_it_was_written() -> None:
    export = make_export()

    project = projects.read(refi.project(export, now=NOW))

    assert project.codes == {str(theme.key): theme.label for theme in export.themes}
    passages, first = project.sources
    assert {passages.text[each.start : each.end] for each in passages.codings} == {p.text for p in export.passages}
    assert first.codings == ()
    remembered = baseline.remembered(project)
    assert remembered == {baseline.fingerprint(p.text): frozenset(p.themes) for p in export.passages}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x05\x06" + bytes(18),
        packed({}),
        packed({"project.qde": "<CodeBook/>"}),
        packed({"project.qde": "<Project>"}),
        packed({"project.qde": BOMB + "<Project>&b;</Project>"}),
        packed({"project.qde": FILE + "<Project>&a;</Project>"}),
        packed({"../project.qde": "<Project/>"}),
        packed({"project.qde": EMPTY.format(BESIDE), "Sources/a.txt": b"\xff\xfe\xff"}),
    ],
)
def test_what_is_no_project_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(ProjectRefused, match="n’est pas un projet QDPX"):
        projects.read(data)


@pytest.mark.parametrize(
    "files",
    [
        {"project.qde": EMPTY.format(" " * projects.MOST_BYTES)},
        {
            "project.qde": EMPTY.format(SOURCE.format("internal://a.txt", "")),
            "Sources/a.txt": bytes(projects.MOST_BYTES),
        },
        {"project.qde": EMPTY.format(SOURCE.format("", "") * (projects.MOST_SOURCES + 1))},
        {"project.qde": EMPTY.format(""), **{f"{number}": "" for number in range(projects.MOST_MEMBERS)}},
        {"project.qde": EMPTY.format(BESIDE), "Sources/a.txt": "Bonjour,\n" * projects.MOST_LINES + "\n"},
        {"project.qde": EMPTY.format('<Code name="a"/>' + "".join(f'<Code guid="{n}"/>' for n in range(1001)))},
    ],
    ids=["long xml", "long text", "many texts", "many members", "many lines", "many codes"],
)
def test_what_is_too_much_is_refused_before_it_fills_the_memory(files: dict[str, str | bytes]) -> None:
    data = packed(files)
    assert len(data) < projects.MOST_BYTES, "or the site would refuse it already"

    with pytest.raises(ProjectRefused, match="trop grand"):
        projects.read(data)


def test_elements_of_a_few_bytes_are_counted_as_they_are_read() -> None:
    """Eight million bytes of them would weigh a hundred times more in memory."""
    with pytest.raises(ProjectRefused, match="n’est pas un projet QDPX"):
        projects.read(packed({"project.qde": EMPTY.format("<a/>" * projects.MOST_ELEMENTS)}))


def test_members_are_counted_before_they_are_described(monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed({str(number): "" for number in range(projects.MOST_MEMBERS + 1)})
    opened: list[object] = []
    monkeypatch.setattr(projects.zipfile, "ZipFile", opened.append)

    with pytest.raises(ProjectRefused, match="trop grand"):
        projects.read(data)

    assert opened == []


def test_a_year_of_a_large_lab_fits_even_from_a_tool_that_compresses_nothing_and_repeats_the_words() -> None:
    export = make_export()
    themes = tuple(theme.key for theme in export.themes)
    words = " ".join(f"mot{number}" for number in range(35))
    passages = tuple(
        ExportedPassage(uuid.uuid4(), f"{number} {words}", "2026-11", "Formation", themes) for number in range(5_000)
    )
    with zipfile.ZipFile(io.BytesIO(refi.project(replace(export, passages=passages), now=NOW))) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    files["project.qde"] = files["project.qde"].replace('name="2026-11"', f'name="{words}"')
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    assert len(file.getvalue()) < projects.MOST_BYTES

    project = projects.read(file.getvalue())

    assert len(coding.codes_put(project, {passage.key: passage.text for passage in passages})) == 5_000


def test_an_archive_that_lies_about_its_sizes_is_not_believed() -> None:
    data = bytearray(packed({"project.qde": EMPTY.format(" " * projects.MOST_BYTES)}))
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (100).to_bytes(4, "little")

    with pytest.raises(ProjectRefused):
        projects.read(bytes(data))


@pytest.mark.parametrize("path", ["absolute:///etc/passwd", "relative:///a.txt", "internal://../project.qde", "a.txt"])
def test_no_path_leads_anywhere_but_to_a_text_of_the_archive(path: str) -> None:
    project = projects.read(packed({"project.qde": EMPTY.format(SOURCE.format(path, "")), "a.txt": "a"}))

    assert project.sources == ()


@pytest.mark.parametrize("folder", ["Sources", "sources"])
def test_texts_are_found_where_each_tool_puts_them(folder: str) -> None:
    files = {"projet.qde": EMPTY.format(SOURCE.format("internal://A.txt", "")), f"{folder}/a.txt": "\ufeffÉté"}

    (source,) = projects.read(packed(files)).sources

    assert source.text == "Été"


def test_a_text_may_be_in_the_project_itself_and_odd_positions_are_left_out() -> None:
    content = "<PlainTextContent>Bonjour</PlainTextContent>" + "".join(
        f'<PlainTextSelection guid="{GUID}" startPosition="{start}" endPosition="3"><Coding guid="{GUID}">'
        f'<CodeRef targetGUID="{{{str(GUID).upper()}}}"/></Coding></PlainTextSelection>'
        for start in ("0", "-1", "x", "²", "9" * 30)
    )

    (source,) = projects.read(packed({"project.qde": EMPTY.format(SOURCE.format("", content))})).sources

    assert source == Source("Bonjour", (Coding(0, 3, str(GUID)),))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_never_a_crash(data: bytes) -> None:
    for each in (data, b"PK\x03\x04" + data, packed({"project.qde": data})):
        try:
            projects.read(each)
        except ProjectRefused:
            continue


KEYS = tuple(uuid.UUID(int=number) for number in range(4))
WORDS = {KEYS[0]: "Un bus.", KEYS[1]: "Deux bus,\n\nà l’heure.", KEYS[2]: "Trois 😀 bus."}


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", "\n\n\n"])
def test_passages_are_found_whatever_the_ends_of_lines_became(ends: str) -> None:
    text = "\n\n".join(WORDS.values()).replace("\n", ends)

    found = locating.spans(text, WORDS)

    assert found.keys() == WORDS.keys()
    assert text[found[KEYS[1]].start : found[KEYS[1]].end].split() == WORDS[KEYS[1]].split()


def test_the_same_words_by_two_people_are_nobody_s() -> None:
    assert locating.spans("Un bus.", {KEYS[0]: "Un bus.", KEYS[1]: "Un  bus."}) == {}


def test_a_passage_of_which_words_are_missing_is_not_found() -> None:
    assert locating.spans("Deux bus,\n\nen retard.", WORDS) == {}


@pytest.mark.parametrize(
    ("start", "end", "coded"),
    [
        (0, 10, {0}),
        (0, 5, {0}),
        (2, 4, {0}),
        (0, 30, {0, 1}),
        (10, 12, set()),
        (9, 22, {1}),
        (4, 4, set()),
        (8, 3, set()),
    ],
)
def test_a_code_is_on_a_passage_when_half_of_either_is_shared(start: int, end: int, coded: set[int]) -> None:
    spans = {KEYS[0]: Span(0, 10), KEYS[1]: Span(12, 22)}

    told = locating.codes_of(Source("", (Coding(start, end, "a"),)), spans)

    assert {number for number in (0, 1) if told[KEYS[number]]} == coded


def test_codes_over_so_many_passages_that_the_page_would_not_answer_are_refused() -> None:
    words = {uuid.UUID(int=number): f"Le bus numéro {number}." for number in range(100)}
    text = "\n".join(words.values())
    many = coding.MOST_REACHED // len(words)
    project = Project({}, (Source(text, (Coding(0, len(text), "a"),) * many),) * 2)

    assert coding.codes_put(Project({}, project.sources[:1]), words) == {key: {"a"} for key in words}
    with pytest.raises(ProjectRefused, match="trop grand"):
        coding.codes_put(project, words)


@pytest.mark.parametrize("theme", ["-" * 36, "0" * 36, f"{GUID}0", "a-" * 18])
def test_a_line_of_the_first_coding_that_someone_changed_is_left_out(theme: str) -> None:
    mark = baseline.fingerprint("Un bus.")
    text = "\n".join([baseline.MARK, f"{mark} {theme}", f"{mark[::-1]} {GUID}"])

    assert baseline.remembered(Project({}, (Source(text, ()),))) == {mark[::-1]: {GUID}}
