"""The two views of a corpus that clustering compares passages in: what they mean, and which words they use.

The second is latent semantic analysis (Deerwester et al., 1990): TF-IDF reduced by a truncated SVD.
"""

import re
from collections.abc import Sequence
from typing import Any

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


def lexical_view(texts: Sequence[str], dimensions: int) -> Vectors:
    """Project texts on what their words have in common.

    Stems of more than a fifth of the texts say nothing specific and are left out, as are those of a single text.

    Parameters
    ----------
    texts
        n masked texts.
    dimensions
        Most columns wanted.

    Returns
    -------
    Unit rows of shape (n, at most dimensions), null for a text without any of these stems. Without any column when no
    two texts share one.
    """
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    tfidf: Any = TfidfVectorizer(
        analyzer=stems, min_df=2, max_df=min(1.0, max(0.2, 4 / max(len(texts), 1))), sublinear_tf=True
    )
    try:
        counts = tfidf.fit_transform(texts)
    except ValueError:  # as scikit-learn says that no stem is left
        return np.zeros((len(texts), 0), dtype=np.float32)
    size = min(dimensions, counts.shape[1] - 1, counts.shape[0] - 1)
    if size < 1:
        return np.zeros((len(texts), 0), dtype=np.float32)
    svd: Any = TruncatedSVD(size, random_state=0).fit(counts)
    return unit_rows(svd.transform(counts))


def joint_view(vectors: Vectors, texts: Sequence[str]) -> Vectors:
    """Set meaning and words side by side.

    The mean of the corpus is subtracted from the vectors first: what everybody speaks of tells nobody apart.

    Parameters
    ----------
    vectors
        Sentence vectors, shape (n, d).
    texts
        The n texts, in the same order.

    Returns
    -------
    Unit rows, shape (n, d + at most 100).
    """
    meaning = unit_rows(vectors - vectors.mean(axis=0))
    dimensions = int(np.clip(len(texts) // 10, *LEXICAL_DIMENSIONS))
    words = lexical_view(texts, dimensions)
    return unit_rows(np.hstack([meaning, LEXICAL_SHARE * words]))
