"""Ordinary words that a sentence puts where a name stands: « avec rose », « postulé à casino »."""

from itertools import pairwise

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from nlp.masking import find_masks
from tests.unit.nlp.masking.conftest import masked_by_rules


@pytest.mark.parametrize("name", ["rose", "claire", "pierre", "olivier", "zwolinex"])
@pytest.mark.parametrize(
    "sentence",
    [
        "hier {} m’a appelé",
        "avec {} on a refait la lettre",
        "j’ai demandé à {} de relire",
        "c’est {} qui m’a aidé",
        "le mari de {} cherche aussi",
        "mais {} il dit rien",
        "je suis allé chez {} hier",
    ],
)
def test_someone_is_hidden_where_someone_stands(sentence: str, name: str, blank: Language) -> None:
    assert name not in masked_by_rules(sentence.format(name), blank)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("constant le gardien m’a filé un tuyau", "constant"),
        ("et loup, le fils de ma sœur, a de la fièvre", "loup"),
        ("désiré mon oncle reprend la ferme", "désiré"),
        ("zwolinex, ma logeuse, est partie", "zwolinex"),
        ("la vieille rose m’a offert une fleur", "rose"),
        ("ma sœur reine vit là", "reine"),
        ("prudence elle conduit comme une folle", "prudence"),
        ("marin voulait partir", "marin"),
        ("y’a zwolinex qui m’a emmené", "zwolinex"),
        ("le père zwolinex cherche quelqu’un", "zwolinex"),
        ("ma mère née zwolinex disait ça", "zwolinex"),
        ("madame pigeon m’a rappelé", "pigeon"),
        ("j’ai vu bernard moreau hier", "moreau"),
        ("y a violette de la compta qui rit", "violette"),
        ("mais marine de l’accueil m’a vue", "marine"),
        ("j’ai croisé olive au marché", "olive"),
        ("ya olive qui garde ma place", "olive"),
        ("Modeste porte bien son nom", "Modeste"),
        ("mon contact, c’est s. rigal", "s. rigal"),
        ("on mange chez les boulanger", "boulanger"),
        ("merci à tom", "tom"),
    ],
)
def test_someone_is_hidden_where_the_sentence_says_who_it_is(text: str, name: str, blank: Language) -> None:
    assert name not in masked_by_rules(text, blank)


@pytest.mark.parametrize(
    "text",
    [
        "la rose, ma voisine l’arrose",
        "un bruit constant, mon voisin perce",
        "c’est clair la nouvelle est tombée",
        "une madame souriante m’a dit oui",
        "bonjour madame contente de vous voir",
        "la vieille rose du jardin est morte",
        "la rose de l’accueil est fanée",
        "j’ai croisé une rose",
        "on mange chez les voisins, chez les autre",
        "plutôt chez nous 300 fois",
        "j’ai rencontré grâce à vous quelqu’un de bien",
        "il a ouvert un compte, son frère aussi",
    ],
)
def test_what_only_resembles_someone_stays_readable(text: str, blank: Language) -> None:
    assert masked_by_rules(text, blank) == text


@pytest.mark.parametrize("name", ["casino", "carrefour", "picard", "zwolinex"])
@pytest.mark.parametrize(
    "sentence",
    [
        "j’ai postulé à {} mardi",
        "un cdi à {} me suffit",
        "viré de {} en mars",
        "j’ai quitté {} en mars",
        "{} m’a rappelé",
    ],
)
def test_a_firm_is_hidden_where_a_firm_stands(sentence: str, name: str, blank: Language) -> None:
    assert name not in masked_by_rules(sentence.format(name), blank)


def test_a_town_with_an_article_is_hidden_where_a_town_stands(blank: Language) -> None:
    assert masked_by_rules("j’habite à la souterraine", blank) == "j’habite à [LIEU]"
    assert masked_by_rules("je vais à la campagne", blank) == "je vais à la campagne"


@pytest.mark.parametrize("name", ["tarare", "sens", "garges", "zwolinex"])
@pytest.mark.parametrize(
    "sentence",
    [
        "la mission locale de {} est loin",
        "un poste a {} en mai",
        "le bus pour {} part à six heures",
        "{} c’est loin",
        "on me propose {} ou rien",
    ],
)
def test_a_town_is_hidden_where_a_town_stands(sentence: str, name: str, blank: Language) -> None:
    assert name not in masked_by_rules(sentence.format(name), blank)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("securi plus m’a jamais payé", "[ENTREPRISE] m’a jamais payé"),
        ("la boîte metal concept a coulé", "la boîte [ENTREPRISE] a coulé"),
        ("4 pl jean jaurès au fond", "[ADRESSE] au fond"),
        ("le rdv est avenue foch à 9h", "le rdv est [ADRESSE] à 9h"),
        ("le bureau est 15 che des vignes", "le bureau est [ADRESSE]"),
        ("grâce à tremplin 84 j’ai un vélo", "grâce à [ENTREPRISE] j’ai un vélo"),
        ("jai fait tours lens en covoit", "jai fait [LIEU] [PRÉNOM] en covoit"),
        ("il y a un car d’apt à pertuis", "il y a un car d’[LIEU] à [VILLE]"),
        ("mon stage ché carouf", "mon stage ché [ENTREPRISE]"),
        ("une mission pour Id’ées Intérim", "une mission pour [ENTREPRISE]"),
        ("Jean-Noël a signé", "[PRÉNOM] a signé"),
    ],
)
def test_two_ordinary_words_can_be_a_firm_or_a_street(text: str, masked: str, blank: Language) -> None:
    assert masked_by_rules(text, blank) == masked


