"""Taking everything away, seeing where words went and who read them, erasing it all."""

import json
import uuid
from datetime import date
from pathlib import Path

import html5lib
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts import audit
from journal.accounts.audit import Subject
from journal.accounts.models import AuditEvent, Person, Role, Tombstone
from journal.accounts.readings import Reading
from journal.cooperation.models import LabAnswer
from journal.entries.models import Draft, Entry, NextStep, Sharing
from journal.pathways import services as pathways
from journal.tables import Base
from journal.themes.models import AnalysisRun, RunStatus, Theme, ThemeArrival, ThemeMember, ThemeState, ThemeStatus
from nlp.emotions import Emotion
from nlp.prose.types import AnswerKind
from nlp.types import Solidity, ThemeEvent, Zone
from tests import paper
from tests.factories import NOW, PASSPHRASE, make_entry, make_lab, make_person
from tests.pages import Browser


@pytest.fixture
def amina(session: Session) -> Person:
    person = make_person(session, make_lab(session))
    session.commit()
    return person


@pytest.fixture
def journal(amina: Person, sign_in) -> Browser:
    return sign_in(amina)


def download(journal: Browser, name: str) -> bytes:
    response = journal.client.post(f"/mes-droits/carnet.{name}", data={"csrf_token": journal.token()})
    assert response.status_code == 200
    assert "attachment" in response.headers["Content-Disposition"]
    assert response.headers["Cache-Control"] == "no-store"
    return response.data


@pytest.fixture
def written(session: Session, amina: Person) -> Entry:
    text = "Ma <b>première</b> journée 😀\n#let x = 1 $a$ \\ *gras* مرحبا"
    entry = make_entry(
        session,
        amina,
        text,
        emotions={Emotion.PRIDE: 4, Emotion.HOPE: None},
        helped="ma sœur",
        agency=5,
        prompt="moment-01",
    )
    session.commit()
    return entry


def test_the_complete_file_is_json_with_ones_words_in_it(journal: Browser, written: Entry) -> None:
    data = json.loads(download(journal, "json"))

    assert data["entries"][0]["text"] == written.text


def test_the_carnet_to_read_is_valid_html_that_needs_nothing_else(journal: Browser, written: Entry) -> None:
    page = download(journal, "html").decode()

    html5lib.HTMLParser(strict=True).parse(page)
    assert "Ma &lt;b&gt;première" in page
    assert "fierté (fortement), espoir<" in page
    assert "http" not in page


def test_the_carnet_to_print_is_a_tagged_pdf_whatever_was_typed(
    journal: Browser, written: Entry, tmp_path: Path
) -> None:
    pdf = download(journal, "pdf")

    assert pdf.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in pdf
    assert b"pdfuaid" in pdf
    assert paper.faults(pdf, tmp_path) == []


def test_a_carnet_with_nothing_in_it_still_prints(journal: Browser) -> None:
    assert download(journal, "pdf").startswith(b"%PDF-")


def test_taking_things_away_is_logged_without_words(journal: Browser, written: Entry, session: Session) -> None:
    download(journal, "json")

    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "export")).one()
    assert event.detail == {"file": "mon-journal.json"}


def test_readings_are_shown_by_role_and_day_and_only_ones_own(
    journal: Browser, session: Session, amina: Person, written: Entry
) -> None:
    reader = make_person(session, amina.lab, Role.COORDINATOR)
    other = make_entry(session, make_person(session, amina.lab))
    for entry_id in (written.id, written.id, other.id):
        audit.record(session, Reading.PASSAGES.value, by=reader, on=Subject("entry", entry_id), at=NOW, key="k")
    session.commit()

    page = journal.get("/mes-droits/")

    rows = [[cell.text for cell in row.select("th, td")] for row in page.select("tbody tr")]
    assert rows == [["20\xa0novembre\xa02026", "Coordination", "1\xa0texte"]]
    assert reader.username not in page.text


def everything_of(session: Session, person: Person) -> None:
    entry = make_entry(session, person, "canari-rouge", emotions={Emotion.JOY: 2}, sharing=Sharing.QUOTABLE)
    session.add(NextStep(author_id=person.id, entry_id=entry.id, text="canari-rouge", created_at=NOW))
    session.add(Draft(author_id=person.id, submission="s", content={"text": "canari-rouge"}, updated_at=NOW))
    pathways.add_target_job(session, pathways.begin(session, person.id), "canari-rouge")
    session.commit()


def test_erasing_everything_leaves_no_row_but_ids_in_the_log_and_marks(
    journal: Browser, session: Session, amina: Person
) -> None:
    everything_of(session, amina)
    page = journal.get("/mes-droits/effacer")

    done = journal.submit(page, {"passphrase": PASSPHRASE}, status=200)

    assert done.h1.text == "Tout est effacé"
    assert journal.response.headers["Clear-Site-Data"]
    for table in Base.metadata.sorted_tables:
        if table.name in {"audit_event", "tombstone", "lab", "sign_in_attempt"}:
            continue
        assert session.scalar(sa.select(sa.func.count()).select_from(table)) == 0, table.name
    assert session.scalar(sa.select(sa.func.count()).select_from(Tombstone)) == 2
    session.commit()
    journal.get("/journal/", status=303)


def test_erasing_everything_asks_for_the_passphrase_and_nothing_goes_without_it(
    journal: Browser, session: Session, amina: Person
) -> None:
    everything_of(session, amina)

    page = journal.submit(journal.get("/mes-droits/effacer"), {"passphrase": "pas la bonne"}, status=422)

    assert "Ce n’est pas votre phrase de passe" in page.select_one(".error").text
    assert session.scalars(sa.select(Entry.text)).all() == ["canari-rouge"]


