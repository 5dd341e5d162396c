"""What the rows of themes remember from one analysis to the next, and the frame of their map."""

import uuid
from dataclasses import fields
from datetime import date, timedelta

import numpy as np
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session, sessionmaker

from journal.themes.analysing import analysis
from journal.themes.analysing.corpus import build_corpus, read_rows
from journal.themes.analysing.past import decided_in, known_themes, read_decided, read_past
from journal.themes.analysing.saving import FRAME, _framed
from journal.themes.models import AnalysisRun, RunStatus
from journal.themes.runs import request_run
from nlp.themes.continuity import remember
from nlp.themes.matching import KnownTheme
from nlp.types import PipelineSettings
from tests.factories import NOW, make_lab
from tests.factories_themes import READ, UNTIL, write_about

Sessions = sessionmaker[Session]

places = st.dictionaries(
    st.text("abcd", min_size=1, max_size=3), st.tuples(st.floats(-1, 1), st.floats(-1, 1)), max_size=8
)


@given(places)
def test_the_map_stays_in_its_frame_with_everything_on_the_same_side_of_everything(points) -> None:
    framed = _framed(points)

    assert set(framed) == set(points)
    for one in points:
        assert max(map(abs, framed[one])) <= FRAME + 1e-3
        for other in points:
            if points[one][0] - points[other][0] > 0.01:
                assert framed[one][0] > framed[other][0]


def test_a_map_drawn_in_is_stretched_back() -> None:
    framed = _framed({"a": (0.1, 0.0), "b": (0.3, 0.1)})

    assert framed["a"][0] == -FRAME
    assert framed["b"][0] == FRAME


def analyse(sessions: Sessions, lab_id: uuid.UUID, until: date, turn: int) -> tuple[list[KnownTheme], analysis.Result]:
    """Do a run as the worker does; give what it knew before it, and what it thought."""
    with sessions() as session:
        run = request_run(session, lab_id, until=until, now=NOW + timedelta(hours=turn))
        run.status = RunStatus.RUNNING
        rows = read_rows(session, run)
        past = read_past(session, run, present={str(row.id) for row in rows})
        session.commit()
        settings = PipelineSettings(min_participants=5)
        result = analysis._compute(build_corpus(rows), past, until, settings, lambda _: None, READ)
        analysis._save(session, run.id, result, NOW + timedelta(hours=turn))
        session.commit()
        assert session.get_one(AnalysisRun, run.id).status is RunStatus.SUCCEEDED
    return past.known, result


def as_said(themes: list[KnownTheme]) -> list[dict[str, object]]:
    return [
        {each.name: getattr(theme, each.name) for each in fields(theme) if each.name != "centroid"}
        for theme in sorted(themes, key=lambda theme: theme.id)
    ]


@pytest.mark.model
@pytest.mark.any_database
def test_rows_remember_what_the_library_would(sessions: Sessions) -> None:
    """The continuity that the benchmarks measure is the one that Labs live: born, growing, asleep, back."""
    with sessions() as session:
        lab_id = make_lab(session).id
        session.commit()
    for turn, groups in enumerate([(0, 1, 2), (1, 2, 3), (1, 2), (0, 1, 2)]):
        day = UNTIL + timedelta(days=75 * turn)
        write_about(sessions, lab_id, groups, day)
        before, result = analyse(sessions, lab_id, day, turn)
        with sessions() as session:
            kept = known_themes(session, lab_id)
            run = session.scalars(sa.select(AnalysisRun).where(AnalysisRun.until == day)).one()
            present = result.corpus.by_key.keys()
            assert read_decided(session, run, present=present) == decided_in(read_past(session, run, present=present))
        by_members = {theme.members: theme for theme in kept}
        born = [traced for traced in result.continuity.themes if traced.known is None and traced.found]
        names = {}
        for traced in born:
            theme = by_members[frozenset(member.passage for member in traced.members if member.main)]
            names[traced.found[0]] = (theme.id, theme.label)
        remembered = remember(before, result.continuity, names)

        assert as_said(kept) == as_said(list(remembered))
        for one, other in zip(sorted(kept, key=lambda t: t.id), remembered, strict=True):
            assert np.allclose(one.centroid, other.centroid, atol=1e-6)
