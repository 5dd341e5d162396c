"""What is kept to measure masking is written exactly, and what is only scored is never shown."""

import json
import re
import sys
from itertools import pairwise

import pytest

from benchmarks.masking import DATA, FILES, SCORED_ONLY, main
from journal.config import ROOT

KINDS = set(re.findall(r"`([A-Z_]+)`", (DATA / "README.md").read_text("utf-8")))
FRESH = ("fresh", "fresh2", "fresh3", "fresh4", "fresh5")


@pytest.mark.parametrize("half", FRESH)
def test_every_identifier_is_marked_once_and_to_the_letter(half: str) -> None:
    rows = [json.loads(line) for line in FILES[half].read_text("utf-8").splitlines()]

    assert {row["half"] for row in rows} == {half}
    assert len({row["id"] for row in rows}) == len({row["text"] for row in rows}) == len(rows)
    for row in rows:
        assert all(end <= start for (_, end, _), (start, _, _) in pairwise(row["spans"])), row["id"]
        assert ("no_identifier" in row["tags"]) is (not row["spans"]), row["id"]
        for start, end, kind in row["spans"]:
            inside = row["text"][start:end]
            assert kind in KINDS, row["id"]
            assert inside, row["id"]
            assert inside == inside.strip(), row["id"]


@pytest.mark.parametrize("half", sorted(SCORED_ONLY))
def test_a_text_that_is_only_scored_is_never_shown(
    half: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["masking", "--set", half, "--errors"])

    with pytest.raises(SystemExit):
        main()

    assert "only scored" in capsys.readouterr().err


def test_every_set_is_measured_by_a_command_of_make() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    measured = {"dev", *re.findall(r"benchmarks\.masking --set (\w+)", makefile)}  # dev is what it measures by default

    assert measured == set(FILES)
