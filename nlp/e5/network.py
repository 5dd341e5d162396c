"""The network: twelve layers of attention over the pieces of a text (BERT; Devlin et al., 2019)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from nlp.e5.weights import Weights
from nlp.types import Vectors


@dataclass(frozen=True)
class Dense:
    """A linear layer: ``weights`` of shape (inputs, outputs)."""

    weights: Vectors
    bias: Vectors

    def __call__(self, rows: Vectors) -> Vectors:
        product: Vectors = rows @ self.weights
        product += self.bias
        return product


@dataclass(frozen=True)
class LayerNorm:
    """Each row brought to mean 0 and variance 1, then scaled and shifted (Ba et al., 2016), in place."""

    scale: Vectors
    bias: Vectors
    epsilon: float

    def __call__(self, rows: Vectors) -> Vectors:
        rows -= rows.mean(axis=1, keepdims=True)
        rows /= np.sqrt(np.einsum("ij,ij->i", rows, rows) / rows.shape[1] + self.epsilon)[:, None]
        rows *= self.scale
        rows += self.bias
        return rows


@dataclass(frozen=True)
class Layer:
    """Attention between the pieces of a text, then a feed-forward network for each; a normalisation after either."""

    query_key_value: Dense  # side by side
    attention_output: Dense
    attention_norm: LayerNorm
    feed_forward_inner: Dense
    feed_forward_output: Dense
    feed_forward_norm: LayerNorm


class Network:
    """Turns texts, cut into pieces, into the mean of what the last layer says of their pieces."""

    def __init__(self, weights: Weights) -> None:
        self._heads = weights.heads
        self.width = len(weights.vectors["emb.ln.w"])
        self._words = weights.matrices["emb.word"]
        self._positions = weights.vectors["emb.pos"].reshape(-1, self.width) + weights.vectors["emb.type"][: self.width]
        self._norm = _layer_norm(weights, "emb.ln")
        self._layers = [_layer(weights, f"l{number}") for number in range(weights.layers)]

    def means(self, texts: Sequence[Sequence[int]]) -> Vectors:
        """Give one row for each text, shape (n, d)."""
        rows = self.states(texts, len(self._layers))
        lengths = [len(text) for text in texts]
        starts = np.cumsum([0, *lengths[:-1]])
        return np.asarray(np.add.reduceat(rows, starts) / np.array(lengths, dtype=np.float32)[:, None])

    def states(self, texts: Sequence[Sequence[int]], layers: int) -> Vectors:
        """Give what the first ``layers`` layers say of each piece, texts one below the other: (pieces, d).

        Pieces of all texts are rows of one matrix, so that each weight is read once for all. Texts of one length
        that follow each other are attended to together: put them in order of length.
        """
        lengths = [len(text) for text in texts]
        rows = self._words[np.concatenate(texts)]
        rows += self._positions[np.concatenate([np.arange(length) for length in lengths])]
        self._norm(rows)
        for layer in self._layers[:layers]:
            rows += layer.attention_output(self._attention(layer.query_key_value(rows), lengths))
            layer.attention_norm(rows)
            rows += layer.feed_forward_output(gelu(layer.feed_forward_inner(rows)))
            layer.feed_forward_norm(rows)
        return rows

    def _attention(self, projected: Vectors, lengths: Sequence[int]) -> Vectors:
        """Attend within each text (Vaswani et al., 2017): queries, keys, values (pieces, 3 d) give (pieces, d)."""
        attended = np.empty((len(projected), projected.shape[1] // 3), dtype=np.float32)
        for start, texts, length in _runs(lengths):
            part = slice(start, start + texts * length)
            parts = projected[part].reshape(texts, length, 3, self._heads, -1)
            queries, keys, values = parts.transpose(2, 0, 3, 1, 4)
            attention = queries @ keys.swapaxes(-1, -2)
            attention -= attention.max(axis=-1, keepdims=True)
            np.exp(attention, out=attention)
            attention /= attention.sum(axis=-1, keepdims=True)
            attended[part] = (attention @ values).swapaxes(1, 2).reshape(texts * length, -1)
        return attended


def gelu(rows: Vectors) -> Vectors:
    """Gaussian error linear unit, by its approximation with tanh (Hendrycks & Gimpel, 2016), in place."""
    inner: NDArray[np.float32] = rows * rows
    inner *= 0.044715
    inner += 1
    inner *= rows
    inner *= np.float32(np.sqrt(2 / np.pi))
    np.tanh(inner, out=inner)
    inner += 1
    inner *= 0.5
    rows *= inner
    return rows


def _runs(lengths: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Where each run of texts of one length starts, how many they are, and this length."""
    start = 0
    for length, run in groupby(lengths):
        texts = len(list(run))
        yield start, texts, length
        start += texts * length


def _layer(weights: Weights, name: str) -> Layer:
    return Layer(
        query_key_value=_query_key_value(weights, name),
        attention_output=_dense(weights, f"{name}.ao"),
        attention_norm=_layer_norm(weights, f"{name}.aln"),
        feed_forward_inner=_dense(weights, f"{name}.fi"),
        feed_forward_output=_dense(weights, f"{name}.fo"),
        feed_forward_norm=_layer_norm(weights, f"{name}.oln"),
    )


def _query_key_value(weights: Weights, name: str) -> Dense:
    """Queries, keys and values in one product; queries are scaled beforehand, where scores would be."""
    parts = [_dense(weights, f"{name}.{part}") for part in "qkv"]
    width = len(parts[0].bias)
    scales = np.repeat(np.array([(width // weights.heads) ** -0.5, 1, 1], dtype=np.float32), width)
    product, bias = np.hstack([part.weights for part in parts]), np.hstack([part.bias for part in parts])
    return Dense(product * scales, bias * scales)


def _dense(weights: Weights, name: str) -> Dense:
    return Dense(np.ascontiguousarray(weights.matrices[f"{name}.w"][:].T), weights.vectors[f"{name}.b"])


def _layer_norm(weights: Weights, name: str) -> LayerNorm:
    return LayerNorm(weights.vectors[f"{name}.w"], weights.vectors[f"{name}.b"], weights.epsilon)
