"""A word of a private text stands in no page, log or file but its author's."""

import logging

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Role
from journal.entries.models import Draft, NextStep
from journal.pathways import services as pathways
from tests.factories import NOW, make_entry, make_lab, make_person

CANARY = "zinzolin"


@pytest.mark.parametrize("role", Role)
def test_a_private_word_reaches_nobody_else(
    app, session: Session, sign_in, role: Role, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    lab = make_lab(session)
    author = make_person(session, lab)
    entry = make_entry(session, author, CANARY, helped=CANARY, hindered=CANARY, free_emotion=CANARY)
    session.add(NextStep(author_id=author.id, entry_id=entry.id, text=CANARY, outcome=CANARY, created_at=NOW))
    session.add(Draft(author_id=author.id, submission=CANARY, content={"text": CANARY}, updated_at=NOW))
    pathways.add_target_job(session, pathways.begin(session, author.id), CANARY)
    reader = make_person(session, lab, role)
    session.commit()
    browser = sign_in(reader)

    seen = 0
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.arguments or rule.endpoint.endswith(("static", "quick_exit")):
            continue
        response = browser.client.get(rule.rule)
        assert response.status_code < 500, rule.rule
        assert CANARY.encode() not in response.data, rule.rule
        response.close()
        seen += response.status_code == 200
    for page in ("", "/modifier", "/partage", "/effacer"):
        browser.get(f"/journal/{entry.id}{page}", status=404)

    assert seen > 5
    assert CANARY not in caplog.text


def test_a_word_that_makes_the_site_fail_reaches_no_log(
    app, session: Session, sign_in, caplog: pytest.LogCaptureFixture
) -> None:
    author = make_person(session)
    session.commit()
    journal = sign_in(author)
    page = journal.get("/journal/ecrire")
    app.view_functions["entries.write"] = _failing(app.view_functions["entries.write"])

    answer = journal.submit(page, {"text": CANARY}, status=500)

    assert CANARY in answer.select_one("textarea").text
    assert "unexpected" in caplog.text
    assert CANARY not in caplog.text


def _failing(view):
    """The same page, failing with the words in its error as a driver's message would have them."""

    def failing():
        raise RuntimeError(f"could not store {CANARY}")

    failing._access = view._access
    return failing