@pytest.mark.parametrize(
    "text",
    [
        "avec patience, avec constance, avec grâce",
        "la rose me pique, la pierre m’a blessé",
        "une formation à distance, un travail à temps plein",
        "un contrat de professionnalisation, une formation d’agente",
        "dans le domaine du bâtiment, plie les genoux",
        "le bus pour rentrer, le train pour venir",
        "un match m’a suffi, le but me plaît",
        "chez moi, avec ma mère, avec le temps, avec de la chance",
        "le boulevard, c’est loin, une grande avenue",
        "je vous présente mes excuses, je me déplace peu, mon stage au quai. L’équipe est bien",
        "on m’attend à mon tour. J’ai peur",
        "le premier homme venu, la dernière place du groupe",
    ],
)
def test_ordinary_words_elsewhere_stay_readable(text: str, blank: Language) -> None:
    assert masked_by_rules(text, blank) == text


@given(
    st.lists(st.sampled_from(["avec", "rose", "casino", "à", "m’a", "de", "bus", "sens", "et", ",", "moi"]), max_size=9)
)
def test_whatever_the_order_of_words_masks_stay_apart_and_inside_the_text(pieces: list[str]) -> None:
    text = " ".join(pieces)
    masks = find_masks(text, spacy.blank("fr"))

    assert all(0 <= mask.start < mask.end <= len(text) for mask in masks)
    assert all(before.end <= after.start for before, after in pairwise(masks))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("moi c’est kev, 23 ans", "moi c’est [PRÉNOM], 23 ans"),
        ("mon agence (samsic emploi) m’oublie", "mon agence ([ENTREPRISE]) m’oublie"),
        ("à la crèche les p’tits loups", "à la crèche [ORGANISME]"),
        ("bien à vous, signé Lulu", "bien à vous, signé [PRÉNOM]"),
        ("la seule noire du service", "[DÉTAIL PERSONNEL]"),
        ("cité des oliviers, bât. B", "[ADRESSE]"),
    ],
)
def test_a_short_name_and_a_branch_are_hidden_whole(text: str, masked: str, blank: Language) -> None:
    assert masked_by_rules(text, blank) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("on est allés à sens hier", "on est allés à [LIEU] hier"),
        ("jhabite les mimosas, au bout", "jhabite [LIEU], au bout"),
        ("l’école les tilleuls cherche", "l’école [ORGANISME] cherche"),
        ("l’équipe : jo, léa et tom", "l’équipe : [PRÉNOM], [PRÉNOM 2] et [PRÉNOM 3]"),
        ("mr le bihan est venu, karim le bihan aussi", "mr [NOM] est venu, [PRÉNOM] [NOM] aussi"),
        ("jb m’a dit de venir", "[PRÉNOM] m’a dit de venir"),
        ("nana c’est ma grande sœur", "[PRÉNOM] c’est ma grande sœur"),
        ("ya titi, karim et moi", "ya [PRÉNOM], [PRÉNOM 2] et moi"),
        ("j’ai retrouvé espérance au foyer", "j’ai retrouvé [PRÉNOM] au foyer"),
    ],
)
def test_a_place_in_the_sentence_makes_the_name(text: str, masked: str, blank: Language) -> None:
    assert masked_by_rules(text, blank) == masked


@pytest.mark.parametrize(
    "text",
    [
        "j’ai retrouvé espérance",
        "je passe à table",
        "à l’école les enfants sont gentils",
        "arrivé à temps, passé à autre chose",
        "je viens du Tibet, elle de Haïti",
        "la mission loc et le secours pop",
    ],
)
def test_the_same_place_without_a_name_stays_readable(text: str, blank: Language) -> None:
    assert masked_by_rules(text, blank) == text


@pytest.mark.parametrize("opening", ["Bonjour", "Merci", "Papy", "Prénom", "Rappeler"])
def test_what_opens_a_line_before_a_name_stays_readable(opening: str, blank: Language) -> None:
    assert masked_by_rules(f"{opening} Sandrine demain", blank) == f"{opening} [PRÉNOM] demain"


def test_a_number_that_counts_is_no_part_of_the_name_before_it(blank: Language) -> None:
    assert masked_by_rules("aux urgences de Lariboisière 9 heures", blank) == "aux [LIEU DE SOIN] 9 heures"
