"""What no list knows and no noun announces, and where a name ends that a noun does announce."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from nlp.language import word_list
from nlp.masking.vocabulary import heard, is_french, is_known, is_unheard
from tests.unit.nlp.masking.conftest import masked_by_rules


@pytest.mark.parametrize("word", ["kontan", "conseiler", "jvoulais", "reinscription", "travaile", "comancer", "bocou"])
def test_a_word_spelt_by_ear_is_known(word: str) -> None:
    assert not is_unheard(word)


@pytest.mark.parametrize("word", ["wimoov", "ardenplast", "xhevdet", "sotrabat", "zwolinex"])
def test_a_word_that_no_vocabulary_has_is_unheard(word: str) -> None:
    assert is_unheard(word)


@given(st.sampled_from(sorted(word_list("spoken_words"))))
def test_a_word_of_messages_is_never_taken_for_a_name(word: str) -> None:
    assert is_french(word)
    assert not is_unheard(word)


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=0, max_size=14))
def test_any_run_of_letters_is_judged_and_heard_alike_twice(word: str) -> None:
    assert is_known(word) or not is_french(word)
    assert heard(word) == heard(word)
    assert "\n" not in heard(word)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("ils m’ont envoyé chez wimoov", "ils m’ont envoyé chez [ENTREPRISE]"),
        ("le job dating de zwolinex", "le job dating de [LIEU]"),
        ("Mobil’Emploi m’a loué un scooter", "[ORGANISME] m’a loué un scooter"),
        ("j’ai poussé la porte du Repaire", "j’ai poussé la porte du [MASQUÉ]"),
        ("je pense à Mélusine qui a abandonné", "je pense à [LIEU] qui a abandonné"),
        ("on mange au Café Papillon le jeudi", "on mange au [ORGANISME] le jeudi"),
        ("tout le monde va au Relais 63", "tout le monde va au [ORGANISME]"),
        ("ma cheffe chez O2 est partie", "ma cheffe chez [ENTREPRISE] est partie"),
    ],
)
def test_what_is_written_as_a_name_is_hidden_even_if_nothing_is_known_of_it(
    text: str, masked: str, blank: Language
) -> None:
    assert masked_by_rules(text, blank) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("le lycée henri wallon est loin", "le lycée [ORGANISME] est loin"),
        ("l’association Un Pas Devant nous aide", "l’association [ORGANISME] nous aide"),
        ("le centre social Les Berges du Lac", "le centre social [ORGANISME]"),
        ("la clinique du parc rappelle", "la [LIEU DE SOIN] rappelle"),
        ("suivi au csapa la rose des vents", "suivi au [LIEU DE SOIN]"),
        ("à l’hôpital militaire Laveran", "à l’[LIEU DE SOIN]"),
        ("le centre de rééducation Les Capucins", "le [LIEU DE SOIN]"),
        ("le resto le bosphore a fermé", "le resto [ENTREPRISE] a fermé"),
        ("caissière à casino", "caissière à [ENTREPRISE]"),
        ("le rdv est quai de la loire", "le rdv est [ADRESSE]"),
        ("j’ai grandi rue jean jaures", "j’ai grandi [ADRESSE]"),
        ("on est zone industrielle des Paluds, lot 14", "on est [ADRESSE], [ADRESSE 2]"),
        ("ils sont rue du 8-Mai-1945", "ils sont [ADRESSE]"),
        ("jsuis a garges", "jsuis a [VILLE]"),
        ("arrêt Les Quatre Vents", "arrêt [LIEU]"),
        ("le dernier sabotier de la vallée, c’est moi", "[DÉTAIL PERSONNEL], c’est moi"),
        ("fauconnière de 31 ans", "[DÉTAIL PERSONNEL]"),
        ("ma carte K7RTXP4QZ expire", "ma carte [IDENTIFIANT] expire"),
        ("sur snap je suis kev.du.49 sur snap", "sur snap je suis [IDENTIFIANT] sur snap"),
        ("écrivez à s.benamar[at]example[dot]org", "écrivez à [ADRESSE MAIL]"),
    ],
)
def test_a_noun_says_how_far_its_name_goes(text: str, masked: str, blank: Language) -> None:
    assert masked_by_rules(text, blank) == masked


@pytest.mark.parametrize(
    "text",
    [
        "le garage me rappelle, l’hôtel aussi",
        "la rue c’est dur, le chemin de la réussite est long",
        "j’ai pas de place de parking ni de place en crèche",
        "l’association propose des cours de français",
        "le centre de formation est loin",
        "la clinique vétérinaire, le restaurant le soir, l’école le matin",
        "la dernière heure, le seul bonheur, le dernier jour de la promo",
        "on apprend Word et Excel pour le Ministère",
        "à 52 ans je suis trop vieux, j’ai 60 ans et je suis un peu perdu",
        "je mange au café avec les autres",
        "jve pas laché mé c tro dur, yorai pa 1 taf",
    ],
)
def test_ordinary_words_after_such_a_noun_stay_readable(text: str, blank: Language) -> None:
    assert masked_by_rules(text, blank) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("c mon cousin brams qui a trouvé", "c mon cousin [PRÉNOM] qui a trouvé"),
        ("lamine et moi on révise", "[PRÉNOM] et moi on révise"),
        ("karim, rose et moi on révise", "[PRÉNOM], [PRÉNOM 2] et moi on révise"),
        ("lidl et zwolinex m’ont dit non", "[ENTREPRISE] et [ENTREPRISE 2] m’ont dit non"),
        ("j’habite pagny", "j’habite [VILLE]"),
        ("je suis née a tulle", "je suis née a [VILLE]"),
        ("hospitalisée trois jours à Kervalon", "hospitalisée trois jours à [LIEU DE SOIN]"),
        ("des mois à mondor", "des mois à [LIEU DE SOIN]"),
    ],
)
def test_what_stands_around_a_word_gives_it_away(text: str, masked: str, blank: Language) -> None:
    assert masked_by_rules(text, blank) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("entretien avec laurence d. reporté", "entretien avec [PRÉNOM] [NOM]. reporté"),
        ("la monitrice aurélie k. a noté", "la monitrice [PRÉNOM] [NOM]. a noté"),
        ("l. brunet a écrit « mange »", "[NOM] a écrit « mange »"),
        ("Mon avocate, maître Da Cunha, dit oui", "Mon avocate, maître [NOM], dit oui"),
        ("rdv à 14H. Oubli de ma part", "rdv à 14H. Oubli de ma part"),
        ("j’ai le permis C. Réponse demain", "j’ai le permis C. Réponse demain"),
        ("karim a dit oui, karim c mon pote", "[PRÉNOM] a dit oui, [PRÉNOM] c mon pote"),
    ],
)
def test_an_initial_beside_a_name_is_part_of_it(text: str, masked: str, blank: Language) -> None:
    assert masked_by_rules(text, blank) == masked


@pytest.mark.parametrize(
    "text",
    [
        "rien ne change, rien ne vaut le repos",
        "je viens de finir, elle vient de poster sa lettre",
        "mon cousin jexagere pas est parti",
        "ma mère et moi, mon frère et moi",
        "hospitalisée à cause du stress",
    ],
)
def test_a_cue_alone_hides_nothing(text: str, blank: Language) -> None:
    assert masked_by_rules(text, blank) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("rendez-vous place de la République", "rendez-vous [ADRESSE]"),
        ("j’habite avenue de l’Europe", "j’habite [ADRESSE]"),
        ("mon mdp c’est Soleil2019 et il marche plus", "mon mdp c’est [IDENTIFIANT] et il marche plus"),
        ("marie jo la gardienne imprime mes cv", "[PRÉNOM] [PRÉNOM 2] la gardienne imprime mes cv"),
        ("je bosse chez lidl et chez action", "je bosse chez [ENTREPRISE] et chez [ENTREPRISE 2]"),
    ],
)
def test_a_public_or_ordinary_word_inside_a_name_is_hidden_with_it(text: str, masked: str, blank: Language) -> None:
    assert masked_by_rules(text, blank) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("le gars s’appelait peut-être lopez", "le gars s’appelait peut-être [NOM]"),
        ("TRAORE DEVANT MOI A LA CHAINE", "[NOM] DEVANT MOI A LA CHAINE"),
        ("ya nono qui dort", "ya [PRÉNOM] qui dort"),
        ("demander titi au comptoir", "demander [PRÉNOM] au comptoir"),
        ("on va voir beber au garage", "on va voir [PRÉNOM] au garage"),
        ("le chantier de petit-bourg", "le chantier de [VILLE]"),
        ("aux trois ilets en saison", "aux [VILLE] en saison"),
        ("quand je mets 59100 j’ai zéro réponse", "quand je mets [CODE POSTAL] j’ai zéro réponse"),
        ("58 ans, tourneur sur nacre", "[DÉTAIL PERSONNEL]"),
        ("la seule sage-femme coutumière de Camopi", "[DÉTAIL PERSONNEL]"),
        ("61 ans, dernier rempailleur de chaises en activité du canton", "[DÉTAIL PERSONNEL]"),
    ],
)
def test_names_places_and_facts_are_hidden_without_a_capital_or_a_list(text: str, masked: str, blank: Language) -> None:
    assert masked_by_rules(text, blank) == masked


@pytest.mark.parametrize(
    "text",
    [
        "bobo, dodo et papa",
        "il faut demander une aide et voir le planning",
        "un petit bourg, trois fois par semaine",
        "gagner 15000 par an, 12500 euros, 13200 habitants",
        "je prends des cours A2, à la place de dormir",
        "45 ans, conducteur sur ligne",
        "le dernier bus de la soirée, la seule offre du mois",
    ],
)
def test_what_only_looks_like_these_stays_readable(text: str, blank: Language) -> None:
    assert masked_by_rules(text, blank) == text
