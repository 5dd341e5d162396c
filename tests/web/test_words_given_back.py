"""Whatever was typed, however short and in whichever field, is on the page of errors, under what asked for it."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy.orm import Session

import journal.features  # noqa: F401  # every form of the site is made
from journal.accounts.models import Role, WebSession
from journal.actors.doubt import DoubtForm
from journal.clock import now
from journal.config import Settings
from journal.web.forms import BaseForm, Carried, CleanString, CleanText
from journal.web.typed import SECRET, UNNAMED, all_forms, declared
from tests.conftest import SignIn, application
from tests.databases import Opening
from tests.factories import make_lab, make_person
from tests.factories_themes import make_run, make_theme
from tests.pages import Browser

SHORT = "Trop tôt"
ONE_WORD = "Merci"


def asked_in_words(form: type[BaseForm]) -> set[str]:
    fields = {name: field.field_class for name, field in declared(form)}
    return {name for name, kind in fields.items() if issubclass(kind, CleanString | CleanText) and kind is not Carried}


FORMS = sorted((form for form in all_forms() if asked_in_words(form) - SECRET), key=lambda form: form.__qualname__)
assert FORMS


def given_back(page: BeautifulSoup) -> dict[str, tuple[str, str]]:
    """What is shown by the page of errors: by name, the label and the words."""
    areas = page.select(".kept-words textarea")
    labels = {each["for"]: each.get_text(" ", strip=True) for each in page.select(".kept-words label")}
    return {area["name"]: (labels[area["id"]], area.text.strip()) for area in areas}


@pytest.mark.parametrize("form", FORMS, ids=[form.__qualname__ for form in FORMS])
def test_one_word_in_any_field_of_any_form_is_shown(browser: Browser, form: type[BaseForm]) -> None:
    # A browser sends every field of words, and of the choices those that were made.
    sent = {name: ONE_WORD for name, _ in declared(form) if name in asked_in_words(form)}

    page = browser.post("/connexion", sent | {"csrf_token": "périmé"}, token=False, status=400)

    assert {name: words for name, (_, words) in given_back(page).items()} == dict.fromkeys(
        sent.keys() - SECRET, ONE_WORD
    )


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ({"helped": "yes"}, set()),
        ({"role": "partner", "max_uses": "1"}, set()),
        ({"text": "Un texte", "prompt": "Une question du Lab", "agency": "3", "helped": ""}, {"text"}),
        ({"purpose": SHORT, "foreseen_on": "2026-12-03", "confirmed": SHORT}, {"purpose"}),
        ({"parts-0-actor": "12", "parts-0-brings": ONE_WORD, "shared_edge": SHORT}, {"parts-0-brings", "shared_edge"}),
        ({"signs": ["12", "13"], "name": ONE_WORD, "tells": SHORT, "counting": SHORT}, {"name", "tells", "counting"}),
        ({"unheard_of": SHORT, "seen": "0f3a"}, {"unheard_of"}),
    ],
)
def test_choices_and_what_the_page_carries_are_sent_along_unseen(
    browser: Browser, sent: dict[str, object], shown: set[str]
) -> None:
    page = browser.post("/connexion", sent | {"csrf_token": "périmé"}, token=False, status=400)

    carried = {each["name"] for each in page.select(".kept-words input[type=hidden]")} - {"csrf_token"}
    assert given_back(page).keys() == shown
    assert carried == {name for name, value in sent.items() if value} - shown


def test_what_a_box_says_names_nobody_is_typed_by_nobody() -> None:
    kinds = {form.__qualname__: form.confirmed.field_class for form in all_forms() if issubclass(form, DoubtForm)}

    assert kinds == dict.fromkeys(kinds, Carried)


def test_secrets_are_nowhere_on_the_page(browser: Browser) -> None:
    sent = dict.fromkeys(SECRET, "sept galets") | {"username": "camille"}

    page = browser.post("/connexion", sent, token=False, status=400)

    assert given_back(page).keys() == {"username"}
    assert "sept galets" not in str(page)


def test_words_that_several_forms_ask_for_otherwise_are_under_no_wrong_label(browser: Browser) -> None:
    page = browser.post("/connexion", {"text": SHORT, "csrf_token": "périmé"}, token=False, status=400)

    assert given_back(page) == {"text": (UNNAMED, SHORT)}


def test_a_short_reason_is_given_back_when_the_session_ends_and_when_the_disk_is_full(
    app: Flask, settings: Settings, opening: Opening, session: Session, sign_in: SignIn
) -> None:
    lab = make_lab(session)
    person, theme = make_person(session, lab, Role.COORDINATOR), make_theme(session, make_run(session, lab))
    session.commit()
    address, sent = f"/themes/{theme.id}/etat", {"status": "set_aside", "reason": SHORT, "version": "1"}
    expected = {"reason": ("La raison", SHORT)}
    team = sign_in(person)

    assert given_back(team.post(address, sent | {"csrf_token": "périmé"}, token=False, status=400)) == expected

    session.execute(sa.update(WebSession).values(seen_at=now() - timedelta(minutes=31)))
    session.commit()
    page = team.post(address, sent, token=False, status=400)
    assert given_back(page) == expected
    assert "Ce que vous avez écrit est encore ici" in page.text

    if settings.database.startswith("sqlite"):
        with application(app, replace(settings, disk_reserve_mb=10**12), opening) as full:
            page = SignIn(full)(person).post(address, sent, status=503)
        assert given_back(page) == expected
        assert "Copiez ce que vous avez écrit" in page.select_one(".kept-words .hint").text
