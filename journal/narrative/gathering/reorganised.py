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
    session: Session, digest: Digest, told_in: Mapping[uuid.UUID, date | None]
) -> dict[uuid.UUID, ThemeEvent]:
    """What people made of these themes since the month that last told each, or any when none did.

    Their figures of then and of now are not of the same thing: to say that a theme grows, or that fewer people speak of
    it, would tell a decision of the team as something that people live.
    """
    drafted = _when_drafted(session, digest)
    last = max(drafted, default=None)
    found: dict[uuid.UUID, ThemeEvent] = {}
    for touched in _decisions(session, digest.lab_id):
        if touched.theme_id not in told_in:
            continue
        month = told_in[touched.theme_id] or last
        since = drafted.get(month) if month else None
        if since is not None and touched.at > since:
            found[touched.theme_id] = touched.event
    return found


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
