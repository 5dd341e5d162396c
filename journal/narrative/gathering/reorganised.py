"""Themes that people merged or split since the récit last told them: whoever moved between them is no news."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.narrative.models import Digest, DigestStatus
from journal.themes.models import ReviewAction, Theme, ThemeReview
from nlp.types import ThemeEvent

EVENTS = {ReviewAction.MERGE.value: ThemeEvent.MERGED, ReviewAction.SPLIT.value: ThemeEvent.SPLIT}


class _Touched(NamedTuple):
    theme_id: uuid.UUID
    event: ThemeEvent
    at: datetime


def reorganised(
    session: Session, lab_id: uuid.UUID, since: Mapping[uuid.UUID, datetime]
) -> dict[uuid.UUID, ThemeEvent]:
    """What people made of these themes since the récit last told each (``last_told``).

    Their figures of then and of now are not of the same thing: to say that a theme grows, or that fewer people speak of
    it, would tell a decision of the team as something that people live.
    """
    found: dict[uuid.UUID, ThemeEvent] = {}
    for touched in _decisions(session, lab_id):
        if touched.theme_id in since and touched.at > since[touched.theme_id]:
            found[touched.theme_id] = touched.event
    return found


def last_told(session: Session, digest: Digest, told_in: Mapping[uuid.UUID, date | None]) -> dict[uuid.UUID, datetime]:
    """When the month that last told each of these themes was drafted, or the last month for one that none told."""
    drafted = _when_drafted(session, digest)
    last = max(drafted, default=None)
    months = {theme_id: month or last for theme_id, month in told_in.items()}
    return {theme_id: drafted[month] for theme_id, month in months.items() if month in drafted}


def _when_drafted(session: Session, digest: Digest) -> dict[date, datetime]:
    """When each earlier published month of the Lab was drafted: what was decided after it is not in its figures."""
    before = (Digest.lab_id == digest.lab_id, Digest.month < digest.month, Digest.status == DigestStatus.PUBLISHED)
    drafted = session.execute(sa.select(Digest.month, Digest.drafted_at).where(*before))
    return {row.month: row.drafted_at for row in drafted}


def _decisions(session: Session, lab_id: uuid.UUID) -> Iterator[_Touched]:
    """Merges and splits that still hold, the oldest first, once for each theme whose passages moved."""
    reviews = session.scalars(
        sa.select(ThemeReview)
        .join(Theme, Theme.id == ThemeReview.theme_id)
        .where(Theme.lab_id == lab_id, ThemeReview.action.in_(EVENTS), ThemeReview.undone_at.is_(None))
        .order_by(ThemeReview.at, ThemeReview.id)
    )
    for review in reviews:
        for theme_id in (review.theme_id, uuid.UUID(review.after["into"])):
            yield _Touched(theme_id, EVENTS[review.action], review.at)
