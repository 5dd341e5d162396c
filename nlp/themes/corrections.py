"""What coordinators corrected binds every later run.

Twice: before clustering, vectors are drawn together so that the themes form around what people said
(``guide``); after it, memberships are set right, because clustering only ever listens in part (``bind``).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from nlp.types import ConstraintKind, Membership, Vectors, Zone

PULL = 0.5  # how far a passage goes towards its theme, or its companions: from 0 to 1


@dataclass(frozen=True, slots=True, order=True)
class Constraint:
    """A correction: a passage and a theme (belongs, not_belongs), or two passages (together, apart).

    Raises
    ------
    ValueError
        If the target is missing, or is not the one this kind needs.
    """

    kind: ConstraintKind
    passage: str
    theme: str = ""  # known id
    other: str = ""  # passage key

    def __post_init__(self) -> None:
        about_theme = self.kind in (ConstraintKind.BELONGS, ConstraintKind.NOT_BELONGS)
        if not self.passage or bool(self.theme) != about_theme or bool(self.other) == about_theme:
            raise ValueError(f"{self.kind} needs a passage and {'a theme' if about_theme else 'another passage'}")


@dataclass(frozen=True, slots=True)
class Bound:
    """Memberships once the corrections are applied."""

    members: Mapping[str, tuple[Membership, ...]]  # by theme, strongest first
    unclassified: frozenset[str]  # passages the corrections left without a theme


def guide(
    keys: Sequence[str],
    vectors: Vectors,
    constraints: Collection[Constraint],
    anchors: Mapping[str, Vectors],
) -> Vectors:
    """Move corrected passages before clustering; the others are left exactly where they are.

    Parameters
    ----------
    keys : sequence of passage keys
        Rows of ``vectors``.
    vectors : Vectors
        Unit vectors, (n, d). Not modified.
    constraints : collection of Constraint
        Those on passages or themes that are gone are ignored. ``not_belongs`` and ``apart`` move nothing: pushing a
        vector away would send it somewhere nobody chose. ``bind`` enforces them.
    anchors : mapping of theme id to Vectors
        Centroids of the known themes, (d,).

    Returns
    -------
    Vectors
        (n, d), each moved row at its first norm.
    """
    row = {key: n for n, key in enumerate(keys)}
    moved = vectors.copy()
    for group in _groups(constraints, row):
        rows = [row[p] for p in group]
        moved[rows] = _towards(vectors[rows], vectors[rows].mean(axis=0))
    for passage, theme in sorted(_wanted(constraints)):
        if passage in row and theme in anchors and anchors[theme].shape == vectors.shape[1:]:
            n = row[passage]
            moved[n] = _towards(moved[n : n + 1], anchors[theme])[0]
    return moved


def _towards(rows: Vectors, target: Vectors) -> Vectors:
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    reach = target / max(float(np.linalg.norm(target)), 1e-12) * norms
    mixed = (1 - PULL) * rows + PULL * reach
    mixed *= norms / np.maximum(np.linalg.norm(mixed, axis=1, keepdims=True), 1e-12)
    return np.asarray(mixed, dtype=np.float32)


def _wanted(constraints: Collection[Constraint]) -> set[tuple[str, str]]:
    """(passage, theme) pairs that must be. A pair both wanted and refused is refused: leaving out harms less."""
    return {(c.passage, c.theme) for c in constraints if c.kind is ConstraintKind.BELONGS} - _refused(constraints)


def _refused(constraints: Collection[Constraint]) -> set[tuple[str, str]]:
    return {(c.passage, c.theme) for c in constraints if c.kind is ConstraintKind.NOT_BELONGS}


def _groups(constraints: Collection[Constraint], present: Collection[str]) -> list[list[str]]:
    """Passages to keep together, closed by transitivity, each group sorted."""
    group: dict[str, set[str]] = {}
    for c in constraints:
        if c.kind is ConstraintKind.TOGETHER and c.passage in present and c.other in present:
            joined = group.get(c.passage, {c.passage}) | group.get(c.other, {c.other})
            group |= dict.fromkeys(joined, joined)
    return sorted({tuple(sorted(g)): sorted(g) for g in group.values()}.values())


def bind(
    members: Mapping[str, Sequence[Membership]],
    constraints: Collection[Constraint],
    *,
    present: Collection[str] | None = None,
) -> Bound:
    """Set memberships right after clustering.

    Parameters
    ----------
    members : mapping of theme to its memberships
        Themes by known id, new ones by any key of their own.
    constraints : collection of Constraint
        In any order.
    present : collection of passage keys, optional
        Passages of this run; by default those with a membership. Others are never brought back: they were withdrawn.

    Returns
    -------
    Bound

    Notes
    -----
    What was said of a theme goes before what was said of two passages, a refusal before a wish, and ``apart``
    before ``together``. A group kept together goes to the theme its members were explicitly given, else to that of
    the passage the others were said to go with, else to the one most of them are in (then the strongest, then the
    first by id) among those none of them was refused.
    """
    table: dict[str, dict[str, Membership]] = {t: {m.passage: m for m in ms} for t, ms in members.items()}
    known = {p for row in table.values() for p in row}
    present = known if present is None else set(present)
    refused, wanted = _refused(constraints), {w for w in _wanted(constraints) if w[0] in present and w[1] in table}
    for passage, theme in refused:
        _leave(table, passage, theme)
    for group in _groups(constraints, present):
        home = _home(table, group, _leading(constraints, group), wanted, refused)
        for passage in group if home is not None else ():
            _enter(table, passage, str(home))
    for passage, theme in sorted(wanted):
        _enter(table, passage, theme)
    _separate(table, constraints, {p for p, _ in wanted})
    held = {p for row in table.values() for p in row}
    ordered = {t: tuple(sorted(table[t].values(), key=lambda m: (-m.strength, m.passage))) for t in sorted(table)}
    return Bound(ordered, frozenset(known - held))


def _leave(table: dict[str, dict[str, Membership]], passage: str, theme: str) -> None:
    """Take a passage out of a theme; its next theme, if it has one, becomes the first."""
    gone = table.get(theme, {}).pop(passage, None)
    others = [t for t in sorted(table) if passage in table[t]]
    if gone is not None and gone.main and others:
        best = max(others, key=lambda t: table[t][passage].strength)
        table[best][passage] = replace(table[best][passage], main=True)


def _enter(table: dict[str, dict[str, Membership]], passage: str, theme: str) -> None:
    """Make a theme the first one of a passage, firmly: a human said so."""
    for row in table.values():
        if passage in row:
            row[passage] = replace(row[passage], main=False)
    table[theme][passage] = Membership(passage, 1.0, Zone.CORE, main=True)


def _main(table: Mapping[str, Mapping[str, Membership]], passage: str) -> str | None:
    return next((t for t in sorted(table) if passage in table[t] and table[t][passage].main), None)


def _leading(constraints: Collection[Constraint], group: Sequence[str]) -> set[str]:
    """The passages of a group that others were said to go with, and that were not said to follow any."""
    pairs = [c for c in constraints if c.kind is ConstraintKind.TOGETHER]
    return (set(group) & {c.passage for c in pairs}) - {c.other for c in pairs}


def _home(
    table: Mapping[str, Mapping[str, Membership]],
    group: Sequence[str],
    leading: Collection[str],
    wanted: Collection[tuple[str, str]],
    refused: Collection[tuple[str, str]],
) -> str | None:
    votes: dict[str, list[float]] = {}
    led: set[str] = set()
    for passage in group:
        theme = _main(table, passage)
        if theme is not None:
            votes.setdefault(theme, []).append(table[theme][passage].strength)
            led |= {theme} if passage in leading else set()
    given = {theme for passage, theme in wanted if passage in group}
    allowed = (given or set(votes)) - {theme for passage, theme in refused if passage in group}
    if not allowed:
        return None
    return min(allowed, key=lambda t: (t not in led, -len(votes.get(t, ())), -sum(votes.get(t, ())), t))


def _separate(
    table: dict[str, dict[str, Membership]], constraints: Collection[Constraint], given: Collection[str]
) -> None:
    """Of two passages that must be apart, the other leaves, but never one a human put there."""
    for passage, other in sorted((c.passage, c.other) for c in constraints if c.kind is ConstraintKind.APART):
        stays, leaves = (other, passage) if other in given and passage not in given else (passage, other)
        for theme in sorted(table):
            if stays in table[theme] and leaves in table[theme] and not {stays, leaves} <= set(given):
                _leave(table, leaves, theme)
