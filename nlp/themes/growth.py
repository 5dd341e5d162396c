"""Whether a theme grows: said in the same way of what an analysis counts and of what a récit publishes."""

from nlp.types import ThemeEvent

# People a theme must win or lose before it is said to grow or fade, and the share of its people this must be: nobody
# can make a theme grow alone, and a large theme does not grow at every analysis.
CHANGE, CHANGE_SHARE = 5, 0.2


def growth(before: int, now: int) -> ThemeEvent:
    """Say whether a theme grows, fades or holds, never for a change that one or two people could make."""
    change = now - before
    if abs(change) < CHANGE or abs(change) < CHANGE_SHARE * before:
        return ThemeEvent.STABLE
    return ThemeEvent.GROWS if change > 0 else ThemeEvent.FADES
