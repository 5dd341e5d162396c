"""Points of application and acts: what is written, corrected, withdrawn; what is refused."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person, Role
from journal.actors import acts, points, services
from journal.actors.acts import Fact
from journal.actors.models import Axis
from journal.errors import Refused
from tests.factories import NOW, make_lab, make_person
from tests.factories_actors import make_act, make_actor, make_point
from tests.factories_themes import make_run, make_theme

DAY = NOW.date()
TOMORROW = DAY + timedelta(days=1)
FACT = Fact("A prêté une salle.", DAY, Axis.SYNERGY, 3)


@pytest.fixture
def lab(session: Session) -> Lab:
    return make_lab(session)


@pytest.fixture
def by(session: Session, lab: Lab) -> Person:
    return make_person(session, lab, Role.COORDINATOR)


def test_an_act_has_happened(session: Session, lab: Lab, by: Person) -> None:
    actor, point = make_actor(session, lab), make_point(session, lab)

    with pytest.raises(Refused, match="pas encore venu"):
        acts.write(session, actor, point, replace(FACT, happened_on=TOMORROW), by=by, now=NOW)


def test_nothing_is_added_to_what_is_closed_nor_to_who_left(session: Session, lab: Lab, by: Person) -> None:
    actor, point, other = make_actor(session, lab), make_point(session, lab), make_point(session, lab)
    act = make_act(session, actor, point, by)
    points.close(session, point, on=DAY)

    with pytest.raises(Refused, match="clos"):
        make_act(session, actor, point, by)
    acts.correct(session, act, point, Fact("A prêté deux salles.", DAY, Axis.SYNERGY, 4), now=NOW)
    assert (act.text, act.level, act.corrected_at) == ("A prêté deux salles.", 4, NOW)

    points.reopen(session, point)
    services.retire(session, actor, now=NOW)
    with pytest.raises(Refused, match="ne travaille plus"):
        make_act(session, actor, other, by)


def test_a_withdrawn_act_is_not_corrected_until_it_is_put_back(session: Session, lab: Lab, by: Person) -> None:
    point = make_point(session, lab)
    act = make_act(session, make_actor(session, lab), point, by)
    acts.withdraw(session, act, now=NOW)

    with pytest.raises(Refused, match="retiré"):
        acts.correct(session, act, point, FACT, now=NOW)
    with pytest.raises(Refused, match="déjà retiré"):
        acts.withdraw(session, act, now=NOW)


def test_a_point_comes_from_a_theme_the_lab_adopted(session: Session, lab: Lab) -> None:
    theme = make_theme(session, make_run(session, lab))

    with pytest.raises(Refused, match="pas adopté"):
        points.open_point(session, lab.id, "Venir sans voiture", theme=theme, on=DAY, now=NOW)
