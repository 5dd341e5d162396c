"""The demonstration's words of the team and of organisations are as well typed as the site's own."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import journal.demo
from journal.web.typography import spaced

FILES = sorted(Path(journal.demo.__path__[0], "data").glob("*.toml"))


def words_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inside in value.values():
            yield from words_in(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from words_in(inside)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_french_signs_have_their_no_break_spaces_and_apostrophes_are_curly(file: Path) -> None:
    found = list(words_in(tomllib.loads(file.read_text("utf-8"))))

    assert found
    assert [words for words in found if spaced(words) != words] == []
    assert [words for words in found if re.search(r"\w'\w|\.\.\.", words)] == []
