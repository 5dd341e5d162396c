"""Cluster passages: link each to its nearest, embed that graph by a diffusion map, cut a tree in the embedding."""

import math
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.base import BaseEstimator, ClusterMixin, clone
from sklearn.utils.validation import check_is_fitted

from nlp.encoding import unit_rows
from nlp.themes.diffusion import places
from nlp.types import Vectors

Labels = NDArray[np.intp]

AT_HOME = 0.7  # factor on the squared distance to its former theme: a passage leaves it only for one clearly nearer
FEWEST_THEMES = 2  # themes tried
STRONG = 0.7  # silhouette of a cut that no one could miss (Kaufman & Rousseeuw, 1990): it is kept, however coarse
FINER = 0.02  # silhouette granted for each natural log of the number of themes: of equal cuts, the finer is kept
SMALLEST = 4  # passages that make a graph
TREE = 1_500  # passages that the tree is grown from, which costs the square of them; k-means corrects its cuts for all
ROUNDS = 30  # of Lloyd's algorithm, which seldom needs ten


class ThemeModel(ClusterMixin, BaseEstimator):
    """Spectral clustering of a graph of neighbours, which chooses its own number of themes.

    A fuzzy graph of nearest neighbours (weights of UMAP, McInnes et al., 2018) is embedded by diffusion maps
    (Coifman & Lafon, 2006): the eigenvectors of its random walk, each shrunk by its eigenvalue to the power of
    the number of steps. Ward's tree cuts that space, k-means corrects each cut, and the cut with the best
    simplified silhouette (Vendramin et al., 2010) is kept; where several are nearly as good, the finer. A cut in fewer
    themes than the natural logarithm of the number of passages, rounded, is kept only when it is strong: texts about
    one subject often part best in two, which teaches nobody anything. Beyond ``max_points`` passages, the same is done
    on that many drawn at random, and the others go to the nearest theme, so that cost grows as n.

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
        How much better than former themes, in silhouette, others must be to take their place.
    random_state
        Seed of the draw; up to ``max_points`` passages, nothing is random.

    Attributes
    ----------
    labels_ : (n,) theme of each passage, 0 to n_themes_ - 1
    centroids_ : (n_themes_, d) unit mean of each theme in the space given to ``fit``
    n_themes_ : int
    as_good_ : fewest and most themes of the cuts that part the passages about as well: of those that may be kept, none
        is better by ``margin``; a coarser one, left aside, may be
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

    def fit(self, X: Vectors, y: Labels | None = None) -> Self:  # noqa: N803 (scikit-learn's names)
        """Find the themes of ``X``, unit rows of shape (n, d).

        ``y``, when given, says which theme of a former fit each row was in: any number from 0, or -1 for none.

        Raises
        ------
        ValueError
            With fewer than four passages.
        """
        if len(X) < SMALLEST:
            raise ValueError("at least four passages are needed")
        if len(X) > self.max_points:
            return self._fit_on_part(X, y)
        return self._remember(X, self._cut(places(X), y))

    def predict(self, X: Vectors) -> Labels:  # noqa: N803
        """Give the nearest theme of each row, without fitting again."""
        check_is_fitted(self)
        return np.asarray((X @ self.centroids_.T).argmax(axis=1))

    def _fit_on_part(self, X: Vectors, y: Labels | None) -> Self:  # noqa: N803
        """Draw the themes from a part, then let the others join: not their neighbours' theme, but the nearest one,
        as new passages do.
        """
        chosen = np.random.default_rng(self.random_state).choice(len(X), self.max_points, replace=False)
        part = np.sort(chosen)
        drawn = clone(self).fit(X[part], None if y is None else y[part])
        self.as_good_ = drawn.as_good_
        return self._remember(X, drawn.predict(X))

    def _remember(self, X: Vectors, labels: Labels) -> Self:  # noqa: N803
        _, self.labels_ = np.unique(labels, return_inverse=True)
        self.n_themes_ = int(self.labels_.max()) + 1
        self.centroids_ = means(X, self.labels_, self.n_themes_)
        return self

    def _cut(self, coordinates: Vectors, former: Labels | None) -> Labels:
        tree = Tree(coordinates)
        if self.n_themes is not None:
            self.as_good_ = (self.n_themes, self.n_themes)
            return tree.cut(self.n_themes)[0]
        most = max(2, min(self.max_themes, len(coordinates) // self.min_size, coordinates.shape[1] + 6))
        cuts = [tree.cut(k) for k in range(min(FEWEST_THEMES, most), most + 1)]
        fewest = min(round(math.log(len(coordinates))), most)
        cuts = [cut for cut in cuts if len(cut[1]) >= fewest or _silhouette(coordinates, *cut) >= STRONG] or cuts
        worths = [_worth(coordinates, *cut) for cut in cuts]
        best = int(np.argmax(worths))
        kept, chosen = cuts[best], worths[best]
        if former is not None and len(np.unique(former[former >= 0])) >= FEWEST_THEMES:
            held = _continued(coordinates, former)
            kept = kept if chosen - _worth(coordinates, *held) > self.margin else held
        near = [len(centres) for (_, centres), worth in zip(cuts, worths, strict=True) if chosen - worth <= self.margin]
        self.as_good_ = (min(*near, len(kept[1])), max(*near, len(kept[1])))
        return kept[0]


class Tree:
    """Ward's tree over passages evenly spaced, whose cuts k-means carries to all of them and corrects."""

    def __init__(self, coordinates: Vectors) -> None:
        self.coordinates = coordinates
        self._part = np.unique(np.linspace(0, len(coordinates) - 1, TREE).astype(np.intp))
        self._links: Any = linkage(coordinates[self._part], "ward")

    def cut(self, k: int) -> tuple[Labels, Vectors]:
        """Part the passages in at most ``k`` groups: labels and centres."""
        labels = fcluster(self._links, k, "maxclust") - 1
        centres = _averages(self.coordinates[self._part], labels, int(labels.max()) + 1)
        return _corrected(self.coordinates, _nearest(self.coordinates, centres))


