"""Stretches of a text, as pairs ``(start, end)`` of characters, the end left out."""

from collections.abc import Iterable

Span = tuple[int, int]


def take_out(spans: Iterable[Span], gone: Iterable[Span]) -> list[Span]:
    """Return what is left of ``spans`` once ``gone`` is taken out of them."""
    left = list(spans)
    for first, last in gone:
        left = [part for a, b in left for part in ((a, min(b, first)), (max(a, last), b)) if part[0] < part[1]]
    return left
