"""What part of a theme's people, or of those who answered a question, feel something: which may be told, and how."""

from nlp.counts import SMALLEST_COUNT
from nlp.emotions import Emotion
from nlp.french import Noun, definite
from nlp.prose.types import AskedFact, ThemeFacts

FEMININE = frozenset(
    {
        Emotion.JOY,
        Emotion.PRIDE,
        Emotion.CONFIDENCE,
        Emotion.GRATITUDE,
        Emotion.ANGER,
        Emotion.FRUSTRATION,
        Emotion.INJUSTICE,
        Emotion.DISTRUST,
        Emotion.WORRY,
        Emotion.SADNESS,
        Emotion.SHAME,
        Emotion.LONELINESS,
    }
)


def feeling(emotion: Emotion) -> Noun:
    """Name an emotion in a sentence: « la colère », « l’espoir »."""
    return definite(emotion.label.lower(), feminine=emotion in FEMININE)


def shared(theme: ThemeFacts | AskedFact, share: float) -> bool:
    """Tell whether a share of the people of a theme, or of who answered a question, speaks for at least five people."""
    return share * theme.participants >= SMALLEST_COUNT


def leading_emotions(theme: ThemeFacts | AskedFact) -> tuple[tuple[Emotion, float], ...]:
    """Give the emotions that may be told, most shared first, whatever the order they came in."""
    told = [(emotion, share) for emotion, share in theme.emotions if shared(theme, share)]
    return tuple(sorted(told, key=lambda pair: (-pair[1], pair[0].value)))


def share_in_words(share: float) -> str:
    """Say a share without a number that could single someone out."""
    for floor, words in (
        (0.7, "la plupart des personnes"),
        (0.55, "plus de la moitié des personnes"),
        (0.45, "environ la moitié des personnes"),
        (0.28, "environ un tiers des personnes"),
        (0.2, "environ un quart des personnes"),
    ):
        if share >= floor:
            return words
    return "une partie des personnes"
