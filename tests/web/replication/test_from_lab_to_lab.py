"""A Lab opens what it has evaluated; another takes it up, and tells what it found. Nothing else crosses."""

import re
from datetime import timedelta

import sqlalchemy as sa
from bs4 import Tag
from flask import Flask
from sqlalchemy.orm import Session

from journal import jobs
from journal.accounts.models import Role
from journal.calls import ideas
from journal.calls.models import Call, Invited
from journal.calls.rules import Layout
from journal.clock import now, today
from journal.entries.models import MaskingState, Sharing
from journal.entries.words import seen_mark
from journal.experiments import services as experiments
from journal.experiments.models import Experiment, Helped, Rung
from journal.experiments.services import StepContent
from journal.replication.models import OpenedExperiment, Replication
from tests.conftest import SignIn
from tests.factories import NOW, make_entry, make_lab, make_person
from tests.pages import Browser, main_of
from tests.web.replication.conftest import SHEET, Labs
from tests.worker import sweep

SAID = "Le car de six heures ne passe plus et je perds toute ma matinée à attendre."


def try_it(app: Flask, session: Session, labs: Labs, page: str) -> None:
    """The second Lab goes one rung up, which the worker lets the first know."""
    key = page.rpartition("/")[2]
    row = next(each for each in session.scalars(sa.select(Experiment)) if str(each.id) == key)
    step = StepContent(Rung.TRIAL, today(), "Au port, depuis lundi.")
    experiments.add_step(session, row, step, by=labs.theirs, now=now())
    session.commit()
    sweep(app, [jobs.keep_up])


def test_another_lab_reads_the_sheet_and_takes_it_up(opened: str, taken: str, labs: Labs, theirs: Browser) -> None:
    page = main_of(theirs.get(opened))
    assert all(words in page for words in SHEET.values())
    assert "Ouvert par Lab Provence" in page

    own = main_of(theirs.get(taken))
    assert "Repris d’un essai de Lab Provence." in own
    assert "Un essai ouvert par Lab Provence" in own
    assert theirs.get(opened).select_one(f"main a[href='{taken}']")
    assert not theirs.get(opened).select(f"a[href='{opened}/reprendre']")


def test_an_experiment_is_taken_up_once_by_a_lab(opened: str, taken: str, theirs: Browser, session: Session) -> None:
    for words in ({}, {"title": "Encore", "tried": "Encore.", "for_whom": "Encore."}):
        theirs.post(f"{opened}/reprendre", words, status=409)

    assert len(session.scalars(sa.select(Replication)).all()) == 1
    session.commit()


def test_the_first_lab_reads_who_takes_it_up_where_they_are_and_what_they_tell(
    app: Flask, taken: str, labs: Labs, ours: Browser, theirs: Browser, session: Session
) -> None:
    assert "Lab Littoral : idée, depuis le" in main_of(ours.get(labs.page))
    try_it(app, session, labs, taken)

    theirs.submit(theirs.get(f"{taken}/retour"), {"found": "Vingt trajets, moitié moins de retards."})

    page = main_of(ours.get(labs.page))
    assert "Dans d’autres Labs : 1 reprise" in page
    assert "Lab Littoral : essai, depuis le" in page
    assert "Vingt trajets, moitié moins de retards." in page
    assert "Qui habite la presqu’île." not in page
    assert "Au port" not in page


def test_the_first_lab_is_told_for_two_weeks_where_its_team_looks_each_week(
    taken: str, labs: Labs, ours: Browser, theirs: Browser, session: Session
) -> None:
    def told(team: Browser) -> Tag | None:
        lines = team.get("/themes/semaine").select("main li")
        return next((line for line in lines if "Lab Littoral reprend votre expérimentation" in line.text), None)

    assert "« Le minibus »" in told(ours).text.replace("\u00a0", " ")
    assert told(ours).a["href"] == labs.page
    assert told(theirs) is None

    session.execute(sa.update(Replication).values(at=now() - timedelta(days=15)))
    session.commit()
    assert told(ours) is None


def test_what_another_lab_tries_may_prove_the_rung_and_what_it_only_thinks_of_may_not(
    app: Flask, taken: str, labs: Labs, ours: Browser, session: Session
) -> None:
    assert "Ce qui peut servir de preuve" not in main_of(ours.get(f"{labs.page}/marche"))
    try_it(app, session, labs, taken)

    assert "Lab Littoral : essai" in main_of(ours.get(f"{labs.page}/marche"))