def test_other_peoples_texts_stay_when_one_leaves(journal: Browser, session: Session, amina: Person) -> None:
    everything_of(session, amina)
    make_entry(session, make_person(session, amina.lab), "reste")
    session.commit()

    journal.submit(journal.get("/mes-droits/effacer"), {"passphrase": PASSPHRASE}, status=200)

    assert session.scalars(sa.select(Entry.text)).all() == ["reste"]


def theme_with(session: Session, entries: list[Entry], *, status: ThemeStatus = ThemeStatus.ADOPTED) -> Theme:
    """A theme that two runs saw, made of these entries' passages."""
    lab_id = entries[0].lab_id
    theme = Theme(
        lab_id=lab_id,
        label="Attendre le bus",
        machine_label="bus",
        status=status,
        color="#123456",
        born_on=date(2026, 9, 1),
    )
    session.add(theme)
    for month in (9, 10):
        run = AnalysisRun(
            lab_id=lab_id, until=date(2026, month, 1), status=RunStatus.SUCCEEDED, requested_at=NOW, finished_at=NOW
        )
        state = ThemeState(
            run=run,
            theme=theme,
            event=ThemeEvent.BORN,
            solidity=Solidity.SOLID,
            stability=1.0,
            participants=len(entries),
            passages=len(entries),
            announced=len(entries),
            centroid=b"",
        )
        for entry in entries:
            state.members.append(
                ThemeMember(passage_id=entry.passages[0].id, strength=0.9, zone=next(iter(Zone)), main=True)
            )
        session.add(state)
    session.commit()
    return theme


def shared_by(session: Session, lab, count: int) -> list[Entry]:
    return [make_entry(session, make_person(session, lab), sharing=Sharing.THEMES) for _ in range(count)]


def test_a_passage_says_which_theme_it_joined_since_when_and_what_the_lab_answers(
    journal: Browser, session: Session, amina: Person
) -> None:
    mine = make_entry(session, amina, sharing=Sharing.QUOTABLE)
    theme = theme_with(session, [mine, *shared_by(session, amina.lab, 4)])
    session.add(LabAnswer(lab_id=amina.lab_id, theme_id=theme.id, kind=AnswerKind.DOING, text="Une navette.", at=NOW))
    session.commit()

    text = journal.get(f"/mes-droits/textes/{mine.id}").select_one("main").get_text(" ")

    assert "Attendre le bus" in text
    assert "depuis le 1er\xa0septembre\xa02026" in text
    assert "En cours" in text
    assert "Une navette." in text


def test_an_answer_that_is_done_says_so_and_nothing_of_what_was_to_be(
    journal: Browser, session: Session, amina: Person
) -> None:
    mine = make_entry(session, amina, sharing=Sharing.QUOTABLE)
    theme = theme_with(session, [mine, *shared_by(session, amina.lab, 4)])
    promise = {"lab_id": amina.lab_id, "theme_id": theme.id, "kind": AnswerKind.WILL_DO, "at": NOW}
    session.add(LabAnswer(text="Une navette.", due_on=date(2026, 12, 1), done_on=date(2026, 10, 31), **promise))
    session.add(LabAnswer(text="Un vélo.", due_on=date(2026, 12, 24), **promise))
    session.commit()

    page = journal.get(f"/mes-droits/textes/{mine.id}")

    told = {kind.find_next("blockquote").text: kind.get_text(strip=True) for kind in page.select(".answer-kind")}
    assert told == {
        "Une navette.": "Fait le 31\xa0octobre\xa02026",
        "Un vélo.": "À venir, pour le 24\xa0décembre\xa02026",
    }


@pytest.mark.parametrize(("people", "status"), [(3, ThemeStatus.ADOPTED), (4, ThemeStatus.PROPOSED)])
def test_a_theme_of_too_few_people_or_not_reviewed_keeps_its_name_to_itself(
    journal: Browser, session: Session, amina: Person, people: int, status: ThemeStatus
) -> None:
    mine = make_entry(session, amina, sharing=Sharing.THEMES)
    theme_with(session, [mine, *shared_by(session, amina.lab, people)], status=status)

    text = journal.get(f"/mes-droits/textes/{mine.id}").text

    assert "Attendre le bus" not in text
    assert "Un thème encore sans nom" in text


def test_a_private_text_went_nowhere_and_someone_elses_does_not_exist(
    journal: Browser, session: Session, amina: Person
) -> None:
    mine = make_entry(session, amina)
    other = make_entry(session, make_person(session, amina.lab), sharing=Sharing.QUOTABLE)
    session.commit()

    assert "Nulle part" in journal.get(f"/mes-droits/textes/{mine.id}").text
    journal.get(f"/mes-droits/textes/{other.id}", status=404)
    journal.get(f"/mes-droits/textes/{uuid.uuid4()}", status=404)


@pytest.mark.parametrize("people", [5, 4])
def test_a_passage_that_came_after_the_analysis_says_what_it_has_joined_for_now(
    journal: Browser, session: Session, amina: Person, people: int
) -> None:
    mine = make_entry(session, amina, sharing=Sharing.THEMES)
    theme = theme_with(session, shared_by(session, amina.lab, people))
    run = theme.states[-1].run
    session.add(ThemeArrival(run_id=run.id, passage_id=mine.passages[0].id, theme_id=theme.id, nearness=0.5))
    session.commit()

    text = journal.get(f"/mes-droits/textes/{mine.id}").select_one("main").get_text(" ")

    assert ("pour l’instant" if people == 5 else "Cela peut changer") in text
    assert ("Attendre le bus" in text) is (people == 5), "the name of a theme of four people is not told"
    assert "Pas encore de thème" not in text
