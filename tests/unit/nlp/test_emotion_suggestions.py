"""Emotions offered beside a text: few, sure enough, and never against what was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.emotion_clues import clues
from nlp.emotion_model import look_at
from nlp.emotion_suggestions import MOST, SET_CONFIDENCE, likely, offer, suggest
from nlp.emotions import Emotion


def chances(text: str, *, of_anyone: bool = False) -> dict[Emotion, float]:
    return likely(text, of_anyone=of_anyone).emotions


@pytest.mark.parametrize(
    ("text", "emotion"),
    [
        ("Je suis tellement heureuse, j’ai le poste.", Emotion.JOY),
        ("je suis fière de moi", Emotion.PRIDE),
        ("J’ai repris confiance en moi.", Emotion.CONFIDENCE),
        ("J’ai hâte de commencer, je suis motivée.", Emotion.ENTHUSIASM),
        ("C’était passionnant, je suis curieux d’en savoir plus.", Emotion.INTEREST),
        ("J’ai bon espoir, je croise les doigts.", Emotion.HOPE),
        ("ouf je suis soulagé", Emotion.RELIEF),
        ("Un grand merci à ma conseillère.", Emotion.GRATITUDE),
        ("Je me sens apaisée.", Emotion.SERENITY),
        ("Je me sens entourée, ça me réconforte.", Emotion.COMFORT),
        ("JE SUIS EN COLERE", Emotion.ANGER),
        ("Je suis frustré, je me sens impuissant.", Emotion.FRUSTRATION),
        ("Ça m’agace, encore un formulaire.", Emotion.ANNOYANCE),
        ("C’est injuste, ça s’appelle de la discrimination.", Emotion.INJUSTICE),
        ("Je me méfie de leurs promesses.", Emotion.DISTRUST),
        ("jai peur de pas y arriver", Emotion.WORRY),
        ("Je suis triste, je n’arrête pas de pleurer.", Emotion.SADNESS),
        ("Je suis découragée, j’en peux plus.", Emotion.DISCOURAGEMENT),
        ("J’ai honte, je me sens nul.", Emotion.SHAME),
        ("Je me sens seule, très isolée.", Emotion.LONELINESS),
    ],
)
def test_each_of_the_twenty_emotions_is_suggested_when_it_is_said(text: str, emotion: Emotion) -> None:
    assert emotion in suggest(text)


@pytest.mark.parametrize(
    ("text", "emotion"),
    [
        ("Je n’ai pas peur.", Emotion.WORRY),
        ("Je ne suis pas fier de ma lettre.", Emotion.PRIDE),
        ("Je ne suis plus en colère.", Emotion.ANGER),
        ("Jamais je n’ai eu honte.", Emotion.SHAME),
        ("Merci de rappeler demain.", Emotion.GRATITUDE),
        ("Ma voisine a peur des chiens.", Emotion.WORRY),
        ("Au début j’avais honte.", Emotion.SHAME),
    ],
)
def test_an_emotion_denied_over_or_felt_by_someone_else_is_not_suggested(text: str, emotion: Emotion) -> None:
    assert emotion not in suggest(text)


def test_jamais_aussi_stresses_and_denies_nothing() -> None:
    assert suggest("Je n’ai jamais été aussi heureux.")[0] is Emotion.JOY


@pytest.mark.parametrize("text", ["J’ai peur, j’ai honte, je suis triste.", "Je suis fière de moi.", "Ça m’agace."])
def test_three_emotions_of_one_valence_are_offered_the_likeliest_first(text: str) -> None:
    few = suggest(text)
    found = chances(text)

    assert len(few) == MOST
    assert len({emotion.valence for emotion in few}) == 1
    assert [found[emotion] for emotion in few] == sorted((found[emotion] for emotion in few), reverse=True)


def test_facts_that_tell_a_valence_and_no_emotion_are_enough() -> None:
    text = "Ils ont appelé, c’est non. L’autre candidate avait plus d’expérience."

    assert clues(text) == {}
    assert max(chances(text).values()) < SET_CONFIDENCE
    assert {emotion.valence for emotion in suggest(text)} == {-1}


def test_a_stressed_emotion_is_surer_than_a_faint_one() -> None:
    stressed, faint = chances("Je suis très inquiète."), chances("Je suis un peu inquiète.")

    assert stressed[Emotion.WORRY] > faint[Emotion.WORRY]


def test_a_wording_of_the_lexicon_weighs_more_when_stressed_less_when_toned_down_and_never_is_certain() -> None:
    stressed, plain, faint = (clues(f"Je suis {how} inquiète.")[Emotion.WORRY] for how in ("très", "", "un peu"))

    assert 1 > stressed > plain > faint > 0


def test_wordings_of_one_emotion_add_up_as_independent_chances() -> None:
    afraid, worried = (clues(text)[Emotion.WORRY] for text in ("J’ai peur.", "Je suis inquiète."))

    assert clues("J’ai peur. Je suis inquiète.")[Emotion.WORRY] == pytest.approx(
        1 - (1 - afraid) * (1 - worried), abs=1e-3
    )


def test_what_someone_else_feels_weighs_half() -> None:
    own, other = (clues(text)[Emotion.SADNESS] for text in ("Je suis triste.", "Ma sœur est triste."))

    assert other == pytest.approx(own / 2)


def test_the_same_words_said_twice_count_once() -> None:
    assert chances("J’ai peur. J’ai peur. J’ai peur.") == chances("J’ai peur.")


def test_what_others_feel_counts_in_full_only_when_asked() -> None:
    text = "Ma sœur est triste."

    assert chances(text, of_anyone=True)[Emotion.SADNESS] > chances(text)[Emotion.SADNESS]


SAID = ["j’ai peur", "je suis fière de moi", "merci à ma conseillère", "je n’ai pas honte", "je me sens seule"]


@given(st.permutations(SAID))
def test_the_order_of_sentences_changes_nothing(sentences: list[str]) -> None:
    assert suggest(". ".join(sentences)) == suggest(". ".join(SAID))


@pytest.mark.parametrize("text", SAID)
def test_capitals_accents_and_apostrophes_change_nothing(text: str) -> None:
    bare = text.replace("’", "'").replace("è", "e").replace("à", "a")

    assert chances(text.upper()) == chances(bare) == chances(text)


@pytest.mark.parametrize(
    ("said", "not_said", "emotion"),
    [
        ("Je suis rassurée.", "Je ne suis pas rassurée.", Emotion.COMFORT),
        ("J’espère encore.", "Je n’espère plus rien.", Emotion.HOPE),
        ("J’ai hâte de commencer.", "Je n’ai aucune hâte de commencer.", Emotion.ENTHUSIASM),
        ("Je suis triste.", "Je ne suis jamais triste.", Emotion.SADNESS),
    ],
)
def test_denying_an_emotion_makes_it_less_likely(said: str, not_said: str, emotion: Emotion) -> None:
    assert chances(said)[emotion] > chances(not_said)[emotion]


def test_words_without_any_clue_of_the_lexicon_count_too() -> None:
    text = "Ma mère a dansé dans le salon, et il a dit bienvenue."

    assert clues(text) == {}
    assert chances(text)[Emotion.JOY] > chances("Ma mère a lu au salon, il a dit au revoir.")[Emotion.JOY]


@pytest.mark.parametrize(
    "text",
    [
        "Atelier à 9 h, salle 3. J’ai apporté deux CV.",
        "envoye mon dossier par la poste, reponse dans 15 jours",
        "J’ai actualisé ma situation puis fait les courses.",
        "RENDEZ-VOUS LE 12 AVEC MA CONSEILLÈRE",
        "rien de spécial aujourd’hui",
    ],
)
def test_an_ordinary_day_gets_no_suggestion(text: str) -> None:
    assert suggest(text) == ()


@pytest.mark.parametrize("text", ["", "Le bus 42 passe à huit heures.", "😢" * 10_000, "a" * 10_000])
def test_a_text_without_emotion_words_gets_no_suggestion(text: str) -> None:
    assert suggest(text) == ()


@given(st.text(max_size=400))
def test_no_suggestion_ever_falls_below_the_set_confidence(text: str) -> None:
    best = offer(text)

    assert 0 <= best.confidence <= 1
    assert suggest(text) == (best.emotions if best.confidence >= SET_CONFIDENCE else ())


@pytest.mark.parametrize(("before", "same"), [("hier", True), ("jamais", False), ("ma voisine a", False)])
def test_a_word_denied_or_said_of_someone_else_is_another_word(before: str, same: bool) -> None:
    alone, there = set(look_at("dansé").places), set(look_at(f"{before} dansé").places)

    assert (alone <= there) is same
