"""The methods compared: each is given the same texts, vectors and lemmas, and chooses its own number of themes."""

import io
import sys
import warnings
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.measures import TOP, Coherence
from benchmarks.reinert import classify
from nlp.types import Passage, PipelineSettings, Vectors

Labels = NDArray[np.intp]
SEED = 20_261_101
TRIED = (4, 8, 12, 16, 20)


@dataclass(frozen=True, slots=True)
class Sample:
    """What every method is given."""

    keys: Sequence[str]
    texts: Sequence[str]
    lemmas: Sequence[Sequence[str]]
    vectors: Vectors
    truth: Sequence[str]

    @property
    def joined(self) -> list[str]:
        return [" ".join(words) for words in self.lemmas]


@dataclass(frozen=True, slots=True)
class Found:
    """Theme of each text (-1 for none), and the first terms of each theme, as lemmas."""

    labels: Labels
    terms: list[list[str]]


Method = Callable[[Sample], Found]


def ours(sample: Sample) -> Found:
    """Run this project with its default settings."""
    from nlp.language import lemmas_of
    from nlp.themes.pipeline import find_themes

    passages = [Passage(key, key, key, text) for key, text in zip(sample.keys, sample.texts, strict=True)]
    report = find_themes(passages, sample.vectors, settings=PipelineSettings(seed=SEED))
    place = {m.passage: k for k, theme in enumerate(report.themes) for m in theme.members if m.main}
    terms = [
        list(dict.fromkeys(word for words in lemmas_of([t.text for t in theme.terms]) for word in words))
        for theme in report.themes
    ]
    return Found(np.array([place.get(key, -1) for key in sample.keys]), terms)


def bertopic(sample: Sample, *, tuned: bool = False) -> Found:
    """BERTopic by default; or tuned as its documentation advises for small corpora and fewer outliers."""
    from bertopic import BERTopic
    from hdbscan import HDBSCAN
    from sklearn.feature_extraction.text import CountVectorizer
    from umap import UMAP

    options: dict[str, Any] = {
        "umap_model": UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=SEED)
    }
    if tuned:
        size = max(5, len(sample.texts) // 60)
        options["hdbscan_model"] = HDBSCAN(min_cluster_size=size, min_samples=2, prediction_data=True)
        options["vectorizer_model"] = CountVectorizer(min_df=2)
    model = BERTopic(embedding_model=None, **options)
    labels, _ = model.fit_transform(sample.joined, sample.vectors)
    if tuned and -1 in labels and len(set(labels)) > 1:
        labels = model.reduce_outliers(sample.joined, labels, strategy="embeddings", embeddings=sample.vectors)
    terms = [[word for word, _ in model.get_topic(k)] for k in sorted(set(model.topics_)) if k >= 0]
    return Found(np.asarray(labels), terms)


def turftopic(sample: Sample, name: str) -> Found:
    """Topeax, KeyNMF or SensTopic, which choose their number of topics."""
    import turftopic as library
    from sklearn.feature_extraction.text import CountVectorizer

    options = {} if name == "Topeax" else {"n_components": "auto"}
    model = getattr(library, name)(
        encoder=_use_encoder(), vectorizer=CountVectorizer(min_df=2), random_state=SEED, **options
    )
    weights = model.fit_transform(sample.joined, embeddings=sample.vectors)
    labels = np.asarray(getattr(model, "labels_", weights.argmax(axis=1)))
    words = model.get_vocab()
    terms = [[words[i] for i in np.argsort(-row)[:TOP]] for row in model.components_]
    return Found(labels, terms)


def _use_encoder() -> Any:
    from turftopic.encoders.base import ExternalEncoder

    from nlp.encoding import load_encoder

    class Shared(ExternalEncoder):
        """The same vectors for words as for texts."""

        def encode(self, sentences: Sequence[str], **_: Any) -> Vectors:
            return load_encoder().encode(list(sentences))

    return Shared()


def factorised(sample: Sample, name: str) -> Found:
    """NMF on TF-IDF or LDA on counts; the number of topics is the one of best coherence."""
    from sklearn.decomposition import NMF, LatentDirichletAllocation
    from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

    vectorizer = (TfidfVectorizer if name == "NMF" else CountVectorizer)(min_df=2, max_df=0.5)
    counts = vectorizer.fit_transform(sample.joined)
    words = vectorizer.get_feature_names_out()
    coherence = Coherence(sample.lemmas)
    tried = []
    for k in TRIED:
        model = (
            NMF(k, random_state=SEED, init="nndsvda", max_iter=400)
            if name == "NMF"
            else LatentDirichletAllocation(k, random_state=SEED, max_iter=30)
        )
        weights = model.fit_transform(counts)
        terms = [[words[i] for i in np.argsort(-row)[:TOP]] for row in model.components_]
        labels = np.where(weights.sum(axis=1) > 0, weights.argmax(axis=1), -1)
        tried.append((coherence.of(terms), -k, Found(labels, terms)))
    return max(tried, key=lambda trial: trial[:2])[2]


def reinert(sample: Sample) -> Found:
    """Reinert's descending classification, ten classes at most."""
    labels = classify(sample.lemmas, least=max(5, len(sample.texts) // 30))
    return Found(labels, _chi_terms(sample, labels))


def umap_kmeans(sample: Sample) -> Found:
    """UMAP, then k-means with the best silhouette: the strong simple baseline."""
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_score
    from umap import UMAP

    flat = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=SEED).fit_transform(
        sample.vectors
    )
    cuts = [KMeans(k, n_init=3, random_state=SEED).fit_predict(flat) for k in range(4, 19)]
    labels = max(cuts, key=lambda cut: silhouette_score(flat, cut, sample_size=min(len(flat), 2000), random_state=0))
    return Found(labels, _chi_terms(sample, labels))


def _chi_terms(sample: Sample, labels: Labels) -> list[list[str]]:
    from sklearn.feature_extraction.text import CountVectorizer

    vectorizer = CountVectorizer(min_df=2, binary=True)
    table = np.asarray(vectorizer.fit_transform(sample.joined).todense(), dtype=float)
    words, rate = vectorizer.get_feature_names_out(), table.mean(axis=0)
    terms = []
    for k in sorted(set(labels.tolist()) - {-1}):
        own = labels == k
        chi = own.sum() * (table[own].mean(axis=0) - rate) * np.abs(table[own].mean(axis=0) - rate) / rate
        terms.append([words[i] for i in np.argsort(-chi)[:TOP]])
    return terms


METHODS: dict[str, Method] = {
    "récit collectif": ours,
    "UMAP + k-means": umap_kmeans,
    "BERTopic": bertopic,
    "BERTopic, tuned": lambda sample: bertopic(sample, tuned=True),
    "Topeax": lambda sample: turftopic(sample, "Topeax"),
    "KeyNMF": lambda sample: turftopic(sample, "KeyNMF"),
    "SensTopic": lambda sample: turftopic(sample, "SensTopic"),
    "NMF": lambda sample: factorised(sample, "NMF"),
    "LDA": lambda sample: factorised(sample, "LDA"),
    "Reinert": reinert,
}


def run(name: str, sample: Sample) -> Found | None:
    """Run a method; None, with a word on why, when it fails on this sample."""
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()):  # some peers tell their progress
        warnings.simplefilter("ignore")
        try:
            return METHODS[name](sample)
        except Exception as failure:
            print(f"{name} failed on {len(sample.texts)} texts: {type(failure).__name__}", file=sys.stderr)
            return None
