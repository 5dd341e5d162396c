"""What nlp.masking promises, sentence by sentence: what disappears, what stays readable.

The sentences are invented. Most use a blank pipeline: rules and gazetteers have to be enough for them.
"""

import pytest
import spacy
from spacy.language import Language

from nlp.masking import MaskKind, MaskSource, apply_masks, find_masks, find_masks_many
from tests.unit.nlp.masking.conftest import masked_by_rules


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("ma conseillère sophie a rappelé", "ma conseillère [PRÉNOM] a rappelé"),
        ("avec karim on a ri", "avec [PRÉNOM] on a ri"),
        ("mme dupont était là", "mme [NOM] était là"),
        ("M. Benali m’a reçu", "M. [NOM] m’a reçu"),
        ("mon chef david crie", "mon chef [PRÉNOM] crie"),
        ("MON FILS ENZO EST MALADE", "MON FILS [PRÉNOM] EST MALADE"),
        ("Ma tutrice Anaïs Dubreuil part", "Ma tutrice [PRÉNOM] [NOM] part"),
        ("ma voisine claire est passée", "ma voisine [PRÉNOM] est passée"),
        ("Rose est arrivée en retard", "[PRÉNOM] est arrivée en retard"),
        ("j’ai vu Pierre hier", "j’ai vu [PRÉNOM] hier"),
        ("je m’appelle fatoumata", "je m’appelle [PRÉNOM]"),
        ("Jean-Marc m’a aidé", "[PRÉNOM] m’a aidé"),
        ("Mamadou D., 22 ans", "[PRÉNOM] [NOM]., 22 ans"),
        ("le docteur vasseur a signé", "le docteur [NOM] a signé"),
        ("suivie par mme da silva depuis janvier", "suivie par mme [NOM] depuis janvier"),
        ("mr haddad est sympa", "mr [NOM] est sympa"),
        ("tata monique disait", "tata [PRÉNOM] disait"),
        ("aminata et boubacar cherchent aussi", "[PRÉNOM] et [PRÉNOM 2] cherchent aussi"),
        ("manuel, mon conseiller, est venu", "[PRÉNOM], mon conseiller, est venu"),
        ("jose m’a aidé, merci jose", "[PRÉNOM] m’a aidé, merci [PRÉNOM]"),
        ("avec jose pas de souci, jose en a parlé", "avec [PRÉNOM] pas de souci, [PRÉNOM] en a parlé"),
    ],
)
def test_people_are_masked_however_they_are_written(text: str, masked: str, blank: Language) -> None:
    assert masked_by_rules(text, blank) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("j’habite à marseille", "j’habite à [VILLE]"),
        ("le bus de SAINT ETIENNE", "le bus de [VILLE]"),
        ("un stage a st etienne", "un stage a [VILLE]"),
        ("je viens de Vaulx-en-Velin", "je viens de [VILLE]"),
        ("je cherche à nice et à tours", "je cherche à [VILLE] et à [VILLE 2]"),
        ("agence de montreuille", "agence de [VILLE]"),
        ("13400 Aubagne", "[CODE POSTAL] [VILLE]"),
        ("on m’a dit 12 rue des lilas", "on m’a dit [ADRESSE]"),
        ("au 7 bis avenue du Général-Ferrand", "au [ADRESSE]"),
        ("sorti de la clinique des acacias", "sorti de la [LIEU DE SOIN]"),
        ("à l’hôpital Nord de Marseille", "à l’[LIEU DE SOIN]"),
        ("entretien chez lidl", "entretien chez [ENTREPRISE]"),
        ("un essai chez menuiserie tallec", "un essai chez [ENTREPRISE]"),
        ("La boulangerie Farge m’a pris", "La boulangerie [ENTREPRISE] m’a pris"),
        ("intermarché m’a rappelée", "[ENTREPRISE] m’a rappelée"),
        ("je bosse chez orange depuis lundi", "je bosse chez [ENTREPRISE] depuis lundi"),
        ("un essai chez boulanger", "un essai chez [ENTREPRISE]"),
        ("un hotel belle rive ferme", "un hotel [ENTREPRISE] ferme"),
        ("l’asso les amis du port m’aide", "l’asso [ORGANISME] m’aide"),
        ("le foyer adoma", "le foyer [ORGANISME]"),
        ("à l’hopital nord", "à l’[LIEU DE SOIN]"),
        ("la mission locale de grasse", "la mission locale de [VILLE]"),
        ("j’habite à sens, c’est loin", "j’habite à [VILLE], c’est loin"),
        ("nee a alger", "nee a [LIEU]"),
        ("je suis la seule femme du chantier", "je suis [DÉTAIL PERSONNEL]"),
        ("à 61 ans je suis vannier", "à [DÉTAIL PERSONNEL]"),
        ("l’association Les Mains Vertes m’aide", "l’association [ORGANISME] m’aide"),
        ("Mme Durand de Pôle emploi Digne", "Mme [NOM] de Pôle emploi [VILLE]"),
    ],
)
def test_places_and_organisations_are_masked(text: str, masked: str, blank: Language) -> None:
    assert masked_by_rules(text, blank) == masked


