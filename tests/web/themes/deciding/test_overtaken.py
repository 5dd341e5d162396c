"""Two coordinators decide at once: nothing is lost, and each reads what they were about to do."""

import pytest
import sqlalchemy as sa

from journal.themes.models import (
    ThemeReview,
)
from journal.themes.pages.acts import ACTS
from tests.web.themes.deciding.looking import fresh, path


def test_two_coordinators_at_once_see_both_versions_and_lose_nothing(lab, browser, session, sign_in) -> None:
    other = sign_in(lab.coordinators[1])
    mine, theirs = browser.get(path(lab.bus)), other.get(path(lab.bus))
    other.submit(theirs, {"definition": "Attendre le car"}, form="form[action$='/fiche']")

    page = browser.submit(mine, {"definition": "Attendre longtemps"}, form="form[action$='/fiche']", status=409)

    assert "Attendre le car" in page.select_one("section#theirs").text
    assert "Attendre longtemps" in page.select_one("section#yours textarea").text
    assert fresh(session, lab.bus).definition == "Attendre le car"

    browser.submit(page, {})

    assert fresh(session, lab.bus).definition == "Attendre longtemps"


@pytest.mark.parametrize(
    ("form", "values", "told", "button"),
    [
        ("/fusion", {"into": "creche"}, "Réunir «\u00a0Le bus\u00a0» à «\u00a0La crèche\u00a0»", "Réunir quand même"),
        ("/etat", {}, "Adopter «\u00a0Le bus\u00a0»", "Adopter quand même"),
        ("/epingle", {}, "Épingler «\u00a0Le bus\u00a0»", "Épingler quand même"),
        ("/nom", {"label": "Autre"}, "Changer le nom de «\u00a0Le bus\u00a0»", "Changer le nom quand même"),
        ("move", {"to": "creche"}, "Sortir un passage de «\u00a0Le bus\u00a0»", "Déplacer quand même"),
        ("apart", {"others": "other"}, "Séparer 1\u00a0passage", "Séparer quand même"),
    ],
)
def test_someone_overtaken_reads_what_they_were_about_to_do_then_does_it(
    lab, browser, session, sign_in, form, values, told, button
) -> None:
    names = {"creche": str(lab.creche.id), "other": str(lab.passages[0][1])}
    pages = {"move": f"/themes/passages/{lab.passages[0][0]}", "apart": f"/themes/passages/{lab.passages[0][0]}/a-part"}
    mine = browser.get(pages.get(form, path(lab.bus)))
    other = sign_in(lab.coordinators[1])
    other.submit(other.get(path(lab.bus)), {"definition": "Attendre le car"}, form="form[action$='/fiche']")
    selector = {} if form in pages else {"form": f"form[action$='{form}']"}

    page = browser.submit(mine, {key: names.get(value, value) for key, value in values.items()}, **selector, status=409)

    yours = page.select_one("section#yours")
    assert yours.strong.text.startswith(told)
    assert yours.button.text == button
    assert not [area for area in yours.select("textarea") if not area.text.strip()]

    browser.submit(page, {})

    assert session.scalars(sa.select(ThemeReview).order_by(ThemeReview.at.desc())).first().action != "describe"


def test_every_decision_that_may_be_overtaken_says_what_it_was(app) -> None:
    versioned = {"describe", *(rule.endpoint.partition(".")[2] for rule in app.url_map.iter_rules() if overtaken(rule))}

    assert versioned <= set(ACTS)


def overtaken(rule) -> bool:
    """Whether a decision is compared with the version of the theme it was read from."""
    free = {"comment", "drop_comment", "write_reading", "request_analysis", "mark_as_known", "decide_proposal"}
    free |= {"look_for_passages"}  # a search, whose words stay out of the address
    free |= {"unclassified", "let_go"}  # of passages in no theme
    free |= {"hide"}  # of a text, whatever theme it is in
    name = rule.endpoint.partition(".")[2]
    return rule.endpoint.startswith("themes.") and "POST" in rule.methods and name not in free


def test_an_older_decision_is_not_undone_over_a_newer_one(lab, browser, session) -> None:
    for label in ("Un", "Deux"):
        browser.submit(browser.get(path(lab.bus)), {"label": label}, form="form[action$='/nom']")
    first = session.scalar(sa.select(ThemeReview.id).order_by(ThemeReview.at))
    session.rollback()
    address, version = path(lab.bus, f"decisions/{first}/annuler"), fresh(session, lab.bus).version

    page = browser.post(address, {"version": version}, status=422)

    assert "plus récente" in page.select_one(".error-summary").text
    assert fresh(session, lab.bus).label == "Deux"
