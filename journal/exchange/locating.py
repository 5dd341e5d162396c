"""Finding passages in a text by their words, with the codes on each. Pure."""

import re
import uuid
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from journal.exchange.projects import Coding, Source

LINE = re.compile(r"[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int


def spans(text: str, passages: Mapping[uuid.UUID, str]) -> dict[uuid.UUID, Span]:
    """The place of each passage, line after line, whatever the line endings became.

    Two passages of the same words cannot be told apart: neither is found.
    """
    lines = [(match.start(), match.end(), _tidy(match[0])) for match in LINE.finditer(text) if match[0].strip()]
    words = {key: tuple(_tidy(line) for line in LINE.findall(text) if line.strip()) for key, text in passages.items()}
    times = Counter(words.values())
    starting: dict[str, list[tuple[uuid.UUID, tuple[str, ...]]]] = defaultdict(list)
    for key, own in words.items():
        if own and times[own] == 1:
            starting[own[0]].append((key, own))
    found: dict[uuid.UUID, Span] = {}
    for number, (start, _, line) in enumerate(lines):
        for key, own in starting.get(line, ()):
            if tuple(each[2] for each in lines[number : number + len(own)]) == own:
                found.setdefault(key, Span(start, lines[number + len(own) - 1][1]))
    return found


def _tidy(line: str) -> str:
    return " ".join(line.split())


def codes_of(source: Source, found: Mapping[uuid.UUID, Span]) -> dict[uuid.UUID, set[str]]:
    """The codes on each passage: on at least half of it, or with at least half of their own length inside it.

    Tools that count emoji twice are off by a few signs: the end of the passage before is not coded by that.
    """
    ordered = sorted(found, key=lambda key: found[key].end)
    told: dict[uuid.UUID, set[str]] = {key: set() for key in found}
    for coding, (first, last) in zip(source.codings, _reached(source, found), strict=True):
        for key in ordered[first:last]:
            if _is_on(coding, found[key]):
                told[key].add(coding.code)
    return told


def reach(source: Source, found: Mapping[uuid.UUID, Span]) -> int:
    """How many times a coding touches a passage, which is the cost of ``codes_of``."""
    return sum(max(0, last - first) for first, last in _reached(source, found))


def _reached(source: Source, found: Mapping[uuid.UUID, Span]) -> list[tuple[int, int]]:
    """From which passage to which each coding goes; passages are in order and do not overlap."""
    starts, ends = (sorted(sides) for sides in ((s.start for s in found.values()), (s.end for s in found.values())))
    return [(bisect_left(ends, coding.start), bisect_left(starts, coding.end)) for coding in source.codings]


def _is_on(coding: Coding, span: Span) -> bool:
    shared = min(coding.end, span.end) - max(coding.start, span.start)
    return shared > 0 and 2 * shared >= min(coding.end - coding.start, span.end - span.start)
