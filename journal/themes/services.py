"""What coordinators do to themes: each decision is one logged, undoable step."""

import uuid
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.entries.models import Entry, Passage
from journal.errors import DomainError
from journal.themes import queries, rules
from journal.themes.models import (
    Theme,
    ThemeComment,
    ThemeConstraint,
    ThemeMember,
    ThemeReading,
    ThemeReview,
    ThemeState,
    ThemeStatus,
)
from nlp.types import Solidity, ThemeEvent, Zone

# What a review may change, and so what an undo puts back.
FIELDS = frozenset({"label", "status", "pinned", "definition", "includes", "excludes", "merged_into_id"})


class Refused(DomainError):
    status = 422


class ChangedMeanwhile(DomainError):
    """Someone else decided in the meantime; the page shows both versions."""

    title = "Ce thème a changé pendant ce temps"

    def __init__(self, theme: Theme) -> None:
        super().__init__("Quelqu’un a modifié ce thème depuis que vous avez ouvert la page.")
        self.theme = theme


def check_version(theme: Theme, version: int) -> None:
    """Refuse to decide on a theme that is no longer the one that was read.

    Raises
    ------
    ChangedMeanwhile
    """
    if theme.version != version:
        raise ChangedMeanwhile(theme)


def rename(
    session: Session, theme: Theme, label: str, *, by: Person, now: datetime, note: str = ""
) -> ThemeReview | None:
    problem = rules.label_problem(label)
    if problem:
        raise Refused(problem)
    return _decide(session, theme, "rename", {"label": label}, by=by, now=now, note=note)


def set_status(
    session: Session, theme: Theme, status: ThemeStatus, *, by: Person, now: datetime, note: str = ""
) -> ThemeReview | None:
    """The only door through which a theme changes status, merging aside."""
    if theme.status is status:
        return None
    if (theme.status, status) not in rules.TRANSITIONS:
        raise Refused(f"Un thème « {theme.status.label.lower()} » ne peut pas devenir « {status.label.lower()} ».")
    if status is ThemeStatus.SET_ASIDE and not note:
        raise Refused("Dites en quelques mots pourquoi ce thème est mis de côté.")
    return _decide(session, theme, "status", {"status": status.value}, by=by, now=now, note=note)


def pin(session: Session, theme: Theme, pinned: bool, *, by: Person, now: datetime) -> ThemeReview | None:
    return _decide(session, theme, "pin", {"pinned": pinned}, by=by, now=now)


def describe(
    session: Session, theme: Theme, *, definition: str, includes: str, excludes: str, by: Person, now: datetime
) -> ThemeReview | None:
    """Write a theme's page of the codebook."""
    changes = {"definition": definition, "includes": includes, "excludes": excludes}
    return _decide(session, theme, "describe", changes, by=by, now=now)


def merge(session: Session, kept: Theme, absorbed: Theme, *, by: Person, now: datetime, note: str = "") -> ThemeReview:
    """Make one theme of two: the passages of ``absorbed`` join ``kept``, which keeps its name and place."""
    if kept.id == absorbed.id or kept.lab_id != absorbed.lab_id:
        raise Refused("Choisissez deux thèmes différents.")
    if ThemeStatus.MERGED in (kept.status, absorbed.status):
        raise Refused("L’un de ces thèmes a déjà été fusionné.")
    moved = _move_members(session, absorbed, kept, None)
    review = _decide(
        session,
        absorbed,
        "merge",
        {"status": ThemeStatus.MERGED.value, "merged_into_id": str(kept.id)},
        by=by,
        now=now,
        note=note,
        more={"moved": moved, "into": str(kept.id)},
    )
    assert review is not None  # noqa: S101  # the status did change
    return review


