"""The map: who is on it, who stays beside it, what it tells first, and how it is drawn."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person, Role
from journal.actors import acts, drawing, services
from journal.actors.attitudes import CELLS
from journal.actors.drawing import Dot, picture
from journal.actors.mapping import ActorMap, draw_up
from journal.actors.models import AllianceState, Attitude, Axis, PointOfApplication
from journal.actors.table import set_cells
from journal.actors.telling import headlines
from tests.factories import NOW, make_lab, make_person
from tests.factories_actors import make_act, make_actor, make_alliance, make_point

DAY, SINCE = NOW.date(), date(2026, 8, 20)


@pytest.fixture
def lab(session: Session) -> Lab:
    return make_lab(session)


@pytest.fixture
def by(session: Session, lab: Lab) -> Person:
    return make_person(session, lab, Role.COORDINATOR)


@pytest.fixture
def point(session: Session, lab: Lab) -> PointOfApplication:
    return make_point(session, lab)


def drawn(session: Session, point: PointOfApplication, day: date = DAY) -> ActorMap:
    return draw_up(session, point, day=day, since=SINCE)


def test_an_actor_without_a_known_act_is_beside_the_map(
    session: Session, lab: Lab, by: Person, point: PointOfApplication
) -> None:
    known, silent = make_actor(session, lab, "Autocars"), make_actor(session, lab, "Fonds")
    make_act(session, known, point, by)

    found = drawn(session, point)

    assert [place.actor for place in found.placed] == [known]
    assert [place.actor for place in found.silent] == [silent]


def test_an_act_about_something_else_says_nothing_here(
    session: Session, lab: Lab, by: Person, point: PointOfApplication
) -> None:
    actor, other = make_actor(session, lab), make_point(session, lab, "Faire garder ses enfants")
    make_act(session, actor, other, by)

    assert drawn(session, point).placed == []
    assert [place.actor for place in drawn(session, other).placed] == [actor]


def test_a_withdrawn_act_leaves_the_map(session: Session, lab: Lab, by: Person, point: PointOfApplication) -> None:
    act = make_act(session, make_actor(session, lab), point, by)

    acts.withdraw(session, act, now=NOW)
    assert drawn(session, point).placed == []
    acts.put_back(session, act)

    assert len(drawn(session, point).placed) == 1


def test_the_map_of_an_earlier_day_knows_nothing_of_what_came_after(
    session: Session, lab: Lab, by: Person, point: PointOfApplication
) -> None:
    actor = make_actor(session, lab)
    make_act(session, actor, point, by, level=2, on=date(2026, 6, 1))
    make_act(session, actor, point, by, level=4, on=date(2026, 11, 1))

    (before,), (now,) = drawn(session, point, date(2026, 7, 1)).placed, drawn(session, point).placed

    assert before.position
    assert before.position.cell == (2, 1)
    assert now.position
    assert now.position.cell == (4, 1)
    assert now.earlier
    assert now.earlier.cell == (2, 1)
    assert now.has_moved


def test_a_retired_actor_stays_on_the_maps_of_its_days(
    session: Session, lab: Lab, by: Person, point: PointOfApplication
) -> None:
    actor = make_actor(session, lab)
    make_act(session, actor, point, by, on=date(2026, 6, 1))
    services.retire(session, actor, now=NOW)

    assert drawn(session, point).everyone == []
    assert len(drawn(session, point, date(2026, 7, 1)).placed) == 1


def told(session: Session, point: PointOfApplication) -> list[str]:
    return [sentence.replace("\u00a0", " ") for sentence in headlines(drawn(session, point))]


class TestHeadlines:
    def test_silence_is_told_first(self, session: Session, lab: Lab, by: Person, point: PointOfApplication) -> None:
        make_act(session, make_actor(session, lab), point, by)
        for _ in range(3):
            make_actor(session, lab)

        assert told(session, point)[0] == (
            "Trois acteurs sur quatre n’ont aucun acte connu : ce qui menace un projet est plus souvent "
            "l’absence d’alliés que l’opposition."
        )

    def test_a_map_without_allies_says_where_to_look(
        self, session: Session, lab: Lab, by: Person, point: PointOfApplication
    ) -> None:
        make_act(session, make_actor(session, lab), point, by)

        assert told(session, point)[0].startswith("Aucun allié pour l’instant")

    def test_allies_are_weighed_against_opponents_and_who_changed_is_named(
        self, session: Session, lab: Lab, by: Person, point: PointOfApplication
    ) -> None:
        actor = make_actor(session, lab, "Autocars")
        make_act(session, actor, point, by, on=date(2026, 7, 1))
        make_act(session, actor, point, by, axis=Axis.ANTAGONISM, level=2, on=date(2026, 11, 1))

        assert told(session, point) == [
            "Un seul allié, aucun opposant : c’est aux alliés que le temps va d’abord.",
            "Depuis le 20 août 2026, « Autocars » passe de « Militant » à « Allié ».",
        ]

    def test_without_any_act_the_map_says_how_it_begins(
        self, session: Session, lab: Lab, point: PointOfApplication
    ) -> None:
        make_actor(session, lab)

        assert told(session, point) == ["Aucun acteur n’a encore d’acte connu : la carte commence avec le premier."]

    def test_without_actors_there_is_nothing_to_say(self, session: Session, point: PointOfApplication) -> None:
        assert told(session, point) == []


class TestPicture:
    @given(st.integers(1, drawing.MOST_IN_A_CELL))
    def test_actors_of_a_place_never_cover_each_other_nor_leave_it(self, count: int) -> None:
        spots = list(drawing._spots((2, 2), count))
        left, top = drawing._corner((2, 2))

        assert len(set(spots)) == count
        for x, y in spots:
            assert left + drawing.RADIUS <= x <= left + drawing.SIDE - drawing.RADIUS
            assert top <= y - drawing.RADIUS <= y + drawing.RADIUS <= top + drawing.SIDE + drawing.RADIUS
        for n, (x, y) in enumerate(spots):
            assert all(abs(x - a) >= 2 * drawing.RADIUS or abs(y - b) >= 2 * drawing.RADIUS for a, b in spots[:n])

    def test_a_full_place_says_how_many_it_leaves_out(
        self, session: Session, lab: Lab, by: Person, point: PointOfApplication
    ) -> None:
        for number in range(11):
            make_act(session, make_actor(session, lab, f"Acteur {number:02}"), point, by)

        found = picture(drawn(session, point))

        assert len(found.dots) == 8
        assert [dot.number for dot in found.more] == [3]

    def test_one_that_moved_leaves_its_shadow_and_an_arrow(
        self, session: Session, lab: Lab, by: Person, point: PointOfApplication
    ) -> None:
        actor = make_actor(session, lab)
        make_act(session, actor, point, by, level=2, on=date(2026, 6, 1))
        make_act(session, actor, point, by, level=4, on=date(2026, 11, 1))

        found = picture(drawn(session, point))

        (shadow,), (dot,), (arrow,) = found.shadows, found.dots, found.arrows
        assert shadow.number == dot.number == 1
        assert shadow.x < arrow.x1 < arrow.x2 < dot.x

    def test_an_arrow_goes_around_who_stands_on_the_way(self) -> None:
        shadows, dots = {1: Dot(1, 200, 40)}, {1: Dot(1, 200, 200), 2: Dot(2, 200, 120)}

        (bent,) = drawing._arrows(shadows, dots)
        (straight,) = drawing._arrows(shadows, {1: dots[1]})

        assert not bent.meets(dots[2])
        assert straight.meets(dots[2])
        assert (straight.x1, straight.x, straight.x2) == (200, 200, 200)

    def test_an_alliance_ties_its_actors_dashed_while_it_is_considered(
        self, session: Session, lab: Lab, by: Person, point: PointOfApplication
    ) -> None:
        one, other, third = (make_actor(session, lab) for _ in range(3))
        for actor in (one, other):
            make_act(session, actor, point, by)
        make_alliance(session, one, other, third, state=AllianceState.CONSIDERED)

        (tie,) = picture(drawn(session, point)).ties

        assert tie.is_dashed

    def test_the_golden_triangle_follows_the_table_of_the_lab(
        self, session: Session, lab: Lab, point: PointOfApplication
    ) -> None:
        usual = picture(drawn(session, point))
        assert sum(square.is_ally for square in usual.squares) == 3
        assert len(usual.outline) == 8  # three places in a corner

        set_cells(session, lab.id, CELLS | {(3, 3): Attitude.ALLY})
        changed = picture(drawn(session, point))

        assert sum(square.is_ally for square in changed.squares) == 4
        assert len(changed.outline) == 8  # a square of four
