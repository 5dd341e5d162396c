"""What contributions changed, as a month may tell it: the team's sentences and how many people wrote, never a word.

Each is told once, in the first month published after it. Readers outside the Lab are told nothing of it: whoever
contributes is told that the team reads.
"""

import uuid
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.narrative import evidence
from journal.narrative.figures import PublishedFigures
from journal.narrative.gathering import answers
from journal.narrative.models import Contribution, ContributionState, Digest, DigestParagraph, DigestStatus
from journal.themes.models import Theme, ThemeStatus
from journal.themes.queries import heir
from nlp.prose import drafts, types

# ``linked.scope_of`` leaves out this name, because it has a « / » before « participants »: those who contribute need
# not have shared a text, so that they are no part of the other counts.
PEOPLE = "contributions/heard/participants"


def of_month(
    session: Session, digest: Digest, themes: answers.Themes, figures: PublishedFigures
) -> tuple[tuple[types.ChangeFact, ...], int]:
    """What the team says of the contributions it took into account, and of how many people they are, or 0."""
    labels, told = answers.labels(session, digest.lab_id, themes), months_that_told(session, digest.lab_id)
    taken = [(row, _theme_of(session, row)) for row in _taken(session, digest.lab_id) if row.id not in told]
    found = [(row, theme.id) for row, theme in taken if theme is not None and theme.id in labels]
    if not found:
        return (), 0
    facts = (types.ChangeFact(str(row.id), str(key), labels[key], row.for_readers) for row, key in found)
    return tuple(facts), figures.people(PEOPLE, {row.author_id for row, _ in found}) or 0


def standing_of_each(session: Session, lab_id: uuid.UUID) -> dict[uuid.UUID, date | None]:
    """The month that told of each contribution; nothing for one that waits until the récit tells its theme again."""
    taken = [(row, _theme_of(session, row)) for row in _taken(session, lab_id)]
    waiting = [row.id for row, theme in taken if theme is None or theme.status is not ThemeStatus.ADOPTED]
    return dict.fromkeys(waiting) | months_that_told(session, lab_id)


def _theme_of(session: Session, row: Contribution) -> Theme | None:
    """The theme it was written about, or the one that this was merged into."""
    theme = session.get(Theme, row.theme_id) if row.theme_id else None
    return heir(session, theme) if theme else None


def _taken(session: Session, lab_id: uuid.UUID) -> list[Contribution]:
    taken = sa.select(Contribution).where(
        Contribution.lab_id == lab_id,
        Contribution.state == ContributionState.ACCEPTED,
        Contribution.for_readers != "",
    )
    return list(session.scalars(taken.order_by(Contribution.answered_at, Contribution.id)))


def months_that_told(session: Session, lab_id: uuid.UUID) -> dict[uuid.UUID, date]:
    """The published month that told of each contribution."""
    kept = session.execute(
        sa.select(Digest.month, DigestParagraph.sentences)
        .join(DigestParagraph.digest)
        .where(
            Digest.lab_id == lab_id,
            Digest.status == DigestStatus.PUBLISHED,
            DigestParagraph.kind == drafts.ParagraphKind.CHANGES.value,
        )
        .order_by(Digest.month.desc())
    )
    return {uuid.UUID(ref): month for month, sentences in kept for ref in _contributions_in(sentences)}


def forget_changes_told(session: Session, paragraph: DigestParagraph) -> None:
    """Forget what a paragraph that is taken down told of contributions: the next month would tell it again."""
    told = [uuid.UUID(ref) for ref in _contributions_in(paragraph.sentences)]
    for contribution in session.scalars(sa.select(Contribution).where(Contribution.id.in_(told))):
        contribution.for_readers = ""


def _contributions_in(sentences: list[Any]) -> list[str]:
    return evidence.refs(sentences, drafts.EvidenceKind.CONTRIBUTION)
