"""Do themes keep their identity while a corpus grows for a year?

Themes are born, die and become one at known dates; every run clusters everything afresh, or nearly. The tables:

- ``gaussian``: synthetic vectors, k-means with a wobbling number of themes; needs no data.
- ``partition``: real texts; the true partition blurred on purpose (passages misplaced at random, themes
  fused or cut for one run). It measures continuity alone, at a known level of noise.
- ``clustered``: real texts, the project's own clustering, which chooses its number of themes, from nothing at every
  run.
- ``held``: the same, starting from the themes people know, as the analyses of a Lab do.
- ``ceiling``: the same texts, each given the theme that a classifier trained on the true themes of the others finds for
  it: what the vectors allow when the answers are known.
- ``clear …``: the last three again, on eleven questions whose answers the vectors do tell apart.

In the first table, those who speak of a dying theme take their texts back; in the second, nobody does.

Run ``python -m benchmarks.continuity`` (``--data`` for the folder that holds ``temoignages_vie.jsonl.gz``).
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.growing_corpus import (
    Clustering,
    blurred,
    clear,
    emerging,
    gaussian,
    held,
    informed,
    kmeans,
    real,
    schedule,
)
from benchmarks.tally import Tally
from benchmarks.year import Year
from nlp.types import Vectors

HEADINGS = (
    "material", "seen by the clustering", "kept when seen", "kept", "kept, id of its own", "never held",
    "passages kept", "nearest centroid, id of its own", "false merges in one run", "false merges proposed", "confused",
    "false splits proposed", "birth", "death", "merge", "false fading",
)  # fmt: skip
SILENT = ("material", "death", "false fading")
Years = list[list[Vectors]]


@dataclass(frozen=True)
class Options:
    """How years are played."""

    first: int
    runs: int
    patience: int


def play(years: Years, clustering: Clustering, options: Options, *, withdrawn: bool = True) -> Tally:
    total = Tally()
    for seed, vectors in enumerate(years, start=options.first):
        texts = schedule(vectors, np.random.default_rng(seed), withdrawn=withdrawn)
        total.add(Year(texts, clustering, seed, options.runs, options.patience).play())
    return total


def measure(name: str, years: Years, clustering: Clustering, options: Options) -> None:
    total = play(years, clustering, options)
    figures = [
        total.seen / total.lasting,
        total.seen_kept / max(total.seen, 1),
        total.kept / total.lasting,
        total.alone / total.lasting,
        total.never / total.lasting,
        total.passages_kept / total.passages,
        total.greedy_kept / total.greedy_continued,
        total.raw_merges / total.opportunities,
        total.false_merges / total.opportunities,
        total.confused / total.opportunities,
    ]
    events = [delay(total, what) for what in ("birth", "death", "merge")]
    tell(name, *(f"{f:.3f}" for f in figures), str(total.false_splits), *events, fading(total))


def measure_silence(name: str, years: Years, clustering: Clustering, options: Options) -> None:
    total = play(years, clustering, options, withdrawn=False)
    tell(name, delay(total, "death"), fading(total))


def delay(total: Tally, what: str) -> str:
    """Runs between a date and the run that told it; a death can only be told of a theme that was held."""
    delays, expected = total.delays.get(what, []), str(total.expected[what])
    if what == "death" and total.expected[what] < total.died:
        expected += f" held of {total.died}"
    if not delays:
        return f"never (of {expected})"
    return f"{np.median(delays):.0f} (worst {max(delays)}, {len(delays)}/{expected})"


def fading(total: Tally) -> str:
    return f"{total.false_fades / max(total.followed, 1):.3f}"


def tell(*cells: str) -> None:
    print("| " + " | ".join(cells) + " |", flush=True)


def start(headings: tuple[str, ...]) -> None:
    print("| " + " | ".join(headings) + " |\n" + "|---" * len(headings) + "|")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of measuring texts")
    parser.add_argument("--years", type=int, default=6, help="simulated years, each with its own seed")
    parser.add_argument("--first-seed", type=int, default=0, help="thresholds were chosen on seeds from 100")
    parser.add_argument("--runs", type=int, default=2, help="runs per month")
    parser.add_argument("--patience", type=int, default=3)
    given = parser.parse_args()
    options = Options(given.first_seed, given.runs, given.patience)
    seeds = range(given.first_seed, given.first_seed + given.years)

    def drawn(material: Callable[[Path, np.random.Generator], list[Vectors] | None]) -> Years:
        found = (material(given.data, np.random.default_rng(seed)) for seed in seeds)
        return [vectors for vectors in found if vectors is not None]

    materials: list[tuple[str, Years, Clustering]] = [
        ("gaussian", [gaussian(np.random.default_rng(seed)) for seed in seeds], kmeans)
    ]
    if hard := drawn(real):
        ways: dict[str, Clustering] = {"partition": blurred, "clustered": emerging, "held": held, "ceiling": informed}
        materials += [(name, hard, way) for name, way in ways.items()]
    if apart := drawn(clear):
        ways = {"clear, clustered": emerging, "clear, held": held, "clear, ceiling": informed}
        materials += [(name, apart, way) for name, way in ways.items()]
    for headings, table in ((HEADINGS, measure), (SILENT, measure_silence)):
        start(headings)
        for name, years, way in materials:
            table(name, years, way, options)
        print()
    if not hard:
        print("No measuring data: the tables on real texts are left out.")


if __name__ == "__main__":
    main()
