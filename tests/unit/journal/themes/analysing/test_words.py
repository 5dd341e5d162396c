"""What helped and what hindered, in words enough people used; what themes are called."""

import uuid

import numpy as np

from journal.themes.analysing.corpus import Corpus
from journal.themes.analysing.words import keywords_of_themes, note_words
from nlp.encoding import load_encoder
from nlp.themes.continuity import Continuity, TracedTheme
from nlp.themes.words import read_plainly
from nlp.types import Membership, Passage, Zone

PEOPLE = [uuid.uuid4() for _ in range(6)]


def test_a_word_is_told_as_most_people_write_it_once_five_people_used_it() -> None:
    notes = [
        (text, person)
        for text, person in zip(
            ["ma voiture", "la voiture", "une voiture", "voitures", "voiture prêtée", "le tram"], PEOPLE, strict=True
        )
    ]

    assert note_words(notes, floor=5) == [["voiture", 5]]


def test_one_person_who_repeats_a_word_counts_once() -> None:
    notes = [("voiture", PEOPLE[0])] * 5 + [(f"mot{chr(97 + n)}", person) for n, person in enumerate(PEOPLE)]

    assert note_words(notes, floor=5) == []


def test_small_words_are_not_told() -> None:
    assert note_words([("le de la", person) for person in PEOPLE], floor=5) == []


def test_a_theme_is_called_by_what_its_people_think_of_it() -> None:
    papers, bread = "Trop de documents à fournir, du retard.", "La boulangerie ouvre à midi."
    texts = [papers] * 6 + [bread] * 12
    passages = [Passage(f"e{n}", f"e{n}", f"p{n}", text) for n, text in enumerate(texts)]
    vectors = load_encoder().encode(texts)
    themes = tuple(
        TracedTheme(
            known=None,
            found=(text,),
            members=tuple(Membership(p.key, 1.0, Zone.CORE) for p in passages if p.text == text),
            centroid=np.zeros(load_encoder().dimensions, dtype=np.float32),
        )
        for text in (papers, bread)
    )
    continuity = Continuity(matches=(), themes=themes, unclassified=frozenset())

    found = keywords_of_themes(Corpus(passages, vectors), continuity, read_plainly, floor=5)

    assert "trop de papiers" in found[themes[0].slot].label
    assert "trop" not in found[themes[1].slot].label
