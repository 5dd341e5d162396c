"""From passages to themes, in one call: ``find_themes``."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from nlp.themes.clustering import Labels, ThemeModel, centroids_of
from nlp.themes.corpus import Corpus, dominated, fingerprint, prepare, would_dominate
from nlp.themes.excerpts import typical_passages
from nlp.themes.keyphrases import Keywords, keywords
from nlp.themes.membership import NOBODY, SECOND_COSINE, nearest, nearness, strengths, themes_of
from nlp.themes.multiview import joint_view
from nlp.themes.solidity import DISSOLVED, HALO, Resampling, resample, solidity_of, zone_of
from nlp.themes.words import Reader, read_french
from nlp.types import FoundTheme, Membership, Passage, PipelineSettings, ThemeReport, Vectors, Zone

DEFAULTS = PipelineSettings()
LEAST_PASSAGES = 20
LEAST_PEOPLE = 10
Progress = Callable[[float], None]


@dataclass(slots=True)
class Draft:
    """Themes being made.

    Attributes
    ----------
    as_good : fewest and most themes of the cuts about as good
    main : (n,) main theme of each row of the corpus, -1 for none
    kept : (n,) share of the resamples in which a passage stays with its companions
    stability : (k,) of each theme
    """

    as_good: tuple[int, int]
    main: Labels
    kept: NDArray[np.float64]
    stability: NDArray[np.float64]


def find_themes(
    passages: Sequence[Passage],
    vectors: Vectors,
    *,
    settings: PipelineSettings = DEFAULTS,
    encoder_name: str = "",
    former: Mapping[str, str] | None = None,
    on_progress: Progress | None = None,
    read: Reader = read_french,
) -> ThemeReport:
    """Let themes emerge from masked passages.

    The result depends on what is said and by how many: not on the order of the passages, nor on their keys or the
    names of their authors.

    Parameters
    ----------
    passages
        Masked passages, with distinct keys.
    vectors
        Their unit vectors, shape (n, d).
    settings
        Seed, floors and number of resamples.
    encoder_name
        Recorded in the report: vectors of another encoder cannot be compared with these.
    former
        Theme of each passage in the previous run, by key. Clustering starts from these themes and keeps them unless
        another cut is clearly better; their stability is still measured without them.
    on_progress
        Told the share of work done, from 0 to 1.
    read
        Reads passages as words, for labels.

    Returns
    -------
    A report. Each theme speaks for at least ``settings.min_participants`` people, none of whom gives more than
    a third of its passages. With fewer than 20 distinct passages or 10 people, or when nothing is shared by
    enough people, it holds no theme and ``too_little`` is true.

    Raises
    ------
    ValueError
        When vectors and passages do not match, or when two passages bear the same key.
    """
    tell = on_progress or (lambda _: None)
    corpus = prepare(passages, vectors)
    tell(0.05)
    held = _numbered(corpus, former or {})
    themes: tuple[FoundTheme, ...] = ()
    as_good = None
    if len(corpus.shaping) >= LEAST_PASSAGES and corpus.people >= LEAST_PEOPLE:
        draft = _draft(corpus, settings, held, tell)
        themes, as_good = _describe(corpus, draft, settings, read, tell), draft.as_good
        tell(1.0)
    return _report(corpus, themes, as_good, fingerprint(corpus, settings, encoder_name, held), encoder_name)


def _report(
    corpus: Corpus, themes: tuple[FoundTheme, ...], as_good: tuple[int, int] | None, mark: str, encoder_name: str
) -> ThemeReport:
    placed = {member.passage for theme in themes for member in theme.members}
    return ThemeReport(
        themes=themes,
        unclassified=tuple(p.key for p in corpus.passages if p.key not in placed),
        too_little=not themes,
        passages=len(corpus.passages),
        entries=len({p.entry for p in corpus.passages}),
        participants=len({p.author for p in corpus.passages}),
        encoder=encoder_name,
        fingerprint=mark,
        as_good=as_good,
    )


def _draft(corpus: Corpus, settings: PipelineSettings, held: Labels, tell: Progress) -> Draft:
    """Cluster what shapes the themes, measure how it holds, keep what speaks for enough people."""
    rows = corpus.shaping
    view = joint_view(corpus.vectors[rows], [corpus.passages[i].text for i in rows])
    authors = [corpus.passages[i].author for i in rows]
    fitted = _model(settings.seed, max_themes=settings.max_themes).fit(view, former=held)
    tell(0.3)
    again = partial(as_many, fitted.n_themes_)
    sampling = resample(view, fitted.labels_, authors, again, resamples=settings.resamples, seed=settings.seed)
    tell(0.8)
    return _place(corpus, fitted, sampling, settings)


def as_many(count: int, view: Vectors, seed: int) -> ThemeModel:
    """Find as many themes in part of the people.

    A theme is judged among as many: free to choose, a resample would now and then cut everything in two, and call
    every theme fragile for a number that none of them is to blame for.
    """
    return _model(seed, n_themes=count).fit(view)


def _model(seed: int, **options: int) -> ThemeModel:
    return ThemeModel(random_state=seed % 2**31, **options)


def _numbered(corpus: Corpus, former: Mapping[str, str]) -> Labels:
    """Number the former theme of each row that shapes the themes, as they come, whatever their names; -1 for none."""
    numbers: dict[str, int] = {}
    keys = [corpus.passages[row].key for row in corpus.shaping]
    found = [numbers.setdefault(former[key], len(numbers)) if key in former else NOBODY for key in keys]
    return np.array(found, dtype=np.intp)


def _place(corpus: Corpus, fitted: ThemeModel, sampling: Resampling, settings: PipelineSettings) -> Draft:
    labels, vectors = fitted.labels_, corpus.vectors[corpus.shaping]
    centroids = centroids_of(vectors, labels, fitted.n_themes_)
    main = np.full(len(corpus.passages), NOBODY)
    kept = np.zeros(len(corpus.passages))
    main[corpus.shaping] = np.where(_belongs(nearness(vectors, centroids), labels, sampling), labels, NOBODY)
    kept[corpus.shaping] = sampling.kept
    main[np.isin(main, np.flatnonzero(sampling.stability < DISSOLVED))] = NOBODY
    wide = [k for k in range(fitted.n_themes_) if _speaks_for_enough(corpus, main, k, settings)]
    if wide:
        _join_the_others(corpus, centroids, main, kept)
    renumber = {old: new for new, old in enumerate(wide)}
    main = np.array([renumber.get(int(k), NOBODY) for k in main])
    return Draft(fitted.as_good_, main, kept, sampling.stability[wide])


def _belongs(cosines: Vectors, labels: Labels, sampling: Resampling) -> NDArray[np.bool_]:
    """A passage belongs to its theme when it stays there, or is near it and merely torn between two."""
    own = cosines[np.arange(len(labels)), labels]
    stays = np.array([zone_of(kept) is not Zone.UNCLASSIFIED for kept in sampling.kept])
    return stays | (own >= SECOND_COSINE)


def _speaks_for_enough(corpus: Corpus, main: Labels, theme: int, settings: PipelineSettings) -> bool:
    authors = [corpus.passages[i].author for i in np.flatnonzero(main == theme)]
    return len(set(authors)) >= max(settings.min_participants, 1) and not dominated(authors)


def _join_the_others(corpus: Corpus, centroids: Vectors, main: Labels, kept: NDArray[np.float64]) -> None:
    """Let passages that did not shape the groups join one: that of the same words, or else the nearest.

    Groups too narrow to become themes take theirs too, so that these do not flood the others.
    """
    others = np.setdiff1d(corpus.telling, corpus.shaping)
    if not len(others):
        return
    cosines = nearness(corpus.vectors[others], centroids)
    said = {corpus.said[i]: i for i in corpus.shaping}
    crowds = [Counter(corpus.passages[i].author for i in np.flatnonzero(main == k)) for k in range(len(centroids))]
    sizes = [crowd.total() for crowd in crowds]
    for row, near in zip(others, cosines, strict=True):
        first = said.get(corpus.said[row])
        theme = int(main[first]) if first is not None else nearest(near)
        author = corpus.passages[row].author
        if theme != NOBODY and not would_dominate(crowds[theme][author], sizes[theme]):
            crowds[theme][author] += 1
            sizes[theme] += 1
            main[row] = theme
            kept[row] = kept[first] if first is not None else HALO


def _describe(
    corpus: Corpus, draft: Draft, settings: PipelineSettings, read: Reader, tell: Progress
) -> tuple[FoundTheme, ...]:
    """Give each theme its members, words, excerpts and solidity, the widest shared first."""
    count = int(draft.main.max()) + 1
    if not count:
        return ()
    placed = np.flatnonzero(draft.main != NOBODY)
    centroids = centroids_of(corpus.vectors[placed], draft.main[placed], count)
    memberships = _memberships(corpus, draft, centroids)
    tell(0.85)
    words = _words(corpus, draft, count, settings, read)
    tell(0.95)
    themes = [_theme(corpus, draft, k, centroids[k], memberships[k], words[k], settings) for k in range(count)]
    widest = sorted(range(count), key=lambda k: (-themes[k].participants, -len(memberships[k]), memberships[k][0][0]))
    return tuple(replace(themes[k], key=f"t{rank:02d}") for rank, k in enumerate(widest, start=1))


def _memberships(corpus: Corpus, draft: Draft, centroids: Vectors) -> list[list[tuple[int, Membership]]]:
    """List the members of each theme, with their rows: a passage may belong to several."""
    members: list[list[tuple[int, Membership]]] = [[] for _ in centroids]
    rows = np.flatnonzero(draft.main != NOBODY)
    cosines = nearness(corpus.vectors[rows], centroids)
    for row, near, strength in zip(rows, cosines, strengths(cosines), strict=True):
        first = int(draft.main[row])
        for theme in themes_of(near, strength, first):
            core = theme == first and zone_of(draft.kept[row]) is Zone.CORE
            zone = Zone.CORE if core else Zone.HALO
            member = Membership(corpus.passages[row].key, round(float(strength[theme]), 4), zone, main=theme == first)
            members[theme].append((int(row), member))
    return members


def _words(corpus: Corpus, draft: Draft, count: int, settings: PipelineSettings, read: Reader) -> list[Keywords]:
    rows = corpus.voices
    return keywords(
        [corpus.passages[i] for i in rows],
        [int(draft.main[i]) for i in rows],
        count,
        read,
        settings.min_participants,
    )


def _theme(
    corpus: Corpus,
    draft: Draft,
    k: int,
    centroid: Vectors,
    members: list[tuple[int, Membership]],
    words: Keywords,
    settings: PipelineSettings,
) -> FoundTheme:
    own = [(row, member) for row, member in members if member.main]
    rows = [row for row, _ in own]
    core = {corpus.passages[row].author for row, member in own if member.zone is Zone.CORE}
    return FoundTheme(
        key="",
        label=words.label,
        terms=words.terms,
        anti_terms=words.anti_terms,
        members=tuple(member for _, member in members),
        excerpts=typical_passages(
            [corpus.passages[row] for row in rows],
            corpus.vectors[rows],
            [member.strength for _, member in own],
            centroid,
            [member.zone is Zone.CORE for _, member in own],
        ),
        participants=len({corpus.passages[row].author for row, _ in members}),
        centroid=centroid,
        solidity=solidity_of(float(draft.stability[k]), len(core), settings.min_participants),
        stability=round(float(draft.stability[k]), 4),
    )