def split(
    session: Session,
    theme: Theme,
    passages: Collection[uuid.UUID],
    label: str,
    *,
    by: Person,
    now: datetime,
    today: date,
) -> Theme:
    """Make a new theme of some passages of another."""
    problem = rules.label_problem(label)
    if problem:
        raise Refused(problem)
    state = queries.latest_state(session, theme.id)
    owned = {m.passage_id for m in state.members if m.main} if state else set()
    if state is None or not set(passages) <= owned or set(passages) == owned:
        raise Refused("Choisissez une partie des passages de ce thème : ni aucun, ni tous.")
    people = session.scalar(
        sa.select(sa.func.count(sa.distinct(Entry.author_id)))
        .join(Passage, Passage.entry_id == Entry.id)
        .where(Passage.id.in_(passages))
    )
    if (people or 0) < rules.ROUND_TO:
        raise Refused("Il faut les mots d’au moins cinq personnes pour faire un thème.")
    part = Theme(
        id=uuid.uuid4(),
        lab_id=theme.lab_id,
        label=label,
        machine_label=theme.machine_label,
        color=queries.free_color(session, theme.lab_id),
        x=theme.x + 0.12,
        y=theme.y + 0.12,
        born_on=today,
    )
    session.add(part)
    session.flush()
    moved = _move_members(session, theme, part, set(passages))
    _log(session, theme, "split", {}, {"into": str(part.id), "moved": moved}, by=by, now=now)
    return part


def move_passage(
    session: Session, passage: Passage, source: Theme | None, target: Theme | None, *, by: Person, now: datetime
) -> None:
    """Say that a passage belongs here, or not there; later runs are bound by it."""
    if source is None and target is None:
        raise Refused("Dites où ce passage va.")
    for theme, kind in ((source, "not_belongs"), (target, "belongs")):
        if theme is None:
            continue
        session.execute(
            sa.delete(ThemeConstraint).where(
                ThemeConstraint.passage_id == passage.id, ThemeConstraint.theme_id == theme.id
            )
        )
        session.add(
            ThemeConstraint(
                lab_id=theme.lab_id, kind=kind, passage_id=passage.id, theme_id=theme.id, by_id=by.id, at=now
            )
        )
        _log(session, theme, kind, {}, {"passage": str(passage.id)}, by=by, now=now)
    if source is not None:
        _drop_member(session, source, passage.id)
    if target is not None:
        _add_member(session, target, passage.id)
    session.flush()


def undo(session: Session, review: ThemeReview, *, by: Person, now: datetime) -> None:
    """Take a decision back. The decision stays in the log, marked as undone."""
    if review.undone_at is not None:
        raise Refused("Cette décision a déjà été annulée.")
    theme = session.get_one(Theme, review.theme_id)
    if review.action in {"merge", "split"}:
        other = session.get_one(Theme, uuid.UUID(review.after["into"]))
        moved = {uuid.UUID(key) for key in review.after["moved"]}
        _move_members(session, other, theme, moved)
        if review.action == "split":
            other.status, other.merged_into_id = ThemeStatus.MERGED, theme.id
    for name, value in review.before.items():
        if name in FIELDS:
            _set(theme, name, value)
    review.undone_at = now
    _log(session, theme, "undo", {}, {"review": str(review.id), "action": review.action}, by=by, now=now)
    session.flush()


def comment(session: Session, theme: Theme, text: str, *, by: Person, now: datetime) -> ThemeComment:
    if not text:
        raise Refused("Écrivez votre remarque.")
    row = ThemeComment(theme_id=theme.id, by_id=by.id, text=text, at=now)
    session.add(row)
    session.flush()
    return row


def write_reading(session: Session, theme: Theme, text: str, *, by: Person, now: datetime) -> ThemeReading:
    """One's own interpretation of a theme; written again, it replaces the first."""
    if not text:
        raise Refused("Écrivez ce que vous comprenez de ce thème.")
    row = session.scalar(sa.select(ThemeReading).where(ThemeReading.theme_id == theme.id, ThemeReading.by_id == by.id))
    if row is None:
        row = ThemeReading(theme_id=theme.id, by_id=by.id, text=text, at=now)
        session.add(row)
    row.text, row.at = text, now
    session.flush()
    return row


