"""What emotions are learnt from is apart from what only scores them, and the latter is never shown."""

import json
import sys

import pytest

from benchmarks.emotions import SCORED_ONLY, SENTENCES, Asked, main
from nlp.emotion_suggestions import MOST
from nlp.emotions import Emotion

SETS = ("blind", "practice")


def rows_of(name: str) -> list[dict[str, object]]:
    lines = (SENTENCES / f"emotions_{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("name", SETS)
def test_every_entry_names_at_most_three_known_emotions(name: str) -> None:
    rows = rows_of(name)

    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        felt = row["emotions"]
        assert isinstance(felt, list), row["id"]
        assert len(set(felt)) == len(felt) <= MOST, row["id"]
        assert set(felt) <= {emotion.value for emotion in Emotion}, row["id"]


def test_no_entry_is_both_learnt_from_and_scored() -> None:
    blind, practice = ({str(row["text"]).casefold() for row in rows_of(name)} for name in SETS)

    assert blind.isdisjoint(practice)
    assert len(practice) == len(rows_of("practice"))


def test_the_errors_of_the_blind_set_are_never_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["emotions", "--errors", SCORED_ONLY])

    with pytest.raises(SystemExit):
        main()

    shown = capsys.readouterr()
    assert "only scored" in shown.err
    assert shown.out == ""


def test_a_question_holds_when_one_at_least_of_those_offered_was_ticked() -> None:
    both, joy = (Emotion.JOY, Emotion.PRIDE), {Emotion.JOY}

    found = Asked.of(
        [(both, joy), (both, {Emotion.HOPE}), (both, {Emotion.ANGER}), (both, set()), ((), joy), ((), set())]
    )

    assert (found.texts, found.felt, found.asked, found.held) == (6, 4, 4, 1)
    assert (found.asked_calm, found.opposite) == (1, 1)
