"""Style sheets and scripts leave compressed, and nothing that holds a token or words does."""

import gzip

import pytest
from flask import Flask

from tests.pages import Browser
from tests.whole_app.routes import ask, visits

SHEET = "/bootstrap/static/css/bootstrap.min.css"
FILES = [SHEET, "/static/css/theme.css", "/static/js/site.js", "/static/img/icon.svg"]
ASKED = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.mark.parametrize("path", FILES)
def test_a_file_of_the_site_leaves_compressed_and_is_the_same(app: Flask, path: str) -> None:
    client = app.test_client()
    plain, answer = ask(client, path), ask(client, path, headers=ASKED)

    assert "Content-Encoding" not in plain.headers
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.data) == plain.data
    assert int(answer.headers["Content-Length"]) == len(answer.data) < len(plain.data)
    assert {plain.headers["Vary"], answer.headers["Vary"]} == {"Accept-Encoding"}


def test_the_largest_one_leaves_a_seventh_of_what_it_weighs(app: Flask) -> None:
    client = app.test_client()

    assert len(ask(client, SHEET, headers=ASKED).data) < len(ask(client, SHEET).data) / 6


def test_a_browser_that_has_it_is_told_so_and_a_part_of_it_is_a_part_of_the_whole_file(app: Flask) -> None:
    client = app.test_client()
    etag = ask(client, SHEET, headers=ASKED).headers["ETag"]

    assert etag.startswith("W/")
    assert ask(client, SHEET, headers={**ASKED, "If-None-Match": etag}).status_code == 304
    part = ask(client, SHEET, headers={**ASKED, "Range": "bytes=0-99"})
    assert (part.status_code, part.data) == (206, ask(client, SHEET).data[:100])


def test_no_page_is_compressed(app: Flask, browsers: dict[str, Browser]) -> None:
    client = browsers["participant"].client
    for _, path in visits(app, "GET"):
        answer = ask(client, path, headers=ASKED)

        assert "/static/" in path or "Content-Encoding" not in answer.headers, path
