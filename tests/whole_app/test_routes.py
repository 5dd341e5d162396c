"""An address is a promise: none appears, moves or goes without being seen in a review."""

import pytest
from flask import Flask
from werkzeug.routing.converters import IntegerConverter

from journal.web.access import STATIC
from tests.whole_app.routes import COMMITTED, ask, described, visits

# A year and a month name a digest; they say nothing of how many rows there are.
NUMBERS_ALLOWED = {"year", "month"}


def test_the_addresses_of_the_site_are_the_ones_written_down(app: Flask) -> None:
    written = COMMITTED.read_text("utf-8").splitlines()

    assert described(app) == written, "python -m tests.whole_app.routes > tests/whole_app/routes.txt, then review it"


def test_no_address_holds_a_number_that_counts_rows(app: Flask) -> None:
    counting = [
        f"{rule.rule} ({name})"
        for rule in app.url_map.iter_rules()
        for name, converter in rule._converters.items()
        if isinstance(converter, IntegerConverter) and name not in NUMBERS_ALLOWED
    ]

    assert counting == []


def test_a_slash_too_many_leads_to_the_page_which_says_who_may_read_it(app: Flask) -> None:
    stranger = app.test_client()
    for rule, path in visits(app, "GET"):
        if path.endswith("/") or rule.endpoint in STATIC:
            continue
        answer = ask(stranger, f"{path}/")

        assert (answer.status_code, answer.location) == (308, path)


def test_what_is_asked_of_a_page_stays_in_its_address(app: Flask) -> None:
    answer = app.test_client().get("/reponses/?q=bus%20du%20soir&_external=1&_scheme=javascript")

    assert answer.location == "/reponses?q=bus%20du%20soir&_external=1&_scheme=javascript"


def test_what_is_asked_in_no_alphabet_leads_to_the_page_too(app: Flask) -> None:
    answer = app.test_client().get(environ_overrides={"PATH_INFO": "/reponses/", "QUERY_STRING": "q=\xff"})

    assert (answer.status_code, answer.location) == (308, "/reponses?q=%EF%BF%BD")


@pytest.mark.parametrize("path", ["//exemple.org/", "//exemple.org/recit/", "/\\exemple.org/", "/recit/x/y/"])
def test_a_slash_too_many_leads_nowhere_else(app: Flask, path: str) -> None:
    answer = app.test_client().get(environ_overrides={"PATH_INFO": path})

    assert (answer.status_code, answer.location) == (404, None)


def test_nothing_is_sent_again_to_another_address(app: Flask) -> None:
    assert app.test_client().post("/reponses/").status_code == 404
