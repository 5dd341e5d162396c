"""How far could any clustering of these vectors agree with these labels?

Three things that no clustering may know, each giving more away than the one before:

- **their number**: k-means given how many labels there are;
- **their centroids**: each text goes to the nearest mean of a label's own texts, itself among them;
- **the labels of the others**: logistic regression taught four fifths of the sample, asked about the last fifth.

Run ``python -m benchmarks.ceiling`` (``--data`` for the folder of measuring texts, ``--sizes 240 1000 5000``).
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.neighbors import NearestCentroid
from tqdm import tqdm

from benchmarks.measures import agreement
from benchmarks.peers import SEED, Labels, Sample
from benchmarks.themes import HALVES, SETS, draw, part, read
from nlp.themes.multiview import joint_view
from nlp.types import Vectors

FOLDS = 5


def number_known(view: Vectors, truth: Labels) -> Labels:
    return np.asarray(KMeans(len(set(truth.tolist())), n_init=10, random_state=SEED).fit_predict(view))


def centroids_known(view: Vectors, truth: Labels) -> Labels:
    return np.asarray(NearestCentroid().fit(view, truth).predict(view))


def taught(view: Vectors, truth: Labels) -> Labels:
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    return np.asarray(cross_val_predict(LogisticRegression(C=10, max_iter=1000), view, truth, cv=folds))


TOLD: dict[str, Callable[[Vectors, Labels], Labels]] = {
    "their number (k-means)": number_known,
    "their centroids": centroids_known,
    "the labels of the others (logistic regression)": taught,
}


def measure(sample: Sample, size: int, repeats: int) -> dict[str, tuple[float, float]]:
    """Median V and ARI over subsamples, by what is given away."""
    scores: dict[str, list[tuple[float, float]]] = {name: [] for name in TOLD}
    for turn in tqdm(range(repeats), desc=f"{size} texts", leave=False):
        drawn = part(sample, draw(sample, size, turn))
        truth = np.unique(drawn.truth, return_inverse=True)[1]
        view = joint_view(drawn.vectors, drawn.texts)
        for name, told in TOLD.items():
            scores[name].append(agreement(drawn.truth, told(view, truth)))
    return {name: tuple(np.median(found, axis=0).tolist()) for name, found in scores.items()}


def compare(folder: Path, half: str, sizes: Sequence[int], repeats: int) -> None:
    """Print one line per size and per thing given away: the mean of the sets."""
    samples = {name: read(folder, name, half) for name in SETS}
    print("| texts | told | V | ARI | mean |\n|---|---|---|---|---|")
    for size in sizes:
        found = [measure(sample, size, repeats) for sample in samples.values() if size <= len(sample.texts)]
        for name in TOLD:
            v, ari = np.mean([one[name] for one in found], axis=0)
            print(f"| {size:,} | {name} | {v:.3f} | {ari:.3f} | {(v + ari) / 2:.3f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of measuring texts")
    parser.add_argument("--half", choices=tuple(HALVES), default="reported")
    parser.add_argument("--sizes", type=int, nargs="+", default=[240, 1000, 5000])
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    compare(options.data, options.half, options.sizes, options.repeats)


if __name__ == "__main__":
    main()
