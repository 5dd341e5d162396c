"""The decisions of coordinators about themes: each is one logged, undoable step."""

import uuid
from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.clock import day_of
from journal.entries.models import Passage
from journal.errors import DomainError, Refused
from journal.themes import queries, rules
from journal.themes.deciding import members
from journal.themes.deciding.decisions import Signed, add_constraint, decide, log_decision, set_typical
from journal.themes.deciding.too_few import TooFew
from journal.themes.models import (
    ReviewAction,
    Theme,
    ThemeComment,
    ThemeConstraint,
    ThemeReading,
    ThemeReview,
    ThemeStatus,
    ThemeVisit,
    TypicalPassage,
)
from nlp.types import ConstraintKind, ThemeEvent

BESIDE = 0.12  # how far from the theme it was part of a new one is put on the map


class ThemeChanged(DomainError):
    """Someone else decided in the meantime; the page shows both versions."""

    title = "Ce thème a changé pendant ce temps"

    def __init__(self, theme: Theme) -> None:
        super().__init__("Quelqu’un a modifié ce thème depuis que vous avez ouvert la page.")
        self.theme = theme


def check_version(theme: Theme, version: int) -> None:
    """Refuse to decide on a theme that is no longer the one that was read.

    Raises
    ------
    ThemeChanged
    """
    if theme.version != version:
        raise ThemeChanged(theme)


def rename(session: Session, theme: Theme, label: str, signed: Signed) -> ThemeReview | None:
    problem = rules.label_problem(label)
    if problem:
        raise Refused(problem)
    return decide(session, theme, ReviewAction.RENAME, {"label": label}, signed)


def set_status(session: Session, theme: Theme, status: ThemeStatus, signed: Signed) -> ThemeReview | None:
    """The only door through which a theme changes status, merging aside."""
    if theme.status is status:
        return None
    if (theme.status, status) not in rules.TRANSITIONS:
        raise Refused(f"Un thème « {theme.status.label.lower()} » ne peut pas devenir « {status.label.lower()} ».")
    if status is ThemeStatus.SET_ASIDE and not signed.note:
        raise Refused("Dites en quelques mots pourquoi ce thème est mis de côté.")
    return decide(session, theme, ReviewAction.STATUS, {"status": status.value}, signed)


def pin(session: Session, theme: Theme, pinned: bool, signed: Signed) -> ThemeReview | None:
    return decide(session, theme, ReviewAction.PIN, {"pinned": pinned}, signed)


def describe(
    session: Session, theme: Theme, signed: Signed, *, definition: str, includes: str, excludes: str
) -> ThemeReview | None:
    """Write a theme's page of the codebook."""
    changes = {"definition": definition, "includes": includes, "excludes": excludes}
    return decide(session, theme, ReviewAction.DESCRIBE, changes, signed)


def choose_typical(session: Session, theme: Theme, passage: Passage | None, signed: Signed) -> ThemeReview | None:
    """Say which passage shows the theme best."""
    known = session.get(TypicalPassage, theme.id)
    before, after = str(known.passage_id) if known else None, str(passage.id) if passage else None
    if before == after:
        return None
    set_typical(session, theme, after)
    return log_decision(session, theme, ReviewAction.TYPICAL, {"passage": before}, {"passage": after}, signed)


def merge(session: Session, kept: Theme, absorbed: Theme, signed: Signed) -> ThemeReview:
    """Make one theme of two: the passages of ``absorbed`` join ``kept``, which keeps its name and place."""
    if kept.id == absorbed.id or kept.lab_id != absorbed.lab_id:
        raise Refused("Choisissez deux thèmes différents.")
    if ThemeStatus.MERGED in (kept.status, absorbed.status):
        raise Refused("L’un de ces thèmes a déjà été fusionné.")
    own = sorted(str(key) for key in members.main_passages(session, kept))
    moved = members.move(session, absorbed, kept, event=ThemeEvent.MERGED)
    changes = {"status": ThemeStatus.MERGED.value, "merged_into_id": str(kept.id)}
    more = {"moved": moved, "own": own, "into": str(kept.id)}
    review = decide(session, absorbed, ReviewAction.MERGE, changes, signed, more=more)
    assert review is not None  # noqa: S101  # the status did change
    log_decision(session, kept, ReviewAction.ABSORB, {}, {"review": str(review.id), "theme": str(absorbed.id)}, signed)
    return review


def split(
    session: Session, theme: Theme, passages: Collection[uuid.UUID], label: str, signed: Signed, *, floor: int
) -> Theme:
    """Make a new theme of some passages of another."""
    problem = rules.label_problem(label)
    if problem:
        raise Refused(problem)
    owned = members.main_passages(session, theme)
    if not passages or not set(passages) < owned:
        raise Refused("Choisissez une partie des passages de ce thème : ni aucun, ni tous.")
    if min(queries.people_behind(session, part) for part in (passages, owned - set(passages))) < floor:
        raise TooFew(f"Chaque partie doit réunir les mots d’au moins {floor} personnes.")
    beside = (theme.x + BESIDE, theme.y + BESIDE)
    part = members.open_theme(
        session, theme.lab_id, label, day_of(signed.at), machine_label=theme.machine_label, at=beside
    )
    moved = members.move(session, theme, part, set(passages), event=ThemeEvent.BORN)
    log_decision(session, theme, ReviewAction.SPLIT, {}, {"into": str(part.id), "moved": moved}, signed)
    return part


def move_passage(
    session: Session, passage: Passage, source: Theme | None, target: Theme | None, signed: Signed
) -> ThemeReview:
    """Say that a passage belongs here, or not there; later runs are bound by it.

    A passage that has only just come is not of the theme it seems to join: it may be settled there, and taking the
    decision back lets it come again.
    """
    held = source is not None and passage.id in members.main_passages(session, source)
    if source is target and not held:
        source = None
    if source is target or ThemeStatus.MERGED in {theme.status for theme in (source, target) if theme}:
        raise Refused("Dites où ce passage va.")
    made = [
        _constrain(session, theme, kind, passage, signed)
        for theme, kind in ((source, ConstraintKind.NOT_BELONGS), (target, ConstraintKind.BELONGS))
        if theme is not None
    ]
    if source is not None:
        members.remove(session, source, passage.id)
    if target is not None:
        members.put(session, target, passage.id)
    theme = source or target
    assert theme is not None  # noqa: S101  # refused above
    after = {
        "passage": str(passage.id),
        "from": str(source.id) if source else None,
        "to": str(target.id) if target else None,
        "held": held,
        "constraints": made,
    }
    return log_decision(session, theme, ReviewAction.MOVE, {}, after, signed)


def _constrain(session: Session, theme: Theme, kind: ConstraintKind, passage: Passage, signed: Signed) -> str:
    about = (ThemeConstraint.passage_id == passage.id, ThemeConstraint.theme_id == theme.id)
    session.execute(sa.delete(ThemeConstraint).where(*about))
    return add_constraint(session, kind, passage.id, signed, theme_id=theme.id)


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


def mark_as_known(session: Session, person: Person, *, now: datetime) -> None:
    """A coordinator says they know what happened so far."""
    visit = session.get(ThemeVisit, person.id)
    if visit is None:
        visit = ThemeVisit(person_id=person.id, at=now)
        session.add(visit)
    visit.at = now
    session.flush()
