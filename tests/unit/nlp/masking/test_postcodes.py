"""The town after a postcode is hidden with it, whatever the lists say of it; a number that is no postcode stays."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from nlp.masking.finding import find_by_rules
from nlp.masking.kinds import MaskKind

NLP = spacy.blank("fr")
TOWNS = ["Valence", "Nice", "Sens", "Le Teil", "L’Isle-Adam", "La Roche sur Yon", "Trifouilly les Oies", "D’Huison"]


def _left(text: str) -> str:
    [masks] = find_by_rules([text], NLP)
    return "".join(" " if any(mask.start <= at < mask.end for mask in masks) else char for at, char in enumerate(text))


def _readable(text: str) -> list[str]:
    return _left(text).replace(",", " ").split()


@given(
    st.sampled_from(["26000", "06000", "89100", "07400", "95290"]),
    st.sampled_from([" ", "\n", ", ", " - ", "  "]),
    st.sampled_from(TOWNS),
    st.sampled_from(["", "\nTél", " cedex 9", " CEDEX"]),
)
def test_the_town_after_a_postcode_is_hidden_with_it(code: str, between: str, town: str, after: str) -> None:
    readable = _readable(f"4 rue des lilas, {code}{between}{town}{after}")

    assert readable in ([], ["Tél"], ["-"], ["-", "Tél"])


@pytest.mark.parametrize("town", ["VILLENEUVE\nD’ASCQ", "ISSY LES\nMOULINEAUX", "Saint\nDenis", "Varennes sur\nAllier"])
def test_a_line_that_ends_inside_the_name_of_a_town_does_not_show_the_rest(town: str) -> None:
    assert _readable(f"75015 {town}, escalier") == ["escalier"]


@pytest.mark.parametrize("code", ["B-1000 Bruxelles", "1205 Genève", "CH-1003 Lausanne"])
def test_a_postcode_of_a_country_beside_is_hidden_before_its_town(code: str) -> None:
    assert not any(char.isdigit() for char in _left(f"il habite {code} maintenant"))


@pytest.mark.parametrize(
    "text",
    [
        "j’ai 13400 euros de dettes",
        "il y a 75000 Emplois au forum",
        "depuis 2019 Marseille me manque",
        "entre 2019 et 2021, rien",
        "75000 signatures pour 3500 personnes",
    ],
)
def test_amounts_and_years_stay(text: str) -> None:
    assert [word for word in text.split() if word[0].isdigit()] == [
        word for word in _left(text).split() if word[0].isdigit()
    ]


def test_what_follows_the_town_on_the_line_stays() -> None:
    assert _readable("33700 Lormont Date de naissance") == ["Date", "de", "naissance"]
    assert _readable("J’HABITE 59160 LOMME AVEC MA FEMME") == ["J’HABITE", "AVEC", "MA", "FEMME"]


def test_cedex_makes_a_town_of_the_word_before_it() -> None:
    [masks] = find_by_rules(["écrire à Brindolles CEDEX 2"], NLP)

    assert [mask.kind for mask in masks] == [MaskKind.TOWN]
    assert _readable("écrire à Brindolles CEDEX 2") == ["écrire", "à"]
