"""What helped and what hindered, in words enough people used."""

import uuid

from journal.themes.analysing.words import note_words

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
