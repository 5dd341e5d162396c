"""Texts encoded once for all benchmarks: the vectors that one made are kept on disk for the next.

Encoding takes longer than what most of them measure. An encoder of another name makes vectors again.
"""

from collections.abc import Sequence
from pathlib import Path

from joblib import Memory

from nlp.encoding import load_encoder
from nlp.types import Vectors

MEMORY = Memory(Path(__file__).parent.parent / ".venv-bench" / "remembered", verbose=0)


def encoded(texts: Sequence[str]) -> Vectors:
    """Vectors of texts, shape (n, d), by the encoder in use."""
    return _encoded(list(texts), load_encoder().name)  # type: ignore[no-any-return]


@MEMORY.cache
def _encoded(texts: list[str], encoder: str) -> Vectors:  # noqa: ARG001  (the name is part of the key)
    return load_encoder().encode(texts)
