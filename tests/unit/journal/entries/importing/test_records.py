"""Spreadsheets and corpora of other tools are read as the same entries a CSV would give."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from journal.entries.importing import records
from journal.entries.importing.records import ImportRefused
from journal.entries.importing.rows import Columns, ImportedRow, ImportOptions, read_rows
from journal.exchange import iramuteq, spreadsheet
from journal.exchange.gathering import Export
from journal.pathways.models import StepKind
from nlp.emotions import Emotion
from tests.unit.journal.exchange.exports import make_export

TODAY = date(2026, 11, 20)


def read(path: Path, columns: Columns, kind: str) -> list[ImportedRow]:
    return list(read_rows(path, ImportOptions(columns=columns, today=TODAY, happened_on=TODAY, kind=kind)))


def write_sheet(path: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    return path


class TestXlsx:
    COLUMNS = Columns(text="récit", date="quand", author="qui", step="étape", emotions=("e1",))

    def test_a_sheet_gives_text_day_step_emotions_and_author(self, tmp_path: Path) -> None:
        path = write_sheet(
            tmp_path / "a.xlsx",
            ["récit", "quand", "qui", "étape", "e1", None],
            ["J’ai attendu,\nlongtemps", datetime(2026, 11, 3, 8, 30), 12.0, "Premières semaines", "joie:4", None],  # noqa: DTZ001
            [None, None, None, None, None, None],
            ["Encore", "04/11/2026", "13", None, None, None],
        )

        first, second = read(path, self.COLUMNS, "xlsx")

        assert (first.line, first.author) == (2, "12")
        assert first.content.text == "J’ai attendu,\nlongtemps"
        assert first.content.happened_on == date(2026, 11, 3)
        assert first.content.step is StepKind.FIRST_WEEKS
        assert first.content.emotions == ((Emotion.JOY, 4),)
        assert (second.line, second.content.happened_on) == (4, date(2026, 11, 4))

    def test_a_missing_column_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(ImportRefused, match="pas de colonne « text »"):
            read(write_sheet(tmp_path / "a.xlsx", ["texte"], ["bonjour"]), Columns(), "xlsx")

    def test_an_archive_that_grows_without_end_is_refused_before_it_is_opened(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(records, "MOST_BYTES", 1_000_000)
        path = tmp_path / "a.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", b"a" * 1_000_001)

        with pytest.raises(ImportRefused, match="dépasse"):
            read(path, Columns(), "xlsx")

    def test_what_is_no_spreadsheet_is_refused_in_a_sentence(self, tmp_path: Path) -> None:
        path = tmp_path / "a.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("xl/workbook.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")

        with pytest.raises(ImportRefused, match="ne s’ouvre pas"):
            read(path, Columns(), "xlsx")


class TestIramuteq:
    COLUMNS = Columns(author="auteur", date="date", step="etape")

    def write(self, path: Path, text: str) -> Path:
        path.write_text(text, "utf-8")
        return path

    def test_each_line_of_stars_begins_a_text(self, tmp_path: Path) -> None:
        corpus = (
            "**** *auteur_12 *date_20261103 *etape_premieressemaines\n-*theme_bus\nJ’ai attendu\nlongtemps\n\n"
            "**** *auteur_13 *date_20261104\nEncore\n"
        )

        first, second = read(self.write(tmp_path / "a.txt", corpus), self.COLUMNS, "iramuteq")

        assert (first.line, first.author, first.content.text) == (1, "12", "J’ai attendu\nlongtemps")
        assert first.content.happened_on == date(2026, 11, 3)
        assert first.content.step is StepKind.FIRST_WEEKS
        assert (second.line, second.content.text) == (6, "Encore")

    @pytest.mark.parametrize(
        ("corpus", "line", "says"),
        [
            ("Bonjour\n**** *a_1\n", 1, "quatre étoiles"),
            ("", 0, "vide"),
            ("**** *auteur_1 *date_20261103\nun\n**** *auteur_2 *date_20261301\ndeux\n", 3, "pas une date"),
            ("**** *date_20261103\nun\n", 1, "qui a écrit"),
            ("**** *auteur_1 *date_20261103\n\n", 1, "le texte est vide"),
        ],
    )
    def test_what_is_wrong_is_said_with_its_line(self, tmp_path: Path, corpus: str, line: int, says: str) -> None:
        with pytest.raises(ImportRefused) as refused:
            read(self.write(tmp_path / "a.txt", corpus), self.COLUMNS, "iramuteq")

        assert refused.value.line == line
        assert says in refused.value.sentence


class TestWhatWeExport:
    """Our own files are opened again by the reader of each format."""

    @pytest.fixture
    def export(self) -> Export:
        return make_export()

    def test_a_corpus_comes_back_word_for_word(self, tmp_path: Path, export: Export) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes(iramuteq.corpus(export))

        rows = read(path, Columns(step="etape"), "iramuteq")

        assert [row.content.text for row in rows] == [passage.text for passage in export.passages]
        assert [row.content.step for row in rows] == [StepKind.TRAINING, StepKind.FIRST_WEEKS]

    def test_a_workbook_comes_back_word_for_word(self, tmp_path: Path, export: Export) -> None:
        book = openpyxl.load_workbook(io.BytesIO(spreadsheet.workbook(export)))
        del book["Thèmes"]
        book.save(tmp_path / "a.xlsx")

        rows = read(tmp_path / "a.xlsx", Columns(text="Passage masqué", step="Étape"), "xlsx")

        assert [row.content.text for row in rows] == [passage.text for passage in export.passages]
        assert [row.content.step for row in rows] == [StepKind.TRAINING, StepKind.FIRST_WEEKS]
