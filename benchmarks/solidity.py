"""Do passages called *core* keep their companions when the people are drawn again?

A passage is placed by twenty resamples: *core*, *halo* or *unclassified*. Twenty others, which nothing was placed by,
then say in what share of them each passage stays with the companions of its theme. Calibrated means that those called
core do so in nine of ten at least. The same draws say whether themes called *solid* come back.

Run ``python -m benchmarks.solidity --data DIR`` (``--sizes 60 240 1000 5000``).
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from benchmarks.peers import Sample
from benchmarks.themes import HALVES, SETS, draw, part, read
from nlp.themes.clustering import ThemeModel
from nlp.themes.multiview import joint_view
from nlp.themes.pipeline import as_many
from nlp.themes.solidity import resample, solidity_of, zone_of
from nlp.types import PipelineSettings, Solidity, Zone

SETTINGS = PipelineSettings()  # as an analysis has them
FIRST, OTHERS = 1, 10_001  # seeds of the resamples that place, and of those that judge


@dataclass(frozen=True, slots=True)
class Judged:
    """One draw of one set.

    Attributes
    ----------
    zones, kept : (n,) where each passage was placed, and the share of the other resamples it stays in
    solidities, stability : (k,) what each theme was called, and its stability in the other resamples
    """

    zones: NDArray[np.object_]
    kept: NDArray[np.float64]
    solidities: NDArray[np.object_]
    stability: NDArray[np.float64]


def judge(sample: Sample) -> Judged:
    """Place the passages of a sample, one text a person, then draw the people again."""
    view = joint_view(sample.vectors, sample.texts)
    fitted = ThemeModel(random_state=0).fit(view)
    labels, again = fitted.labels_, partial(as_many, fitted.n_themes_)
    placing, judging = (
        resample(view, labels, sample.keys, again, resamples=SETTINGS.resamples, seed=seed) for seed in (FIRST, OTHERS)
    )
    zones = np.array([zone_of(kept) for kept in placing.kept], dtype=object)
    cores = np.bincount(labels[zones == Zone.CORE], minlength=len(placing.stability))
    floor = SETTINGS.min_participants
    named = [solidity_of(*theme, floor) for theme in zip(placing.stability, cores.tolist(), strict=True)]
    return Judged(zones, judging.kept, np.array(named, dtype=object), judging.stability)


def passages_line(drawn: Sequence[Judged]) -> Iterator[str]:
    """Of each zone: its share of the passages, and the mean share of other resamples they stay in."""
    zones = np.concatenate([one.zones for one in drawn])
    kept = np.concatenate([one.kept for one in drawn])
    for zone in (Zone.CORE, Zone.HALO, Zone.UNCLASSIFIED):
        there = kept[zones == zone]
        yield f"{len(there) / len(kept):.2f}"
        yield f"{there.mean():.3f}" if len(there) else "–"
        if zone is Zone.CORE:
            yield f"{(there >= 0.9).mean():.2f}" if len(there) else "–"


def themes_line(drawn: Sequence[Judged]) -> Iterator[str]:
    """Of each solidity: how many themes, and their mean stability in the other resamples."""
    named = np.concatenate([one.solidities for one in drawn])
    stability = np.concatenate([one.stability for one in drawn])
    for solidity in (Solidity.SOLID, Solidity.FRAGILE, Solidity.WATCH):
        there = stability[named == solidity]
        yield f"{len(there)} ({there.mean():.2f})" if len(there) else "0"


def compare(folder: Path, half: str, sizes: Sequence[int], repeats: int) -> None:
    """Print one line per size and set, all draws together."""
    samples = {name: read(folder, name, half) for name in SETS}
    print(
        "| texts | set | core | stay | of them in 0.9 | halo | stay | unclassified | stay | solid | fragile | watch |\n"
        "|---|---|---|---|---|---|---|---|---|---|---|---|"
    )
    for size in sizes:
        for name, sample in samples.items():
            if size > len(sample.texts):
                continue
            turns = tqdm(range(repeats), desc=f"{size} texts of {name}", leave=False)
            drawn = [judge(part(sample, draw(sample, size, turn))) for turn in turns]
            print("| " + " | ".join((f"{size:,}", name, *passages_line(drawn), *themes_line(drawn))) + " |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--half", choices=tuple(HALVES), default="reported")
    parser.add_argument("--sizes", type=int, nargs="+", default=[60, 240, 1000, 5000])
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    compare(options.data, options.half, options.sizes, options.repeats)


if __name__ == "__main__":
    main()
