"""A file made elsewhere is read whole, or refused with the line that is wrong."""

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from journal.entries import rules
from journal.entries.importing import records
from journal.entries.importing.records import ImportRefused
from journal.entries.importing.rows import Columns, ImportedRow, ImportOptions, read_rows
from journal.pathways.models import StepKind
from nlp.emotions import Emotion

TODAY = date(2026, 11, 20)
KINDS = ("csv", "jsonl", "xlsx", "iramuteq")


def read(
    path: Path, content: bytes | str, columns: Columns | None = None, *, kind: str = "csv", **options: object
) -> list[ImportedRow]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    reading = ImportOptions(columns=columns or Columns(), today=TODAY, happened_on=TODAY, kind=kind, **options)  # type: ignore[arg-type]
    return list(read_rows(path, reading))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "entries"


def test_a_csv_gives_text_day_step_emotions_and_author(path: Path) -> None:
    columns = Columns(text="récit", date="quand", author="qui", step="étape", emotions=("e1", "e2"), helped="aide")
    content = (
        "récit,quand,qui,étape,e1,e2,aide\n"
        '"J’ai attendu,\nlongtemps",03/11/2026,12,Entretiens,joie:4,Inquiétude,une voisine\n'
    )

    (row,) = read(path, content, columns)

    assert row.line == 2
    assert row.author == "12"
    assert row.content.text == "J’ai attendu,\nlongtemps"
    assert row.content.happened_on == date(2026, 11, 3)
    assert row.content.step is StepKind.INTERVIEWS
    assert row.content.emotions == ((Emotion.JOY, 4), (Emotion.WORRY, None))
    assert row.content.helped == "une voisine"


def test_an_emotion_without_a_text_is_an_entry_and_neither_is_none(path: Path) -> None:
    rows = read(path, "text,felt\n,colère\n,\n", Columns(emotions=("felt",)), skip_empty=True)

    assert [(row.content.text, row.content.emotions) for row in rows] == [("", ((Emotion.ANGER, None),))]


def test_json_lines_are_read_compressed_as_well(path: Path) -> None:
    lines = "\n".join(json.dumps({"text": f"Récit {n}", "id": n}) for n in range(3))

    rows = read(path, gzip.compress(lines.encode()), Columns(author="id"), kind="jsonl")

    assert [(row.author, row.content.text) for row in rows] == [("0", "Récit 0"), ("1", "Récit 1"), ("2", "Récit 2")]


def test_a_byte_order_mark_is_not_part_of_the_first_column(path: Path) -> None:
    (row,) = read(path, b"\xef\xbb\xbftext\nbonjour\n")

    assert row.content.text == "bonjour"


def test_a_file_of_windows_is_read_when_its_encoding_is_given(path: Path) -> None:
    (row,) = read(path, "text\nréponse\n".encode("cp1252"), encoding="cp1252")

    assert row.content.text == "réponse"


def test_rows_without_words_are_left_out_when_asked(path: Path) -> None:
    rows = read(path, "text,n\n,1\nbonjour,2\n  ,3\n", skip_empty=True)

    assert [row.line for row in rows] == [3]


LONG = "a" * (rules.LONGEST_TEXT + 1)


