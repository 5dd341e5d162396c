"""Where someone lives is hidden however it is written; a street, a place or a zone that is none in particular stays."""

import pytest
import spacy

from nlp.masking.finding import find_by_rules
from nlp.masking.kinds import MaskKind

NLP = spacy.blank("fr")


def _addresses(text: str) -> list[str]:
    [masks] = find_by_rules([text], NLP)
    return [text[mask.start : mask.end] for mask in masks if mask.kind is MaskKind.ADDRESS]


@pytest.mark.parametrize(
    "address",
    [
        "38 chem des acacias",
        "19 all. des cerisiers",
        "vingt-deux rue de la poterne",
        "quarante-six avenue des frères lumière",
        "4 place du marché au blé",
        "9 rue du pont aux choux",
        "12, lotissement les chênes",
        "24 grande rue",
        "res les mimosas",
        "rte de Saint-Leu",
        "pl jean jaurès",
        "imp des lavandières",
        "cité des coquelicots",
        "rue du bourg neuf",
        "rue mouffle",
        "zi des paluds",
        "zac des hauts champs",
        "zi jauzarre",
        "zone industrielle du marais",
        "bat 7 porte 3",
        "12 r des lilas",
        "rue pasteur",
        "place de la république",
        "BP 1204 cedex 3",
        "av. du 11 novembre 1918",
        "5 bd. du 19 mars 1962",
        "place du 8 mai",
        "rés. Beau Soleil, entrée 2",
        "résidence Val Fleuri, entrée 4, 2e étage",
        "rue des lilas 3eme gauche",
        "chem. du moulin à eau",
        "12 imp. du four à chaux",
        "box 17",
        "12-14 rue des Lilas",
        "35/37 avenue Foch",
        "8 à 12 boulevard Voltaire",
        "42 av. du G.al Leclerc",
        "5 rue J. Jaurès",
        "7 av. V. Hugo",
        "14 rue de la\nRépublique",
        "321 rue d’Alsace\nd’Orves",
        "cité des 3 ponts",
        "rue des 2 moulins",
    ],
)
@pytest.mark.parametrize("before", ["", "le mien était T2 ", "rdv "])
def test_an_address_is_hidden_whole(before: str, address: str) -> None:
    assert _addresses(f"{before}{address}, voilà") == [address]


@pytest.mark.parametrize("text", ["à la zi des paluds", "dans la rue du four", "sur le quai des brumes"])
def test_what_is_said_of_which_way_hides_it_whatever_stands_before(text: str) -> None:
    assert _addresses(text) == [text.split(maxsplit=2)[2]]


@pytest.mark.parametrize(
    "text",
    [
        "deux rues plus loin",
        "trois rues de la ville",
        "une place de parking",
        "il reste 3 places en stage",
        "ya pl de monde",
        "av des gens comme ça",
        "c’est imp de venir",
        "all le monde",
        "la rue du village",
        "la zone industrielle de la ville",
        "le bus de la zi est en retard",
        "je traîne dans la rue des heures",
        "la rue de ma mère",
        "la rue jcherche plus",
        "le bâtiment est bien chauffé, l’escalier aussi",
        "2 villas à vendre",
        "la box 4G marche mal",
        "le bâtiment a été repeint",
        "mettre en place le CPF",
        "j’ai une place du 14 au 20 avril",
        "l’article 12 bis du contrat",
        "j’attends au 30, puis au 31.",
        "de 10 à 12 places en stage",
    ],
)
def test_a_way_that_is_none_in_particular_stays(text: str) -> None:
    assert _addresses(text) == []


@pytest.mark.parametrize("where", ["au fond de la cour", "au feu rouge", "au croisement"])
def test_where_in_the_street_is_no_part_of_its_name(where: str) -> None:
    assert _addresses(f"rue des lilas {where}") == ["rue des lilas"]


@pytest.mark.parametrize("number", ["103 bis", "27 quater", "9 ter"])
def test_a_number_that_only_an_address_has_is_hidden_without_its_street(number: str) -> None:
    assert _addresses(f"maintenant je suis au {number}, au fond") == [number]


def test_a_number_is_hidden_once_its_street_is_known() -> None:
    assert _addresses("je passe rue des lilas. Au 103, on sonne deux fois") == ["rue des lilas", "103"]
    assert _addresses("je passe rue des lilas, c’est ouvert du 12 au 30.") == ["rue des lilas"]


def test_a_new_line_or_a_sentence_ends_the_street() -> None:
    assert _addresses("14 rue des Lilas\nJe cherche un emploi") == ["14 rue des Lilas"]
    assert _addresses("3 rue B. Il pleut") == ["3 rue B"]


@pytest.mark.parametrize("said", ["g tourné", "c loin", "j y vais"])
def test_what_messages_write_with_one_letter_is_no_part_of_the_street(said: str) -> None:
    assert _addresses(f"rdv 12 r jean jaures {said}") == ["12 r jean jaures"]


def test_what_one_does_in_a_street_is_no_part_of_its_name() -> None:
    assert _addresses("je descends la rue du moulin à pied") == ["rue du moulin"]
