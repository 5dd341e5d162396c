"""What « Récits du mois » gives to start: on the first of a month, the one before; a running month, near its end."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from journal.narrative.pages.starting import to_start
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import NOVEMBER, Scene, make_scene

DECEMBER = date(2026, 12, 1)


@pytest.fixture
def scene(session: Session) -> Scene:
    return make_scene(session)


def test_on_the_first_the_month_before_is_to_start_and_this_one_waits(session: Session, scene: Scene) -> None:
    scenes.make_run(session, scene.lab, until=DECEMBER)

    found = to_start(session, scene.lab.id, set(), DECEMBER)

    assert (found.over, found.skipped) == (NOVEMBER, [])
    assert (found.running, found.is_read, found.is_nearly_over) == (DECEMBER, True, False)


@pytest.mark.parametrize(("day", "near"), [(28, False), (29, True), (31, True)])
def test_a_running_month_is_worth_it_from_its_last_three_days(
    session: Session, scene: Scene, day: int, near: bool
) -> None:
    found = to_start(session, scene.lab.id, {NOVEMBER}, date(2026, 12, day))

    assert (found.over, found.running, found.is_read, found.is_nearly_over) == (None, DECEMBER, False, near)


def test_a_month_that_was_started_is_not_given_again(session: Session, scene: Scene) -> None:
    assert to_start(session, scene.lab.id, {NOVEMBER}, date(2026, 11, 30)).running is None
    assert to_start(session, scene.lab.id, {NOVEMBER, DECEMBER}, date(2027, 1, 2)).skipped == []
    assert to_start(session, scene.lab.id, {DECEMBER}, date(2027, 1, 2)).skipped == [NOVEMBER]
