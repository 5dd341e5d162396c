"""Place passages by how easily a random walk from each to its nearest goes from one to another."""

import math
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from sklearn.neighbors import NearestNeighbors

from nlp.encoding import unit_rows
from nlp.types import Vectors

DIFFUSION = 3  # steps of the random walk on the graph: enough to forget one neighbour, not the theme
NEIGHBOURS = (8, 20)  # of a passage in the graph: the square root of the number of passages, within these bounds
MODES_PER_LOG = 1.75  # dimensions of the diffusion map for one natural logarithm of the number of passages
MODES = 10  # at most: with more, the silhouette finds one theme for each and parts what goes together


def places(rows: Vectors) -> Vectors:
    """Embed the graph of neighbours of unit rows, with as many neighbours and dimensions as their number calls for.

    Returns
    -------
    Unit rows of shape (n, at most 10).
    """
    neighbours = int(np.clip(round(math.sqrt(len(rows))), *NEIGHBOURS))
    return diffusion_map(neighbour_graph(rows, neighbours), min(MODES, round(MODES_PER_LOG * math.log(len(rows)))))


def neighbour_graph(rows: Vectors, n_neighbors: int) -> Any:
    """Link each row to its nearest ones, by a weight that falls from 1 with distance, as UMAP does.

    Returns
    -------
    Symmetric sparse matrix of shape (n, n); two rows are linked if either counts the other as a neighbour.
    """
    n, k = len(rows), min(n_neighbors, len(rows) - 1)
    distances, neighbours = NearestNeighbors(n_neighbors=k).fit(rows).kneighbors()
    beyond = distances - distances[:, :1]
    scale = np.maximum(beyond.mean(axis=1, keepdims=True), 1e-3)
    weights = np.exp(-beyond / scale).ravel()
    links = sparse.csr_matrix((weights, (np.repeat(np.arange(n), k), neighbours.ravel())), shape=(n, n))
    return (links + links.T - links.multiply(links.T)).tocsr()


def diffusion_map(graph: Any, n_components: int) -> Vectors:
    """Place the nodes of a graph by the slow modes of its random walk (Coifman & Lafon, 2006).

    Returns
    -------
    Unit rows of shape (n, at most n_components).
    """
    degrees = np.maximum(np.asarray(graph.sum(axis=1)).ravel(), 1e-9)
    root = sparse.diags_array(1 / np.sqrt(degrees))
    resting = _resting_places(graph, degrees)
    apart = resting.shape[1] - 1
    values, modes = _leading(root @ graph @ root, resting, min(n_components, graph.shape[0] - 2) - apart)
    modes = modes * np.maximum(values, 0) ** DIFFUSION
    return unit_rows(np.hstack([resting.toarray(), modes]) if apart else modes)


def _resting_places(graph: Any, degrees: Vectors) -> Any:
    """Compute the stationary distribution of the walk on each connected component, one column per component.

    With one component it only says how central each passage is. With several, it tells them apart; it is computed
    here because Lanczos' method, which starts from a single vector, can miss some.
    """
    parts, part_of = connected_components(graph, directed=False)
    volumes = np.bincount(part_of, weights=degrees, minlength=parts)
    weights = np.sqrt(degrees / volumes[part_of])
    return sparse.csr_array((weights, (np.arange(len(degrees)), part_of)), shape=(len(degrees), parts))


def _leading(matrix: Any, resting: Any, count: int) -> tuple[Vectors, Vectors]:
    """Slowest modes of a walk, its resting places left aside."""
    from scipy.sparse.linalg import LinearOperator, eigsh

    turned = resting.T  # once: turning it at every step took a fifth of a small fit

    def moving(x: Vectors) -> Vectors:
        flat = x.ravel()
        return np.asarray(matrix @ flat - resting @ (turned @ flat))

    start = np.random.default_rng(0).random(matrix.shape[0])
    operator = LinearOperator(matrix.shape, matvec=moving, dtype=np.float64)
    values, modes = eigsh(operator, k=max(count, 1), which="LA", v0=start)
    order = np.argsort(-values)
    return values[order], modes[:, order]