@pytest.mark.parametrize(
    "text",
    [
        "Pôle emploi, France Travail, la CAF et Cap emploi m’ont écrit.",
        "à la mission locale on m’a parlé de la Région et de l’AFPA",
        "LA CAF A COUPE LES APL",
        "c’est nice de se sentir utile",
        "trois tours de parking et une rose rouge",
        "je suis claire : la pierre est lourde, l’olivier est mort",
        "il aime travailler, elle a bon espoir",
        "à tours de bras, à sens unique",
        "chez moi, chez eux, chez le médecin, chez ma sœur",
        "Bravo, merci, bonjour, reçu, rien. Attendre. Espérer.",
        "j’ai 58 ans, depuis mars, un lundi, en 2019",
        "Il me reste 412 euros, 35000 km, 1 200 candidatures en 2 ans.",
        "j’ai eu 8/10 au test, le site marche 24/24 et 7/7",
        "j’ai envoyé 2 mail et suivi 3 cours",
        "monsieur le maire, madame la directrice, le monsieur de l’accueil",
        "grâce à vous, mon projet avance",
        "à l’école et au lycée, j’aimais la chimie",
        "je suis le seul à rester, la seule solution c’est partir",
        "le garage du coin, la boulangerie du quartier, chez des amis",
        "CACES R489 3B et HACCP, bac 2019, rdv mardi 9h, samedi 8h30",
        "j’ai 45 ans et 2 enfants, 20 ans dans le bâtiment",
        "l’entreprise familiale, l’association de quartier",
        "mon conseiller dit non, ma conseillère est en congé",
        "jaime bien le groupe, jaime pas attendre, jose plus trop parler, jose même pas demander",
        "un travail manuel, 10 minutes max, le samu, j’ai appelé la MSA",
        "la Fonction Publique, les Services Publics, la Chambre de Métiers, le Compte Personnel de Formation",
    ],
)
def test_what_identifies_no_one_stays_readable(text: str, blank: Language) -> None:
    assert masked_by_rules(text, blank) == text


def test_the_same_person_has_one_label_within_a_text_whatever_the_spelling(blank: Language) -> None:
    text = "Sophie m’a reçu. J’ai rappelé SOPHIE, puis karim, puis sophie."

    assert masked_by_rules(text, blank) == "[PRÉNOM] m’a reçu. J’ai rappelé [PRÉNOM], puis [PRÉNOM 2], puis [PRÉNOM]."


def test_nothing_links_the_same_person_from_one_text_to_another(blank: Language) -> None:
    assert masked_by_rules("karim puis sophie", blank) == masked_by_rules("sophie puis karim", blank)


def test_a_text_already_masked_is_left_as_it_is(blank: Language) -> None:
    masked = masked_by_rules("sophie habite à marseille, 12 rue des lilas, tel 06 39 98 12 34", blank)

    assert masked_by_rules(masked, blank) == masked


def test_a_batch_finds_what_single_texts_find(blank: Language) -> None:
    texts = ["avec karim", "", "rien", "06 39 98 12 34"] * 3

    assert find_masks_many(texts, nlp=blank) == [find_masks(text, blank) for text in texts]


def test_a_failing_layer_gives_no_masks_at_all() -> None:
    @Language.component("always_fails")
    def always_fails(doc: spacy.tokens.Doc) -> spacy.tokens.Doc:
        raise RuntimeError("out of memory")

    broken = spacy.blank("fr")
    broken.add_pipe("always_fails", name="ner")

    with pytest.raises(RuntimeError, match="out of memory"):
        find_masks("avec karim", broken)


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("J’ai revu Wandrille Oustric au forum.", "Oustric"),
        ("Le directeur de Logivia Transports a dit oui.", "Logivia"),
    ],
)
def test_the_model_finds_names_that_no_list_has(text: str, hidden: str) -> None:
    assert hidden not in apply_masks(text, find_masks(text))


@pytest.mark.model
def test_typographic_apostrophes_do_not_shift_what_the_model_finds() -> None:
    text = "J’ai vu qu’aujourd’hui le bureau d’Yverdon-les-Oies n’ouvre pas, m’a dit Wandrille Oustric."

    masks = find_masks(text)
    masked = apply_masks(text, masks)

    assert MaskSource.GUESS in {mask.source for mask in masks}
    assert masked.startswith("J’ai vu qu’aujourd’hui le bureau d’[")
    assert " n’ouvre pas, m’a dit [" in masked


def test_every_kind_has_a_french_label_of_its_own() -> None:
    labels = [kind.label for kind in MaskKind]

    assert len(set(labels)) == len(labels)
    assert all(label.isupper() for label in labels)


def test_a_person_one_goes_to_see_is_masked_as_a_person() -> None:
    text = "Aller de chez Mme Armand à chez M. Kevorkian prend une heure."

    assert apply_masks(text, find_masks(text)) == "Aller de chez Mme [NOM] à chez M. [NOM 2] prend une heure."
