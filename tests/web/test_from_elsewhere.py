"""A form that a page of another site sends gives nothing back to send, takes no one’s session and keeps no word."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask, Response
from flask import session as flask_session
from sqlalchemy.orm import Session

from journal.accounts.models import WebSession
from journal.clock import now
from journal.entries.models import Draft
from tests.factories import make_person
from tests.pages import Browser

FILLED_IN = {"email": "ailleurs@example.org", "wants_digest": "y", "text": "Écrit par quelqu’un d’autre"}
FROM_ELSEWHERE = [
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://ailleurs.example"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://autre.localhost"},
    {"Origin": "https://ailleurs.example"},
    {"Origin": "null"},
]
FROM_HERE = [{"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": "http://localhost"}, {}]


@pytest.mark.parametrize("headers", FROM_ELSEWHERE)
@pytest.mark.parametrize("path", ["/compte", "/journal/ecrire", "/connexion"])
def test_nothing_someone_else_filled_in_waits_to_be_sent(browser: Browser, path: str, headers: dict[str, str]) -> None:
    page = browser.post(path, FILLED_IN, token=False, status=400, headers=headers)

    assert "Demande venue d’un autre site" in page.h1.text
    assert not page.select("main form, [name=csrf_token]")
    assert not [words for words in FILLED_IN.values() if len(words) > 1 and words in str(page)]
    assert "Set-Cookie" not in browser.response.headers


@pytest.mark.parametrize("headers", FROM_HERE)
def test_what_a_page_of_ours_sent_is_still_given_back(browser: Browser, headers: dict[str, str]) -> None:
    page = browser.post("/journal/ecrire", FILLED_IN, token=False, status=400, headers=headers)

    assert page.select_one("textarea[name=text]").text.strip() == FILLED_IN["text"]


@pytest.mark.parametrize("headers", FROM_ELSEWHERE)
def test_a_session_that_closed_keeps_no_word_of_someone_else(
    session: Session, sign_in, headers: dict[str, str]
) -> None:
    person = make_person(session)
    session.commit()
    browser = sign_in(person)
    session.execute(sa.update(WebSession).values(seen_at=now() - timedelta(minutes=31)))
    session.commit()

    browser.post("/journal/ecrire", FILLED_IN | {"submission": "abc"}, token=False, status=400, headers=headers)

    assert session.scalars(sa.select(Draft)).all() == []


def test_no_cookie_takes_the_place_of_the_one_the_browser_kept_to_itself(app: Flask) -> None:
    for headers, given in [(FROM_ELSEWHERE[0], False), (FROM_HERE[0], True)]:
        with app.test_request_context("/connexion", method="POST", headers=headers):
            flask_session["said"] = "something"
            assert ("Set-Cookie" in app.process_response(Response()).headers) is given
