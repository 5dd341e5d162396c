"""How do time and memory grow with the number of texts, stage by stage, from raw text to themes?

    python -m benchmarks.scale --data FOLDER [--sizes 1000 10000 60000] [--cache FOLDER] [--jobs 2] [--again]

Each size runs in a process of its own, whose memory is counted with that of the processes it starts. Beyond the
texts there are, they are repeated with words left out and swapped. Masked and encoded texts are cached ten
thousand at a time, with the time they took, so that an interrupted run resumes. ``--again`` analyses what the cache
holds. ``--repeat SIZE`` makes larger sizes from the cached passages and vectors of that size, a little moved, instead
of masking and encoding more. ``--dask ADDRESS`` runs the same work on a cluster.
"""

import argparse
import gzip
import json
import pickle
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from joblib import parallel_config
from joblib.externals.loky import get_reusable_executor
from tqdm import tqdm

from benchmarks.watching import Cost, Watch
from nlp.encoding import encode_many, unit_rows
from nlp.language import normalise
from nlp.masking import apply_masks, find_masks_many
from nlp.parallel import on_cluster
from nlp.passages import cut_passages
from nlp.themes.pipeline import find_themes
from nlp.themes.theme_map import place
from nlp.types import Passage, ThemeReport, Vectors

SOURCE = "contributions_echelle.jsonl.gz"
CHUNK = 10_000  # texts kept together in the cache
MOVED = 0.2  # length of what is added, at random, to a repeated vector
TEXTS_EACH = 3  # per person, on average: the measuring texts do not say who wrote them
# What find_themes has just done when it reports each share of its progress.
STAGES = {
    0.05: "preparing",
    0.3: "clustering",
    0.8: "solidity",
    0.85: "membership",
    0.95: "labels",
    1.0: "excerpts",
}
NONE = (0.0, 0.0, 0.0)  # a stage that a size skipped
Costs = dict[str, Cost]


