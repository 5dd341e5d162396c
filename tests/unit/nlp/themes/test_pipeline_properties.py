"""What holds of an analysis whatever is written."""

from collections import Counter
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.themes.clustering import ThemeModel
from nlp.themes.corpus import prepare
from nlp.themes.membership import MOST
from nlp.themes.pipeline import _belongs as belongs
from nlp.themes.pipeline import _place as place
from nlp.themes.pipeline import find_themes
from nlp.themes.solidity import Resampling
from nlp.themes.words import read_plainly
from nlp.types import Passage, PipelineSettings, ThemeReport, Vectors
from tests.unit.nlp.corpora import SUBJECTS, passages_about, vectors_for

QUICK = PipelineSettings(resamples=4)


def analyse(passages: list[Passage], vectors: Vectors, former: dict[str, str] | None = None) -> ThemeReport:
    return find_themes(passages, vectors, settings=QUICK, former=former, read=read_plainly)


def written(random: Random) -> list[Passage]:
    """Anything: some write much, repeat themselves or others, say nothing, or may not be quoted."""
    passages = []
    for n, passage in enumerate(passages_about(tuple(SUBJECTS), people=random.randint(2, 14), each=2)):
        author = random.choice((passage.author, "loud")) if random.random() < 0.3 else passage.author
        text = (
            random.choice((passage.text, "Le bus est en retard.", "RAS", "🙂"))
            if random.random() < 0.3
            else passage.text
        )
        passages.append(
            replace(passage, key=f"{passage.key}-{n}", author=author, text=text, quotable=random.random() < 0.5)
        )
    return passages


@settings(max_examples=10)
@given(st.integers(0, 2**32), st.floats(0.1, 3))
def test_whatever_is_written_an_analysis_keeps_its_promises(seed: int, noise: float) -> None:
    random = Random(seed)
    passages = written(random)
    vectors = vectors_for(passages, noise)
    vectors[random.sample(range(len(passages)), 3)] = 0
    report = analyse(passages, vectors)
    by_key = {passage.key: passage for passage in passages}

    everywhere = Counter(member.passage for theme in report.themes for member in theme.members)
    mains = Counter(member.passage for theme in report.themes for member in theme.members if member.main)
    assert sorted([*everywhere, *report.unclassified]) == sorted(by_key), "each passage is placed or left, never both"
    assert mains == Counter(everywhere.keys()), "a placed passage has one main theme"
    assert max(everywhere.values(), default=0) <= MOST
    assert report.too_little is not bool(report.themes)
    for theme in report.themes:
        own = Counter(by_key[member.passage].author for member in theme.members if member.main)
        assert len(own) >= QUICK.min_participants
        assert 3 * max(own.values()) <= own.total(), "nobody gives more than a third"
        assert theme.participants == len({by_key[member.passage].author for member in theme.members})
        assert all(0 <= member.strength <= 1 for member in theme.members)
        assert 0 <= theme.stability <= 1
        shown = [by_key[key] for key in theme.excerpts]
        assert all(passage.quotable and mains[passage.key] for passage in shown)
        assert len({passage.author for passage in shown}) == len(shown)
        assert all(QUICK.min_participants <= term.participants for term in (*theme.terms, *theme.anti_terms))
    wide = [theme.participants for theme in report.themes]
    assert wide == sorted(wide, reverse=True)


@settings(max_examples=3)
@given(st.integers(0, 47))
def test_who_is_gone_changes_nothing_though_the_former_analysis_knew_them(which: int) -> None:
    """What they wrote is not given: all that could be left of them is what the themes of before say of it."""
    passages = passages_about(tuple(SUBJECTS))
    former = {
        member.passage: theme.key
        for theme in analyse(passages, vectors_for(passages)).themes
        for member in theme.members
    }
    gone = passages[which].author
    left = [passage for passage in passages if passage.author != gone]
    of_those_left = {passage.key: former[passage.key] for passage in left if passage.key in former}

    assert set(former) - set(of_those_left), "the former analysis did know them"
    assert repr(analyse(left, vectors_for(left), former)) == repr(analyse(left, vectors_for(left), of_those_left))


def test_a_passage_belongs_to_its_theme_when_it_stays_there_or_is_near_it() -> None:
    cosines = np.array([[0.5, 0.4], [0.1, 0.6], [0.6, 0.1]], dtype=np.float32)
    resampling = Resampling(kept=np.array([0.1, 0.4, 0.1]), stability=np.ones(2))
    assert belongs(cosines, np.array([0, 0, 1]), resampling).tolist() == [True, True, False]


@pytest.mark.parametrize(("stability", "loud", "themes"), [(0.3, 2, 2), (0.29, 2, 1), (0.3, 3, 1)])
def test_a_group_that_dissolves_or_that_one_person_gives_more_than_a_third_of_is_no_theme(
    stability: float, loud: int, themes: int
) -> None:
    written = [*passages_about(("transport",)), *passages_about(("garde",), people=8)]
    passages = [replace(p, author="loud") if p.key in {f"garde-{n:02d}-0" for n in range(loud)} else p for p in written]
    corpus = prepare(passages, vectors_for(passages, 0.1))
    fitted = ThemeModel(n_themes=2).fit(corpus.vectors)
    small = int(np.bincount(fitted.labels_).argmin())
    stable = np.where(np.arange(2) == small, stability, 1.0)

    draft = place(corpus, fitted, Resampling(np.ones(len(passages)), stable), QUICK)

    assert draft.main.max() + 1 == themes == len(draft.stability)


def test_who_says_the_same_words_joins_the_theme_of_those_who_said_them_first() -> None:
    """However far its vector, which here is of the other subject: the same words mean the same."""
    passages = passages_about(("transport", "garde"))
    copy = replace(passages[0], key="garde-copy", author="other")
    corpus = prepare([*passages, copy], vectors_for([*passages, copy], 0.1))
    rows = {passage.key: row for row, passage in enumerate(corpus.passages)}
    if rows["garde-copy"] in corpus.shaping:  # of the two, whichever is first shapes the themes
        rows["garde-copy"], rows[passages[0].key] = rows[passages[0].key], rows["garde-copy"]
    fitted = ThemeModel(n_themes=2).fit(corpus.vectors[corpus.shaping])

    draft = place(corpus, fitted, Resampling(np.ones(24), np.ones(2)), QUICK)

    assert rows["garde-copy"] not in corpus.shaping
    assert draft.main[rows["garde-copy"]] == draft.main[rows[passages[0].key]] >= 0


@pytest.mark.parametrize("said", ["passages", "entries", "people"])
def test_a_report_counts_passages_entries_and_people(said: str) -> None:
    passages = passages_about(tuple(SUBJECTS), people=6, each=2)
    passages = [replace(p, entry=p.entry.removesuffix("-0").removesuffix("-1")) for p in passages]
    if said == "people":
        passages = [replace(p, author=p.author.replace("logiciel", "garde")) for p in passages]

    report = analyse(passages, vectors_for(passages))

    assert (report.passages, report.entries, report.participants) == (48, 24, 18 if said == "people" else 24)


@pytest.mark.parametrize(("people", "each", "enough"), [(10, 2, True), (9, 3, False), (19, 1, False), (20, 1, True)])
def test_twenty_passages_by_ten_people_are_enough(people: int, each: int, enough: bool) -> None:
    passages = passages_about(("transport",), people=people, each=each)
    assert bool(analyse(passages, vectors_for(passages, 0.05)).as_good) is enough