def test_what_was_told_to_the_first_lab_is_taken_back(taken: str, labs: Labs, ours: Browser, theirs: Browser) -> None:
    theirs.submit(theirs.get(f"{taken}/retour"), {"found": "Cela marche."})
    theirs.submit(theirs.get(f"{taken}/retour"), {"found": ""})

    assert "Cela marche." not in main_of(ours.get(labs.page))


def test_what_was_never_evaluated_is_not_opened(labs: Labs, session: Session, ours: Browser) -> None:
    row = session.get_one(Experiment, labs.minibus.id)
    for step in row.steps:
        if step.rung is Rung.EVALUATED:
            session.delete(step)
    session.commit()

    assert not ours.get(labs.page).select(f"a[href='{labs.page}/ouvrir']")
    ours.get(f"{labs.page}/ouvrir", status=404)
    ours.post(f"{labs.page}/ouvrir", SHEET, status=404)


def test_the_words_of_people_do_not_leave_their_lab(
    labs: Labs, taken: str, session: Session, ours: Browser, theirs: Browser
) -> None:
    for lab in (labs.first, labs.second):
        make_entry(session, make_person(session, lab), SAID, sharing=Sharing.QUOTABLE)
    session.commit()

    sheet = ours.submit(ours.get(f"{labs.page}/ouvrir"), SHEET | {"lesson": f"On nous dit : {SAID}"}, status=422)
    told = theirs.submit(theirs.get(f"{taken}/retour"), {"found": SAID}, status=422)

    for page in (sheet, told):
        assert "ne sortent pas du Lab" in main_of(page)
    assert session.scalars(sa.select(OpenedExperiment.lesson)).one() == SHEET["lesson"]
    assert session.scalars(sa.select(Replication.found)).one() == ""
    session.commit()


def test_nor_do_those_of_ideas_given_to_a_call(labs: Labs, session: Session, ours: Browser) -> None:
    author = make_person(session, labs.first)
    call = Call(lab_id=labs.first.id, question="Et ?", why="", invited=Invited.BOTH, open_until=today(), at=now())
    session.add(call)
    session.flush()
    idea = ideas.write(session, call, Layout("Un car", SAID), by=author, now=now())
    idea.words.masked_text, idea.words.masking_state = idea.words.text, MaskingState.MASKED
    ideas.send(session, idea.words, seen=seen_mark(idea.words), now=now())
    session.commit()

    page = ours.submit(ours.get(f"{labs.page}/ouvrir"), SHEET | {"lesson": SAID}, status=422)

    assert "ne sortent pas du Lab" in main_of(page)


def test_figures_are_told_to_other_labs_as_to_anyone(
    app: Flask, opened: str, labs: Labs, session: Session, theirs: Browser, ours: Browser
) -> None:
    """Seven people are told inside the Lab, where five are enough, and to no other, where eleven are needed."""
    row = session.get_one(Experiment, labs.minibus.id)

    def say(people: int) -> str:
        for _ in range(people):
            person = make_person(session, labs.first)
            experiments.say(session, row, Helped.YES, by=person, now=NOW)
        session.commit()
        sweep(app, [jobs.publish_counts, jobs.keep_up])
        return main_of(theirs.get(opened))

    assert "Ça a aidé" not in say(7)
    assert "au moins 5" in main_of(ours.get(labs.page))
    assert "Ça a aidé : au moins 15 personnes" in say(9)


def test_only_coordinators_read_what_other_labs_open(
    opened: str, labs: Labs, session: Session, sign_in: SignIn
) -> None:
    others = [make_person(session, labs.second, role) for role in Role if role is not Role.COORDINATOR]
    session.commit()
    for person in others:
        browser = sign_in(person)
        for page in ("/essais-ouverts", opened, f"{opened}/reprendre"):
            browser.get(page, status=404)


def test_a_lab_does_not_take_up_its_own_and_writes_no_sheet_of_another_s(
    opened: str, labs: Labs, ours: Browser, theirs: Browser
) -> None:
    ours.get(opened, status=404)
    ours.post(f"{opened}/reprendre", status=404)
    for end in ("ouvrir", "refermer", "retour"):
        theirs.post(f"{labs.page}/{end}", SHEET, status=404)
    theirs.get(labs.page, status=404)


