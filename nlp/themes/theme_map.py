"""A theme's colour and its place on the map, both kept from run to run."""

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from nlp.types import Vectors

PALETTE: Mapping[str, str] = MappingProxyType(
    {
        # Each one carries white text at 4.5:1 or more; neighbours in the order of choice differ in hue and lightness.
        "c01": "#1f5fa8",  # blue
        "c02": "#a8480a",  # burnt orange
        "c03": "#1b7148",  # green
        "c04": "#8b2f6f",  # plum
        "c05": "#7a6200",  # olive gold
        "c06": "#33477f",  # indigo
        "c07": "#b3303c",  # red
        "c08": "#0f6f7c",  # teal
        "c09": "#6b4a2b",  # brown
        "c10": "#6a4fb3",  # violet
        "c11": "#4d6b1a",  # moss
        "c12": "#55606e",  # slate
    }
)


def next_color(used: Iterable[str], before: Iterable[str] = ()) -> str:
    """Give the token of the first free colour, one that no theme had ``before`` if any is; else of the least used."""
    counts, earlier = Counter(used), Counter(before)
    return min(PALETTE, key=lambda token: (counts[token], earlier[token], token))


Position = tuple[float, float]
INERTIA = 0.5  # share of its old position that a theme keeps
ROUNDS = 200  # of pushing apart themes that touch, at most


def place(
    centroids: Mapping[str, Vectors],
    previous: Mapping[str, Position] | None = None,
    *,
    gap: float = 0.15,
) -> dict[str, Position]:
    """Put themes on a map where near means alike, holding still from one run to the next.

    Parameters
    ----------
    centroids : mapping of theme id to Vectors
        Each of shape (d,).
    previous : mapping of theme id to (x, y)
        Positions of the last run, possibly of other themes too.
    gap : float
        Smallest distance wanted between two themes, on a map that spans -1 to 1 each way.

    Returns
    -------
    dict of theme id to (x, y), each in -1..1, by id.

    Notes
    -----
    Classical scaling (Torgerson, 1952) of cosine distances, then the orthogonal Procrustes transform
    (Schönemann, 1966) with scale onto the positions of the themes already placed.
    """
    ids = sorted(centroids)
    if not ids:
        return {}
    points = _scaled(np.asarray([centroids[i] for i in ids], dtype=np.float64))
    old = {i: np.asarray(p, dtype=np.float64) for i, p in (previous or {}).items()}
    anchors = [n for n, i in enumerate(ids) if i in old]
    if anchors:
        target = np.asarray([old[ids[n]] for n in anchors])
        points = _aligned(points, anchors, target)
        points[anchors] = (1 - INERTIA) * points[anchors] + INERTIA * target
    points = _apart(np.clip(points, -1, 1), gap)
    return {i: (float(x), float(y)) for i, (x, y) in zip(ids, points, strict=True)}


def _scaled(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Classical scaling in two dimensions, fitted in the unit square, each axis's sign fixed."""
    n = len(vectors)
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    centred = unit - unit.mean(axis=0)
    values, axes = np.linalg.eigh(centred @ centred.T)
    points: NDArray[np.float64] = np.zeros((n, 2))
    for column, k in enumerate(range(n - 1, max(n - 3, -1), -1)):
        axis = axes[:, k] * np.sqrt(max(values[k], 0.0))
        points[:, column] = axis * (1.0 if axis[np.argmax(np.abs(axis).round(9))] >= 0 else -1.0)
    largest = float(np.abs(points).max())
    points *= 0.9 / largest if largest > 1e-9 else 0.0
    return points


def _aligned(points: NDArray[np.float64], anchors: list[int], target: NDArray[np.float64]) -> NDArray[np.float64]:
    source = points[anchors]
    from_centre, to_centre = source.mean(axis=0), target.mean(axis=0)
    left, strength, right = np.linalg.svd((source - from_centre).T @ (target - to_centre))
    spread = float(((source - from_centre) ** 2).sum())
    if spread < 1e-9 or strength.sum() < 1e-9:
        return np.asarray(points - from_centre + to_centre)
    return np.asarray((points - from_centre) @ (left @ right) * (strength.sum() / spread) + to_centre)


def _apart(points: NDArray[np.float64], gap: float) -> NDArray[np.float64]:
    """Push themes that touch away from each other, a little at a time."""
    n = len(points)
    points = points.copy()
    golden = np.pi * (3 - np.sqrt(5))  # where to push two themes that sit on the same spot
    for _ in range(ROUNDS):
        offsets = points[:, None, :] - points[None, :, :]
        distances = np.linalg.norm(offsets, axis=2)
        close = np.argwhere(np.triu(distances < gap - 1e-9, k=1))
        if not len(close):
            break
        push = np.zeros((n, 2))
        for a, b in close:
            angle = golden * (a + 1)
            far = distances[a, b] > 1e-9
            way = offsets[a, b] / distances[a, b] if far else np.array([np.cos(angle), np.sin(angle)])
            step = way * (gap - distances[a, b]) * 0.5
            push[a] += step
            push[b] -= step
        points = np.clip(points + push, -1, 1)
    return points
