"""Masks as a row keeps them: lists of [start, end, kind, source], or of [start, end] for those of the author."""

from collections.abc import Iterable, Sequence
from typing import Any

from nlp.masking.kinds import Mask, MaskKind, MaskSource


def stored(masks: Iterable[Mask]) -> list[list[Any]]:
    return [[mask.start, mask.end, mask.kind.value, mask.source] for mask in masks]


def loaded(row: Iterable[Sequence[Any]]) -> list[Mask]:
    return [Mask(start, end, MaskKind(kind), MaskSource(source)) for start, end, kind, source in row]


def by_author(spans: Iterable[Sequence[int]]) -> list[Mask]:
    """What the author hid besides what the machine hides."""
    return [Mask(start, end, MaskKind.OTHER, MaskSource.AUTHOR) for start, end in spans]
