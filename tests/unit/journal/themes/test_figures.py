"""What entries say besides their text, counted in people: an emotion counts whether or not its strength was said."""

import uuid
from datetime import date

from journal.entries.arc import mood_of
from journal.entries.models import Entry, EntryEmotion
from journal.themes.figures import figures_of
from nlp.emotions import Emotion


def entry(author: int, strength: int | None) -> Entry:
    felt = EntryEmotion(emotion=Emotion.JOY, intensity=strength)
    return Entry(author_id=uuid.UUID(int=author), happened_on=date(2026, 11, 2), emotions=[felt])


def test_people_are_counted_whatever_they_said_of_its_strength_and_the_mean_is_of_those_who_said() -> None:
    said, unsaid = [entry(author, 4) for author in range(5)], [entry(author, None) for author in range(5, 8)]

    assert figures_of([*said, *unsaid], floor=5).emotions == {"joy": [8, 4.0]}
    assert figures_of([*said[:4], *unsaid], floor=5).emotions == {"joy": [7, None]}  # four people said: no mean


def test_an_emotion_without_a_strength_is_mid_scale_in_one_s_own_arc() -> None:
    assert mood_of(entry(1, None)) == mood_of(entry(1, 3))
