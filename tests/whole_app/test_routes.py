"""An address is a promise: none appears, moves or goes without being seen in a review."""

from flask import Flask
from werkzeug.routing.converters import IntegerConverter

from tests.whole_app.routes import COMMITTED, described

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
