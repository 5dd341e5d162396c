"""How sentences stand beside one another, and how many ways there are to say a thing."""

import re
from datetime import date
from itertools import pairwise
from string import Formatter

import pytest

from nlp.emotions import Emotion
from nlp.french import fill, noun_phrase
from nlp.prose.composing import compose_digest
from nlp.prose.drafts import ParagraphKind
from nlp.prose.phrasing import Voice, banks
from nlp.prose.sections import side_by_side
from nlp.prose.types import QuoteFact
from tests.unit.nlp.prose.telling import (
    LABELS,
    digest,
    text_of,
    theme,
)


def test_no_sentence_opens_on_someones_words_right_after_one_that_ends_on_words() -> None:
    voice = Voice("2026-11")
    words = {"quote": "« Le bus ne passe plus. »", "theme": "« Attendre »", "people": "une dizaine de personnes"}
    said = [voice.say("lived" if number % 2 else "quote", f"about {number}", words) for number in range(12)]

    assert not any(one.endswith("»") and other.startswith("«") for one, other in pairwise(said))


def test_a_name_with_its_own_et_is_quoted_beside_the_et_of_a_list() -> None:
    both = side_by_side(["Le groupe et la formatrice", "Les horaires"])
    assert both == ["«\u00a0Le groupe et la formatrice\u00a0»", "les horaires"]
    assert side_by_side(["Le groupe et la formatrice", "Les horaires", "L’âge"])[0] == "le groupe et la formatrice"


@pytest.mark.parametrize("label", ["Attendre une réponse", "Faire garder ses enfants"])
def test_no_small_word_stands_right_before_a_title(label: str) -> None:
    for bank, sentences in banks().items():
        for sentence in sentences:
            if "{theme}" in sentence:
                slots = {name: "des mots" for _, name, _, _ in Formatter().parse(sentence) if name}
                told = fill(sentence, slots | {"theme": noun_phrase(label)})
                assert not re.search(r"\b(?:d’|de |à |que |qu’)«", told), (bank, told)


def test_themes_that_are_titles_are_announced_once() -> None:
    titled = [theme("t0", label="Attendre une réponse"), theme("t1", label="Faire garder ses enfants")]
    told = {
        text_of(compose_digest(digest(*titled, month=date(2026, n, 1))), ParagraphKind.OPENING) for n in range(1, 13)
    }
    assert any("des thèmes «\u00a0Attendre une réponse\u00a0» et" in text for text in told)
    assert not any(re.search(r"\bd(?:e |’)«", text) for text in told)


def test_neighbouring_themes_are_not_built_alike() -> None:
    quotes = (QuoteFact("q", "Un mot."),)
    full = [
        theme(f"t{n}", label=label, emotions=((Emotion.WORRY, 0.6),), helped=("un appel",), quotes=quotes, months=1)
        for n, label in enumerate(LABELS[:4])
    ]
    parts = [p for p in compose_digest(digest(*full)).paragraphs if p.kind is ParagraphKind.THEME]
    orders = [tuple(e.ref.partition("/")[2] for s in p.sentences for e in s.evidence) for p in parts]
    assert all(first != second for first, second in pairwise(orders))


@pytest.mark.parametrize(
    ("bank", "at_least"),
    [
        ("opening", 12),
        ("grows", 10),
        ("grows_figures", 10),
        ("born", 10),
        ("stable", 10),
        ("fades", 10),
        ("reappears", 10),
        ("quote", 12),
        ("quote_again", 12),
        ("emotion_one", 10),
        ("emotion_two", 10),
        ("emotion_mixed", 10),
        ("helps", 8),
        ("hinders", 8),
    ],
)
def test_there_are_enough_ways_to_say_it(bank: str, at_least: int) -> None:
    assert len(set(banks()[bank])) >= at_least


def test_the_banks_keep_the_house_style() -> None:
    for name, sentences in banks().items():
        assert len(set(sentences)) == len(sentences), name
        for sentence in sentences:
            assert not re.search(r"[!']|\.\.\.|  |\b(?:usager|bénéficiaire|public cible)\b", sentence), sentence
            assert len(re.sub(r"\{[^}]*\}", "x", sentence).split()) <= 25, sentence


def test_there_are_enough_questions() -> None:
    assert sum(len(banks()[name]) for name in ("question_hard", "question_good", "question_open")) >= 12
