"""What every form refuses, and in what order."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from journal.web.forms import AtMost, BaseForm, CleanText


class Letter(BaseForm):
    words = CleanText("Votre mot", [AtMost(10)])
    read: str = ""

    def validate_words(self, field: Any) -> None:
        self.read = field.data


@pytest.mark.parametrize(("words", "read", "errors"), [("a" * 10, "a" * 10, 0), ("a" * 11, "", 1)])
def test_a_text_that_is_too_long_is_measured_and_read_no_further(
    app: Flask, words: str, read: str, errors: int
) -> None:
    with app.test_request_context():
        form = Letter(MultiDict({"words": words}), meta={"csrf": False})
        form.validate()

    assert (form.read, len(form.words.errors)) == (read, errors)
