"""One decision about a theme: comparing, writing, logging, undoing."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from journal.accounts.models import Person
from journal.entries.models import Passage
from journal.errors import Refused
from journal.themes import queries
from journal.themes.deciding import members
from journal.themes.models import ReviewAction, Theme, ThemeConstraint, ThemeReview, ThemeStatus, TypicalPassage
from nlp.types import ConstraintKind, ThemeEvent

# What a review may change, and so what an undo puts back.
FIELDS = frozenset({"label", "status", "pinned", "definition", "includes", "excludes", "merged_into_id"})
FINAL = frozenset({ReviewAction.UNDO, ReviewAction.REFUSE, ReviewAction.ABSORB})


@dataclass(frozen=True, slots=True)
class Signed:
    """Who decides, when, and why: what a decision about a theme carries to the log."""

    by: Person
    at: datetime
    note: str = ""


def decide(
    session: Session,
    theme: Theme,
    action: ReviewAction,
    changes: dict[str, Any],
    signed: Signed,
    *,
    more: dict[str, Any] | None = None,
) -> ThemeReview | None:
    """Compare, change, log; nothing when nothing changed."""
    before = {name: _stored(getattr(theme, name)) for name in changes}
    if before == changes:
        return None
    for name, value in changes.items():
        _set(theme, name, value)
    return log_decision(session, theme, action, before, changes | (more or {}), signed)


def add_constraint(
    session: Session,
    kind: ConstraintKind,
    passage_id: uuid.UUID,
    signed: Signed,
    *,
    theme_id: uuid.UUID | None = None,
    other_id: uuid.UUID | None = None,
) -> str:
    """Write down what later analyses must hold of a passage: about a theme, or about another passage."""
    row = ThemeConstraint(
        id=uuid.uuid4(),
        lab_id=signed.by.lab_id,
        kind=kind,
        passage_id=passage_id,
        theme_id=theme_id,
        other_passage_id=other_id,
        by_id=signed.by.id,
        at=signed.at,
    )
    session.add(row)
    session.flush()
    return str(row.id)


def log_decision(
    session: Session, theme: Theme, action: ReviewAction, before: dict[str, Any], after: dict[str, Any], signed: Signed
) -> ThemeReview:
    """Write a decision down. Whoever read the theme before it is now behind."""
    flag_modified(theme, "label")
    review = ThemeReview(
        id=uuid.uuid4(),
        theme_id=theme.id,
        action=action,
        before=before,
        after=after,
        note=signed.note,
        by_id=signed.by.id,
        at=signed.at,
    )
    session.add(review)
    session.flush()
    return review


def undo(session: Session, review: ThemeReview, signed: Signed) -> None:
    """Take a decision back. It stays in the log, marked as undone.

    Raises
    ------
    Refused
        When it was undone already, cannot be, or when a later decision changed the same thing.
    """
    theme = session.get_one(Theme, review.theme_id)
    if not may_undo(review):
        raise Refused("Cette décision ne peut plus être annulée.")
    changed = {name: value for name, value in review.after.items() if name in FIELDS and name in review.before}
    if any(_stored(getattr(theme, name)) != value for name, value in changed.items()):
        raise Refused("Une décision plus récente a changé la même chose : annulez-la d’abord.")
    if review.action in UNDOING:
        UNDOING[review.action](session, theme, review)
    for name in changed:
        _set(theme, name, review.before[name])
    review.undone_at = signed.at
    log_decision(session, theme, ReviewAction.UNDO, {}, {"review": str(review.id), "action": review.action}, signed)


def may_undo(review: ThemeReview) -> bool:
    return review.undone_at is None and review.action not in FINAL


def _undo_structure(session: Session, theme: Theme, review: ThemeReview) -> None:
    """Give the passages of a merge or a split back to where they were."""
    other = session.get_one(Theme, uuid.UUID(review.after["into"]))
    if other.status is ThemeStatus.MERGED:
        raise Refused("L’autre thème a été fusionné depuis : annulez d’abord cette fusion.")
    moved = {uuid.UUID(key) for key in review.after["moved"]}
    members.move(session, other, theme, moved, event=ThemeEvent.STABLE)
    if review.action == ReviewAction.SPLIT:
        rest = members.main_passages(session, other)
        if rest:
            members.move(session, other, theme, rest, event=ThemeEvent.STABLE)
        other.status, other.merged_into_id = ThemeStatus.MERGED, theme.id
    flag_modified(other, "label")


def _drop_constraints(session: Session, review: ThemeReview) -> None:
    made = [uuid.UUID(key) for key in review.after["constraints"]]
    session.execute(sa.delete(ThemeConstraint).where(ThemeConstraint.id.in_(made)))


def _undo_together(session: Session, theme: Theme, review: ThemeReview) -> None:
    """Part what was kept together: each passage goes back to where it was, unless it was already there."""
    _drop_constraints(session, review)
    for passage, source_id in review.after["others"].items():
        source = session.get(Theme, uuid.UUID(source_id)) if source_id else None
        if source is theme or session.get(Passage, uuid.UUID(passage)) is None:
            continue
        members.remove(session, theme, uuid.UUID(passage))
        if source is not None:
            members.put(session, source, uuid.UUID(passage))


def _undo_apart(session: Session, theme: Theme, review: ThemeReview) -> None:
    """Put back what was set apart: each passage returns to the theme, unless it has found another since."""
    _drop_constraints(session, review)
    for key in map(uuid.UUID, review.after["others"]):
        if session.get(Passage, key) is not None and queries.home_of(session, theme.lab_id, key) is None:
            members.put(session, theme, key)


def _undo_make(session: Session, theme: Theme, review: ThemeReview) -> None:
    """Leave the passages in no theme again; the theme is set aside unless others have joined it since."""
    if theme.status is ThemeStatus.MERGED:
        raise Refused("Ce thème a rejoint un autre depuis\u00a0: annulez d’abord cette fusion.")
    _drop_constraints(session, review)
    for key in members.main_passages(session, theme) & {uuid.UUID(key) for key in review.after["passages"]}:
        members.remove(session, theme, key)
    if not members.main_passages(session, theme):
        theme.status = ThemeStatus.SET_ASIDE


def _undo_move(session: Session, _theme: Theme, review: ThemeReview) -> None:
    passage_id = uuid.UUID(review.after["passage"])
    _drop_constraints(session, review)
    source, target = (
        review.after[side] and session.get(Theme, uuid.UUID(review.after[side])) for side in ("from", "to")
    )
    if target:
        members.remove(session, target, passage_id)
    if source and review.after.get("held", True):
        members.put(session, source, passage_id)


def _undo_typical(session: Session, theme: Theme, review: ThemeReview) -> None:
    set_typical(session, theme, review.before["passage"])


# What taking a decision back puts back besides the fields of the theme.
UNDOING: Mapping[str, Callable[[Session, Theme, ThemeReview], None]] = {
    ReviewAction.MERGE: _undo_structure,
    ReviewAction.SPLIT: _undo_structure,
    ReviewAction.MAKE: _undo_make,
    ReviewAction.MOVE: _undo_move,
    ReviewAction.TOGETHER: _undo_together,
    ReviewAction.APART: _undo_apart,
    ReviewAction.TYPICAL: _undo_typical,
}


def set_typical(session: Session, theme: Theme, passage: str | None) -> None:
    """Choose the passage that shows a theme best, or none."""
    session.execute(sa.delete(TypicalPassage).where(TypicalPassage.theme_id == theme.id))
    if passage:
        session.add(TypicalPassage(theme_id=theme.id, passage_id=uuid.UUID(passage)))
    session.flush()


def _stored(value: Any) -> Any:
    if isinstance(value, ThemeStatus):
        return value.value
    return str(value) if isinstance(value, uuid.UUID) else value


def _set(theme: Theme, name: str, value: Any) -> None:
    if name == "status":
        value = ThemeStatus(value)
    elif name == "merged_into_id" and value is not None:
        value = uuid.UUID(value)
    setattr(theme, name, value)
