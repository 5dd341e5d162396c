"""Themes and passages opened again by other tools, under the same privacy rules."""

import csv
import io
import itertools
import json
import uuid
import zipfile
from datetime import date
from xml.etree import ElementTree

import openpyxl
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent, Role
from journal.accounts.readings import Reading
from journal.cooperation import services as cooperation
from journal.cooperation.services import AnswerContent
from journal.counting.disclosure import Disclosure
from journal.entries import services as entries
from journal.entries.models import Sharing
from journal.exchange.gathering import Export, gather
from journal.exchange.package import DESCRIBED
from journal.exchange.tables import THEMES
from journal.exchange.views import EXPERIMENTS, FORMATS
from journal.pathways.models import StepKind
from journal.web import tables
from nlp.prose.types import AnswerKind
from tests.factories import NOW
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import Scene, make_scene

CODES = "{urn:QDA-XML:codebook:1.0}"
PROJECT = "{urn:QDA-XML:project:1.0}"


@pytest.fixture
def scene(session: Session) -> Scene:
    scene = make_scene(session)
    scene.theme.definition = '=HYPERLINK("http://example.org")'
    scene.theme.includes = "Le bus, le car, la marche."
    session.commit()
    return scene


def fetch(scene: Scene, sign_in, name: str) -> bytes:
    browser = sign_in(scene.first)
    browser.get(f"/exports/{name}")
    return browser.response.data


def texts(scene: Scene) -> set[str]:
    return {entry.text for entry in scene.entries}


def test_a_spreadsheet_opens_with_themes_and_passages_and_runs_nothing(scene: Scene, sign_in) -> None:
    book = openpyxl.load_workbook(io.BytesIO(fetch(scene, sign_in, "themes.xlsx")))

    names, first = (list(row) for row in itertools.islice(book["Thèmes"].iter_rows(values_only=True), 2))
    told = dict(zip(names, first, strict=True))
    assert (told["Thème"], told["État"], told["Personnes (arrondi à cinq)"]) == ("Les trajets", "Adopté", 15)
    assert told["Définition"].startswith("'=")
    assert {row[0] for row in book["Passages"].iter_rows(min_row=2, values_only=True)} == texts(scene)
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_the_spreadsheet_says_of_a_theme_what_its_page_says(scene: Scene, session: Session, sign_in) -> None:
    cooperation.answer(
        session,
        scene.theme,
        AnswerContent(AnswerKind.WILL_DO, "Une navette.", date(2027, 1, 31)),
        by=scene.first,
        now=NOW,
    )
    scene.state.helped, scene.state.hindered = [["le car", 13], ["ma sœur", 4]], [["l’attente", 13]]
    session.commit()

    book = openpyxl.load_workbook(io.BytesIO(fetch(scene, sign_in, "themes.xlsx")))

    names, first = (list(row) for row in itertools.islice(book["Thèmes"].iter_rows(values_only=True), 2))
    told = dict(zip(names, first, strict=True))
    assert told["Émotions (personnes)"] == "Frustration (au moins 10), Espoir (au moins 5)"
    assert (told["Ce qui aide"], told["Ce qui freine"]) == ("le car", "l’attente"), "what a few say is not told"
    assert told["Solidité"] == "solide"
    assert set(told["Lectures"].split("\n\n")) == {"Sans moyen d’aller, on renonce.", "Aller travailler coûte trop."}
    assert told["Ce que le Lab répond"] == "À venir\u00a0: Une navette. (pour le 31\u00a0janvier\u00a02027)"


def test_the_counts_of_a_file_hold_still_until_five_people_differ(scene: Scene, session: Session, sign_in) -> None:
    def counts() -> tuple[object, ...]:
        theme = json.loads(fetch(scene, sign_in, "themes.json"))["themes"][0]
        return theme["participants"], theme["emotions"], theme["months"]

    def leave(number: int) -> None:
        for entry in [each for each in scene.entries if each.sharing is not Sharing.PRIVATE][:number]:
            entry.sharing = Sharing.PRIVATE
        session.commit()

    first = counts()
    assert first == (15, [["Frustration", 10], ["Espoir", 5]], [["2026-11", 15]])
    for _ in range(4):
        leave(1)
        assert counts() == first
    leave(1)
    assert counts() == (10, [["Frustration", 5]], [["2026-11", 10]])


