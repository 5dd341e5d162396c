"""Two runs, one after the other, on axes that stand for meanings."""

from dataclasses import replace

import numpy as np

from nlp.themes.continuity import (
    Continuity,
    KnownTheme,
    Past,
    continue_themes,
)
from nlp.types import FoundTheme, Membership, Solidity, ThemeEvent, Zone

DIMENSIONS = 8


def axis(n: int) -> np.ndarray:
    return np.eye(DIMENSIONS, dtype=np.float32)[n % DIMENSIONS]


def texts(prefix: str, start: int, stop: int | None = None) -> list[str]:
    return [f"{prefix}{n}" for n in (range(start) if stop is None else range(start, stop))]


def found(key: str, passages: list[str], direction: int = 0) -> FoundTheme:
    members = tuple(Membership(p, 0.9, Zone.CORE) for p in passages)
    return FoundTheme(
        key, key, (), (), members, tuple(passages[:3]), len(passages), axis(direction), Solidity.SOLID, 0.9
    )


def known(name: str, passages: list[str], direction: int = 0, **more: object) -> KnownTheme:
    theme = KnownTheme(name, name, "c01", frozenset(passages), axis(direction), len(passages))
    return replace(theme, **more)


def run(themes: list[KnownTheme] | tuple[KnownTheme, ...], *now: FoundTheme, **more: object) -> Continuity:
    """One run in which every passage has its own author."""
    passages = {m.passage for t in now for m in t.members} | set(more.pop("others", ()))
    past = Past(themes, *(more.pop(name, ()) for name in ("constraints", "pending", "refused")))
    return continue_themes(past, now, authors={p: p for p in passages}, vectors={}, **more)


def event(continuity: Continuity, name: str | None) -> ThemeEvent | None:
    [theme] = [t for t in continuity.themes if t.known == name]
    return theme.event


def ids(continuity: Continuity) -> dict[str, str | None]:
    return {m.found: m.known for m in continuity.matches}


def members(continuity: Continuity, name: str | None) -> set[str]:
    return {m.passage for t in continuity.themes if t.known == name for m in t.members}


A, B = texts("p", 20), texts("q", 30)
