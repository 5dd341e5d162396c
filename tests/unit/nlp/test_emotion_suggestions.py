"""Emotions offered beside a text: few, sure enough, and never against what was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.emotion_clues import clues
from nlp.emotion_model import look_at
from nlp.emotion_suggestions import MOST, SET_CONFIDENCE, confidences, suggest
from nlp.emotions import Emotion


def emotions(text: str) -> list[Emotion]:
    return [suggestion.emotion for suggestion in suggest(text)]


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
    assert emotion in emotions(text)


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
    assert emotion not in emotions(text)


def test_jamais_aussi_stresses_and_denies_nothing() -> None:
    assert emotions("Je n’ai jamais été aussi heureux.") == [Emotion.JOY]


def test_the_surest_emotion_comes_first_and_at_most_three_are_offered() -> None:
    found = suggest("J’ai peur, j’ai honte, je suis triste, je suis en colère, je suis très très inquiète.")

    assert len(found) == MOST
    assert [each.confidence for each in found] == sorted((each.confidence for each in found), reverse=True)


def test_a_stressed_emotion_is_surer_than_a_faint_one() -> None:
    stressed, faint = confidences("Je suis très inquiète."), confidences("Je suis un peu inquiète.")

    assert stressed[Emotion.WORRY] > faint[Emotion.WORRY]


def test_the_same_words_said_twice_count_once() -> None:
    assert confidences("J’ai peur. J’ai peur. J’ai peur.") == confidences("J’ai peur.")


def test_what_others_feel_counts_in_full_only_when_asked() -> None:
    text = "Ma sœur est triste."

    assert confidences(text, of_anyone=True)[Emotion.SADNESS] > confidences(text)[Emotion.SADNESS]


SAID = ["j’ai peur", "je suis fière de moi", "merci à ma conseillère", "je n’ai pas honte", "je me sens seule"]


@given(st.permutations(SAID))
def test_the_order_of_sentences_changes_nothing(sentences: list[str]) -> None:
    assert suggest(". ".join(sentences)) == suggest(". ".join(SAID))


@pytest.mark.parametrize("text", SAID)
def test_capitals_accents_and_apostrophes_change_nothing(text: str) -> None:
    bare = text.replace("’", "'").replace("è", "e").replace("à", "a")

    assert confidences(text.upper()) == confidences(bare) == confidences(text)


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
    assert confidences(said)[emotion] > confidences(not_said)[emotion]


def test_words_without_any_clue_of_the_lexicon_count_too() -> None:
    text = "Ma mère a dansé dans le salon, et il a dit bienvenue."

    assert clues(text) == {}
    assert confidences(text)[Emotion.JOY] > confidences("Ma mère a lu au salon, il a dit au revoir.")[Emotion.JOY]


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
    assert all(SET_CONFIDENCE <= suggestion.confidence <= 1 for suggestion in suggest(text))


@pytest.mark.parametrize(("before", "same"), [("hier", True), ("jamais", False), ("ma voisine a", False)])
def test_a_word_denied_or_said_of_someone_else_is_another_word(before: str, same: bool) -> None:
    alone, there = set(look_at("dansé").places), set(look_at(f"{before} dansé").places)

    assert (alone <= there) is same