def test_a_figure_told_under_a_lower_floor_is_not_told_as_nobody(scene: Scene, session: Session) -> None:
    def told(floor: int) -> Export:
        lab = session.merge(scene.lab)
        export, _ = gather(session, lab, disclosure=Disclosure(floor, 11, "k" * 32), today=NOW.date())
        return export

    for number, entry in enumerate(scene.entries):
        entry.sharing = Sharing.PRIVATE if number > 9 else Sharing.QUOTABLE
    assert told(floor=5).themes[0].participants == 10
    for entry in scene.entries:
        entry.sharing = Sharing.QUOTABLE

    (theme,) = told(floor=11).themes

    (row,) = THEMES.cells([theme])
    assert dict(zip(THEMES.titles, row, strict=True))["Personnes (arrondi à cinq)"] == ""


def test_month_by_month_what_is_under_the_floor_is_said_so(scene: Scene, session: Session, sign_in) -> None:
    for entry in scene.entries[:3]:
        entry.happened_on = date(2026, 10, 3)
    session.commit()

    sheet = openpyxl.load_workbook(io.BytesIO(fetch(scene, sign_in, "themes.xlsx")))["Mois par mois"]

    months, people = ([cell.value for cell in row][-2:] for row in sheet.iter_rows())
    assert [month.date() for month in months] == [date(2026, 10, 1), date(2026, 11, 1)]
    assert people == ["moins de 5", 10]
    assert sheet.freeze_panes == "B2"
    assert "[$-40C]" in sheet.cell(1, sheet.max_column).number_format


def test_csv_files_open_with_their_accents(scene: Scene, sign_in) -> None:
    rows = list(csv.DictReader(io.StringIO(fetch(scene, sign_in, "passages.csv").decode("utf-8-sig")), delimiter=";"))

    assert {row["Passage masqué"] for row in rows} == texts(scene)
    assert {row["Mois"] for row in rows} == {"2026-11"}


@given(st.text(max_size=12))
def test_no_cell_begins_a_formula(text: str) -> None:
    cell = tables.harmless(text)

    assert not cell.startswith(tables.FORMULA_STARTS)
    assert not cell.lstrip().startswith(tables.FORMULA_STARTS) or text.lstrip() != text


def test_a_codebook_is_read_again_by_a_reader_of_refi_qda(scene: Scene, sign_in) -> None:
    book = ElementTree.fromstring(fetch(scene, sign_in, "themes.qdc"))  # noqa: S314  # made by us

    (code,) = book.iter(f"{CODES}Code")
    assert uuid.UUID(code.get("guid")) == scene.theme.id
    assert code.get("name") == "Les trajets"
    assert "Y entre" in (code.findtext(f"{CODES}Description") or "")


def test_a_project_opens_with_each_passage_where_its_code_says(scene: Scene, sign_in) -> None:
    with zipfile.ZipFile(io.BytesIO(fetch(scene, sign_in, "themes.qdpx"))) as archive:
        project = ElementTree.fromstring(archive.read("project.qde"))  # noqa: S314
        source = next(project.iter(f"{PROJECT}TextSource"))
        path = str(source.get("plainTextPath")).replace("internal://", "Sources/")
        text = archive.read(path).decode()

    codes = {code.get("guid") for code in project.iter(f"{PROJECT}Code")}
    selected = set()
    for selection in source.iter(f"{PROJECT}PlainTextSelection"):
        start, end = int(str(selection.get("startPosition"))), int(str(selection.get("endPosition")))
        selected.add(text[start:end])
        assert {ref.get("targetGUID") for ref in selection.iter(f"{PROJECT}CodeRef")} <= codes
    assert selected == texts(scene)
    guids = [tag.get("guid") for tag in project.iter() if tag.get("guid")]
    assert len(guids) == len(set(guids))


def test_an_iramuteq_corpus_has_one_line_of_stars_per_passage(scene: Scene, sign_in) -> None:
    corpus = fetch(scene, sign_in, "passages-iramuteq.txt").decode()

    stars = [line for line in corpus.splitlines() if line.startswith("****")]
    assert len(stars) == len(scene.entries)
    assert set(stars) == {"**** *mois_202611 *etape_nd *theme_lestrajets"}


def test_json_says_the_same(scene: Scene, sign_in) -> None:
    export = json.loads(fetch(scene, sign_in, "themes.json"))

    assert export["themes"][0]["participants"] == 15
    assert {passage["text"] for passage in export["passages"]} == texts(scene)