@pytest.mark.parametrize(
    ("content", "columns", "line", "says"),
    [
        pytest.param("", Columns(), 0, "vide", id="an empty file"),
        pytest.param("texte\nbonjour\n", Columns(), 1, "« text ». Les colonnes sont : texte", id="header"),
        pytest.param("text,text\na,b\n", Columns(), 1, "deux colonnes", id="the same column twice"),
        pytest.param('text\nun\n""\n', Columns(), 3, "le texte est vide", id="an empty text"),
        pytest.param("text,n\nun,1\ndeux\n", Columns(), 3, "1 colonnes au lieu de 2", id="a short row"),
        pytest.param('text\n"un"deux\n', Columns(), 2, "guillemets", id="quotes that do not match"),
        pytest.param(f"text\nun\n{LONG}\n", Columns(), 3, "10001 caractères, 10000 au plus", id="a text too long"),
        pytest.param("text,d\nun,31/02/2026\n", Columns(date="d"), 2, "pas une date", id="a day that does not exist"),
        pytest.param("text,d\nun,2026-11-21\n", Columns(date="d"), 2, "pas encore arrivée", id="a day to come"),
        pytest.param("text,s\nun,sieste\n", Columns(step="s"), 2, "pas une étape", id="an unknown step"),
        pytest.param("text,e\nun,faim\n", Columns(emotions=("e",)), 2, "vingt émotions", id="an unknown emotion"),
        pytest.param("text,e\nun,joie:9\n", Columns(emotions=("e",)), 2, "de 1 à 5", id="a strength out of range"),
        pytest.param("text,a\nun,\n", Columns(author="a"), 2, "qui a écrit", id="no author"),
        pytest.param(b"text\nr\xe9ponse\n", Columns(), 2, "--encoding cp1252", id="not UTF-8"),
        pytest.param(gzip.compress(b"text\n" * 9)[:-12], Columns(), 2, "compression", id="a truncated gzip"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(
    path: Path, content: bytes | str, columns: Columns, line: int, says: str
) -> None:
    with pytest.raises(ImportRefused) as refused:
        read(path, content, columns)

    assert refused.value.line == line
    assert says in refused.value.sentence


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("{", id="broken"),
        pytest.param("[" * 100_000, id="100,000 nested lists"),
        pytest.param('{"text": ' + "9" * 5_000 + "}", id="an integer of 5,000 digits"),
        pytest.param('["text"]', id="a list"),
        pytest.param('{"texte": "un"}', id="no text"),
        pytest.param('{"text": ["un"]}', id="a text that is a list"),
        pytest.param('{"text": true}', id="a text that is true"),
        pytest.param('{"text": "' + "a" * 200_001 + '"}', id="a line of 200,000 bytes"),
    ],
)
def test_json_that_is_not_an_entry_is_refused_at_its_line(path: Path, line: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        read(path, '{"text": "un"}\n' + line, kind="jsonl")

    assert refused.value.line == 2


def test_nul_and_lone_surrogates_are_dropped_from_texts(path: Path) -> None:
    (row,) = read(path, '{"text": "bon\\u0000jour\\ud800"}', kind="jsonl")

    assert row.content.text == "bonjour"


def test_a_gzip_that_grows_without_end_is_stopped_by_what_comes_out_of_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "MOST_BYTES", 1_000_000)

    with pytest.raises(ImportRefused, match="dépasse"):
        read(path, gzip.compress(b"text\n" + b"bonjour bonjour\n" * 90_000))


def test_one_row_too_many_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MOST_ROWS", 2)

    assert len(read(path, "text\nun\ndeux\n")) == 2
    with pytest.raises(ImportRefused) as refused:
        read(path, "text\nun\ndeux\ntrois\n")
    assert refused.value.line == 4


@given(
    content=st.binary(max_size=300), kind=st.sampled_from(["csv", "jsonl", "xlsx", "iramuteq"]), packed=st.booleans()
)
@example(content=b"text\n\x1f\x8b", kind="csv", packed=True)
@example(content=b"\x1f\x8b", kind="csv", packed=False)
def test_any_bytes_are_read_or_refused_never_a_crash(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, kind: str, packed: bool
) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    try:
        rows = read(path, gzip.compress(content) if packed else content, kind=kind)
    except ImportRefused:
        return
    assert all(row.content.text for row in rows)


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["text", "date", "who", "step", "joy"]),
            st.recursive(
                st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
                lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
                max_leaves=4,
            ),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_any_json_is_read_or_refused_never_a_crash(
    tmp_path_factory: pytest.TempPathFactory, records: list[dict[str, object]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any-json"
    columns = Columns(date="date", author="who", step="step", emotions=("joy",))
    try:
        rows = read(path, "\n".join(json.dumps(record) for record in records), columns, kind="jsonl")
    except ImportRefused:
        return
    assert len(rows) == len(records)
    assert all(row.content.happened_on <= TODAY for row in rows)
