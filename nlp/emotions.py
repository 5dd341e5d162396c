"""The twenty emotions of the journal, on two axes: valence (pleasant or not) and control (felt power over the event).

The two axes follow the Geneva Emotion Wheel (Scherer, 2005); the words are our own, chosen for a job seeker's pathway.
"""

from dataclasses import dataclass
from enum import StrEnum


class Emotion(StrEnum):
    """Stored by value; shown by ``label``."""

    JOY = "joy"
    PRIDE = "pride"
    CONFIDENCE = "confidence"
    ENTHUSIASM = "enthusiasm"
    INTEREST = "interest"
    HOPE = "hope"
    RELIEF = "relief"
    GRATITUDE = "gratitude"
    SERENITY = "serenity"
    COMFORT = "comfort"
    ANGER = "anger"
    FRUSTRATION = "frustration"
    ANNOYANCE = "annoyance"
    INJUSTICE = "injustice"
    DISTRUST = "distrust"
    WORRY = "worry"
    SADNESS = "sadness"
    DISCOURAGEMENT = "discouragement"
    SHAME = "shame"
    LONELINESS = "loneliness"

    @property
    def label(self) -> str:
        return PLACES[self].label

    @property
    def valence(self) -> int:
        """1 for pleasant, -1 for unpleasant."""
        return PLACES[self].valence

    @property
    def control(self) -> int:
        """1 when one feels able to act on the event, -1 when one undergoes it."""
        return PLACES[self].control


@dataclass(frozen=True, slots=True)
class Place:
    """Where an emotion stands on the board, and its French name."""

    label: str
    valence: int
    control: int


PLACES: dict[Emotion, Place] = {
    Emotion.JOY: Place("Joie", 1, 1),
    Emotion.PRIDE: Place("Fierté", 1, 1),
    Emotion.CONFIDENCE: Place("Confiance", 1, 1),
    Emotion.ENTHUSIASM: Place("Enthousiasme", 1, 1),
    Emotion.INTEREST: Place("Intérêt", 1, 1),
    Emotion.HOPE: Place("Espoir", 1, -1),
    Emotion.RELIEF: Place("Soulagement", 1, -1),
    Emotion.GRATITUDE: Place("Gratitude", 1, -1),
    Emotion.SERENITY: Place("Apaisement", 1, -1),
    Emotion.COMFORT: Place("Réconfort", 1, -1),
    Emotion.ANGER: Place("Colère", -1, 1),
    Emotion.FRUSTRATION: Place("Frustration", -1, 1),
    Emotion.ANNOYANCE: Place("Agacement", -1, 1),
    Emotion.INJUSTICE: Place("Injustice", -1, 1),
    Emotion.DISTRUST: Place("Méfiance", -1, 1),
    Emotion.WORRY: Place("Inquiétude", -1, -1),
    Emotion.SADNESS: Place("Tristesse", -1, -1),
    Emotion.DISCOURAGEMENT: Place("Découragement", -1, -1),
    Emotion.SHAME: Place("Honte", -1, -1),
    Emotion.LONELINESS: Place("Solitude", -1, -1),
}
