"""What the Lab answers, as a text may tell it: new, said before, late, or done and told once as done."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.clock import day_of
from journal.cooperation.models import LabAnswer
from journal.cooperation.queries import with_themes
from journal.months import last_of
from journal.narrative import evidence
from journal.narrative.models import Digest, DigestParagraph, DigestStatus
from journal.themes.queries import adopted
from nlp.prose import drafts, types

# How long the living récit says that something is done.
DONE_TOLD = timedelta(days=31)
Themes = Sequence[types.ThemeFacts]


def of_month(session: Session, digest: Digest, themes: Themes) -> tuple[types.AnswerFact, ...]:
    """The answers a month tells: those about its themes that are not finished, and what was finished since the last."""
    until = last_of(digest.month)
    since = _told_until(session, digest)
    known = _told_before(session, digest)
    over = LabAnswer.done_on.is_not(None) & (LabAnswer.done_on <= until)
    kept = sa.false() if since is None else _is_promise() & (LabAnswer.done_on > since)
    rows = _rows(session, digest.lab_id, ~over | kept)
    names = labels(session, digest.lab_id, themes)
    return tuple(
        _fact(row, theme_id, names[theme_id], done=finished, told=row.id in known)
        for row, theme_id in with_themes(session, digest.lab_id, rows)
        if (finished := row.done_on is not None and row.done_on <= until) or _tells(themes, theme_id)
        if theme_id in names
    )


def so_far(session: Session, lab_id: uuid.UUID, themes: Themes, today: date) -> tuple[types.AnswerFact, ...]:
    """The answers the living récit tells: all that are not finished, and those finished lately."""
    lately = LabAnswer.done_on.is_(None) | (_is_promise() & (LabAnswer.done_on > today - DONE_TOLD))
    names = labels(session, lab_id, themes)
    return tuple(
        _fact(row, theme_id, names[theme_id], done=row.done_on is not None, told=False)
        for row, theme_id in with_themes(session, lab_id, _rows(session, lab_id, lately))
        if theme_id in names and (row.done_on is not None or _tells(themes, theme_id))
    )


def _is_promise() -> sa.ColumnElement[bool]:
    """What can be done; what the Lab did or could not do merely ceases to hold, and leaves the récit without a word."""
    return LabAnswer.kind == types.AnswerKind.WILL_DO


def _rows(session: Session, lab_id: uuid.UUID, condition: sa.ColumnElement[bool]) -> Sequence[LabAnswer]:
    ordered = sa.select(LabAnswer).where(LabAnswer.lab_id == lab_id, condition).order_by(LabAnswer.at, LabAnswer.id)
    return session.scalars(ordered).all()


def labels(session: Session, lab_id: uuid.UUID, themes: Themes) -> dict[uuid.UUID, str]:
    """Names of the themes told, and of every adopted one: what was promised about a theme gone quiet is still owed."""
    of_lab = {theme.id: theme.label for theme in adopted(session, lab_id)}
    return of_lab | {uuid.UUID(theme.ref): theme.label for theme in themes}


def _tells(themes: Themes, theme_id: uuid.UUID) -> bool:
    return any(theme.ref == str(theme_id) for theme in themes)


def _told_until(session: Session, digest: Digest) -> date | None:
    """The day up to which the month published before has said what was done; nothing when there is none."""
    before = session.execute(
        sa.select(Digest.month, Digest.published_at)
        .where(Digest.lab_id == digest.lab_id, Digest.month < digest.month, Digest.status == DigestStatus.PUBLISHED)
        .order_by(Digest.month.desc())
        .limit(1)
    ).first()
    if before is None:
        return None
    published: datetime = before.published_at
    return min(last_of(before.month), day_of(published))


def _told_before(session: Session, digest: Digest) -> set[uuid.UUID]:
    """The answers that a month published before has told."""
    kept = session.scalars(
        sa.select(DigestParagraph.sentences)
        .join(DigestParagraph.digest)
        .where(
            Digest.lab_id == digest.lab_id,
            Digest.month < digest.month,
            Digest.status == DigestStatus.PUBLISHED,
            DigestParagraph.kind == drafts.ParagraphKind.ANSWERS.value,
        )
    )
    return {uuid.UUID(ref) for sentences in kept for ref in evidence.refs(sentences, drafts.EvidenceKind.ANSWER)}


def _fact(row: LabAnswer, theme_id: uuid.UUID, label: str, *, done: bool, told: bool) -> types.AnswerFact:
    return types.AnswerFact(
        ref=str(row.id),
        theme_ref=str(theme_id),
        kind=row.kind,
        text=row.text,
        due=row.due_on,
        label=label,
        done=done,
        told=told,
    )
