"""What a reader would notice between two themes or two months: a tension, a turning point. Found, never invented."""

from collections.abc import Sequence

from nlp.emotions import Emotion
from nlp.prose.shares import leading_emotions
from nlp.prose.theme_part import EVEN, REORGANISED
from nlp.prose.types import TensionFact, ThemeFacts, TurningPointFact

AGENCY_SHIFT = 0.8  # on the dial of 1 to 5
CLEAR_LEAD = 0.25  # a leading emotion below this share is not a mood


def _mood(theme: ThemeFacts) -> tuple[Emotion, float] | None:
    """Give the leading emotion of a theme, unless a contrary one is nearly as shared."""
    told = leading_emotions(theme)
    if not told or told[0][1] < CLEAR_LEAD:
        return None
    lead, share = told[0]
    contrary = max((other for emotion, other in told if emotion.valence != lead.valence), default=0.0)
    return (lead, share) if share - contrary >= EVEN else None


def find_tension(themes: Sequence[ThemeFacts]) -> TensionFact | None:
    """Find two themes that pull apart: one word that helps here and hinders there, else contrary leading emotions.

    Parameters
    ----------
    themes
        The themes of one draft, in any order.
    """
    ordered = sorted(themes, key=lambda theme: (theme.label, theme.ref))
    for first in ordered:
        for second in ordered:
            hindered = {word.casefold() for word in second.hindered}
            for word in first.helped:
                if first.ref != second.ref and word.casefold() in hindered:
                    return TensionFact(first.ref, second.ref, word=word)
    clear = [(theme, *mood) for theme in ordered if (mood := _mood(theme))]
    bright = max((mood for mood in clear if mood[1].valence > 0), key=lambda mood: mood[2], default=None)
    dark = max((mood for mood in clear if mood[1].valence < 0), key=lambda mood: mood[2], default=None)
    if bright is None or dark is None:
        return None
    return TensionFact(bright[0].ref, dark[0].ref, first_emotion=bright[1], second_emotion=dark[1])


def find_turning_point(now: Sequence[ThemeFacts], before: Sequence[ThemeFacts]) -> TurningPointFact | None:
    """Find the theme that changed most since the last text: its mood turned, or people act more, or less.

    A change of sign in the leading emotion comes first, then the widest shift of agency. A theme that was merged or
    split since, or whose texts were moved, is left out: its people are others.
    """
    past = {theme.ref: theme for theme in before}
    comparable = [theme for theme in now if theme.ref in past and theme.event not in REORGANISED]
    pairs = [(theme, past[theme.ref]) for theme in sorted(comparable, key=lambda each: (each.label, each.ref))]
    for theme, old in pairs:
        today, then = _mood(theme), _mood(old)
        if today and then and today[0].valence != then[0].valence:
            return TurningPointFact(theme.ref, emotion_before=then[0], emotion_after=today[0])
    shifts = [
        (abs(theme.agency - old.agency), theme, old)
        for theme, old in pairs
        if theme.agency is not None and old.agency is not None
    ]
    widest = max(shifts, key=lambda shift: shift[0], default=None)
    if widest is None or widest[0] < AGENCY_SHIFT:
        return None
    _, theme, old = widest
    return TurningPointFact(theme.ref, agency_before=old.agency, agency_after=theme.agency)