def read(folder: Path, size: int) -> list[str]:
    """Read ``size`` texts in an order drawn once, repeated with perturbation beyond what there is."""
    with gzip.open(folder / SOURCE, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    rng = np.random.default_rng(0)
    texts = [texts[i] for i in rng.permutation(len(texts))]
    return [texts[i] if i < len(texts) else perturbed(texts[i % len(texts)], rng) for i in range(size)]


def perturbed(text: str, rng: np.random.Generator) -> str:
    """Leave out one word in ten and swap two."""
    words = [word for word in text.split() if rng.random() > 0.1] or text.split()
    if len(words) > 1:
        at = int(rng.integers(len(words) - 1))
        words[at], words[at + 1] = words[at + 1], words[at]
    return " ".join(words)


def prepared(texts: Sequence[str], cache: Path, watch: Watch) -> tuple[list[tuple[int, str]], Vectors, Costs]:
    """Mask, cut and encode what the cache does not hold: passages as (text, words), vectors, and what it cost."""
    cache.mkdir(parents=True, exist_ok=True)
    passages: list[tuple[int, str]] = []
    vectors: list[Vectors] = []
    costs: Costs = defaultdict(Cost)
    for first in tqdm(range(0, len(texts), CHUNK), desc=f"{len(texts)} texts", unit="chunk"):
        part = texts[first : first + CHUNK]
        kept = cache / f"{first:07d}-{len(part)}.pickle"
        if not kept.exists():
            kept.write_bytes(pickle.dumps(_work_on(part, watch)))
        found, rows, spent = pickle.loads(kept.read_bytes())  # noqa: S301  our own file
        passages += [(first + text, words) for text, words in found]
        vectors.append(rows)
        for stage, cost in spent.items():
            costs[stage] += cost
    return passages, np.concatenate(vectors), costs


def repeated(
    passages: Sequence[tuple[int, str]], vectors: Vectors, held: int, size: int
) -> tuple[list[tuple[int, str]], Vectors]:
    """Repeat the passages of ``held`` texts until there are ``size`` texts, words and vectors a little moved."""
    rng = np.random.default_rng(1)
    made, rows = list(passages), [vectors]
    for turn in range(1, -(-size // held)):
        part = [n for n, (text, _) in enumerate(passages) if turn * held + text < size]
        made += [(turn * held + passages[n][0], perturbed(passages[n][1], rng)) for n in part]
        noise = rng.standard_normal((len(part), vectors.shape[1]), np.float32)
        rows.append(unit_rows(vectors[part] + MOVED * unit_rows(noise)))
    return made, np.concatenate(rows)


def _work_on(texts: Sequence[str], watch: Watch) -> tuple[list[tuple[int, str]], Vectors, Costs]:
    costs: Costs = {}
    raw = [normalise(text) for text in texts]
    with watch.during("masking", costs):
        masked = [apply_masks(text, masks) for text, masks in zip(raw, find_masks_many(raw), strict=True)]
    with watch.during("passages", costs):
        found = [(i, text[a:b]) for i, text in enumerate(masked) for a, b in cut_passages(text)]
    with watch.during("encoding", costs):
        rows = encode_many([words for _, words in found])
    return found, rows, costs


def analysed(passages: Sequence[tuple[int, str]], vectors: Vectors, watch: Watch, costs: Costs) -> ThemeReport:
    """Find themes and place them on the map, each stage timed."""
    texts = passages[-1][0] + 1
    who = np.random.default_rng(0).integers(max(texts // TEXTS_EACH, 1), size=texts)
    given = [
        Passage(f"p{n}", f"e{text}", f"a{who[text]}", words, quotable=True) for n, (text, words) in enumerate(passages)
    ]
    told = watch.stages(costs)
    report = find_themes(given, vectors, on_progress=lambda share: told(STAGES[share]))
    with watch.during("map", costs):
        place({theme.key: theme.centroid for theme in report.themes})
    return report


def run_one(options: argparse.Namespace, size: int) -> dict[str, Any]:
    """Measure one size in this process."""
    watch = Watch()
    with watch, _shared(options):
        known = min(size, options.repeat or size)
        passages, vectors, costs = prepared(read(options.data, known), options.cache / str(known), watch)
        get_reusable_executor().shutdown()  # processes that have masked and encoded, and hold the models, end here
        if size > known:
            passages, vectors = repeated(passages, vectors, known, size)
        if options.again or size > known:
            costs = {}
        report = analysed(passages, vectors, watch, costs)
    return {
        "size": size,
        "passages": len(passages),
        "themes": len(report.themes),
        "peak": max(cost.peak for cost in costs.values()),
        "costs": {stage: [cost.wall, cost.cpu, cost.peak] for stage, cost in costs.items()},
    }


@contextmanager
def _shared(options: argparse.Namespace) -> Iterator[None]:
    if options.dask:
        with on_cluster(options.dask):
            yield
    else:
        with parallel_config(n_jobs=options.jobs):
            yield


def growth(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """Exponent of a power of n fitted to the times: 1 when they grow as n."""
    known = [(size, time) for size, time in zip(sizes, seconds, strict=True) if time > 0]
    if len(known) < 2:
        return float("nan")
    at, taken = np.log(np.array(known)).T
    return float(np.polyfit(at, taken, 1)[0])


def table(results: Sequence[dict[str, Any]]) -> str:
    """Lay out seconds (clock / processor), peak memory and the growth of the processor, one line per stage."""
    sizes = [result["size"] for result in results]
    stages = list(dict.fromkeys(stage for result in results for stage in result["costs"]))
    lines = [
        "| stage | " + " | ".join(f"{size:,} texts" for size in sizes) + " | growth |",
        "|---|" + "---|" * (len(sizes) + 1),
    ]
    for stage in stages:
        costs = [result["costs"].get(stage, NONE) for result in results]
        cells = [f"{wall:.1f} s / {cpu:.1f} s, {peak:.0f} MiB" for wall, cpu, peak in costs]
        lines.append(f"| {stage} | " + " | ".join(cells) + f" | {growth(sizes, [cpu for _, cpu, _ in costs]):.2f} |")
    totals = [[sum(cost[k] for cost in result["costs"].values()) for k in (0, 1)] for result in results]
    cells = [f"{wall:.0f} s / {cpu:.0f} s, {r['peak']:.0f} MiB" for (wall, cpu), r in zip(totals, results, strict=True)]
    lines.append("| **all** | " + " | ".join(cells) + f" | {growth(sizes, [cpu for _, cpu in totals]):.2f} |")
    lines.append("| themes | " + " | ".join(str(result["themes"]) for result in results) + " | |")
    return "\n".join(lines)


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of measuring texts")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--cache", type=Path, default=Path("var/scale"))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--dask", default="", help="address of a scheduler")
    parser.add_argument("--again", action="store_true", help="time the analysis alone, of vectors already known")
    parser.add_argument("--repeat", type=int, default=0, help="size whose passages and vectors larger ones repeat")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if not (options.data / SOURCE).exists():
        parser.error(f"{options.data} does not hold {SOURCE}: give with --data the folder of measuring texts")
    return options


def main(run: Callable[..., Any] = subprocess.run) -> None:
    """Run from the command line: one process per size, then the table."""
    options = parse()
    if options.one:
        print(json.dumps(run_one(options, options.sizes[0])))
        return
    results = []
    for size in options.sizes:
        own = ["--one", "--sizes", str(size)]
        command = [sys.executable, "-m", "benchmarks.scale", *sys.argv[1:], *own]
        done = run(command, check=True, stdout=subprocess.PIPE, text=True)
        results.append(json.loads(done.stdout.splitlines()[-1]))
        print(table(results), flush=True)


if __name__ == "__main__":
    main()
