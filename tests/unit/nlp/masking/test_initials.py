"""Lists of people and letters: initials, surnames in capitals, and the labels of a form that end a name."""

import string

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from nlp.masking.finding import find_by_rules

NLP = spacy.blank("fr")
INITIALS = st.sampled_from(string.ascii_uppercase)


def _readable(text: str) -> list[str]:
    [masks] = find_by_rules([text], NLP)
    left = (" " if any(mask.start <= at < mask.end for mask in masks) else char for at, char in enumerate(text))
    return "".join(left).replace(",", " ").replace(".", " ").split()


@given(
    st.sampled_from(["Dr", "Pr", "Mme"]),
    INITIALS,
    st.sampled_from([". ", ".", " "]),
    st.sampled_from(["MARTEAU", "Boulanger", "Zourabal", "LE GOFF", "CHARPENTIER"]),
)
def test_an_initial_after_a_title_is_hidden_with_the_surname(title: str, letter: str, gap: str, name: str) -> None:
    assert _readable(f"vu par {title} {letter}{gap}{name} hier") == ["vu", "par", title, "hier"]


@given(
    st.lists(
        st.tuples(INITIALS.filter(lambda each: each != "M"), st.sampled_from(["Sapin", "Rameau", "Tuilier"])),
        min_size=2,
    )
)
def test_each_of_a_list_of_initialled_names_is_hidden(people: list[tuple[str, str]]) -> None:
    listed = ", ".join(f"{letter}. {name}" for letter, name in people)

    assert _readable(f"équipe réunie par {listed}, hier") == ["équipe", "réunie", "par", "hier"]


@pytest.mark.parametrize(
    "name", ["LEFORESTIER P.", "LAPIN S MARION", "Rose BARTEL", "Olivier VASSEUR", "M-Antonin Delirou"]
)
def test_a_surname_in_capitals_is_hidden_with_what_stands_beside_it(name: str) -> None:
    assert _readable(f"Contact : {name}, le matin") == ["Contact", ":", "le", "matin"]


@pytest.mark.parametrize(
    "text",
    [
        "j’ai le permis B. Rien de plus",
        "le plan A et B. Ensuite on verra",
        "un bac D. Option B, C. Rien",
        "Rose CDI et Claire CAF",
        "AVOIR AFFAIRE À LA CAISSE",
        "bonjour, A. vient de passer",
    ],
)
def test_a_letter_that_is_no_initial_stays(text: str) -> None:
    letters = {word for word in _readable(text) if len(word) == 1}

    assert letters >= {word.strip(".,") for word in text.split() if len(word.strip(".,")) == 1}


def test_a_label_ends_the_name_it_follows() -> None:
    assert _readable("Nom : Karim Lebrun Date de naissance, Adresse") == [
        "Nom",
        ":",
        "Date",
        "de",
        "naissance",
        "Adresse",
    ]


@pytest.mark.parametrize("text", ["sous Tercianol 25 mg le soir", "Brintixel 5mg et ADALIMUMAB 40 mg"])
def test_what_has_a_dose_is_a_medicine(text: str) -> None:
    assert _readable(text) == text.split()


def test_someone_given_a_dose_stays_hidden() -> None:
    assert _readable("donné à Karim 50 mg, à Mme Zourabal 20 mg") == ["donné", "à", "50", "mg", "à", "Mme", "20", "mg"]


@pytest.mark.parametrize("noun", ["recherche", "résumé", "essai", "psychologue"])
def test_clinical_is_an_adjective(noun: str) -> None:
    text = f"{noun} clinique des douleurs"

    assert _readable(text) == text.split()
    assert _readable(f"à la clinique des Cèdres, {noun}") == ["à", "la", noun]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Mme D. du CCAS m’a reçue", "Mme du CCAS m’a reçue"),
        ("je suis suivi par M. T. depuis mars", "je suis suivi par M depuis mars"),
        ("mme b ma dit oui", "mme ma dit oui"),
        ("j’ai vu sabrina m au forum", "j’ai vu au forum"),
    ],
)
def test_an_initial_alone_is_hidden_where_a_surname_stands(text: str, left: str) -> None:
    assert _readable(text) == left.split()


@pytest.mark.parametrize(
    "text",
    ["mme a dit non", "je m apelle autrement", "on me rapel jamais", "groupe B1 de français", "salle C204, niveau A2"],
)
def test_a_pronoun_a_level_or_a_room_is_no_initial(text: str) -> None:
    assert " ".join(_readable(text)) == text.replace(",", "")


def test_what_elides_is_no_surname() -> None:
    readable = _readable("merci a steph davoir relu, bonjour mme diallo jespere que oui")
    assert " ".join(readable) == "merci a davoir relu bonjour mme jespere que oui"
