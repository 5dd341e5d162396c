"""Whoever reads passages leaves a trace, which their authors can see."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent
from tests.conftest import SignIn
from tests.whole_app.world import World


def test_the_reading_of_passages_in_an_export_is_told_to_their_authors(
    session: Session, world: World, sign_in: SignIn
) -> None:
    browser = sign_in(world.coordinator)

    browser.client.get("/exports/themes.csv")
    assert readings_noted(session) == set()
    browser.client.get("/exports/passages.csv")

    assert readings_noted(session) == {entry.id for entry in world.entries}


def test_the_reading_of_quotes_by_an_editor_is_told_to_their_author(
    session: Session, world: World, sign_in: SignIn
) -> None:
    sign_in(world.coordinator).get("/recits/2026-10")

    assert world.shared.id in readings_noted(session)


def readings_noted(session: Session) -> set[Any]:
    """The texts whose reading is in the log; nothing stays open, since pages write too."""
    noted = session.scalars(sa.select(AuditEvent.subject_id).where(AuditEvent.action == "read_passages")).all()
    session.rollback()
    return set(noted)
