"""A restored backup brings back no message that went, no answer taken back, nor the wish to be written to."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.clock import now
from journal.config import Settings
from journal.db import open_database
from journal.entries import services as entries
from journal.entries.models import Entry, Sharing
from journal.messages import services
from journal.messages.models import MessageAnswer, TeamMessage
from journal.messages.rules import KEPT
from journal.messages.services import Letter
from journal.operations import backups, restoring
from tests.factories import make_entry, make_lab, make_person


@pytest.fixture
def message(session: Session) -> TeamMessage:
    lab = make_lab(session)
    entry = make_entry(session, make_person(session, lab), sharing=Sharing.QUOTABLE)
    coordinator, letter = make_person(session, lab, Role.COORDINATOR), Letter("Un mot.", "Claire", "coordination")
    row = services.send(session, entry.passages[0], letter, by=coordinator, now=now())
    services.answer(session, row, "Merci.", now=now())
    session.commit()
    return row


def text_taken_back(session: Session, message: TeamMessage) -> None:
    entries.share(session, session.get_one(Entry, message.entry_id), Sharing.PRIVATE, now=now())


def answer_taken_back(session: Session, message: TeamMessage) -> None:
    services.withdraw_answer(session, message, now=now())


def time_passed(session: Session, message: TeamMessage) -> None:
    services.forget_old(session, now=message.sent_at + KEPT)


def none_wanted(session: Session, message: TeamMessage) -> None:
    services.choose(session, session.get_one(Person, message.person_id), takes=False, now=now())


@pytest.mark.parametrize(
    ("gesture", "left"),
    [
        (text_taken_back, (0, 0, True)),
        (answer_taken_back, (1, 0, True)),
        (time_passed, (0, 0, True)),
        (none_wanted, (1, 1, False)),
    ],
)
def test_what_went_after_the_backup_does_not_come_back(
    database_file: Path,
    app: Flask,
    session: Session,
    settings: Settings,
    message: TeamMessage,
    gesture: Callable[[Session, TeamMessage], None],
    left: tuple[int, int, bool],
) -> None:
    backup = backups.back_up(settings)
    # As requests do: what listens to erasures listens there.
    with app.extensions["database"].write() as own:
        gesture(own, own.get_one(TeamMessage, message.id))
        own.commit()
    reader = message.person_id
    session.close()
    session.get_bind().dispose()  # type: ignore[union-attr]
    app.extensions["database"].close()

    restoring.restore(settings, backup)

    database = open_database(settings.database)
    with database.read() as again:
        found = [len(again.scalars(sa.select(table)).all()) for table in (TeamMessage, MessageAnswer)]
        assert (*found, again.get_one(Person, reader).takes_messages) == left
    database.close()
