"""Masks as a row keeps them: lists of [start, end, kind, source].

Those of the author are [start, end]; those of the team, [start, end, kind, moment].
"""

from collections.abc import Iterable, Sequence
from typing import Any

from nlp.masking.kinds import Mask, MaskKind, MaskSource

__all__ = ["Mask", "MaskKind", "MaskSource", "by_author", "by_team", "loaded", "of_team", "stored"]


def stored(masks: Iterable[Mask]) -> list[list[Any]]:
    return [[mask.start, mask.end, mask.kind.value, mask.source] for mask in masks]


def loaded(row: Iterable[Sequence[Any]]) -> list[Mask]:
    return [Mask(start, end, MaskKind(kind), MaskSource(source)) for start, end, kind, source in row]


def of_team(row: Iterable[Sequence[Any]]) -> list[Mask]:
    """Among the masks of a row, those that the team laid."""
    return [mask for mask in loaded(row) if mask.source is MaskSource.TEAM]


def by_author(spans: Iterable[Sequence[int]]) -> list[Mask]:
    """What the author hid besides what the machine hides."""
    return [Mask(start, end, MaskKind.OTHER, MaskSource.AUTHOR) for start, end in spans]


def by_team(row: Iterable[Sequence[Any]]) -> list[Mask]:
    """What the team hid besides, having read what all the others missed."""
    return [Mask(start, end, MaskKind(kind), MaskSource.TEAM) for start, end, kind, _ in row]
