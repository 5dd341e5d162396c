"""Drafts, saved as people type: a crash, an expired session or a second tab loses nothing."""

import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.db import count
from journal.entries import queries, rules
from journal.entries.models import Draft
from journal.errors import DomainError

# More drafts than anyone leaves unsent, and too few to fill the disk.
MOST_BEGUN = 50


class DraftChangedElsewhere(DomainError):
    """Another tab saved the same draft in the meantime: both versions must be shown."""

    title = "Ce brouillon est aussi ouvert ailleurs"

    def __init__(self, current: Draft) -> None:
        super().__init__("Ce brouillon a été changé dans un autre onglet.")
        self.current = current


class TooManyBegun(DomainError):
    """No more drafts are saved until one is finished or deleted."""

    title = "Beaucoup de textes commencés"

    def __init__(self) -> None:
        super().__init__(
            f"Vous avez {MOST_BEGUN} textes commencés, et le site n’en garde pas davantage. Celui-ci reste sur cet "
            "appareil\u00a0: finissez-le, ou finissez ou effacez-en un autre."
        )


@dataclass(frozen=True, slots=True)
class Begun:
    """Which text is being written: a new one, identified by its submission, or the edit of an entry.

    ``version`` is that of the draft the page started from; None overwrites whatever was saved since.
    """

    submission: str
    entry_id: uuid.UUID | None = None
    version: int | None = None


def of(session: Session, author_id: uuid.UUID) -> Sequence[Draft]:
    """Every text someone began, latest first."""
    return session.scalars(
        sa.select(Draft).where(Draft.author_id == author_id).order_by(Draft.updated_at.desc(), Draft.id)
    ).all()


def latest(session: Session, author_id: uuid.UUID, *, submission: str | None = None) -> Draft | None:
    """The last new text begun, or the named one."""
    statement = sa.select(Draft).where(Draft.author_id == author_id, Draft.entry_id.is_(None))
    if submission is not None:
        statement = statement.where(Draft.submission == submission)
    return session.scalar(statement.order_by(Draft.updated_at.desc(), Draft.id).limit(1))


def of_entry(session: Session, author_id: uuid.UUID, entry_id: uuid.UUID) -> Draft | None:
    """The unsaved edit of an entry."""
    return session.scalar(
        sa.select(Draft)
        .where(Draft.author_id == author_id, Draft.entry_id == entry_id)
        .order_by(Draft.updated_at.desc(), Draft.id)
        .limit(1)
    )


def save(
    session: Session, author_id: uuid.UUID, content: Mapping[str, Any], begun: Begun, *, now: datetime
) -> Draft | None:
    """Save what is being written; an empty form deletes the draft.

    Raises
    ------
    DraftChangedElsewhere
        When another tab has saved the same draft since. Nothing is overwritten.
    TooManyBegun
        When this person already has too many drafts. Those that exist can still be saved.
    """
    draft = _same(session, author_id, begun)
    if draft is not None and begun.version not in (None, draft.version) and draft.content != content:
        raise DraftChangedElsewhere(draft)
    if not speaks(content):
        if draft is not None:
            session.delete(draft)
        return None
    if draft is None:
        if count(session, Draft, Draft.author_id == author_id) >= MOST_BEGUN:
            raise TooManyBegun
        draft = Draft(author_id=author_id, entry_id=begun.entry_id, submission=begun.submission, version=0)
        session.add(draft)
    draft.content = dict(content)
    draft.version += 1
    draft.updated_at = now
    session.flush()
    return draft


def speaks(content: Mapping[str, Any]) -> bool:
    """Whether a draft has any text or emotion."""
    return any(content.get(name) for name in rules.SAID_IN_A_DRAFT)


def _same(session: Session, author_id: uuid.UUID, begun: Begun) -> Draft | None:
    if begun.entry_id is not None:
        return of_entry(session, author_id, begun.entry_id)
    return latest(session, author_id, submission=begun.submission)


def keep_words(
    session: Session, person_id: uuid.UUID, content: Mapping[str, Any], begun: Begun, *, now: datetime
) -> int | None:
    """Save a form that arrived after its session ended, beside any draft it conflicts with.

    Returns
    -------
    int or None
        The version of the draft, 0 when the text had already been sent, None when there was nothing to save or no room.
    """
    if not speaks(content) or not begun.submission:
        return None
    sent = queries.sent(session, person_id, begun.submission)
    if begun.entry_id is None and sent is not None and rules.says_the_same(sent, content):
        return 0  # the double of a double click
    if begun.entry_id is not None and queries.own(session, person_id, begun.entry_id) is None:
        begun = replace(begun, entry_id=None)
    kept = None
    with suppress(TooManyBegun):
        try:
            kept = save(session, person_id, content, begun, now=now)
        except DraftChangedElsewhere:
            kept = save(session, person_id, content, Begun(uuid.uuid4().hex), now=now)
    return kept.version if kept else None


def discard(session: Session, author_id: uuid.UUID, draft_id: uuid.UUID) -> None:
    session.execute(sa.delete(Draft).where(Draft.id == draft_id, Draft.author_id == author_id))
