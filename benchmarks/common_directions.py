"""Make the directions that every text shares, which ``nlp/encoders.py`` takes away from vectors.

    python -m benchmarks.common_directions

They come from the gold, practice and emotion entries written for this project, which no Lab wrote: 4,008 of them when
the file was made, on 30 November 2026. Making it again from more entries changes the name of the encoder, and every Lab
then encodes its texts again at its next analysis.
"""

import json
from pathlib import Path

import numpy as np

from benchmarks.masking import DATA
from nlp.encoders import COMMON, DIRECTIONS, E5Encoder, UseEncoder
from nlp.types import Vectors

REFERENCE = ("masking_gold", "masking_practice", "emotions_practice")
TO = Path(__file__).parent.parent / "nlp" / "resources" / DIRECTIONS


def reference() -> list[str]:
    """The texts that stand for any text."""
    return [json.loads(line)["text"] for name in REFERENCE for line in (DATA / f"{name}.jsonl").open(encoding="utf-8")]


def common(vectors: Vectors, count: int) -> tuple[Vectors, Vectors]:
    """The mean of vectors, shape (d,), and the ``count`` directions they vary most along, orthonormal rows."""
    mean = vectors.mean(axis=0)
    return mean, np.linalg.svd(vectors - mean, full_matrices=False)[2][:count]


def main() -> None:
    texts = reference()
    kept: dict[str, Vectors] = {}
    for encoder in (UseEncoder(), E5Encoder()):
        kept[f"{encoder.name}_mean"], kept[f"{encoder.name}_directions"] = common(
            encoder.encode(texts), COMMON[encoder.name]
        )
    np.savez(TO, allow_pickle=False, **kept)
    print(f"{len(texts)} texts, {TO.stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    main()
