"""Offices, laws, trades and diplomas written with capitals name no one, and stay."""

import pytest
from spacy.language import Language

from nlp.language import for_spacy
from nlp.masking import find_masks
from nlp.masking.entities import find_entities
from nlp.masking.words import words_of
from tests.unit.nlp.masking.conftest import masked_by_rules


@pytest.mark.parametrize(
    "name",
    [
        "Directeur des Ressources Humaines",
        "Agent de Maîtrise",
        "Auxiliaire de Puériculture",
        "Institut National de la Recherche Agronomique",
        "Fonds de Solidarité Logement",
        "Plan Local pour l’Insertion",
        "BTS Négociation et Digitalisation de la Relation Client",
        "Caisse d’Allocations Familiales",
        "Trésor Public",
        "Langue des Signes Française",
        "Code du travail",
        "DOM-TOM",
    ],
)
@pytest.mark.parametrize("sentence", ["hier, le {} a été dur avec moi", "j’ai lu cela au sujet du {}, puis rien"])
def test_an_institution_stays_readable(sentence: str, name: str, blank: Language) -> None:
    text = sentence.format(name)

    assert masked_by_rules(text, blank) == text
    assert find_masks(text, blank) == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("j’ai vu le Directeur Vasseur hier", "Vasseur"),
        ("elle est Responsable chez Zwolinex depuis mai", "Zwolinex"),
        ("inscrit à l’Institut des Chênes depuis mai", "Chênes"),
        ("suivi par l’Institut Médical Les Papillons depuis mai", "Papillons"),
        ("une place à la Maison des Lilas", "Lilas"),
        ("hier j’ai appelé Cap Jeunesse, sans réponse", "Jeunesse"),
        ("le Conseil de Zwolinex a voté", "Zwolinex"),
        ("hier j’ai eu le Professeur Chrétien", "Chrétien"),
        ("hier j’ai eu le Directeur Maréchal", "Maréchal"),
    ],
)
def test_what_an_institution_is_named_after_is_hidden(text: str, name: str, blank: Language) -> None:
    assert name not in masked_by_rules(text, blank)


def test_what_only_announced_a_public_body_goes_with_it(blank: Language) -> None:
    text = "hier Le Conseil de Prud’hommes a tranché"

    assert masked_by_rules(text, blank) == text


def test_a_plan_of_work_is_no_place_of_care(blank: Language) -> None:
    assert masked_by_rules("avec le planning des questions", blank) == "avec le planning des questions"


@pytest.mark.parametrize(("name", "found"), [("Conseil Départemental", 0), ("Conseil Zwolinex", 1)])
def test_what_the_model_takes_for_a_body_needs_a_word_of_its_own(name: str, found: int, blank: Language) -> None:
    text = f"hier le {name} a voté"
    doc = blank(text)
    doc.ents = [doc.char_span(8, 8 + len(name), "ORG")]

    assert len(list(find_entities(doc, for_spacy(text), words_of(text)))) == found


def test_the_capital_of_a_word_that_opens_an_item_says_nothing() -> None:
    assert not any(word.capital for word in words_of("Tri sélectif/ Achat de produits/ Limite de vitesse"))


def test_a_verb_is_no_first_name(blank: Language) -> None:
    assert masked_by_rules("je me félicite de ce choix", blank) == "je me félicite de ce choix"
