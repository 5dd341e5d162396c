"""Cluster passages: link each to its nearest, embed that graph by a diffusion map, cut a tree in the embedding.

References
----------
Coifman & Lafon (2006), « Diffusion maps ». Kaufman & Rousseeuw (1990), « Finding groups in data ». Lloyd (1982),
« Least squares quantization in PCM ». McInnes, Healy & Melville (2018), « UMAP ». Ng, Jordan & Weiss (2001), « On
spectral clustering », for the unit rows of the embedding. Vendramin, Campello & Hruschka (2010), « Relative clustering
validity criteria », for the simplified silhouette. Ward (1963), « Hierarchical grouping to optimize an objective
function ».
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.base import BaseEstimator, ClusterMixin, clone
from sklearn.utils.validation import check_is_fitted, validate_data

from nlp.encoding import unit_rows
from nlp.themes.diffusion import places
from nlp.types import Vectors

Labels = NDArray[np.intp]

AT_HOME = 0.7  # factor on the squared distance to its former theme: a passage leaves it only for one clearly nearer
FEWEST_THEMES = 2  # themes tried
MORE_THAN_MODES = 6  # themes tried, at most, beyond the number of dimensions of the embedding
# Silhouette of a cut too clear to be missed, kept however coarse: what Kaufman & Rousseeuw (1990) call a strong
# structure, from 0.71 on, though they measure distances between all pairs.
STRONG = 0.7
FINER = 0.02  # silhouette granted for each natural log of the number of themes: of equal cuts, the finer is kept
SMALLEST = 4  # passages that make a graph
TREE = 1_500  # passages that the tree is grown from, which costs the square of them; k-means corrects its cuts for all
ROUNDS = 30  # of Lloyd's algorithm, which seldom needs ten


class ThemeModel(ClusterMixin, BaseEstimator):
    """Spectral clustering of a graph of neighbours, which chooses its own number of themes.

    A graph of nearest neighbours, weighted as in UMAP, is embedded by a diffusion map. Ward's tree cuts that space,
    Lloyd's algorithm (k-means) corrects each cut, and the cut with the best simplified silhouette is kept; where
    several are nearly as good, the finer. A cut in fewer themes than the natural logarithm of the number of passages,
    rounded, is kept only when it is strong: texts about one subject often part best in two, which teaches nobody
    anything. Beyond ``max_points`` passages, the same is done on a random sample of that many, and every passage goes
    to the nearest of the themes found, so that the cost grows as n.

    Themes hold still: given those of a former fit, they are drawn again from where their passages now stand, new
    passages joining the nearest and known ones seldom leaving theirs, and kept unless another cut parts the passages
    clearly better.

    Parameters
    ----------
    n_themes
        Fixed number of themes; chosen by silhouette when None.
    max_themes
        Most themes tried.
    min_size
        Passages a theme needs on average: bounds the number of themes tried.
    max_points
        Most passages the themes are drawn from.
    margin
        By how much another cut must beat the former themes to replace them: in silhouette, its bonus for finer cuts
        included.
    random_state
        Seed of the sample; up to ``max_points`` passages, nothing is random.

    Attributes
    ----------
    labels_ : (n,) theme of each passage, 0 to n_themes_ - 1
    centroids_ : (n_themes_, d) unit mean of each theme in the space given to ``fit``
    n_themes_ : int
    as_good_ : (int, int) fewest and most themes of the cuts about as good as the best: within ``margin`` of it, cuts
        left out as too coarse not counted
    n_features_in_ : int, d
    """

    def __init__(
        self,
        n_themes: int | None = None,
        max_themes: int = 60,
        min_size: int = 6,
        max_points: int = 5_000,
        margin: float = 0.03,
        random_state: int = 0,
    ) -> None:
        self.n_themes = n_themes
        self.max_themes = max_themes
        self.min_size = min_size
        self.max_points = max_points
        self.margin = margin
        self.random_state = random_state

    def fit(self, X: Vectors, y: None = None, *, former: Labels | None = None) -> Self:  # noqa: N803
        """Find the themes of ``X``.

        Parameters
        ----------
        X
            Unit rows of shape (n, d), n at least 4.
        y
            Ignored, as in every clustering of scikit-learn.
        former
            Theme of each row in a former fit, shape (n,): any number from 0, or -1 for none.

        Raises
        ------
        ValueError
            With fewer than four rows, or when one holds a NaN or an infinity.
        """
        X = validate_data(self, X, ensure_min_samples=SMALLEST)  # noqa: N806
        if len(X) > self.max_points:
            return self._fit_on_sample(X, former)
        return self._remember(X, self._cut(places(X), former))

    def predict(self, X: Vectors) -> Labels:  # noqa: N803 (scikit-learn's name)
        """Give the nearest theme of each row of shape (n, d), without fitting again: (n,)."""
        check_is_fitted(self)
        X = validate_data(self, X, reset=False)  # noqa: N806
        return np.asarray((X @ self.centroids_.T).argmax(axis=1))

    def _fit_on_sample(self, X: Vectors, former: Labels | None) -> Self:  # noqa: N803
        """Draw the themes from a sample, then place every passage as new ones are: in the nearest theme, and not in
        that of its neighbours.
        """
        chosen = np.random.default_rng(self.random_state).choice(len(X), self.max_points, replace=False)
        sample = np.sort(chosen)
        drawn = clone(self).fit(X[sample], former=None if former is None else former[sample])
        self.as_good_ = drawn.as_good_
        return self._remember(X, drawn.predict(X))

    def _remember(self, X: Vectors, labels: Labels) -> Self:  # noqa: N803
        _, self.labels_ = np.unique(labels, return_inverse=True)
        self.n_themes_ = int(self.labels_.max()) + 1
        self.centroids_ = centroids_of(X, self.labels_, self.n_themes_)
        return self

    def _cut(self, coordinates: Vectors, former: Labels | None) -> Labels:
        tree = Tree(coordinates)
        if self.n_themes is not None:
            self.as_good_ = (self.n_themes, self.n_themes)
            return tree.cut(self.n_themes).labels
        cuts = self._tried(tree)
        best = max(cuts, key=lambda cut: cut.worth)
        kept = best
        if former is not None and len(np.unique(former[former >= 0])) >= FEWEST_THEMES:
            held = _continued(coordinates, former)
            kept = best if best.worth - held.worth > self.margin else held
        near = [len(cut.centroids) for cut in cuts if best.worth - cut.worth <= self.margin]
        self.as_good_ = (min(*near, len(kept.centroids)), max(*near, len(kept.centroids)))
        return kept.labels

    def _tried(self, tree: "Tree") -> list["Cut"]:
        """Cut in every number of themes; coarse cuts are left out, unless they are strong or there is no other."""
        n, dimensions = tree.coordinates.shape
        most = max(FEWEST_THEMES, min(self.max_themes, n // self.min_size, dimensions + MORE_THAN_MODES))
        cuts = [tree.cut(k) for k in range(FEWEST_THEMES, most + 1)]
        fewest = min(round(math.log(n)), most)
        return [cut for cut in cuts if len(cut.centroids) >= fewest or cut.silhouette >= STRONG] or cuts


@dataclass(frozen=True, eq=False)
class Cut:
    """Passages parted in k groups.

    Attributes
    ----------
    coordinates : (n, m) places of the passages in the embedding
    labels : (n,) group of each, 0 to k - 1
    centroids : (k, m) mean of each group
    """

    coordinates: Vectors
    labels: Labels
    centroids: Vectors

    @cached_property
    def silhouette(self) -> float:
        """Simplified silhouette: distances to centroids instead of to every passage, hence n k and not n squared."""
        if len(self.centroids) < 2:
            return -1.0
        distances = np.sqrt(_squared_distances(self.coordinates, self.centroids))
        rows = np.arange(len(self.labels))
        own = distances[rows, self.labels]
        distances[rows, self.labels] = np.inf
        other = distances.min(axis=1)
        return float(((other - own) / np.maximum(np.maximum(own, other), 1e-9)).mean())

    @property
    def worth(self) -> float:
        """Silhouette, and a bonus for more groups.

        Subjects that overlap have about the same silhouette in three themes and in eleven; without the bonus, noise
        would choose between them.
        """
        return self.silhouette + FINER * math.log(len(self.centroids))


class Tree:
    """Ward's tree over evenly spaced passages, whose cuts Lloyd's algorithm carries to all of them and corrects."""

    def __init__(self, coordinates: Vectors) -> None:
        self.coordinates = coordinates
        self._part = np.unique(np.linspace(0, len(coordinates) - 1, TREE).astype(np.intp))
        self._links: Any = linkage(coordinates[self._part], "ward")

    def cut(self, k: int) -> Cut:
        """Part the passages in at most ``k`` groups."""
        labels = fcluster(self._links, k, "maxclust") - 1
        found = _means(self.coordinates[self._part], labels, int(labels.max()) + 1)
        return _corrected(self.coordinates, _nearest(self.coordinates, found))


def _nearest(coordinates: Vectors, means: Vectors) -> Labels:
    return np.asarray(_squared_distances(coordinates, means).argmin(axis=1))


def _continued(coordinates: Vectors, former: Labels) -> Cut:
    """Draw former themes again from where their passages now stand.

    New passages join the nearest. A known one leaves its own only for one clearly nearer. A theme that all its passages
    leave is gone.
    """
    known = np.flatnonzero(former >= 0)
    _, homes = np.unique(former[known], return_inverse=True)
    groups = int(homes.max()) + 1
    labels = _nearest(coordinates, _means(coordinates[known], homes, groups))
    labels[known] = homes
    for _ in range(ROUNDS):
        distances = _squared_distances(coordinates, _means(coordinates, labels, groups))
        distances[:, np.bincount(labels, minlength=groups) == 0] = np.inf
        distances[known, homes] *= AT_HOME
        nearest = distances.argmin(axis=1)
        if np.array_equal(nearest, labels):
            break
        labels = nearest
    _, labels = np.unique(labels, return_inverse=True)
    return Cut(coordinates, labels, _means(coordinates, labels, int(labels.max()) + 1))


def _corrected(coordinates: Vectors, labels: Labels) -> Cut:
    """Let Lloyd's algorithm correct a cut."""
    for _ in range(ROUNDS):
        _, labels = np.unique(labels, return_inverse=True)
        means = _means(coordinates, labels, int(labels.max()) + 1)
        nearest = _nearest(coordinates, means)
        if np.array_equal(nearest, labels):
            break
        labels = nearest
    return Cut(coordinates, labels, means)


def _squared_distances(rows: Vectors, means: Vectors) -> Vectors:
    """Squared distances, shape (n, k); rounding makes none negative."""
    squares = (rows * rows).sum(axis=1, keepdims=True) + (means * means).sum(axis=1)
    return np.asarray(np.maximum(squares - 2 * rows @ means.T, 0))


def _means(rows: Vectors, labels: Labels, groups: int) -> Vectors:
    """Mean of each group of rows, shape (groups, d); null for an empty one."""
    sizes = np.bincount(labels, minlength=groups)
    starts = np.concatenate(([0], np.cumsum(sizes)))
    members = np.argsort(labels, kind="stable")
    belongs = sparse.csr_array((np.ones(len(rows)), members, starts), shape=(groups, len(rows)))
    return np.asarray(belongs @ rows / np.maximum(sizes, 1)[:, None], dtype=np.float32)


def centroids_of(rows: Vectors, labels: Labels, groups: int) -> Vectors:
    """Unit mean of each group of rows of shape (n, d): (groups, d)."""
    return unit_rows(_means(rows, labels, groups))
