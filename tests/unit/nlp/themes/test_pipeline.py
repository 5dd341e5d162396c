from dataclasses import replace
from functools import cache
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.themes.membership import assign
from nlp.themes.pipeline import find_themes
from nlp.themes.words import read_plainly
from nlp.types import Passage, PipelineSettings, ThemeReport, Vectors
from tests.unit.nlp.corpora import SUBJECTS, passages_about, vectors_for

QUICK = PipelineSettings(resamples=6)
ALL = tuple(SUBJECTS)


def analyse(passages: list[Passage]) -> ThemeReport:
    return find_themes(passages, vectors_for(passages), settings=QUICK, read=read_plainly)


@cache
def four_themes() -> ThemeReport:
    """Twelve people on each subject, analysed once for all the tests that start from them."""
    return analyse(passages_about(ALL))


def centroids(report: ThemeReport) -> dict[str, Vectors]:
    return {theme.key: theme.centroid for theme in report.themes}


def subjects_of(report: ThemeReport) -> list[set[str]]:
    return [{m.passage.split("-")[0] for m in theme.members if m.main} for theme in report.themes]


def subject_by_theme(report: ThemeReport) -> dict[str, str]:
    """The one subject of each theme, by its key."""
    return {theme.key: subject for theme, (subject,) in zip(report.themes, subjects_of(report), strict=True)}


def test_people_who_speak_of_four_subjects_make_four_themes() -> None:
    report = four_themes()
    assert not report.too_little
    assert sorted(map(sorted, subjects_of(report))) == sorted([subject] for subject in ALL)


def test_a_theme_is_labelled_by_the_words_of_its_people() -> None:
    report = four_themes()
    subject = subject_by_theme(report)
    for theme in report.themes:
        assert set(theme.label.split(", ")) & set(SUBJECTS[subject[theme.key]]), theme.label
    assert len({theme.label for theme in report.themes}) == len(report.themes)


def test_every_theme_and_every_term_speaks_for_five_people() -> None:
    report = analyse([*passages_about(("transport", "garde")), *passages_about(("logiciel",), people=4, each=6)])
    assert report.themes
    assert all(theme.participants >= 5 for theme in report.themes)
    assert all(term.participants >= 5 for theme in report.themes for term in (*theme.terms, *theme.anti_terms))
    assert "logiciel" not in {subject for subjects in subjects_of(report) for subject in subjects}


def test_passages_that_fit_nowhere_stay_visible() -> None:
    passages = passages_about(ALL)
    silent = Passage("zz", "zz", "zz", "🙂🙂")
    report = find_themes(
        [*passages, silent],
        vectors_for([*passages, replace(silent, key="garde-zz")]),
        settings=QUICK,
        read=read_plainly,
    )
    assert "zz" in report.unclassified
    placed = {member.passage for theme in report.themes for member in theme.members}
    assert placed | set(report.unclassified) == {p.key for p in [*passages, silent]}
    assert not placed & set(report.unclassified)


@settings(max_examples=5)
@given(st.randoms(use_true_random=False))
def test_the_order_of_passages_changes_nothing(random: Random) -> None:
    passages = passages_about(ALL)
    shuffled = random.sample(passages, len(passages))
    first, second = four_themes(), analyse(shuffled)
    assert [t.members for t in first.themes] == [t.members for t in second.themes]
    assert [(t.label, t.terms, t.excerpts) for t in first.themes] == [
        (t.label, t.terms, t.excerpts) for t in second.themes
    ]
    assert first.fingerprint == second.fingerprint


@settings(max_examples=5)
@given(st.integers(0, 2**32))
def test_the_names_of_passages_and_people_change_nothing(seed: int) -> None:
    passages = passages_about(ALL)
    random = Random(seed)
    keys = {p.key: f"{random.random()}" for p in passages}
    people = {p.author: f"{random.random()}" for p in passages}
    renamed = [replace(p, key=keys[p.key], author=people[p.author]) for p in passages]
    first = four_themes()
    second = find_themes(renamed, vectors_for(passages), settings=QUICK, read=read_plainly)
    for one, other in zip(first.themes, second.themes, strict=True):
        assert [replace(m, passage=keys[m.passage]) for m in one.members] == list(other.members)
        assert (one.label, one.terms, one.stability) == (other.label, other.terms, other.stability)
        assert [keys[key] for key in one.excerpts] == list(other.excerpts)


@settings(max_examples=5)
@given(st.integers(0, 47), st.integers(5, 40))
def test_repeating_one_entry_makes_no_theme(which: int, times: int) -> None:
    passages = passages_about(ALL)
    copies = [replace(passages[which], key=f"{passages[which].key}-copy{i:02d}") for i in range(times)]
    vectors = np.vstack([vectors_for(passages), np.repeat(vectors_for([passages[which]]), times, axis=0)])
    report = find_themes([*passages, *copies], vectors, settings=QUICK, read=read_plainly)
    assert {(t.label, t.participants) for t in report.themes} == {
        (t.label, t.participants) for t in four_themes().themes
    }