def test_nothing_of_the_experiment_itself_crosses(opened: str, labs: Labs, theirs: Browser) -> None:
    """Neither its steps, nor whom it is for, nor an address of the first Lab."""
    page = theirs.get(opened)

    assert "Qui n’a pas de voiture." not in page.text
    assert "Le récit le dit." not in page.text
    assert str(labs.minibus.id) not in re.sub(r"\s", "", str(page.main))


def test_where_a_lab_is_alone_nothing_speaks_of_others(session: Session, sign_in: SignIn) -> None:
    person = make_person(session, make_lab(session), Role.COORDINATOR)
    session.commit()
    alone = sign_in(person)

    for page in ("/experimentations", "/cooperation"):
        assert "autres Labs" not in main_of(alone.get(page))


def test_each_lab_reads_where_the_other_stands_up_to_the_norm(
    app: Flask, opened: str, taken: str, labs: Labs, ours: Browser, theirs: Browser, session: Session
) -> None:
    assert "Là-bas aujourd’hui : essai évalué, depuis le" in main_of(theirs.get(opened))
    row = session.get_one(Experiment, labs.minibus.id)
    for rung in (Rung.REPLICATED, Rung.PRACTICE, Rung.NORM):
        experiments.add_step(session, row, StepContent(rung, today(), "C’est écrit."), by=labs.ours, now=now())
    session.commit()
    sweep(app, [jobs.keep_up])

    for page in (opened, taken):
        assert "Là-bas aujourd’hui : norme, depuis le" in main_of(theirs.get(page))
    assert theirs.get(taken).select_one(f"main a[href='{opened}']").text == "Relire sa fiche"
    assert "Aujourd’hui : norme" in main_of(theirs.get("/essais-ouverts"))
    assert "Lab Provence : norme, depuis le" in main_of(theirs.get(f"{taken}/marche"))

    ours.post(f"{labs.page}/refermer")
    for page in (taken, f"{taken}/marche"):
        assert "norme" not in main_of(theirs.get(page))


def test_a_sheet_written_when_it_was_not_told_says_nowhere_where_its_lab_stands_until_it_is_saved_again(
    app: Flask, opened: str, taken: str, labs: Labs, ours: Browser, theirs: Browser, session: Session
) -> None:
    sheet = session.scalars(sa.select(OpenedExperiment)).one()
    sheet.rung = sheet.since = None
    session.commit()
    sweep(app, [jobs.keep_up])
    for page in (opened, taken, "/essais-ouverts"):
        assert "ujourd’hui" not in main_of(theirs.get(page))

    ours.submit(ours.get(f"{labs.page}/ouvrir"), SHEET)

    assert "Là-bas aujourd’hui : essai évalué" in main_of(theirs.get(opened))


def test_only_coordinators_read_where_the_other_lab_stands(
    taken: str, labs: Labs, session: Session, sign_in: SignIn
) -> None:
    reader = make_person(session, labs.second)
    session.commit()

    page = main_of(sign_in(reader).get(taken))

    assert "Repris d’un essai de Lab Provence." in page
    assert "Là-bas" not in page


def test_deleting_says_what_other_labs_read_no_more(
    opened: str, taken: str, labs: Labs, ours: Browser, theirs: Browser
) -> None:
    assert "la fiche que les autres Labs en lisent" in main_of(ours.get(f"{labs.page}/effacer"))
    page = theirs.get(f"{taken}/effacer")
    assert "ce que Lab Provence lit de votre reprise" in main_of(page)

    theirs.submit(page)
    assert "Lab Littoral" not in main_of(ours.get(labs.page))


def test_an_experiment_that_is_not_open_is_not_said_to_be_left_aside_by_other_labs(
    app: Flask, taken: str, labs: Labs, theirs: Browser, session: Session
) -> None:
    key = taken.rpartition("/")[2]
    row = next(each for each in session.scalars(sa.select(Experiment)) if str(each.id) == key)
    for rung in (Rung.TRIAL, Rung.EVALUATED):
        experiments.add_step(session, row, StepContent(rung, today(), "Vu."), by=labs.theirs, now=now())
    session.commit()

    assert "Tant qu’il n’est pas ouvert aux autres Labs" in main_of(theirs.get(taken))
