"""What was decided about a theme, told in sentences, and the themes it comes from or gave."""

import uuid
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.themes import queries
from journal.themes.deciding.decisions import may_undo
from journal.themes.excerpts import Excerpt, readable
from journal.themes.models import ReviewAction, Theme, ThemeReview, ThemeStatus
from journal.themes.passages import kept_back_among
from journal.themes.rules import shared_out
from journal.themes.wording import ACTIONS, GESTURES
from journal.web.typography import in_guillemets

FIELDS = {"definition": "la définition", "includes": "ce qui en fait partie", "excludes": "ce qui n’en fait pas partie"}
ABOUT_PASSAGES = frozenset({ReviewAction.MOVE, ReviewAction.TOGETHER, ReviewAction.APART})
SOMEONE = "Une personne dont le compte est effacé"


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the history."""

    review: ThemeReview
    author: str
    sentence: str
    undoable: bool
    undone: bool
    passages: Sequence[Excerpt] = ()  # those it was about, as long as they may be read
    elsewhere: Theme | None = None  # the theme whose history undoes it: that which a merge brought here


def decisions(
    session: Session, theme: Theme, *, shown: Collection[Excerpt] = (), opened: int = 0, floor: int
) -> list[Decision]:
    """Every decision about a theme, the last first, each with who, when, why.

    ``opened`` is how many of those about passages come with them, and ``shown`` what the page gives to read already.
    """
    rows = session.execute(
        sa.select(ThemeReview, Person.username)
        .outerjoin(Person, Person.id == ThemeReview.by_id)
        .where(ThemeReview.theme_id == theme.id)
        .order_by(ThemeReview.at.desc(), ThemeReview.id)
    ).all()
    about = {review.id: named for review, _ in rows if (named := _passages_of(review))}
    open_ones = dict(list(about.items())[:opened])
    found = _read(session, theme, [key for named in open_ones.values() for key in named], shown, floor)
    return [
        _decision(
            session, review, name or SOMEONE, [found[key] for key in open_ones.get(review.id, ()) if key in found]
        )
        for review, name in rows
    ]


def _decision(session: Session, review: ThemeReview, author: str, about: Sequence[Excerpt]) -> Decision:
    told, undone, elsewhere = sentence(session, review), review.undone_at is not None, None
    if review.action == ReviewAction.ABSORB:
        merge = session.get(ThemeReview, uuid.UUID(review.after["review"]))
        undone = merge is None or merge.undone_at is not None
        elsewhere = None if undone else session.get(Theme, uuid.UUID(review.after["theme"]))
    return Decision(review, author, told, may_undo(review), undone, about, elsewhere)


def _read(
    session: Session, theme: Theme, keys: Sequence[uuid.UUID], shown: Collection[Excerpt], floor: int
) -> dict[uuid.UUID, Excerpt]:
    """Those of some passages a page may give to read, with what it shows already: at most two of one person in all."""
    run = queries.latest_success(session, theme.lab_id)
    back = kept_back_among(session, run.id, keys, floor=floor) if run else set()
    found = readable(session, theme.lab_id, set(keys) - back)
    again = {passage.passage_id for passage in shown}
    fresh = [found[key] for key in dict.fromkeys(keys) if key in found and key not in again]
    chosen = shared_out(fresh, len(fresh), shown=Counter(passage.author_id for passage in shown))
    return {key: found[key] for key in {*again, *(passage.passage_id for passage in chosen)} & set(found)}


def _passages_of(review: ThemeReview) -> list[uuid.UUID]:
    """The passages gathered, moved, kept together or set apart by a decision."""
    if review.action == ReviewAction.MAKE:
        return [uuid.UUID(key) for key in review.after["passages"]]
    if review.action not in ABOUT_PASSAGES:
        return []
    return [uuid.UUID(key) for key in (review.after["passage"], *review.after.get("others", ()))]


def sentence(session: Session, review: ThemeReview) -> str:
    """What a decision changed, without its author: « a changé le nom : « Bus » devient « Transports » »."""
    undone = GESTURES.get(review.after["action"]) if review.action == ReviewAction.UNDO else None
    if undone:
        return f"a annulé : {in_guillemets(undone)}"
    told = ACTIONS.get(review.action, "a pris une décision")
    detail = _detail(session, review)
    return f"{told} : {detail}" if detail else told


def _detail(session: Session, review: ThemeReview) -> str:
    before, after = review.before, review.after
    if review.action == ReviewAction.RENAME:
        return f"{in_guillemets(before['label'])} devient {in_guillemets(after['label'])}"
    if review.action == ReviewAction.STATUS:
        return f"{_status(before['status'])} devient {_status(after['status'])}"
    if review.action == ReviewAction.PIN:
        return "le thème ne disparaît plus" if after["pinned"] else "le thème peut de nouveau disparaître"
    if review.action == ReviewAction.DESCRIBE:
        return ", ".join(name for key, name in FIELDS.items() if before[key] != after[key])
    return _other(session, review.action, after)


def _other(session: Session, action: str, after: dict[str, Any]) -> str:
    names: Mapping[str, str] = {ReviewAction.MERGE: "into", ReviewAction.SPLIT: "into", ReviewAction.ABSORB: "theme"}
    other = session.get(Theme, uuid.UUID(after[names[action]])) if action in names else None
    return in_guillemets(other.label) if other else ""


def _status(value: str) -> str:
    return in_guillemets(ThemeStatus(value).label.lower())


@dataclass(frozen=True, slots=True)
class Relatives:
    """Where a theme's passages came from and went to, by people's decisions."""

    absorbed: list[Theme]
    parts: list[Theme]
    joined: Theme | None
    came_from: Theme | None


def relatives(session: Session, theme: Theme) -> Relatives:
    """The themes merged into this one, split from it, the one it joined and the one it was split from."""
    absorbed = session.scalars(
        sa.select(Theme).where(Theme.merged_into_id == theme.id).order_by(Theme.born_on, Theme.id)
    )
    splits = session.scalars(
        sa.select(ThemeReview)
        .join(Theme, Theme.id == ThemeReview.theme_id)
        .where(Theme.lab_id == theme.lab_id, ThemeReview.action == ReviewAction.SPLIT, ThemeReview.undone_at.is_(None))
        .order_by(ThemeReview.at, ThemeReview.id)
    ).all()
    parts = [session.get(Theme, uuid.UUID(r.after["into"])) for r in splits if r.theme_id == theme.id]
    source = next((r.theme_id for r in splits if r.after["into"] == str(theme.id)), None)
    return Relatives(
        absorbed=list(absorbed),
        parts=[part for part in parts if part is not None],
        joined=session.get(Theme, theme.merged_into_id) if theme.merged_into_id else None,
        came_from=session.get(Theme, source) if source else None,
    )