def _decide(
    session: Session,
    theme: Theme,
    action: str,
    changes: dict[str, Any],
    *,
    by: Person,
    now: datetime,
    note: str = "",
    more: dict[str, Any] | None = None,
) -> ThemeReview | None:
    """Compare, change, log; nothing when nothing changed."""
    before = {name: _plain(getattr(theme, name)) for name in changes}
    if before == changes:
        return None
    for name, value in changes.items():
        _set(theme, name, value)
    return _log(session, theme, action, before, changes | (more or {}), by=by, now=now, note=note)


def _log(
    session: Session,
    theme: Theme,
    action: str,
    before: dict[str, Any],
    after: dict[str, Any],
    *,
    by: Person,
    now: datetime,
    note: str = "",
) -> ThemeReview:
    review = ThemeReview(theme_id=theme.id, action=action, before=before, after=after, note=note, by_id=by.id, at=now)
    session.add(review)
    session.flush()
    return review


def _plain(value: Any) -> Any:
    if isinstance(value, ThemeStatus):
        return value.value
    return str(value) if isinstance(value, uuid.UUID) else value


def _set(theme: Theme, name: str, value: Any) -> None:
    if name == "status":
        value = ThemeStatus(value)
    elif name == "merged_into_id" and value is not None:
        value = uuid.UUID(value)
    setattr(theme, name, value)


def _move_members(session: Session, source: Theme, target: Theme, passages: set[uuid.UUID] | None) -> list[str]:
    """Move passages between the latest states of two themes, so that every page agrees at once; return their ids."""
    state = queries.latest_state(session, source.id)
    if state is None:
        return []
    there = queries.latest_state(session, target.id)
    if there is None or there.run_id != state.run_id:
        there = _empty_state(session, state, target)
    already = {m.passage_id for m in there.members}
    moved = [m for m in state.members if passages is None or m.passage_id in passages]
    for member in moved:
        if member.passage_id not in already:
            there.members.append(_copy(member))
        session.delete(member)
    session.flush()
    session.expire(state, ["members"])
    for touched in (state, there):
        recount(session, touched)
    return sorted(str(m.passage_id) for m in moved)


def _copy(member: ThemeMember) -> ThemeMember:
    return ThemeMember(
        passage_id=member.passage_id,
        strength=member.strength,
        zone=member.zone,
        main=member.main,
        excerpt_rank=member.excerpt_rank,
    )


def _empty_state(session: Session, like: ThemeState, theme: Theme) -> ThemeState:
    state = ThemeState(
        id=uuid.uuid4(),
        run_id=like.run_id,
        theme_id=theme.id,
        event=ThemeEvent.BORN,
        solidity=Solidity.WATCH,
        stability=0.0,
        participants=0,
        passages=0,
        told=0,
        terms=[],
        anti_terms=[],
        centroid=like.centroid,
    )
    session.add(state)
    session.flush()
    return state


def recount(session: Session, state: ThemeState) -> None:
    """Count again the people and passages of a state after a human moved some."""
    people, passages = session.execute(
        sa.select(sa.func.count(sa.distinct(Entry.author_id)), sa.func.count(ThemeMember.passage_id))
        .join(Passage, Passage.id == ThemeMember.passage_id)
        .join(Entry, Entry.id == Passage.entry_id)
        .where(ThemeMember.state_id == state.id, ThemeMember.main)
    ).one()
    state.participants, state.passages = people, passages


def _drop_member(session: Session, theme: Theme, passage_id: uuid.UUID) -> None:
    state = queries.latest_state(session, theme.id)
    if state is None:
        return
    session.execute(
        sa.delete(ThemeMember).where(ThemeMember.state_id == state.id, ThemeMember.passage_id == passage_id)
    )
    session.expire(state, ["members"])
    recount(session, state)


def _add_member(session: Session, theme: Theme, passage_id: uuid.UUID) -> None:
    state = queries.latest_state(session, theme.id)
    if state is None or any(m.passage_id == passage_id for m in state.members):
        return
    state.members.append(ThemeMember(passage_id=passage_id, strength=1.0, zone=Zone.CORE, main=True))
    session.flush()
    recount(session, state)
