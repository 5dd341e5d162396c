"""Themes told in everyday French."""

from datetime import date

import pytest

from journal.themes import wording
from nlp.types import Solidity, ThemeEvent

NBSP = "\u00a0"


def test_every_event_and_degree_of_solidity_has_its_words() -> None:
    assert set(wording.EVENTS) == set(ThemeEvent)
    assert set(wording.SOLIDITY) == set(wording.SOLIDITY_IN_SHORT) == set(wording.BADGES) == set(Solidity)


def test_no_explanation_speaks_the_language_of_statistics() -> None:
    told = " ".join(map(wording.solidity_sentence, Solidity)).lower()

    assert not [word for word in ("cluster", "jaccard", "score", "vecteur", "échantillon", "significa") if word in told]


def test_how_sure_the_number_of_themes_is_told_when_it_was_kept() -> None:
    assert f"n’est pas sûr{NBSP}: de 9 à 14," in wording.number_sentence((9, 14))
    assert wording.number_sentence((7, 7)).startswith("Davantage de thèmes sépareraient moins bien")
    assert wording.number_sentence(None) == ""


def test_months_are_shown_from_the_first_that_has_someone_without_a_hole() -> None:
    months = wording.few_months({"2026-08": 6, "2026-11": 2}, date(2026, 11, 20))

    assert months == ["2026-08", "2026-09", "2026-10", "2026-11"]


def test_no_more_than_twelve_months_are_shown() -> None:
    assert len(wording.few_months({"2020-01": 6, "2025-12": 2}, date(2026, 11, 20))) == 12


def test_months_too_few_spoke_in_are_said_to_be_hidden() -> None:
    told = wording.trend_sentence([("2026-10", None), ("2026-11", 15)], floor=5)

    assert f"novembre{NBSP}2026" in told
    assert "trop peu" in told


@pytest.mark.parametrize(
    ("month", "short"),
    [("2026-01", "jan."), ("2026-02", "févr."), ("2026-05", "mai"), ("2026-06", "juin"), ("2026-07", "juil.")],
)
def test_a_month_has_a_short_name(month: str, short: str) -> None:
    assert wording.short_month(month) == short


def test_three_emotions_are_told_from_the_most_shared() -> None:
    told = wording.emotion_sentence({"worry": 10, "anger": 20, "hope": 15, "joy": 5})

    assert told == f"Ce qui revient le plus{NBSP}: colère, espoir et inquiétude."


def test_none_is_preferred_among_those_told_by_one_number() -> None:
    told = wording.emotion_sentence({"worry": 10, "anger": 15, "hope": 5, "joy": 5})

    assert told == f"Ce qui revient le plus{NBSP}: colère, inquiétude, espoir et joie."


@pytest.mark.parametrize(
    ("agency", "word"), [(1.2, "surtout avoir subi"), (3.0, "Entre subi et agi"), (4.4, "surtout avoir agi")]
)
def test_the_dial_is_told_in_words(agency: float, word: str) -> None:
    assert word in wording.agency_sentence(agency)


def test_reasons_of_a_proposal_say_how_many_analyses_saw_it() -> None:
    assert "Dans trois analyses de suite" in wording.merge_reasons(0.9, 3)
    assert "Dans quatre analyses de suite" in wording.split_reasons(2, 4)
    assert "en deux ensembles" in wording.split_reasons(2, 4)


@pytest.mark.parametrize(
    ("share", "told"),
    [(0.9, "presque tous ceux du"), (0.7, "une bonne partie de ceux du"), (0.5, "plus de la moitié de ceux du")],
)
def test_a_merge_says_how_many_passages_move(share: float, told: str) -> None:
    assert told in wording.merge_reasons(share, 3)


def test_moods_as_frequent_as_each_other_are_told_together() -> None:
    assert wording.quarter_sentence({(-1, 1): 10, (-1, -1): 10, (1, 1): 5}).count("désagréable") == 2
    assert "toutes sortes" in wording.quarter_sentence({(-1, 1): 5, (-1, -1): 5, (1, 1): 5})


def test_months_as_full_as_each_other_are_told_together() -> None:
    told = wording.trend_sentence([("2026-10", 15), ("2026-11", 15)], floor=5)

    assert f"octobre{NBSP}2026 et novembre{NBSP}2026" in told


def test_a_theme_without_a_name_is_not_called_by_what_stands_for_one() -> None:
    assert wording.the_theme("Les trajets") == f"Le thème «{NBSP}Les trajets{NBSP}»"
    assert wording.the_theme("Thème à nommer") == "Un thème encore sans nom"


SLOW_FALL = [("2026-05", 10), ("2026-06", 10), ("2026-07", 5), *((f"2026-{n:02d}", None) for n in (8, 9, 10, 11))]


def test_a_theme_left_little_by_little_is_said_to_be_left_since_the_first_month_under_five_people() -> None:
    assert wording.left_since(SLOW_FALL, date(2026, 11, 29)) == "2026-08"
    told = wording.trend_sentence(SLOW_FALL, left="2026-08", floor=5)
    assert f"Depuis août{NBSP}2026, aucun mois ne réunit cinq personnes." in told
    assert "trop peu" not in told


@pytest.mark.parametrize(
    ("months", "until"),
    [
        (SLOW_FALL[:5], date(2026, 9, 29)),  # two ended months, and the one under way
        (SLOW_FALL[:6], date(2026, 10, 30)),
        ([*SLOW_FALL[:6], ("2026-11", 5)], date(2026, 11, 29)),  # heard again
        (SLOW_FALL[2:], date(2026, 11, 29)),  # one month above: it was never much spoken of
        ([], date(2026, 11, 29)),
    ],
)
def test_two_silent_months_a_return_or_a_single_loud_month_do_not_say_that_a_theme_is_left(months, until) -> None:
    assert wording.left_since(months, until) == ""


def test_a_month_that_ends_the_day_of_the_analysis_is_over() -> None:
    assert wording.left_since(SLOW_FALL[:6], date(2026, 10, 31)) == "2026-08"
