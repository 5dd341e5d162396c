"""The signs by which one would see that the common good advances, and how each one follows from text to text. Pure.

A sign is a line of « À quoi on le verra », or a sentence where it has one line only. None is stored: what became of a
sign is read from the statements since the one that said it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import pairwise, product

from journal.common_good.models import CommonGood
from journal.text import fold

# After the end of a sentence, before what begins another.
BETWEEN_SENTENCES = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÀ-ÖØ-ÞŒ«])")
BULLET = re.compile(r"^\s*[-–—•*·]\s+")
WORD = re.compile(r"\w+")
# Two signs that share so much of their words, in order, are one sign written otherwise.
SAME_SIGN = 0.5


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign as one statement words it: the number of the statement, its place there, its words."""

    number: int
    place: int
    words: str

    @property
    def key(self) -> str:
        """Its name in forms and URLs."""
        return f"{self.number}-{self.place}"


@dataclass(frozen=True, slots=True)
class Lineage:
    """The history of a sign: its first words, its current ones or none, and the day it last changed."""

    then: Sign
    today: Sign | None
    changed_at: datetime | None = None

    @property
    def is_reworded(self) -> bool:
        return self.today is not None and self.today.words != self.then.words


@dataclass(frozen=True, slots=True)
class Answering:
    """An indicator that answers a sign, as shown on the page of the common good."""

    name: str
    values: Mapping[str, object]  # of its address
    is_adopted: bool
    # Each perspective with what it measured last, a line for each actor; none where nothing is measured yet.
    measures: Sequence[tuple[str, Sequence[str]]]
    lineage: Lineage

    @property
    def is_measured(self) -> bool:
        return any(told for _, told in self.measures)


def signs_of(text: str) -> list[str]:
    """The signs that a text lists, in its own words."""
    lines = [BULLET.sub("", line).strip() for line in text.splitlines()]
    lines = [line for line in lines if line]
    return lines if len(lines) > 1 else [said for line in lines for said in BETWEEN_SENTENCES.split(line)]


def signs_said(statement: CommonGood) -> list[Sign]:
    """The signs of one statement, in order."""
    return [Sign(statement.number, place, words) for place, words in enumerate(signs_of(statement.signs))]


def followed(before: Sequence[str], after: Sequence[str]) -> dict[int, int]:
    """Which sign of a text each sign of the previous one became, by place; those that disappeared are absent.

    The same words first, then the words most alike; a sign becomes one sign at most, and comes from one at most.
    """
    pairs = product(range(len(before)), range(len(after)))
    alike = [(_likeness(before[old], after[new]), old, new) for old, new in pairs]
    found: dict[int, int] = {}
    for likeness, old, new in sorted(alike, key=lambda each: (-each[0], each[1:])):
        if likeness >= SAME_SIGN and old not in found and new not in found.values():
            found[old] = new
    return found


def lineage(sign: Sign, statements: Sequence[CommonGood]) -> Lineage:
    """The history of a sign.

    Parameters
    ----------
    sign
        A sign of one of ``statements``.
    statements
        Every statement of the Lab, oldest first.
    """
    here, changed_at = sign.words, None
    for before, after in pairwise(each for each in statements if each.number >= sign.number):
        earlier, said = signs_of(before.signs), signs_of(after.signs)
        became = followed(earlier, said).get(earlier.index(here)) if here in earlier else None
        if became is None:
            return Lineage(sign, None, after.at)
        if said[became] != here:
            here, changed_at = said[became], after.at
    today = next((each for each in signs_said(statements[-1]) if each.words == here), None)
    return Lineage(sign, today, changed_at if here != sign.words else None)


def _likeness(one: str, other: str) -> float:
    """The share of words that two signs have in common, in order; 2 when they are equal, to rank these first."""
    if one == other:
        return 2.0
    return SequenceMatcher(None, WORD.findall(fold(one)), WORD.findall(fold(other)), autojunk=False).ratio()
