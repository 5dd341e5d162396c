"""A corpus that grows for a year, with themes born, dying and becoming one at known dates, and ways to cluster it."""

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_val_predict

from benchmarks.remembered import encoded
from nlp.encoding import unit_rows
from nlp.themes.clustering import ThemeModel
from nlp.types import Vectors

MONTHS = 12
BORN = {8: 3, 9: 5, 10: 7}  # theme number: month; the others are there from the start
DYING = {2: 7, 5: 9}
MERGE = (0, 1, 6)  # the vectors of both move to one centre that month
# Questions of ``contributions_echelle``, by their place in the alphabet, that a classifier best tells apart: chosen on
# every other answer, by dropping the one most mistaken for another until eleven are left.
CLEAR = (3, 20, 24, 26, 35, 36, 38, 39, 42, 43, 50)
AT_LEAST = 5  # people below which a theme is not expected to be seen

# Vectors, true themes, numbers of the themes known of until now (-1 for none): the theme of each text.
Clustering = Callable[[Vectors, list[str], np.ndarray, np.random.Generator], np.ndarray]


@dataclass(frozen=True)
class Text:
    key: str
    author: str
    theme: int
    vector: Vectors
    arrives: float  # month
    leaves: float


def truth(theme: int, month: float) -> str:
    a, b, when = MERGE
    return f"{a}+{b}" if theme in (a, b) and month >= when else str(theme)


def schedule(vectors_by_theme: Sequence[Vectors], rng: np.random.Generator, *, withdrawn: bool = True) -> list[Text]:
    """Texts arrive evenly, a little faster every month; a dying theme gets no more, and is withdrawn in two months."""
    texts = []
    for theme, vectors in enumerate(vectors_by_theme):
        born, dies = BORN.get(theme, 0), DYING.get(theme)
        arrivals = born + (MONTHS - born) * np.sort(rng.random(len(vectors))) ** 0.8
        for n, (vector, arrives) in enumerate(zip(vectors, arrivals, strict=True)):
            if dies is not None and arrives >= dies:
                continue
            leaves = dies + 2 * rng.random() if dies is not None and withdrawn else np.inf
            author = f"a{theme}-{n * 2 // 3}"  # two people out of three texts
            texts.append(Text(f"x{theme}-{n}", author, theme, vector, float(arrives), leaves))
    return texts


def merged_vectors(texts: Sequence[Text], month: float, centres: Sequence[Vectors]) -> Vectors:
    a, b, when = MERGE
    vectors = np.array([t.vector for t in texts], dtype=np.float32)
    if month >= when:
        for theme in (a, b):
            rows = [n for n, t in enumerate(texts) if t.theme == theme]
            vectors[rows] += (centres[a] + centres[b]) / 2 - centres[theme]
    return vectors


def kmeans(vectors: Vectors, truths: list[str], _former: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """k-means with the true number of themes, one more or one less one run out of five."""
    counts = Counter(truths)
    k = sum(n >= 2 * AT_LEAST for n in counts.values())
    k += int(rng.choice([0, 1, -1], p=[0.8, 0.1, 0.1]))
    model = KMeans(max(k, 2), n_init=3, random_state=int(rng.integers(2**31)))
    return np.asarray(model.fit_predict(vectors))


def emerging(vectors: Vectors, _truths: list[str], _former: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The project's own clustering, which starts from nothing at every run."""
    model = ThemeModel(random_state=int(rng.integers(2**31)))
    return np.asarray(model.fit(unit_rows(vectors)).labels_)


def held(vectors: Vectors, _truths: list[str], former: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The project's own clustering, which starts from the themes people know."""
    model = ThemeModel(random_state=int(rng.integers(2**31)))
    return np.asarray(model.fit(unit_rows(vectors), former=former).labels_)


def informed(vectors: Vectors, truths: list[str], _former: np.ndarray, _rng: np.random.Generator) -> np.ndarray:
    """What a classifier says of each fifth of the texts once it has learnt the true themes of the others."""
    _, wanted = np.unique(truths, return_inverse=True)
    fifths = KFold(5, shuffle=True, random_state=0)
    classifier = LogisticRegression(C=10, max_iter=500)
    return np.asarray(cross_val_predict(classifier, unit_rows(vectors), wanted, cv=fifths))


def blurred(vectors: Vectors, truths: list[str], _former: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The true themes, 15 % of passages misplaced, and one run out of five two themes fused or one cut."""
    names = sorted(set(truths))
    labels = np.array([names.index(t) for t in truths])
    wrong = rng.random(len(labels)) < 0.15
    labels[wrong] = rng.integers(len(names), size=int(wrong.sum()))
    accident = rng.random()
    if accident < 0.1:
        a, b = rng.choice(len(names), 2, replace=False)
        labels[labels == a] = b
    elif accident < 0.2:
        rows = np.flatnonzero(labels == rng.integers(len(names)))
        way = vectors[rows] @ rng.normal(size=vectors.shape[1])
        labels[rows[way > np.median(way)]] = len(names)
    return labels


def gaussian(rng: np.random.Generator, themes: int = 11, size: int = 150, dimensions: int = 32) -> list[Vectors]:
    centres = rng.normal(size=(themes, dimensions))
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    return [(c + rng.normal(scale=0.22, size=(size, dimensions))).astype(np.float32) for c in centres]


def real(data: Path, rng: np.random.Generator, size: int = 150) -> list[Vectors] | None:
    picked = real_texts(data, rng, size)
    return None if picked is None else [encoded(texts) for texts in picked]


def real_texts(data: Path, rng: np.random.Generator, size: int) -> list[list[str]] | None:
    """Answers to the eleven questions most answered, in an order drawn by ``rng``."""
    by_label = _answers(data / "temoignages_vie.jsonl.gz", "label")
    if by_label is None:
        return None
    largest = sorted(by_label, key=lambda label: (-len(by_label[label]), label))[:11]
    order = rng.permutation(largest)
    return [rng.choice(by_label[label], min(size, len(by_label[label])), replace=False).tolist() for label in order]


def clear(data: Path, rng: np.random.Generator, size: int = 150) -> list[Vectors] | None:
    """Answers to eleven questions a classifier tells apart, from the half of them it was not tried on."""
    by_question = _answers(data / "contributions_echelle.jsonl.gz", "question")
    if by_question is None:
        return None
    questions = sorted(by_question)
    picked = []
    for question in rng.permutation([questions[n] for n in CLEAR]):
        said = by_question[question][1::2]
        rows = rng.choice(len(said), min(size, len(said)), replace=False)
        picked.append(encoded([said[n] for n in rows]))
    return picked


def _answers(path: Path, label: str) -> dict[str, list[str]] | None:
    if not path.exists():
        return None
    answers: dict[str, list[str]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            answers[row[label]].append(row["text"])
    return answers