def _nearest(coordinates: Vectors, centres: Vectors) -> Labels:
    return np.asarray(_distances(coordinates, centres).argmin(axis=1))


def _continued(coordinates: Vectors, former: Labels) -> tuple[Labels, Vectors]:
    """Former themes where their passages now stand: labels and centres.

    New passages join the nearest. A known one leaves its own only for one clearly nearer; one that all leave is gone.
    """
    known = np.flatnonzero(former >= 0)
    _, homes = np.unique(former[known], return_inverse=True)
    groups = int(homes.max()) + 1
    labels = _nearest(coordinates, _averages(coordinates[known], homes, groups))
    labels[known] = homes
    for _ in range(ROUNDS):
        distances = np.maximum(_distances(coordinates, _averages(coordinates, labels, groups)), 0)
        distances[:, np.bincount(labels, minlength=groups) == 0] = np.inf
        distances[known, homes] *= AT_HOME
        nearest = distances.argmin(axis=1)
        if np.array_equal(nearest, labels):
            break
        labels = nearest
    _, labels = np.unique(labels, return_inverse=True)
    return np.asarray(labels, dtype=np.intp), _averages(coordinates, labels, int(labels.max()) + 1)


def _corrected(coordinates: Vectors, labels: Labels) -> tuple[Labels, Vectors]:
    """Let Lloyd's algorithm correct a cut: labels and centres."""
    for _ in range(ROUNDS):
        _, labels = np.unique(labels, return_inverse=True)
        groups = int(labels.max()) + 1
        centres = _averages(coordinates, labels, groups)
        nearest = _nearest(coordinates, centres)
        if np.array_equal(nearest, labels):
            break
        labels = nearest
    return np.asarray(labels, dtype=np.intp), centres


def _worth(coordinates: Vectors, labels: Labels, centres: Vectors) -> float:
    """Score a cut: its silhouette, and a bonus for more themes.

    Subjects that overlap have about the same silhouette in three themes and in eleven; without the bonus, noise would
    choose between them.
    """
    return _silhouette(coordinates, labels, centres) + FINER * math.log(len(centres))


def _silhouette(coordinates: Vectors, labels: Labels, centres: Vectors) -> float:
    """Simplified silhouette: distances to centres instead of to every passage, hence n k and not n squared."""
    if len(centres) < 2:
        return -1.0
    distances = np.sqrt(np.maximum(_distances(coordinates, centres), 0))
    rows = np.arange(len(labels))
    own = distances[rows, labels]
    distances[rows, labels] = np.inf
    other = distances.min(axis=1)
    return float(((other - own) / np.maximum(np.maximum(own, other), 1e-9)).mean())


def _distances(rows: Vectors, centres: Vectors) -> Vectors:
    """Squared distances, shape (n, k)."""
    squares = (rows * rows).sum(axis=1, keepdims=True) + (centres * centres).sum(axis=1)
    return np.asarray(squares - 2 * rows @ centres.T)


def _averages(rows: Vectors, labels: Labels, groups: int) -> Vectors:
    sizes = np.bincount(labels, minlength=groups)
    starts = np.concatenate(([0], np.cumsum(sizes)))
    members = np.argsort(labels, kind="stable")
    belongs = sparse.csr_array((np.ones(len(rows)), members, starts), shape=(groups, len(rows)))
    return np.asarray(belongs @ rows / np.maximum(sizes, 1)[:, None], dtype=np.float32)


def means(rows: Vectors, labels: Labels, groups: int) -> Vectors:
    """Unit mean of each group of rows, shape (groups, d)."""
    return unit_rows(_averages(rows, labels, groups))
