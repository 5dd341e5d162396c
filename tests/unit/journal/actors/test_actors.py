"""The actors of a Lab: one name each, and what they did stays when they leave."""

import pytest
from sqlalchemy.orm import Session

from journal.actors import queries, services
from journal.actors.models import Actor, ActorKind
from journal.db import in_lab
from journal.errors import Refused
from tests.factories import NOW, make_lab


def test_two_actors_of_a_lab_never_bear_the_same_name_however_it_is_written(session: Session) -> None:
    lab = make_lab(session)
    services.add(session, lab.id, "Émergence", ActorKind.ASSOCIATION, now=NOW)

    with pytest.raises(Refused, match="déjà ce nom"):
        services.add(session, lab.id, "EMERGENCE", ActorKind.COMPANY, now=NOW)


def test_two_labs_may_each_have_theirs(session: Session) -> None:
    one, other = make_lab(session), make_lab(session)

    first = services.add(session, one.id, "Région", ActorKind.FUNDER, now=NOW)
    services.add(session, other.id, "Région", ActorKind.FUNDER, now=NOW)

    assert in_lab(session, Actor, other.id, first.id) is None


def test_a_name_is_corrected_and_may_only_change_its_case(session: Session) -> None:
    lab = make_lab(session)
    actor = services.add(session, lab.id, "greta", ActorKind.TRAINING_BODY, now=NOW)

    services.rename(session, actor, "Greta")

    assert [found.name for found in queries.actors_of(session, lab.id)] == ["Greta"]


def test_a_retired_actor_leaves_the_list_and_can_be_taken_back(session: Session) -> None:
    lab = make_lab(session)
    actor = services.add(session, lab.id, "Le Fil", ActorKind.ASSOCIATION, now=NOW)

    services.retire(session, actor, now=NOW)

    assert queries.actors_of(session, lab.id) == []
    assert queries.actors_of(session, lab.id, retired=True) == [actor]
    with pytest.raises(Refused, match="déjà retiré"):
        services.retire(session, actor, now=NOW)

    services.reinstate(session, actor)

    assert queries.actors_of(session, lab.id) == [actor]