def test_one_person_writing_fifty_entries_makes_no_theme() -> None:
    loud = [replace(p, author="loud") for p in passages_about(("logiciel",), people=50)]
    report = analyse([*passages_about(("transport", "garde", "entretien")), *loud])
    assert report.themes
    for theme in report.themes:
        authors = ["loud" if m.passage.startswith("logiciel") else m.passage for m in theme.members if m.main]
        assert authors.count("loud") <= len(authors) / 3


@pytest.mark.parametrize(
    "passages",
    [
        pytest.param([], id="nothing"),
        pytest.param(passages_about(("garde",), people=1), id="one passage"),
        pytest.param(passages_about(("garde",), people=19), id="nineteen passages"),
        pytest.param([replace(p, author="one") for p in passages_about(ALL)], id="one author"),
        pytest.param(passages_about(ALL, people=2, each=8), id="eight people"),
        pytest.param([replace(p, text="Toujours la même chose.") for p in passages_about(ALL)], id="all identical"),
        pytest.param([replace(p, text="🙂 🎉") for p in passages_about(ALL)], id="all emoji"),
    ],
)
def test_too_little_material_is_said_rather_than_analysed(passages: list[Passage]) -> None:
    report = analyse(passages)
    assert report.too_little
    assert report.themes == ()
    assert sorted(report.unclassified) == sorted(p.key for p in passages)


def test_a_passage_between_two_subjects_shows_in_both() -> None:
    passages = passages_about(ALL, people=20)
    vectors = vectors_for(passages)
    both = next(i for i, p in enumerate(passages) if p.key.startswith("garde"))
    vectors[both] = vectors_for(passages_about(("garde",))).mean(0) + vectors_for(passages_about(("transport",))).mean(
        0
    )
    vectors[both] /= np.linalg.norm(vectors[both])
    report = find_themes(passages, vectors, settings=QUICK, read=read_plainly)
    places = [m for theme in report.themes for m in theme.members if m.passage == passages[both].key]
    assert [m.main for m in places].count(True) == 1
    assert len(places) == 2


def test_new_passages_join_existing_themes_without_a_new_analysis() -> None:
    fresh = [replace(p, key=f"{p.key}-new") for p in passages_about(ALL, seed=7)]
    joined = assign(vectors_for(fresh), centroids(four_themes()))
    subject = subject_by_theme(four_themes())
    assert [subject[places[0].theme] for places in joined] == [p.key.split("-")[0] for p in fresh]


def test_a_new_passage_far_from_every_theme_joins_none() -> None:
    report = four_themes()
    centre = np.mean([theme.centroid for theme in report.themes], axis=0, keepdims=True)
    elsewhere = np.zeros_like(centre)
    elsewhere[0, -1] = 1
    assert assign((centre + elsewhere) / 2, centroids(report)) == [()]
    assert assign(elsewhere, {}) == [()]


def test_progress_only_goes_forward() -> None:
    told: list[float] = []
    passages = passages_about(ALL)
    find_themes(passages, vectors_for(passages), settings=QUICK, read=read_plainly, on_progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_vectors_of_another_corpus_are_refused() -> None:
    passages = passages_about(ALL)
    with pytest.raises(ValueError, match="vectors"):
        find_themes(passages, vectors_for(passages)[1:])
    with pytest.raises(ValueError, match="same key"):
        find_themes([passages[0]] * 30, vectors_for([passages[0]] * 30))


@pytest.mark.model
def test_the_real_models_find_real_subjects() -> None:
    from nlp.encoding import load_encoder

    passages = passages_about(ALL)
    report = find_themes(passages, load_encoder().encode([p.text for p in passages]), settings=QUICK)
    assert sorted(map(sorted, subjects_of(report))) == sorted([subject] for subject in ALL)


def test_themes_people_know_hold_as_others_write_whatever_their_names() -> None:
    passages = passages_about(ALL)
    former = {m.passage: theme.key for theme in four_themes().themes for m in theme.members if m.main}
    grown = [
        *passages,
        *(replace(p, key=f"{p.key}-new", author=f"{p.author}-new") for p in passages_about(ALL, seed=7)),
    ]
    named = {key: f"thème {9 - int(theme[1:])}" for key, theme in former.items()}

    held, renamed = (
        find_themes(grown, vectors_for(grown), settings=QUICK, former=known, read=read_plainly)
        for known in (former, named)
    )

    for theme in held.themes:
        assert len({former[m.passage] for m in theme.members if m.main and m.passage in former}) == 1
    assert renamed.themes[0].members == held.themes[0].members
    assert renamed.fingerprint == held.fingerprint != analyse(grown).fingerprint
