"""Where a theme is, and what the database holds of it now."""

import uuid
from types import SimpleNamespace

from sqlalchemy.orm import Session

from journal.themes import queries
from journal.themes.models import (
    Theme,
)
from tests.pages import Browser


def path(theme: Theme, end: str = "") -> str:
    return f"/themes/{theme.id}{'/' if end else ''}{end}"


def fresh(session: Session, theme: Theme) -> Theme:
    """The theme as the database holds it now, with no transaction left open."""
    session.expire_all()
    found = session.get_one(Theme, theme.id)
    session.refresh(found)
    session.expunge(found)
    session.rollback()
    return found


def passages_of(session: Session, theme: Theme) -> set[str]:
    """The passages a theme is made of now."""
    session.expire_all()
    state = queries.latest_state(session, theme.id)
    found = {str(m.passage_id) for m in state.members if m.main}
    assert len(found) == state.passages
    session.rollback()
    return found


def home(session: Session, lab: SimpleNamespace, passage: uuid.UUID) -> uuid.UUID | None:
    session.expire_all()
    found = queries.home_of(session, lab.lab.id, passage)
    found_id = found.id if found else None
    session.rollback()
    return found_id


def undo_last(browser: Browser, theme: Theme) -> None:
    page = browser.get(path(theme))
    browser.submit(page, form="form[action$='/annuler']")
