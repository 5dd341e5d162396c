"""Embed passages by a diffusion map: two lie close when a random walk over nearest neighbours easily joins them.

References
----------
Coifman & Lafon (2006), « Diffusion maps ». McInnes, Healy & Melville (2018), « UMAP », for the graph: distances are
counted from the nearest neighbour, and the weights of both sides joined as in a fuzzy union; only the scale differs,
which is here the mean of these distances. Ng, Jordan & Weiss (2001), « On spectral clustering », for the unit rows.
"""

import math
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from sklearn.neighbors import NearestNeighbors

from nlp.encoding import unit_rows
from nlp.types import Vectors

STEPS = 3  # of the random walk: enough to forget one neighbour, not the theme
NEIGHBOURS = (8, 20)  # of a passage in the graph: the square root of the number of passages, within these bounds
MODES_PER_LOG = 1.75  # dimensions of the diffusion map for one natural logarithm of the number of passages
MODES = 10  # at most: with more, the silhouette finds one theme for each and parts what goes together


def places(rows: Vectors) -> Vectors:
    """Embed the graph of neighbours of unit rows, with as many neighbours and dimensions as their number calls for.

    Parameters
    ----------
    rows
        Unit rows, (n, d), n at least 4.

    Returns
    -------
    Unit rows of shape (n, m): m is 10 at most, unless the graph falls apart (see ``diffusion_map``).
    """
    neighbours = int(np.clip(round(math.sqrt(len(rows))), *NEIGHBOURS))
    return diffusion_map(neighbour_graph(rows, neighbours), min(MODES, round(MODES_PER_LOG * math.log(len(rows)))))


def neighbour_graph(rows: Vectors, n_neighbors: int) -> Any:
    """Link each of n rows to its nearest ones, by a weight that falls from 1 as distance grows.

    Returns
    -------
    Symmetric sparse matrix of shape (n, n); two rows are linked when either counts the other as a neighbour.
    """
    n, k = len(rows), min(n_neighbors, len(rows) - 1)
    distances, neighbours = NearestNeighbors(n_neighbors=k).fit(rows).kneighbors()
    beyond = distances - distances[:, :1]
    scale = np.maximum(beyond.mean(axis=1, keepdims=True), 1e-3)
    weights = np.exp(-beyond / scale).ravel()
    links = sparse.csr_array((weights, (np.repeat(np.arange(n), k), neighbours.ravel())), shape=(n, n))
    return (links + links.T - links.multiply(links.T)).tocsr()


def diffusion_map(graph: Any, n_components: int) -> Vectors:
    """Place the n nodes of a graph by the leading eigenvectors of its random walk, which change slowest along it.

    Each eigenvector weighs as its eigenvalue to the power of ``STEPS``. They are computed for the symmetric form of the
    walk; those of the walk itself only divide each row by one number, which unit rows undo.

    Returns
    -------
    Unit rows of shape (n, n_components), fewer columns in a graph of n_components + 1 nodes or fewer. A graph of c > 1
    components gets one column for each, then eigenvectors up to n_components + 1 columns in all, one at least.
    """
    degrees = np.maximum(np.asarray(graph.sum(axis=1)).ravel(), 1e-9)
    root = sparse.diags_array(1 / np.sqrt(degrees))
    stationary = _stationary(graph, degrees)
    more = stationary.shape[1] - 1
    values, vectors = _leading(root @ graph @ root, stationary, min(n_components, graph.shape[0] - 2) - more)
    modes = vectors * np.maximum(values, 0) ** STEPS
    return unit_rows(np.hstack([stationary.toarray(), modes]) if more else modes)


def _stationary(graph: Any, degrees: Vectors) -> Any:
    """Compute the eigenvectors of eigenvalue 1, one per connected component, as a sparse matrix (n, components).

    Each is the root of the stationary distribution of the walk on its component. A single one only says how central
    each passage is; several tell the components apart. They are computed here because Lanczos' method, which starts
    from a single vector, can miss some of them.
    """
    parts, part_of = connected_components(graph, directed=False)
    volumes = np.bincount(part_of, weights=degrees, minlength=parts)
    weights = np.sqrt(degrees / volumes[part_of])
    return sparse.csr_array((weights, (np.arange(len(degrees)), part_of)), shape=(len(degrees), parts))


def _leading(matrix: Any, stationary: Any, count: int) -> tuple[Vectors, Vectors]:
    """Largest eigenvalues of a symmetric matrix of shape (n, n), in falling order, and their eigenvectors as columns.

    Those of eigenvalue 1, given as ``stationary``, are taken out of the matrix first.
    """
    from scipy.sparse.linalg import LinearOperator, eigsh

    transposed = stationary.T  # once: transposing at every step took a fifth of a small fit

    def without_stationary(x: Vectors) -> Vectors:
        flat = x.ravel()
        return np.asarray(matrix @ flat - stationary @ (transposed @ flat))

    start = np.random.default_rng(0).random(matrix.shape[0])
    operator = LinearOperator(matrix.shape, matvec=without_stationary, dtype=np.float64)
    values, vectors = eigsh(operator, k=max(count, 1), which="LA", v0=start)
    order = np.argsort(-values)
    return values[order], vectors[:, order]
