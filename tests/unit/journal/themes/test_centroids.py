"""Nobody computes from a theme what was erased from it, or hidden in it."""

from datetime import timedelta

import numpy as np
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal import jobs
from journal.entries.models import Entry, Passage
from journal.themes.centroids import update_centroids
from journal.themes.models import AnalysisRun, ThemeState
from nlp.encoding import centroid_of, packed, unpacked
from nlp.types import Vectors
from tests.factories_themes import UNTIL, make_run, make_state, make_theme, make_voiced_lab, vector_of
from tests.worker import sweep

SAME = 0.9  # a cosine: two sentences of one theme are at 0.3


def recovered(state: ThemeState, left: list[Passage]) -> list[Vectors]:
    """What whoever reads the database computes of the one passage that is missing: a vector of length one."""
    if not any(state.centroid):
        return []
    centroid, known = unpacked(state.centroid), np.sum([unpacked(each.vector) for each in left], axis=0)
    squared, product = float(centroid @ centroid), float(centroid @ known)
    # |x * centroid - known| = 1
    lengths = np.roots([squared, -2 * product, float(known @ known) - 1])
    return [np.real(length) * centroid - known for length in lengths]


def tells(state: ThemeState, left: list[Passage], gone: bytes) -> bool:
    return any(float(found @ unpacked(gone)) > SAME for found in recovered(state, left))


@pytest.fixture
def passages(session: Session) -> list[Passage]:
    """What six people wrote of one theme."""
    found = [entry.passages[0] for entry in make_voiced_lab(session, people=12) if "le bus" in entry.text][:6]
    for seed, passage in enumerate(found):
        passage.vector = vector_of(0, seed, noise=1.5)
    session.flush()
    return found


@pytest.fixture
def states(session: Session, passages: list[Passage]) -> list[ThemeState]:
    """A theme as an analysis saw it last month, then as one sees it today."""
    centroid = packed(centroid_of(np.stack([unpacked(each.vector) for each in passages])))
    lab, encoder = passages[0].entry.author.lab, passages[0].encoder
    runs: list[AnalysisRun] = [
        make_run(session, lab, encoder=encoder, until=UNTIL + timedelta(days=days)) for days in (-30, 0)
    ]
    theme = make_theme(session, runs[0], passages)
    made = [theme.states[0], make_state(session, runs[1], theme, passages)]
    for state in made:
        state.centroid = centroid
    session.flush()
    update_centroids(session)
    made[0].centroid = centroid  # one that no purge has forgotten yet
    session.commit()
    return made


def test_an_erased_passage_is_not_computed_from_its_theme(
    app: Flask, session: Session, states: list[ThemeState], passages: list[Passage]
) -> None:
    gone, left = passages[0], passages[1:]
    vector = gone.vector or b""
    session.delete(gone.entry)
    session.commit()
    assert all(tells(state, left, vector) for state in states)

    sweep(app, [jobs.purge])

    for state in states:
        session.refresh(state)
        assert not tells(state, left, vector)
    assert np.allclose(unpacked(states[1].centroid), centroid_of(np.stack([unpacked(each.vector) for each in left])))


def test_nor_are_words_that_the_team_hid(
    app: Flask, session: Session, states: list[ThemeState], passages: list[Passage]
) -> None:
    said = passages[0].vector or b""
    passages[0].vector = vector_of(3, 0)
    session.commit()
    assert tells(states[1], passages[1:], said)

    sweep(app, [jobs.purge])

    session.refresh(states[1])
    assert not tells(states[1], passages[1:], said)


@pytest.mark.parametrize("happens", ["erased", "hidden", "encoded again"])
def test_only_themes_whose_passages_changed_are_computed_again(
    session: Session, states: list[ThemeState], passages: list[Passage], happens: str
) -> None:
    other = next(entry.passages[0] for entry in session.scalars(sa.select(Entry)) if "la crèche" in entry.text)
    make_theme(session, states[1].run, [other])
    update_centroids(session)
    assert update_centroids(session) == 0

    if happens == "erased":
        session.delete(passages[0].entry)
    elif happens == "hidden":
        passages[0].vector = None
    else:
        again = sa.update(Passage).where(Passage.id == passages[0].id)
        session.execute(again.values(vector=vector_of(3, 0)).execution_options(synchronize_session=False))
    session.flush()

    before = states[1].centroid
    assert update_centroids(session) == 1
    assert states[1].centroid != before
    assert update_centroids(session) == 0


def test_the_centroid_of_a_theme_emptied_since_is_what_the_analysis_before_saw(
    session: Session, states: list[ThemeState], passages: list[Passage]
) -> None:
    """Without a centroid, its neighbours could not be told from it at the next analysis either."""
    before, last = states
    before.centroid_from = last.centroid_from  # as it was while it was the last
    update_centroids(session)
    assert not before.centroid
    last.members, last.passages = [], 0  # a coordinator moved them all

    update_centroids(session)

    assert np.allclose(unpacked(before.centroid), centroid_of(np.stack([unpacked(each.vector) for each in passages])))


def test_a_theme_of_which_nothing_is_left_keeps_no_centroid(
    app: Flask, session: Session, states: list[ThemeState], passages: list[Passage]
) -> None:
    for passage in passages:
        session.delete(passage.entry)
    session.commit()
    assert all(any(state.centroid) for state in states)

    sweep(app, [jobs.purge])

    for state in states:
        session.refresh(state)
        assert not any(state.centroid)


def test_the_purge_waits_for_nobody_who_moves_passages(
    app: Flask, session: Session, states: list[ThemeState], passages: list[Passage]
) -> None:
    database = app.extensions["database"]
    if database.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    session.delete(passages[0].entry)
    session.commit()
    with database.write() as coordinator, database.write() as purge:
        coordinator.execute(sa.update(ThemeState).where(ThemeState.id == states[1].id).values(announced=5))
        purge.execute(sa.text("SET LOCAL lock_timeout = '100ms'"))
        assert update_centroids(purge) == 1
        purge.commit()

    session.refresh(states[0])
    assert not states[0].centroid
    with database.write() as purge:
        assert update_centroids(purge) == 1  # the one it left