class TestWhatLeaves:
    def everything(self, scene: Scene, sign_in) -> str:
        found = []
        for name in FORMATS:
            body = fetch(scene, sign_in, name)
            if name.endswith(("xlsx", "qdpx", "zip")):
                with zipfile.ZipFile(io.BytesIO(body)) as archive:
                    found += [archive.read(member).decode() for member in archive.namelist()]
            else:
                found.append(body.decode("utf-8-sig"))
        return "\n".join(found)

    def test_names_no_author_no_entry_and_no_day(self, scene: Scene, sign_in) -> None:
        text = self.everything(scene, sign_in)

        for entry, person in zip(scene.entries, scene.people, strict=True):
            ids = (entry.id, entry.passages[0].id, person.id)
            assert not any(str(each) in text or each.hex in text for each in ids)
            assert person.username not in text
            assert entry.happened_on.isoformat() not in text

    def test_is_only_what_its_author_lets_be_quoted_now(self, scene: Scene, session: Session, sign_in) -> None:
        counted, private = scene.entries[0], scene.entries[1]
        entries.share(session, counted, Sharing.THEMES, now=NOW)
        entries.share(session, private, Sharing.PRIVATE, now=NOW)
        session.commit()

        text = self.everything(scene, sign_in)

        assert counted.text not in text
        assert private.text not in text
        assert scene.entries[2].text in text

    def test_tells_no_month_and_no_step_that_too_few_share(self, scene: Scene, session: Session, sign_in) -> None:
        for number, entry in enumerate(scene.entries):
            entry.step = StepKind.INTERVIEWS if number < 5 else StepKind.TRAINING
            entry.happened_on = date(2026, 9, 3) if number in (5, 6) else date(2026, 11, 3)
        session.commit()

        rows = {row["text"]: row for row in json.loads(fetch(scene, sign_in, "themes.json"))["passages"]}

        told = [(rows[entry.text]["step"], rows[entry.text]["month"]) for entry in scene.entries]
        assert told == [("Entretiens", "2026-11")] * 5 + [("Formation", "")] * 8, "two were trained in September"

    def test_is_noted_as_read_in_the_same_breath(self, scene: Scene, session: Session, sign_in) -> None:
        fetch(scene, sign_in, "passages.csv")

        read = sa.select(AuditEvent.subject_id).where(AuditEvent.action == Reading.PASSAGES.value)
        assert set(session.scalars(read)) == {entry.id for entry in scene.entries}

    def test_has_no_theme_under_five_people(self, scene: Scene, session: Session, sign_in) -> None:
        small = scenes.adopt(session, scene.lab, "Tout petit", (scene.first, scene.second), born_on=scenes.NOVEMBER)
        scenes.see(session, scene.run, small, scene.entries[:4])
        session.commit()

        assert "Tout petit" not in self.everything(scene, sign_in)

    def test_is_logged_and_never_for_a_participant(self, scene: Scene, session: Session, sign_in) -> None:
        fetch(scene, sign_in, "themes.csv")

        event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "export_themes")).one()
        session.commit()
        assert event.detail == {"format": "themes.csv"}
        sign_in(scene.people[0]).get("/exports/themes.csv", status=404)
        sign_in(scene.first).get("/exports/..%2Fsecret", status=404)


def test_before_any_analysis_files_are_empty_but_whole(session: Session, sign_in) -> None:
    from tests.factories import make_person

    coordinator = make_person(session, role=Role.COORDINATOR)
    session.commit()
    browser = sign_in(coordinator)

    browser.get("/exports")
    for name in (*FORMATS, *EXPERIMENTS):
        # The standard knows no empty codebook.
        browser.get(f"/exports/{name}", status=303 if name == "themes.qdc" else 200)
        if name != "themes.qdc":
            # Kept by the browser, and never shown as a page of the site.
            assert browser.response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
            assert browser.response.mimetype != "text/html"


def test_a_file_that_leaves_without_its_dictionary_has_a_link_to_it_beside_it(
    scene: Scene, session: Session, sign_in
) -> None:
    page = sign_in(scene.first).get("/exports")
    alone = [name for name in FORMATS if name.endswith((".csv", ".qdc", ".txt"))] + list(EXPERIMENTS)
    for name in alone:
        beside = page.select_one(f"a[href='/exports/{name}']").find_parent("dd")
        assert beside.select_one("a[href='/exports/dictionnaire.csv']"), name

    told = list(csv.reader(io.StringIO(fetch(scene, sign_in, "dictionnaire.csv").decode("utf-8-sig")), delimiter=";"))

    titles = {(row[0], row[1]) for row in told[1:]}
    assert titles >= {(table.title, column.title) for table in DESCRIBED for column in table.columns}
    assert session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "export_themes")).all() == []
