"""What is decided of one theme: its name, its status, its readings; each decision is signed, dated and undone."""

from datetime import date, timedelta

import sqlalchemy as sa

from journal.entries.models import Passage
from journal.themes.models import (
    AnalysisRun,
    Theme,
    ThemeReading,
    ThemeStatus,
)
from journal.themes.rules import may_enter_narrative
from nlp.themes.labels import NO_LABEL
from tests.factories import NOW
from tests.factories_themes import make_run, make_theme
from tests.web.themes.deciding.looking import fresh, path, undo_last


def test_a_theme_is_adopted_and_the_decision_is_signed_dated_and_undone(lab, browser, session) -> None:
    browser.submit(browser.get(path(lab.bus)), form="form:has(input[value=adopted])")

    page = browser.get(path(lab.bus))
    assert fresh(session, lab.bus).status is ThemeStatus.ADOPTED
    assert "coordination-0 a changé l’état" in page.select_one(".history").text
    assert page.find(id="history-titre").parent.text.strip() == "Historique des décisions (1)"

    undo_last(browser, lab.bus)
    assert fresh(session, lab.bus).status is ThemeStatus.PROPOSED
    told = browser.get(path(lab.bus)).select_one(".history").text
    assert "annulée" in told
    assert "a annulé\u00a0: «\u00a0changer l’état\u00a0»" in told


def test_a_new_name_keeps_the_machine_s_beside_it(lab, browser, session) -> None:
    browser.submit(browser.get(path(lab.bus)), {"label": "Attendre le bus"}, form="form[action$='/nom']")

    page = browser.get(path(lab.bus))

    assert page.h1.text.strip() == "Attendre le bus"
    assert "Nom donné par l’analyse\u00a0: Le bus" in page.text


def test_a_theme_the_analysis_could_not_name_does_not_say_that_it_named_it(lab, browser, session) -> None:
    session.get_one(Theme, lab.bus.id).machine_label = NO_LABEL
    session.commit()

    assert "Nom donné par l’analyse" not in browser.get(path(lab.bus)).text


def test_a_name_too_long_is_refused_with_its_words_kept(lab, browser, session) -> None:
    page = browser.submit(browser.get(path(lab.bus)), {"label": "x" * 61}, form="form[action$='/nom']", status=422)

    assert "61" in page.select_one(".error-summary").text
    assert page.select_one("#label")["value"] == "x" * 61
    assert fresh(session, lab.bus).label == "Le bus"


def test_setting_aside_needs_a_reason(lab, browser, session) -> None:
    form = "form:has(input[value=set_aside])"
    page = browser.submit(browser.get(path(lab.bus)), form=form, status=422)
    assert "pourquoi" in page.select_one(".error-summary").text
    assert fresh(session, lab.bus).status is ThemeStatus.PROPOSED

    browser.submit(browser.get(path(lab.bus)), {"reason": "Trop vague"}, form=form)

    assert fresh(session, lab.bus).status is ThemeStatus.SET_ASIDE
    assert "Trop vague" in browser.get(path(lab.bus)).select_one(".history").text


def test_two_readings_by_two_people_open_the_door_of_the_narrative(lab, browser, session, sign_in) -> None:
    browser.submit(browser.get(path(lab.bus)), form="form:has(input[value=adopted])")
    for words in ("Le temps perdu", "Le temps volé"):
        browser.submit(browser.get(path(lab.bus)), {"reading": words}, form="form[action$='/lecture']")
    assert "Il manque une lecture, par une autre personne" in browser.get(path(lab.bus)).text

    second = sign_in(lab.coordinators[1])
    second.submit(second.get(path(lab.bus)), {"reading": "Loin de tout"}, form="form[action$='/lecture']")

    page = browser.get(path(lab.bus))
    assert "Ce thème peut entrer dans le récit" in page.text
    assert "Une autre lecture" in page.text
    readers = session.scalars(sa.select(ThemeReading.text)).all()
    assert set(readers) == {"Le temps volé", "Loin de tout"}
    assert may_enter_narrative(ThemeStatus.ADOPTED, len(readers))


