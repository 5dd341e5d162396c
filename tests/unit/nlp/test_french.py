"""French at the seam: elision, contraction, agreement, counts in words, typography."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.counts import counted, number, plural, roughly
from nlp.french import Noun, attach, day_name, definite, enumerated, fill, mention, noun_phrase, quoted, soften, typeset

LINE = st.text(alphabet="abcdéèœ «»'’.…!?:;,\"AÀ \u00a0\n", max_size=60)


@pytest.mark.parametrize(
    ("before", "value", "expected"),
    [
        ("autour de ", "le logement", "autour du logement"),
        ("autour de ", "les trajets", "autour des trajets"),
        ("autour de ", "la garde", "autour de la garde"),
        ("autour de ", "l’attente", "autour de l’attente"),
        ("mois de ", "août", "mois d’août"),
        ("mois de ", "mai", "mois de mai"),
        ("grâce à ", "le bus", "grâce au bus"),
        ("À ", "les trajets", "Aux trajets"),
        ("De ", "une dizaine", "D’une dizaine"),
        ("parce que ", "aucune règle", "parce qu’aucune règle"),
        ("parce que ", "nous", "parce que nous"),
        ("autour de ", "« Attente »", "autour d’« Attente »"),
        ("autour de ", "« Transport »", "autour de « Transport »"),
        ("de ", "honte", "de honte"),
        ("de ", "histoires", "d’histoires"),
        ("de ", "huit heures", "de huit heures"),
        ("de ", "onze heures", "de onze heures"),
        ("de ", "heures", "d’heures"),
        ("de ", "handicap", "de handicap"),
        ("de ", "habitudes", "d’habitudes"),
        ("de ", "yaourts", "de yaourts"),
        ("de ", "yeux", "d’yeux"),
        ("sur ", "les trajets", "sur les trajets"),
        ("propos de ", "le groupe et la formatrice", "propos du groupe et de la formatrice"),
        ("De ", "les bus, la voiture et l’essence", "Des bus, de la voiture et de l’essence"),
        ("à ", "l’attente ou les refus", "à l’attente ou aux refus"),
        ("sur ", "le groupe et la formatrice", "sur le groupe et la formatrice"),
        ("lorsque ", "le groupe et la formatrice", "lorsque le groupe et la formatrice"),
        ("de ", "« Le groupe et la formatrice »", "de « Le groupe et la formatrice »"),
        ("de ", "la garde et son prix", "de la garde et son prix"),
    ],
)
def test_a_small_word_elides_or_contracts_before_what_follows(before: str, value: str, expected: str) -> None:
    assert attach(before, value) == expected


@pytest.mark.parametrize(
    ("word", "feminine", "expected"),
    [("joie", True, "la joie"), ("espoir", False, "l’espoir"), ("honte", True, "la honte"), ("élan", False, "l’élan")],
)
def test_a_noun_takes_its_article(word: str, feminine: bool, expected: str) -> None:
    assert str(definite(word, feminine=feminine)) == expected


@pytest.mark.parametrize(
    ("label", "expected", "is_plural"),
    [
        ("La garde des enfants", "la garde des enfants", False),
        ("Les trajets du matin", "les trajets du matin", True),
        ("L'immersion", "l’immersion", False),
        ("Le loyer", "le loyer", False),
        ("Le groupe et la formatrice", "le groupe et la formatrice", True),
        ("Le bus ou la voiture", "le bus ou la voiture", False),
        ("Transport et mobilité", "«\u00a0Transport et mobilité\u00a0»", False),
        ("Retrouver confiance", "«\u00a0Retrouver confiance\u00a0»", False),
        ("Le Havre sans voiture", "«\u00a0Le Havre sans voiture\u00a0»", False),
        ("Le faire seule", "«\u00a0Le faire seule\u00a0»", False),
        ("Les joindre", "«\u00a0Les joindre\u00a0»", False),
        ("Le temps : attendre", "«\u00a0Le temps\u00a0: attendre\u00a0»", False),
        ("Des journées trop longues", "«\u00a0Des journées trop longues\u00a0»", False),
    ],
)
def test_a_label_joins_the_sentence_only_when_its_grammar_is_known(label: str, expected: str, is_plural: bool) -> None:
    noun = noun_phrase(label)
    assert (str(noun), noun.plural) == (expected, is_plural)


def test_a_verb_and_an_adjective_agree_with_their_noun() -> None:
    template = "{theme} {theme:n:prend|prennent} place, {feeling} est {feeling:g:absent|absente}."
    few = fill(template, {"theme": noun_phrase("Le bus"), "feeling": definite("espoir", feminine=False)})
    many = fill(template, {"theme": noun_phrase("Les trajets"), "feeling": definite("colère", feminine=True)})
    assert few == "Le bus prend place, l’espoir est absent."
    assert many == "Les trajets prennent place, la colère est absente."


def test_an_unknown_agreement_is_refused() -> None:
    with pytest.raises(ValueError, match="Unknown agreement"):
        Noun("la joie").agree("x:a|b")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (5, "au moins cinq"),
        (10, "une dizaine"),
        (12, "douze"),
        (20, "une vingtaine"),
        (25, "environ vingt-cinq"),
        (80, "environ quatre-vingts"),
        (100, "une centaine"),
        (1250, "environ 1\u00a0250"),
        (23, "23"),
    ],
)
def test_a_rounded_count_is_said_as_one_would(value: int, expected: str) -> None:
    assert roughly(value) == expected


@given(st.integers(max_value=4))
def test_a_count_under_five_is_never_said(value: int) -> None:
    with pytest.raises(ValueError, match="never said"):
        roughly(value)


def test_a_count_takes_its_noun_in_the_plural() -> None:
    assert str(counted(20, "personne", feminine=True)) == "une vingtaine de personnes"
    assert str(counted(20, "entrée", feminine=True)) == "une vingtaine d’entrées"
    assert str(counted(45, "récit")) == "environ quarante-cinq récits"


def test_numbers_are_in_words_up_to_sixteen() -> None:
    assert [number(n) for n in (0, 16, 17, 12000)] == ["zéro", "seize", "17", "12\u00a0000"]


def test_a_plural_follows_the_ending_of_its_word() -> None:
    assert [plural(w) for w in ("récit", "journal", "lieu", "bureau", "mois", "choix")] == [
        "récits",
        "journaux",
        "lieux",
        "bureaux",
        "mois",
        "choix",
    ]


def test_dates_are_written_in_french() -> None:
    assert day_name(date(2026, 12, 1)) == "1er\u00a0décembre"
    assert day_name(date(2027, 8, 15), year=True) == "15\u00a0août 2027"


def test_typography_is_put_right() -> None:
    assert typeset('C\'est "fait" ? Non; presque...  voilà : oui') == (
        'C’est "fait"\u00a0? Non\u00a0; presque… voilà\u00a0: oui'
    )
    assert typeset("à 18:30") == "à 18:30"


@given(LINE)
def test_typography_put_right_once_is_right(text: str) -> None:
    assert typeset(typeset(text)) == typeset(text)


def test_a_quotation_inside_a_quotation_changes_its_marks() -> None:
    assert quoted('« Vous êtes "senior" ? » J\'ai ri.') == "«\u00a0“Vous êtes “senior”\u00a0?” J’ai ri.\u00a0»"


def test_items_are_joined_as_in_speech() -> None:
    assert [enumerated(x) for x in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a et b", "a, b et c"]


def test_a_phrase_without_its_determiner_is_quoted_in_a_list() -> None:
    assert mention("Le covoiturage") == "le covoiturage"
    assert mention("crèche") == "«\u00a0crèche\u00a0»"
    assert mention("« surqualifiée »") == "«\u00a0surqualifiée\u00a0»"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nous ouvrons une salle", "nous ouvrons une salle"),
        ("Ouvrir une salle", "ouvrir une salle"),
        ("Promettre une place", "promettre une place"),
        ("France Travail ouvre une salle", "France Travail ouvre une salle"),
        ("Didier passe le lundi", "Didier passe le lundi"),
        ("CER de Digne", "CER de Digne"),
    ],
)
def test_a_capital_falls_only_when_the_word_is_no_name(text: str, expected: str) -> None:
    assert soften(text) == expected
