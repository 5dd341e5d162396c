"""Alliances: two actors at least, revised in the open, closed with what was learnt."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.actors import alliances, queries
from journal.actors.alliances import Party, Terms
from journal.actors.models import AllianceState
from journal.errors import Refused
from tests.factories import NOW, make_lab
from tests.factories_actors import EDGE, make_actor, make_alliance

DAY = NOW.date()


@pytest.fixture
def lab(session: Session) -> Lab:
    return make_lab(session)


def test_an_alliance_needs_two_different_actors(session: Session, lab: Lab) -> None:
    actor = make_actor(session, lab)

    with pytest.raises(Refused, match="au moins deux"):
        make_alliance(session, actor)
    with pytest.raises(Refused, match="deux fois"):
        make_alliance(session, actor, actor)


def test_it_is_not_closed_without_saying_what_was_learnt(session: Session, lab: Lab) -> None:
    one, other = make_actor(session, lab), make_actor(session, lab)

    with pytest.raises(Refused, match="appris"):
        make_alliance(session, one, other, state=AllianceState.CLOSED)


def test_each_revision_keeps_what_was_said_before(session: Session, lab: Lab) -> None:
    one, other, third = (make_actor(session, lab) for _ in range(3))
    alliance = make_alliance(session, one, other)
    later = NOW + timedelta(days=30)
    parts = [Party(other, "Des comptages", ""), Party(third, "", "")]
    terms = Terms("Un autre bord", date(2026, 9, 1), AllianceState.CLOSED, parts, learnt="Commencer plus petit.")

    alliances.revise(session, alliance, terms, by=None, now=later)

    (last, _), (first, _) = queries.revisions_of(session, alliance)
    assert first.content["shared_edge"] == EDGE
    assert [part["actor"] for part in first.content["parts"]] == [str(one.id), str(other.id)]
    assert last.content["learnt"] == "Commencer plus petit."
    assert [member.actor for member in alliance.members] == [other, third]
    assert alliance.closed_on == later.date()


def test_only_those_under_way_are_told_to_everyone(session: Session, lab: Lab) -> None:
    one, other = make_actor(session, lab), make_actor(session, lab)
    make_alliance(session, one, other, state=AllianceState.CONSIDERED)
    ongoing = make_alliance(session, one, other)
    make_alliance(session, one, other, state=AllianceState.CLOSED, learnt="Rien de plus.")
    elsewhere = make_lab(session)
    make_alliance(session, make_actor(session, elsewhere), make_actor(session, elsewhere))

    assert queries.open_alliances(session, lab.id) == [ongoing]
