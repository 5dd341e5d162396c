"""Reasons why a quote without a name may still tell who is speaking."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.rare_facts import DISABILITY, ILLNESS, NUMBER, OLD_AGE, UNIQUE, risks

DATA = Path(__file__).parents[3] / "benchmarks" / "data"
QUOTES = [json.loads(line) for line in (DATA / "risky_quotes.jsonl").read_text(encoding="utf-8").splitlines()]


def quotes(*, risky: bool, half: str) -> list[str]:
    return [row["text"] for row in QUOTES if row["risky"] is risky and row["half"] == half]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("J’étais garde champêtre.", UNIQUE),
        ("Je suis la seule femme soudeuse de l’atelier.", UNIQUE),
        ("Malentendant, mon employeur m’a retiré de la caisse.", DISABILITY),
        ("J’élevais 140 chèvres avant la liquidation.", NUMBER),
        ("J’ai fait trente-huit ans dans la même entreprise.", NUMBER),
        ("Je mesure 2,04 m et je ne rentre pas dans la cabine.", NUMBER),
        ("À quatre-vingt-quatre ans, mon voisin m’apprend la vannerie.", OLD_AGE),
        ("Depuis ma sclérose en plaques je me fatigue.", ILLNESS),
    ],
)
def test_each_kind_of_rare_fact_is_told_with_its_reason(text: str, reason: str) -> None:
    assert reason in risks(text)


@pytest.mark.parametrize("half", ["dev", "held"])
def test_nine_risky_quotes_in_ten_are_seen(half: str) -> None:
    seen = [bool(risks(text)) for text in quotes(risky=True, half=half)]

    assert sum(seen) >= 0.9 * len(seen)


@pytest.mark.parametrize("half", ["dev", "held"])
def test_nine_ordinary_quotes_in_ten_are_left_alone(half: str) -> None:
    warned = [bool(risks(text)) for text in quotes(risky=False, half=half)]

    assert sum(warned) <= 0.1 * len(warned)


@pytest.mark.parametrize(
    "text",
    ["J’ai 80 ans.", "Je suis sourd.", "J’ai quatre enfants.", "Le bus de 17 h 30 passe.", "200 euros par mois.", ""],
)
def test_the_edge_of_what_is_rare_raises_nothing(text: str) -> None:
    assert risks(text) == ()


@pytest.mark.parametrize("age", range(81, 100))
def test_every_age_over_eighty_is_rare(age: int) -> None:
    assert risks(f"Mon père a {age} ans.") == (OLD_AGE,)


def test_reasons_come_once_and_always_in_the_same_order() -> None:
    text = "À 91 ans, épileptique, en fauteuil à l’usine, ancien sabotier, j’avais 140 chèvres et 26 hectares."

    assert risks(text) == (UNIQUE, DISABILITY, NUMBER, OLD_AGE, ILLNESS)


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text: str) -> None:
    assert len(set(risks(text))) == len(risks(text))
