"""The card of helplines: shown when it should be, seldom when it should not."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.distress import shows_distress

DATA = Path(__file__).parents[3] / "benchmarks" / "data"
SENTENCES = [json.loads(line) for line in (DATA / "distress_sentences.jsonl").read_text(encoding="utf-8").splitlines()]


def sentences(*, distress: bool, half: str | None = None) -> list[str]:
    return [row["text"] for row in SENTENCES if row["distress"] is distress and (half is None or row["half"] == half)]


@pytest.mark.parametrize("text", sentences(distress=True, half="dev"))
def test_the_card_is_shown_beside_words_of_distress(text: str) -> None:
    assert shows_distress(text)


@pytest.mark.parametrize("text", sentences(distress=False, half="dev"))
def test_the_card_is_not_shown_beside_figures_of_speech_and_ordinary_hardship(text: str) -> None:
    assert not shows_distress(text)


def test_nineteen_words_of_distress_in_twenty_are_seen_among_those_never_tuned_for() -> None:
    unseen = sentences(distress=True, half="held")

    assert sum(map(shows_distress, unseen)) >= 0.95 * len(unseen)


def test_nine_cards_in_ten_are_right_among_those_never_tuned_for() -> None:
    right = sum(map(shows_distress, sentences(distress=True, half="held")))
    wrong = sum(map(shows_distress, sentences(distress=False, half="held")))

    assert right >= 0.9 * (right + wrong)


@pytest.mark.parametrize("text", sentences(distress=True, half="dev"))
def test_capitals_and_missing_accents_hide_nothing(text: str) -> None:
    assert shows_distress(text.upper())
    assert shows_distress(text.replace("é", "e").replace("è", "e").replace("à", "a").replace("’", " "))


@pytest.mark.parametrize("text", ["", "   ", "😢" * 10_000, "a" * 10_000, "(" * 10_000])
def test_texts_without_words_show_no_card(text: str) -> None:
    assert not shows_distress(text)


@given(st.text(max_size=300))
def test_words_of_distress_are_seen_whatever_stands_in_the_clauses_around(noise: str) -> None:
    assert shows_distress(f"{noise}. Je veux mourir. {noise}")
