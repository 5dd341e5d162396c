"""A restored backup brings back no reply that was written otherwise, taken back or published no more."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.entries.rules import mark_of
from journal.narrative.making import replies
from journal.narrative.models import Digest, MonthReply, ReplyState
from tests.factories import NOW, make_person
from tests.factories_actors import make_actor
from tests.unit.journal.narrative import scenes
from tests.unit.journal.operations.conftest import Restored


@pytest.fixture
def team(session: Session) -> Person:
    """A coordinator of a Lab whose month has two replies: one that waits, one published."""
    scene = scenes.make_scene(session)
    scene.lab.is_public = True
    digest = scenes.publish(session, scene)
    by = make_person(session, scene.lab, Role.PARTNER)
    for name in ("Atelier Mistral", "Mission des Collines"):
        actor = make_actor(session, scene.lab, name)
        made = replies.write(session, digest, "opening", f"Ici {name}.", actor=actor, by=by, now=NOW)
    _settle(session, made, ReplyState.PUBLISHED, scene.first)
    return scene.first


def _settle(session: Session, reply: MonthReply, state: ReplyState, by: Person) -> None:
    replies.settle(session, reply, state, "Voici.", seen=replies.read_mark(reply), by=by, now=NOW)


def _in_state(session: Session, state: ReplyState) -> MonthReply:
    return session.scalars(sa.select(MonthReply).where(MonthReply.state == state)).one()


def _written_otherwise(own: Session) -> None:
    found = _in_state(own, ReplyState.SENT)
    by = own.get_one(Person, found.author_id)
    replies.rewrite(own, found, "Autrement.", seen=mark_of(found.text), by=by, now=NOW)


def _taken_back(own: Session) -> None:
    replies.withdraw(own, _in_state(own, ReplyState.SENT))


def _published_no_more(own: Session) -> None:
    found = _in_state(own, ReplyState.PUBLISHED)
    _settle(own, found, ReplyState.DECLINED, own.get_one(Person, found.decided_by_id))


@pytest.mark.parametrize(
    ("gesture", "left"),
    [
        (_written_otherwise, ReplyState.PUBLISHED),
        (_taken_back, ReplyState.PUBLISHED),
        (_published_no_more, ReplyState.SENT),
    ],
)
def test_it_does_not_come_back_and_the_others_do(
    team: Person, restored: Restored, gesture: Callable[[Session], None], left: ReplyState
) -> None:
    again = restored(gesture)

    assert again.scalars(sa.select(MonthReply.state)).all() == [left]
    assert again.scalars(sa.select(Digest)).one().published_at is not None


def test_one_that_is_published_no_more_stays_its_organisation_s_to_write_otherwise(
    team: Person, app: Flask, session: Session, restored: Restored
) -> None:
    session.commit()
    with app.extensions["database"].write() as own:
        _settle(own, _in_state(own, ReplyState.PUBLISHED), ReplyState.RETURNED, team)
        own.commit()

    again = restored(lambda _own: None)

    assert set(again.scalars(sa.select(MonthReply.state))) == {ReplyState.SENT, ReplyState.RETURNED}


def test_what_is_published_since_waits_again(team: Person, restored: Restored) -> None:
    again = restored(lambda own: _settle(own, _in_state(own, ReplyState.SENT), ReplyState.PUBLISHED, team))

    assert set(again.scalars(sa.select(MonthReply.state))) == {ReplyState.SENT, ReplyState.PUBLISHED}
