"""A word of a private text stands in no page, log or file but its author's."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.conftest import SignIn
from tests.factories import make_person

CANARY = "zinzolin"


def test_a_word_that_makes_the_site_fail_reaches_no_log(
    own_app: Flask, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    author = make_person(session)
    session.commit()
    journal = SignIn(own_app)(author)
    page = journal.get("/journal/ecrire")
    own_app.view_functions["entries.write"] = _failing(own_app.view_functions["entries.write"])

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