def test_each_reads_a_theme_without_knowing_how_the_other_did(lab, browser, sign_in) -> None:
    browser.submit(browser.get(path(lab.bus)), form="form:has(input[value=adopted])")
    form = "form[action$='/lecture']"
    browser.submit(browser.get(path(lab.bus)), {"reading": "Le temps volé"}, form=form)
    assert "Le temps volé" in browser.get(path(lab.bus)).select_one("#readings").text
    second = sign_in(lab.coordinators[1])

    page = second.get(path(lab.bus))
    assert "Une personne a écrit la sienne" in page.text
    assert "Le temps volé" not in page.text
    second.get("/exports/themes.json")
    assert str(lab.bus.id) in second.response.text
    assert "Le temps volé" not in second.response.text, "nor in a file"

    second.submit(page, {"reading": "Loin de tout"}, form=form)
    assert "Le temps volé" in second.get(path(lab.bus)).select_one("#readings").text
    second.get("/exports/themes.json")
    assert "Le temps volé" in second.response.text


def test_the_typical_passage_shows_until_its_author_takes_it_back(lab, browser, session) -> None:
    passage = lab.passages[0][0]
    browser.submit(browser.get(f"/themes/passages/{passage}"), form="form[action$='/passage-type']")
    assert "Le passage type" in browser.get(path(lab.bus)).text

    session.execute(sa.text("UPDATE entry SET sharing = 'private'"))
    session.commit()

    assert "Le passage type" not in browser.get(path(lab.bus)).text


def test_comments_stay_between_coordinators(lab, browser) -> None:
    browser.submit(browser.get(path(lab.bus)), {"comment": "À revoir ensemble"}, form="form[action$='/remarques']")

    assert "À revoir ensemble" in browser.get(path(lab.bus)).select_one(".comment").text


def test_a_comment_is_taken_back_by_who_made_it_and_by_nobody_else(lab, browser, sign_in) -> None:
    browser.submit(browser.get(path(lab.bus)), {"comment": "Madame B. l’a dit"}, form="form[action$='/remarques']")
    other = sign_in(lab.coordinators[1])
    form = browser.get(path(lab.bus)).select_one(".comment form")

    assert not other.get(path(lab.bus)).select(".comment form")
    other.post(str(form["action"]), status=404)
    browser.post(str(form["action"]))

    assert not browser.get(path(lab.bus)).select(".comment")


def test_what_coordinators_type_is_shown_as_text(lab, browser) -> None:
    browser.submit(browser.get(path(lab.bus)), {"label": "<script>alert(1)</script>"}, form="form[action$='/nom']")

    page = browser.get(path(lab.bus))

    assert "<script>alert(1)</script>" in page.h1.text
    assert not page.select("h1 script")


def test_the_passages_of_a_theme_are_in_sight_until_someone_has_decided(lab, browser) -> None:
    page = browser.get(path(lab.bus))
    assert page.select_one("#read > details").has_attr("open")
    assert page.select("a[href='#decide']")

    browser.submit(page, form="form:has(input[value=adopted])")

    page = browser.get(path(lab.bus))
    assert not page.select_one("#read > details").has_attr("open")
    assert len(page.select("#read > .excerpts .excerpt")) == 1
    assert page.select_one("details:has(> #readings)").has_attr("open"), "that is what it waits for now"


def test_themes_of_one_name_are_told_apart_and_those_no_longer_seen_come_last(lab, browser, session) -> None:
    old = make_run(session, lab.lab, until=date(2026, 8, 20), finished_at=NOW - timedelta(days=90))
    passages = [session.get_one(Passage, key) for key in lab.passages[0]]
    make_theme(session, old, passages, label="Ancien")
    session.get_one(Theme, lab.creche.id).label = "Le bus"
    session.commit()

    page = browser.get(f"/themes/passages/{lab.passages[0][0]}")
    twins = browser.get(path(lab.bus)).select_one("#into")

    assert [option.text for option in page.select("#to option")][-1] == "Ancien (plus vu depuis août\u00a02026)"
    assert [option.text for option in twins.select("option")][1] == "Le bus"
    make_theme(session, session.get_one(AnalysisRun, lab.run.id), passages, label="Le bus")
    session.commit()
    twins = browser.get(path(lab.bus)).select_one("#into")
    assert [option.text for option in twins.select("option")][1:3] == ["Le bus (apparu en novembre\u00a02026)"] * 2
