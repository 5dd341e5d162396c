"""How good are the themes, against what a researcher would use today?

Every method gets the same texts and vectors, and chooses its own number of themes. A hash cuts the measuring texts in
two: settings were chosen on one half, figures are reported on the other (``--half tuned`` shows the first).

Run ``python -m benchmarks.themes`` (``--data`` for the folder of measuring texts, ``--sizes 60 240 1000``).
"""

import argparse
import gzip
import json
import os
import time
import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import numpy as np
from sklearn.metrics import adjusted_rand_score

from benchmarks.measures import Coherence, agreement, diversity
from benchmarks.peers import METHODS, Found, Sample, run
from benchmarks.remembered import encoded
from nlp.language import lemmas_of

SETS = {"vie": "temoignages_vie.jsonl.gz", "sib": "phrases_themes_sib200.jsonl.gz"}
HALVES = {"tuned": 0, "reported": 1}


@dataclass(frozen=True, slots=True)
class Figures:
    """One run of one method on one sample."""

    v: float
    ari: float
    unclassified: float
    themes: float
    npmi: float
    diversity: float
    stability: float
    seconds: float


def read(folder: Path, name: str, half: str | None, most: int | None = None) -> Sample:
    """Read one half of a set, encode it and lemmatise it."""
    with gzip.open(folder / SETS[name], "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    if half:
        rows = [row for row in rows if zlib.crc32(row["text"].encode()) & 1 == HALVES[half]]
    rows = [rows[i] for i in np.random.default_rng(0).permutation(len(rows))[:most]]
    texts = [row["text"] for row in rows]
    return Sample(
        [row["id"] for row in rows],
        texts,
        lemmas_of(texts),
        encoded(texts),
        [row["label"] for row in rows],
    )


def part(sample: Sample, rows: Sequence[int]) -> Sample:
    return Sample(
        [sample.keys[i] for i in rows],
        [sample.texts[i] for i in rows],
        [sample.lemmas[i] for i in rows],
        sample.vectors[list(rows)],
        [sample.truth[i] for i in rows],
    )


def measure(name: str, sample: Sample, coherence: Coherence, again: int) -> Figures | None:
    """Run a method once, then ``again`` times on nine tenths of the sample for its stability."""
    start = time.perf_counter()
    found = run(name, sample)
    seconds = time.perf_counter() - start
    if found is None:
        return None
    v, ari = agreement(sample.truth, found.labels)
    kept = found.labels[found.labels >= 0]
    return Figures(
        v, ari, 1 - len(kept) / len(found.labels), len(set(kept.tolist())), coherence.of(found.terms),
        diversity(found.terms), stability(name, sample, again), seconds,
    )  # fmt: skip


def stability(name: str, sample: Sample, again: int) -> float:
    """Mean ARI between runs on 90 % subsamples, over the texts they share."""
    runs: list[tuple[list[int], Found]] = []
    for turn in range(again):
        drawn = np.random.default_rng(900 + turn).permutation(len(sample.texts))[: int(0.9 * len(sample.texts))]
        rows = sorted(int(i) for i in drawn)
        found = run(name, part(sample, rows))
        if found is not None:
            runs.append((rows, found))
    scores = []
    for (rows, one), (other_rows, other) in combinations(runs, 2):
        _, left, right = np.intersect1d(rows, other_rows, return_indices=True)
        scores.append(adjusted_rand_score(one.labels[left], other.labels[right]))
    return float(np.mean(scores)) if scores else float("nan")


def compare(folder: Path, half: str, sizes: Sequence[int], repeats: int, again: int, methods: Sequence[str]) -> None:
    """Print two tables per size: medians over subsamples, then the mean over sets; and leads, set by set."""
    samples = {name: read(folder, name, half) for name in SETS}
    coherences = {name: Coherence(sample.lemmas) for name, sample in samples.items()}
    for size in sizes:
        rows: dict[str, list[Figures]] = defaultdict(list)
        drawn: dict[str, list[list[Figures | None]]] = defaultdict(list)
        for name, sample in samples.items():
            if size > len(sample.texts):
                continue
            for method in methods:
                got = [
                    measure(method, part(sample, draw(sample, size, turn)), coherences[name], again if turn < 2 else 0)
                    for turn in range(repeats)
                ]
                drawn[method].append(got)
                if figures := [one for one in got if one]:
                    rows[method].append(_medians(figures))
        _print(size, rows)
        _print_leads(drawn)


def draw(sample: Sample, size: int, turn: int) -> list[int]:
    return [int(i) for i in np.random.default_rng(1000 * turn + size).permutation(len(sample.texts))[:size]]


def _columns(figures: Sequence[Figures]) -> list[list[float]]:
    return [[getattr(one, field) for one in figures] for field in Figures.__slots__]


def _medians(figures: Sequence[Figures]) -> Figures:
    return Figures(
        *(float(np.nanmedian(column)) if not np.isnan(column).all() else np.nan for column in _columns(figures))
    )


def _print(size: int, rows: dict[str, list[Figures]]) -> None:
    print(f"\n### {size} texts\n")
    print("| method | V | ARI | mean | unclassified | themes | NPMI | diversity | stability | seconds |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for method, figures in rows.items():
        v, ari, out, themes, npmi, apart, stable, seconds = (float(np.mean(column)) for column in _columns(figures))
        print(
            f"| {method} | {v:.3f} | {ari:.3f} | {(v + ari) / 2:.3f} | {out:.2f} | {themes:.0f} | {npmi:.2f} "
            f"| {apart:.2f} | {stable:.2f} | {seconds:.1f} |",
            flush=True,
        )


def _print_leads(drawn: dict[str, list[list[Figures | None]]]) -> None:
    """Print by how much the first method is ahead on the mean of V and ARI, draw by draw, with its standard error."""
    first, *others = drawn
    if others:
        print(f"\n| {first} ahead of | {' | '.join(list(SETS)[: len(drawn[first])])} |")
        print("|---" * (1 + len(drawn[first])) + "|")
    for method in others:
        leads = [_lead(ours, theirs) for ours, theirs in zip(drawn[first], drawn[method], strict=True)]
        print(f"| {method} | {' | '.join(leads)} |", flush=True)


def _lead(ours: Sequence[Figures | None], theirs: Sequence[Figures | None]) -> str:
    leads = [(a.v + a.ari - b.v - b.ari) / 2 for a, b in zip(ours, theirs, strict=True) if a and b]
    if len(leads) < 2:
        return "–"
    return f"{np.mean(leads):+.3f} ± {np.std(leads, ddof=1) / np.sqrt(len(leads)):.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of measuring texts")
    parser.add_argument("--half", choices=tuple(HALVES), default="reported")
    parser.add_argument("--sizes", type=int, nargs="+", default=[60, 240, 1000])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--again", type=int, default=3, help="runs on 90 %% subsamples, for stability")
    parser.add_argument("--methods", nargs="+", choices=tuple(METHODS), default=list(METHODS))
    options = parser.parse_args()
    compare(options.data, options.half, options.sizes, options.repeats, options.again, options.methods)


if __name__ == "__main__":
    main()
