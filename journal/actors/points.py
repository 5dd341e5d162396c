"""Points of application: what positions are relative to, from one day to another."""

import uuid
from datetime import date, datetime

from sqlalchemy.orm import Session

from journal.actors.models import PointOfApplication
from journal.errors import Refused
from journal.themes.models import Theme, ThemeStatus

LONGEST_SENTENCE = 300


def open_point(
    session: Session, lab_id: uuid.UUID, sentence: str, *, theme: Theme | None, on: date, now: datetime
) -> PointOfApplication:
    """Open a point of application, from a given day.

    Raises
    ------
    Refused
        When it is tied to a theme that the Lab has not adopted.
    """
    point = PointOfApplication(lab_id=lab_id, created_at=now)
    session.add(point)
    change(session, point, sentence, theme=theme, on=on)
    return point


def change(session: Session, point: PointOfApplication, sentence: str, *, theme: Theme | None, on: date) -> None:
    if theme is not None and theme.id != point.theme_id and theme.status is not ThemeStatus.ADOPTED:
        raise Refused("Ce thème n’est pas adopté.")
    if point.closed_on is not None and on > point.closed_on:
        raise Refused("Ce point d’application est clos depuis un jour plus ancien que celui-ci.")
    point.sentence, point.theme_id, point.opened_on = sentence, theme.id if theme else None, on
    session.flush()


def close(session: Session, point: PointOfApplication, *, on: date) -> None:
    """Close a point of application: its acts stay, and none can be added."""
    if point.closed_on is not None:
        raise Refused("Ce point d’application est déjà clos.")
    point.closed_on = max(on, point.opened_on)
    session.flush()


def reopen(session: Session, point: PointOfApplication) -> None:
    point.closed_on = None
    session.flush()
