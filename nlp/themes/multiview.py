"""The views of a corpus that clustering compares passages in: what they mean, and which words they use."""

import re
from collections.abc import Sequence
from typing import Any, Self

import numpy as np

from nlp.encoding import unit_rows
from nlp.language import fold, without_masks
from nlp.types import Vectors

LEXICAL_SHARE = 0.4
LEXICAL_DIMENSIONS = (50, 100)  # a tenth of the number of texts, within these bounds
STEM = 6  # letters kept of a word: a crude French stemmer, enough to join « formation » and « formateur »
WORD = re.compile(r"[a-z]{3,}")


def stems(text: str) -> list[str]:
    """Cut a text into crude stems, masks left out."""
    return [word[:STEM] for word in WORD.findall(fold(without_masks(text)))]


class LexicalView:
    """TF-IDF of crude stems, reduced by truncated SVD, unit rows.

    Words of more than a fifth of the passages say nothing specific and are left out.
    """

    def __init__(self, dimensions: int = 100, seed: int = 0) -> None:
        self.dimensions = dimensions
        self.seed = seed

    def fit(self, texts: Sequence[str]) -> Self:
        self.fit_transform(texts)
        return self

    def fit_transform(self, texts: Sequence[str]) -> Vectors:
        """Fit, and project the same texts, as ``transform`` would without counting their words again."""
        from sklearn.decomposition import TruncatedSVD
        from sklearn.feature_extraction.text import TfidfVectorizer

        self.dimensions_ = 0
        self._tfidf: Any = TfidfVectorizer(
            analyzer=stems, min_df=2, max_df=max(0.2, 4 / max(len(texts), 1)), sublinear_tf=True
        )
        try:
            counts = self._tfidf.fit_transform(texts)
        except ValueError:  # no word is shared by two texts
            return np.zeros((len(texts), 0), dtype=np.float32)
        size = min(self.dimensions, counts.shape[1] - 1, counts.shape[0] - 1)
        if size < 1:
            return np.zeros((len(texts), 0), dtype=np.float32)
        self._svd: Any = TruncatedSVD(size, random_state=self.seed).fit(counts)
        self.dimensions_ = size
        return unit_rows(self._svd.transform(counts))

    def transform(self, texts: Sequence[str]) -> Vectors:
        """Project texts: unit rows of shape (n, dimensions_); null rows for unknown words."""
        if not self.dimensions_:
            return np.zeros((len(texts), 0), dtype=np.float32)
        return unit_rows(self._svd.transform(self._tfidf.transform(texts)))


def joint_view(vectors: Vectors, texts: Sequence[str], seed: int = 0) -> Vectors:
    """Set meaning and words side by side.

    The mean of the corpus is taken away from the vectors first: what everybody speaks of separates nobody.

    Parameters
    ----------
    vectors
        Sentence vectors, shape (n, d).
    texts
        The n texts, in the same order.
    seed
        Seed of the decomposition.

    Returns
    -------
    Unit rows, shape (n, d + at most 100).
    """
    meaning = unit_rows(vectors - vectors.mean(axis=0))
    dimensions = int(np.clip(len(texts) // 10, *LEXICAL_DIMENSIONS))
    words = LexicalView(dimensions, seed).fit_transform(texts)
    return unit_rows(np.hstack([meaning, LEXICAL_SHARE * words]))
