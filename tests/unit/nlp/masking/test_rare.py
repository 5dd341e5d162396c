"""An age with a trade few people have, or being the only one of a small world, tells who speaks; the rest does not."""

import pytest
import spacy

from nlp.masking.finding import find_by_rules
from nlp.masking.kinds import MaskKind
from nlp.masking.rare import FORMS, Form

NLP = spacy.blank("fr")


def _rare(text: str) -> list[str]:
    [masks] = find_by_rules([text], NLP)
    return [text[mask.start : mask.end] for mask in masks if mask.kind is MaskKind.RARE_FACT]


@pytest.mark.parametrize(
    "fact",
    [
        "52 ans, maréchal-ferrant",
        "29 an jsui taxidermiste",
        "55ans chui scaphandrier",
        "47 ans et campaniste",
        "41 piges, luthière",
        "cinquante-six ans, facteur d’orgues",
        "46 ans. Relieuse",
        "45 ans\n- Métier : horloger-rhabilleur",
        "31 ans, perruquière pour le théâtre",
        "29 ans, élagueuse grimpeuse",
        "38 ans nez dans la parfumerie",
        "39 ans, coloriste sur soie",
        "26 ans, tatoueuse",
        "ramendeuse, 39 ans",
        "mareyeuse de 48 ans",
        "la seule femme du fournil",
        "seule femme de l’équipe des cordistes",
        "la seule femme du groupe soudage",
        "le seul tamoul de la brigade",
        "le seul du chantier",
        "le dernier cordier de la ville",
        "montreur d’ours, enfin ancien, 66 ans",
        "27 ans, peintre d’icônes",
        "59 ans, gardien de phare",
        "44 ans, restauratrice de globes terrestres",
        "la dernière cordière du haut Doubs",
    ],
)
def test_a_rare_fact_is_hidden_whole(fact: str) -> None:
    assert _rare(f"moi c’est ça : {fact}. Voilà") == [fact]


@pytest.mark.parametrize(
    "text",
    [
        "34 ans, vendeuse, deux enfants",
        "34 ans aide soignante et j’en peux plus",
        "à 58 ans, comptable, je suis trop chère",
        "49 ans, maçon",
        "35 ans, célibataire, locataire",
        "serveuse, 48 ans",
        "une formatrice de 40 ans",
        "un bonheur, 20 ans de mariage",
        "bricoleur, 45 ans",
        "28 ans, première fois que je cherche",
        "je voudrais devenir luthier un jour",
        "j’ai 38 ans, nez bouché",
        "j’ai 45 ans. Mon voisin est luthier",
        "la seule chose que je demande",
        "la seule chose du groupe qui compte",
        "c’est le seul bus",
        "le seul bus du quartier",
        "la seule boulangerie du village",
        "je suis la seule à faire le ménage dans cette maison",
        "le seul homme de ma vie",
        "j’ai trouvé tout seul le bâtiment de la formation",
        "j’ai trouvé tout seul le guichet de l’agence",
        "je suis pas la seule",
    ],
)
def test_what_many_people_could_say_stays(text: str) -> None:
    assert _rare(text) == []


def test_a_region_says_where_one_is_the_only_one() -> None:
    assert _rare("je suis le seul luthier de violes en normandie, les gens viennent") == [
        "le seul luthier de violes en normandie"
    ]
    assert _rare("je suis la seule soudeuse du chantier en attendant") == ["la seule soudeuse du chantier"]


def test_what_a_group_does_after_it_is_no_part_of_it() -> None:
    assert _rare("je suis la seule femme du groupe demain") == ["la seule femme du groupe"]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.example)
def test_each_form_finds_its_own_example(form: Form) -> None:
    [(_, end)] = form.facts(f"{form.example}, voilà")
    assert end == len(form.example)
