"""The actors of the demonstration: a map with something to read, written once."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Role
from journal.actors import queries
from journal.actors.mapping import draw_up
from journal.actors.models import Act, AllianceState, Attitude
from journal.actors.naming import looks_like_a_person, names_someone
from journal.demo.actors import play_alliances
from journal.demo.dates import DemoDates
from journal.demo.loading import Clock
from journal.months import shift
from tests.factories import make_lab, make_person


@pytest.fixture
def lab(session: Session) -> Lab:
    lab = make_lab(session)
    make_person(session, lab, Role.COORDINATOR)
    return lab


def clock(today: date) -> Clock:
    return Clock(DemoDates(today), datetime(today.year, today.month, today.day, 12, tzinfo=UTC))


@pytest.mark.parametrize("today", [date(2026, 11, 28), date(2027, 2, 3), date(2028, 2, 29), date(2026, 12, 20)])
def test_the_map_has_allies_silence_and_movement_whatever_the_day(session: Session, lab: Lab, today: date) -> None:
    play_alliances(session, lab, clock(today))

    (point,) = queries.points_of(session, lab.id)
    found = draw_up(session, point, day=today, since=shift(today, -3))
    assert 8 <= len(found.everyone) <= 12
    assert found.silent
    assert found.count(Attitude.ALLY) >= 2
    assert found.count(Attitude.HESITANT, Attitude.MILITANT, Attitude.IRREDUCIBLE) >= 3
    assert any(place.has_moved for place in found.placed)
    assert sorted(row.state for row in found.alliances) == [AllianceState.CONSIDERED, AllianceState.ONGOING]
    assert max(act.happened_on for act in session.scalars(sa.select(Act))) <= today


def test_it_names_organisations_and_nobody(session: Session, lab: Lab) -> None:
    play_alliances(session, lab, clock(date(2026, 11, 28)))

    assert [a.name for a in queries.actors_of(session, lab.id) if looks_like_a_person(a.name)] == []
    assert [text for text in session.scalars(sa.select(Act.text)) if names_someone(text)] == []


def test_what_is_there_already_is_left_alone(session: Session, lab: Lab) -> None:
    for _ in range(2):
        play_alliances(session, lab, clock(date(2026, 11, 28)))

    assert len(queries.points_of(session, lab.id)) == 1
