"""Once a name is hidden, it is hidden wherever it comes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from nlp.masking import apply_masks, find_masks
from nlp.masking.finding import find_by_rules
from nlp.masking.kinds import Mask, MaskKind
from nlp.masking.repeated import find_repeated
from nlp.masking.words import words_of


def repeated(text: str, name: str, kind: MaskKind = MaskKind.FIRST_NAME) -> list[str]:
    start = text.index(name)
    found = find_repeated(words_of(text), [Mask(start, start + len(name), kind)])
    return [text[mask.start : mask.end] for mask in found]


@pytest.mark.parametrize("again", ["zorvane", "ZORVANE", "Zorvâne", "zorvanne", "zorvan", "zovrane"])
def test_a_name_comes_back_in_any_case_and_misspelt_by_one_letter(again: str) -> None:
    assert repeated(f"Hier Zorvane est venue, et {again} a ri.", "Zorvane") == [again]


@pytest.mark.parametrize("other", ["Sorvane", "zorv", "zorvinette"])
def test_another_word_is_left_alone(other: str) -> None:
    assert repeated(f"Hier Zorvane est venue, et {other} aussi.", "Zorvane") == []


def test_a_name_that_is_also_a_word_does_not_spread() -> None:
    assert repeated("Hier Rose est venue avec une rose.", "Rose") == []


def test_a_first_name_that_is_also_a_word_comes_back_with_its_capital() -> None:
    assert repeated("Hier c’est Rose qui l’a eu. Rose. Et pas une rose.", "Rose") == ["Rose"]


def test_what_the_tagger_alone_finds_is_looked_for_again(blank: Language) -> None:
    text = "c’est Clémence qui l’a eu le cdi. Clémence. Qui savait pas allumer la caisse."
    assert apply_masks(text, find_masks(text, blank)).count("Clémence") in (0, 2)  # hidden or shown alike


def test_what_is_no_name_does_not_spread() -> None:
    assert repeated("Le 12 zorvane, un zorvane.", "12 zorvane", MaskKind.DATE) == []


@given(st.text("abcdefghij", min_size=6, max_size=9), st.integers(1, 8), st.sampled_from("abcdefghij"))
def test_one_letter_more_anywhere_but_first_is_the_same_name(name: str, at: int, letter: str) -> None:
    name = f"zw{name}"
    misspelt = name[: at + 1] + letter + name[at + 1 :]
    assert repeated(f"{name.capitalize()} dit que {misspelt} a dit", name.capitalize()) == [misspelt]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("payé par aquila services en retard", "services"),
        ("chez moi jean-phi jouait le patron", "phi"),
        ("l’entreprise Bois & Compagnie recrute", "Compagnie"),
        ("le médecin de l’AIST 87 a parlé", "87"),
        ("rdv a la ml de st pol demain", "pol"),
        ("j’habite rue Pasteur numéro 9 depuis", "9"),
        ("j’habite 22 rue du docteur roux 3eme gauche et", "gauche"),
        ("rendez-vous au 3, place du Général-Leclerc, 2e étage, salle du fond", "étage"),
        ("né le 22|8|1923 à la maison", "1923"),
        ("naissance le deux janvier mille neuf cent soixante dix huit", "soixante"),
        ("reçu 2 9 0 2 1 9 9 sur la feuille", "2 9 0"),
        ("je suis le seul tailleur de pierre du coin", "tailleur"),
        ("le resto la grange a fernand cherche", "fernand"),
    ],
)
def test_names_that_a_form_gives_away_are_hidden_whole(text: str, masked: str, blank: Language) -> None:
    assert masked not in apply_masks(text, find_masks(text, blank))


@pytest.mark.parametrize("text", ["ADALIMUMAB 40mg/0.4ml en stylo", "IPP inconnu, avis ORL demandé", "du père et fils"])
def test_medicines_doses_and_initials_of_care_can_be_read(text: str, blank: Language) -> None:
    assert apply_masks(text, find_by_rules([text], blank)[0]) == text
