"""Is a new analysis called for when people start to speak of something else, and only then?

    python -m benchmarks.drift --data FOLDER [--years 12]

Real texts (``temoignages_vie``), eleven themes the pipeline finds for itself. A new analysis is called for when
newcomers are farther from the themes, or when some of them stand among newcomers. Two tables:

- one look: an analysis of 300 or 800 texts, then newcomers of whom a known share speaks of a new theme, one text
  each;
- a year that grows (``benchmarks.growing_corpus``): the analysis of the first two months is kept for the rest of the
  year. Three themes are born (months 3, 5 and 7); in the control year, their texts never come.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np

from benchmarks.growing_corpus import BORN, MONTHS, Text, real_texts, schedule
from benchmarks.remembered import encoded
from nlp.themes.drift import Closeness, closeness, has_drifted, nearest_without_itself
from nlp.themes.membership import NOBODY, nearness
from nlp.themes.novelty import Said, speaks_of_something_new
from nlp.themes.pipeline import find_themes
from nlp.themes.words import read_plainly
from nlp.types import Passage, PipelineSettings, Vectors

SETTINGS = PipelineSettings(resamples=6)  # solidity is not what is measured
KNOWN = 8
EACH = 150  # texts of each theme
SIZES, PEOPLE, SHARES = (300, 800), (20, 50, 100, 300), (0.0, 0.2, 0.3, 0.5)
DRAWS, QUIET_DRAWS = 10, 40  # where some speak of a new theme, where nobody does
MOST = 600  # passages of each side that are compared, as in ``journal.themes.analysing.drift_watch``
ANALYSED = 2.0  # month of the only analysis
WEEK = 0.25
LOOKS = (3, 4, 6, 8, 10, 12)  # months after whose end the table tells who was warned


Year = tuple[list[list[str]], list[Vectors]]  # texts and vectors of each theme


@dataclass
class Found:
    """Themes of one analysis, how near its own words were to them, and the latest of these words."""

    centroids: list[Vectors]
    before: Closeness
    read: Said

    def ways(self, said: Said) -> dict[str, bool]:
        """What calls for a new analysis: distance to the themes, and either that or a group among newcomers."""
        near = nearness(said.vectors, self.centroids).max(axis=1)
        farther = has_drifted(self.before, closeness(said.authors, near))
        latest = Said(said.authors[-MOST:], said.vectors[-MOST:])
        return {"distance": farther, "either": farther or speaks_of_something_new(self.read, latest)}


def analysed(texts: Sequence[str], vectors: Vectors, authors: Sequence[str]) -> Found:
    given = enumerate(zip(texts, authors, strict=True))
    passages = [Passage(f"p{n:05d}", f"e{n:05d}", author, text) for n, (text, author) in given]
    themes = find_themes(passages, vectors, settings=SETTINGS, read=read_plainly).themes
    main = {m.passage: k for k, theme in enumerate(themes) for m in theme.members if m.main}
    centroids = [theme.centroid for theme in themes]
    rows = [main.get(p.key, NOBODY) for p in passages]
    before = closeness(authors, nearest_without_itself(vectors, rows, centroids))
    some = np.sort(np.random.default_rng(0).permutation(len(authors))[:MOST])
    return Found(centroids, before, Said([authors[n] for n in some], vectors[some]))


def one_look(years: Sequence[Year], size: int) -> None:
    alarms: dict[tuple[str, int, float], list[bool]] = {}
    each = size // KNOWN
    for seed, (texts, vectors) in enumerate(years):
        rng = np.random.default_rng(seed)
        there = np.concatenate([rows[:each] for rows in vectors[:KNOWN]])
        said = [text for some in texts[:KNOWN] for text in some[:each]]
        found = analysed(said, there, [f"a{n * 2 // 3}" for n in range(len(there))])
        same = np.concatenate([rows[each:] for rows in vectors[:KNOWN]])
        for people, share in product(PEOPLE, SHARES):
            for _ in range(DRAWS if share else QUIET_DRAWS):
                new = min(int(rng.binomial(people, share)), len(vectors[KNOWN]))
                came = np.concatenate([rng.permutation(vectors[KNOWN])[:new], rng.permutation(same)[: people - new]])
                for way, called in found.ways(Said([f"n{n}" for n in range(people)], came)).items():
                    alarms.setdefault((way, people, share), []).append(called)
    for way, share in product(("distance", "either"), SHARES):
        cells = " | ".join(f"{np.mean(alarms[way, people, share]):.2f}" for people in PEOPLE)
        print(f"| {size:,} | {way} | {share:.0%} | {cells} |", flush=True)


def warned(texts: list[Text], found: Found) -> dict[str, float]:
    """Month at the end of which a new analysis was first called for, in each way."""
    first = {"distance": np.inf, "either": np.inf}
    for month in np.arange(ANALYSED + WEEK, MONTHS + WEEK / 2, WEEK):
        came = sorted((t for t in texts if ANALYSED <= t.arrives < month <= t.leaves), key=lambda t: t.arrives)
        if not came:
            continue
        ways = found.ways(Said([t.author for t in came], np.stack([t.vector for t in came])))
        first = {way: min(first[way], month if called else np.inf) for way, called in ways.items()}
    return first


def growing(years: Sequence[Year]) -> None:
    months: dict[str, list[dict[str, float]]] = {"three themes are born": [], "none is born": []}
    for seed, (said, vectors) in enumerate(years):
        texts = schedule(vectors, np.random.default_rng(seed))
        there = [t for t in texts if t.arrives < ANALYSED]
        words = [said[t.theme][int(t.key.split("-")[1])] for t in there]
        found = analysed(words, np.stack([t.vector for t in there]), [t.author for t in there])
        months["three themes are born"].append(warned(texts, found))
        months["none is born"].append(warned([t for t in texts if t.theme not in BORN], found))
    for (name, when), way in product(months.items(), ("distance", "either")):
        cells = " | ".join(f"{sum(month[way] <= look for month in when)}/{len(when)}" for look in LOOKS)
        print(f"| {name} | {way} | {cells} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of measuring texts")
    parser.add_argument("--years", type=int, default=12, help="simulated years, each with its own seed")
    options = parser.parse_args()
    drawn = [real_texts(options.data, np.random.default_rng(seed), EACH) for seed in range(options.years)]
    years = [(texts, [encoded(some) for some in texts]) for texts in drawn if texts is not None]
    if not years:
        parser.error(f"{options.data} does not hold temoignages_vie.jsonl.gz")
    print(
        "| texts analysed | called for by | newcomers on a new theme | "
        + " | ".join(f"{n} people" for n in PEOPLE)
        + " |"
    )
    print("|---" * (3 + len(PEOPLE)) + "|")
    for size in SIZES:
        one_look(years, size)
    print("\n| warned before the end of month | by | " + " | ".join(map(str, LOOKS)) + " |")
    print("|---" * (2 + len(LOOKS)) + "|")
    growing(years)


if __name__ == "__main__":
    main()
