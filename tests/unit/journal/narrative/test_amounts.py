"""Amounts of the same people move together, once five contribute otherwise, and are then as they are."""

import uuid

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.narrative.figures import PUBLIC, keep_figures, open_figures
from tests.factories import make_lab
from tests.unit.journal.narrative.scenes import FIGURES, NOVEMBER

PEOPLE = [uuid.UUID(int=number) for number in range(200)]


@pytest.fixture
def lab(session: Session) -> Lab:
    return make_lab(session)


def told(session: Session, lab: Lab, feeling: list[str], *, prefix: str = "") -> dict[str, int]:
    """What is told of how many feel joy, among the first people; each of them feels one thing."""
    figures = open_figures(session, lab.id, NOVEMBER, **FIGURES, prefix=prefix)
    by = dict(zip(PEOPLE, feeling, strict=False))
    said = figures.amounts("theme/told", by, {"joy": feeling.count("joy")})
    keep_figures(session, figures)
    return said


def test_people_who_come_back_to_nearly_a_former_set_are_told_as_they_were_then(session: Session, lab: Lab) -> None:
    assert told(session, lab, ["joy"] * 10) == {"joy": 10}
    assert told(session, lab, ["joy"] * 15) == {"joy": 15}
    # Laid beside the first, nine would say what one person felt.
    assert told(session, lab, ["joy"] * 9) == {"joy": 10}
    assert told(session, lab, ["joy"] * 15) == {"joy": 15}
    assert told(session, lab, ["joy"] * 20) == {"joy": 20}


def test_four_of_the_same_people_who_feel_otherwise_move_nothing(session: Session, lab: Lab) -> None:
    told(session, lab, ["joy"] * 15)

    assert told(session, lab, ["joy"] * 11 + ["anger"] * 4) == {"joy": 15}


def test_five_of_the_same_people_who_feel_otherwise_are_told(session: Session, lab: Lab) -> None:
    told(session, lab, ["joy"] * 15)

    assert told(session, lab, ["joy"] * 10 + ["anger"] * 5) == {"joy": 10}


def test_both_editions_tell_the_same(session: Session, lab: Lab) -> None:
    told(session, lab, ["joy"] * 15)

    assert told(session, lab, ["joy"] * 12, prefix=PUBLIC) == {"joy": 15}
    assert told(session, lab, ["joy"] * 12) == {"joy": 15}


def test_everyone_is_told_nothing_of_fewer_than_their_threshold_that_the_lab_was_told(
    session: Session, lab: Lab
) -> None:
    assert told(session, lab, ["joy"] * 8) == {"joy": 8}

    assert told(session, lab, ["joy"] * 11, prefix=PUBLIC) == {}


def test_in_a_large_lab_one_in_twenty_is_waited_for(session: Session, lab: Lab) -> None:
    told(session, lab, ["joy"] * 200)

    assert told(session, lab, ["joy"] * 191 + ["anger"] * 9) == {"joy": 200}
    assert told(session, lab, ["joy"] * 190 + ["anger"] * 10) == {"joy": 190}
