"""One's own pathway: steps, the arc of emotions, a year ago, searching, next steps. Nobody else sees any of it."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.clock import today
from journal.entries import prompts
from journal.entries.models import NextStep, NextStepState
from journal.pathways import services
from journal.pathways.models import Pathway, Step, StepKind
from nlp.emotions import Emotion
from tests.factories import NOW, make_entry, make_person
from tests.pages import Browser
from tests.web.entries.conftest import look_for


def test_steps_jobs_and_pauses_are_noted_shown_and_erased(journal: Browser, session: Session) -> None:
    page = journal.get("/parcours/etapes")
    journal.submit(page, {"step-kind": "training", "step-starts_on": "2026-03-01"}, form="form[action$='/etapes']")
    journal.submit(page, {"job-title": "Aide à domicile"}, form="form[action$='/metiers']")
    journal.submit(page, {"job-title": "Cariste"}, form="form[action$='/metiers']")
    journal.submit(page, {"pause-starts_on": "2026-05-01", "pause-note": "santé"}, form="form[action$='/pauses']")

    page = journal.get("/journal/parcours")
    where = page.select_one("#where").get_text(" ")
    for shown in ("Formation", "Aide à domicile", "Cariste", "Pause"):
        assert shown in where

    journal.submit(journal.get("/parcours/etapes"), form="form[action$='/effacer']")
    assert session.scalars(sa.select(Step)).all() == []


def test_no_two_fields_of_the_page_have_the_same_name(journal: Browser) -> None:
    names = [label.text for label in journal.get("/parcours/etapes").select("main label")]

    assert len(names) == len(set(names)) == 8


def test_a_step_that_ends_before_it_begins_is_refused_with_the_form_kept(journal: Browser) -> None:
    page = journal.submit(
        journal.get("/parcours/etapes"),
        {"step-kind": "training", "step-starts_on": "2026-03-01", "step-ends_on": "2026-02-01"},
        form="form[action$='/etapes']",
        status=422,
    )

    assert "La fin vient avant le début" in page.select_one(".error-summary").text
    assert page.select_one("[name=step-starts_on]")["value"] == "2026-03-01"


def test_what_was_noted_can_be_corrected_and_closed(journal: Browser, session: Session, amina: Person) -> None:
    pathway = services.begin(session, amina.id)
    services.add_step(session, pathway, StepKind.TRAINING, date(2026, 3, 1), None, "à Apt")
    services.add_pause(session, pathway, date(2026, 5, 1))
    services.add_target_job(session, pathway, "Cariste")
    session.commit()
    page = journal.get("/parcours/etapes")
    step, job, pause = (link["href"] for link in page.select("a[href$='/changer']"))

    form = journal.get(step)
    assert form.select_one("[name=kind] option[selected]")["value"] == "training"
    assert form.select_one("[name=starts_on]")["value"] == "2026-03-01"
    journal.submit(form, {"ends_on": "2026-02-01"}, status=422)
    journal.submit(form, {"ends_on": "2026-06-01"})
    journal.submit(journal.get(job), {"title": "Menuisière"})
    journal.submit(journal.get(pause), {"starts_on": "2026-05-02"})

    said = journal.get("/parcours/etapes").get_text(" ", strip=True)
    assert "Formation du 1er\u00a0mars\u00a02026 au 1er\u00a0juin\u00a02026 à Apt" in said
    assert "Menuisière" in said
    assert "depuis le 2\u00a0mai\u00a02026" in said
    session.expire_all()
    kept = session.scalars(sa.select(Step)).one()
    assert (kept.kind, kept.ends_on, kept.note) == (StepKind.TRAINING, date(2026, 6, 1), "à Apt")


def test_an_empty_day_is_asked_for_and_is_no_wrong_date(journal: Browser) -> None:
    page = journal.submit(journal.get("/parcours/etapes"), form="form[action$='/etapes']", status=422)

    assert page.select_one("#step-starts_on-error").text == "Donnez une date, même approximative."
    assert [li.text for li in page.select(".error-summary li")] == ["Donnez une date, même approximative."]


def test_nobody_touches_or_sees_someone_elses_pathway(journal: Browser, session: Session, sign_in) -> None:
    other = make_person(session)
    step = services.add_step(session, services.begin(session, other.id), StepKind.TRAINING, date(2026, 3, 1))
    entry = make_entry(session, other, "Un secret")
    session.add(NextStep(author_id=other.id, entry_id=entry.id, text="Appeler", created_at=NOW))
    coordinator = make_person(session, role=Role.COORDINATOR)
    session.commit()
    theirs = session.scalars(sa.select(NextStep.id)).one()
    session.commit()

    journal.post(f"/parcours/{step.id}/effacer", status=404)
    journal.get(f"/parcours/{step.id}/changer", status=404)
    journal.post(f"/parcours/{step.id}/changer", {"kind": "immersion", "starts_on": "2026-03-01"}, status=404)
    journal.post(f"/journal/prochains-pas/{theirs}", {"state": "done"}, status=404)
    assert "Appeler" not in journal.get("/journal/prochains-pas").text
    assert not look_for(journal, "secret").select(".timeline li")
    staff = sign_in(coordinator)
    for path in (
        "/journal/parcours",
        "/parcours/etapes",
        "/journal/prochains-pas",
        "/journal/faire-le-point",
        "/journal/",
    ):
        staff.get(path, status=404)
    assert session.scalars(sa.select(Pathway)).one().participant_id == other.id


def test_the_arc_is_drawn_told_in_a_table_and_said_in_a_sentence(
    journal: Browser, session: Session, amina: Person
) -> None:
    for month, emotion in ((3, Emotion.DISCOURAGEMENT), (5, Emotion.FRUSTRATION), (9, Emotion.PRIDE)):
        make_entry(session, amina, emotions={emotion: 4}, happened_on=date(2026, month, 10), step=StepKind.TRAINING)
    session.commit()

    page = journal.get("/journal/parcours")

    assert len(page.select("circle.arc-valence-mark")) == 3
    heights = [float(mark["cy"]) for mark in page.select("circle.arc-valence-mark")]
    assert heights[0] == heights[1] > heights[2]
    assert "plutôt désagréable" in page.select_one("#arc .lede").text
    tables = page.select("table")
    assert [row.text for row in tables[0].select("tbody th")] == ["mars 2026", "mai 2026", "septembre 2026"]
    assert [row.text for row in tables[1].select("tbody th")] == ["Formation"]


def test_with_one_month_only_the_table_speaks(journal: Browser, session: Session, amina: Person) -> None:
    make_entry(session, amina, emotions={Emotion.JOY: 4})
    session.commit()

    page = journal.get("/journal/parcours")

    assert not page.select("svg")
    assert "plutôt agréable" in page.select_one("table").text


def test_a_year_ago_comes_back_within_a_week(journal: Browser, session: Session, amina: Person) -> None:
    for days, text in (
        (365, "il y a un an"),
        (371, "presque"),
        (380, "trop loin"),
        (366, "J’ai envie de mourir."),
        (300, "trop près"),
    ):
        make_entry(session, amina, text, happened_on=today() - timedelta(days=days))
    session.commit()

    found = journal.get("/journal/parcours").select("#year-ago .entry-text")

    assert [entry.text for entry in found] == ["il y a un an", "presque"]


@pytest.mark.parametrize("words", ["entretien cœur", "ENTRETIEN", "Coeur entretien", "fierte", "zoe"])
def test_searching_minds_neither_case_nor_accents(
    journal: Browser, session: Session, amina: Person, words: str
) -> None:
    make_entry(session, amina, "L’entretien m’a mis du baume au cœur.", emotions={Emotion.PRIDE: 3}, helped="Zoé")
    make_entry(session, amina, "Rien à voir.")
    session.commit()

    page = look_for(journal, words)

    assert [entry.text for entry in page.select(".timeline [dir=auto]")] == ["L’entretien m’a mis du baume au cœur."]


def test_a_search_that_finds_nothing_says_so(journal: Browser, session: Session, amina: Person) -> None:
    make_entry(session, amina)
    session.commit()

    assert "Rien avec «\u00a0zzzz\u00a0»" in look_for(journal, "zzzz").select_one("[role=status]").text


def test_a_next_step_is_answered_in_ones_own_words(journal: Browser, session: Session, amina: Person) -> None:
    entry = make_entry(session, amina)
    session.add(NextStep(author_id=amina.id, entry_id=entry.id, text="Rappeler mardi", created_at=NOW))
    session.commit()
    page = journal.get("/journal/prochains-pas")
    fields = {
        str(field["name"]).split("-")[-1]: str(field["name"]) for field in page.select("main details [name*='-']")
    }

    page = journal.submit(
        page, {fields["state"]: "done", fields["outcome"]: "Rendez-vous pris"}, form="main details form", follow=True
    )

    step = session.scalars(sa.select(NextStep)).one()
    assert (step.state, step.outcome) == (NextStepState.DONE, "Rendez-vous pris")
    assert "Rendez-vous pris" in page.text
    assert "Derrière vous" in page.text


def test_taking_stock_gathers_in_ones_own_words_what_one_did_and_what_helped(
    journal: Browser, session: Session, amina: Person
) -> None:
    make_entry(session, amina, "J’ai appelé.", agency=4, helped="Ma voisine", happened_on=date(2026, 10, 2))
    make_entry(session, amina, "On m’a placée.", agency=2, hindered="Le bus", happened_on=date(2026, 10, 1))
    make_entry(session, amina, "J’ai envie de mourir.", agency=5, helped="Rien", happened_on=date(2026, 10, 3))
    make_entry(session, make_person(session), "Un secret", agency=5)
    steps = (("Relancer", NextStepState.DONE), ("Visiter", NextStepState.PLANNED), ("Vélo", NextStepState.DROPPED))
    for text, state in steps:
        done = {"outcome": "Rendez-vous pris", "changed_at": NOW} if state is NextStepState.DONE else {}
        session.add(NextStep(author_id=amina.id, text=text, state=state, created_at=NOW, **done))
    session.commit()

    page = journal.get("/journal/faire-le-point")
    later = journal.get("/journal/faire-le-point?depuis=2026-10-05")
    unreadable = journal.get("/journal/faire-le-point?depuis=hier")

    assert _gathered(page) == [
        ("Ce que j’ai fait", ["J’ai appelé.", "Relancer"]),
        ("Ce qui m’a aidé", ["Ma voisine"]),
        ("Ce qui m’a freiné", ["Le bus"]),
        ("Ce que je choisis pour la suite", ["Visiter"]),
    ]
    assert "Ce que cela a changé\u00a0: Rendez-vous pris" in page.text
    assert not page.select("main input[type=checkbox][checked]")
    assert [title for title, _ in _gathered(later)] == ["Ce que j’ai fait", "Ce que je choisis pour la suite"]
    assert _gathered(unreadable) == _gathered(page)


def test_taking_stock_says_where_what_it_gathers_comes_from(journal: Browser) -> None:
    assert "Rien à rassembler pour l’instant" in journal.get("/journal/faire-le-point").select_one(".lede").text


def _gathered(page: BeautifulSoup) -> list[tuple[str, list[str]]]:
    return [
        (part.h2.text, [line.text for line in part.select("label > .stock-text[data-user-text]")])
        for part in page.select(".stock section")
    ]


def test_questions_to_start_from_suit_the_step_one_is_at(journal: Browser, session: Session, amina: Person) -> None:
    services.add_step(session, services.begin(session, amina.id), StepKind.INTERVIEWS, today())
    session.commit()

    offered = {str(field["value"]) for field in journal.get("/journal/ecrire").select("[name=prompt]")} - {""}

    known = {known.id: known for known in prompts.bank()}
    assert all(known[name].steps for name in offered)
    assert all(known[name].suits(StepKind.INTERVIEWS) for name in offered)
