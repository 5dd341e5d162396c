"""The récit du mois: drafted by the machine, corrected, approved by a second person, frozen, published."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person
from journal.errors import DomainError
from journal.narrative import facts as reading
from journal.narrative import quotes, rules
from journal.narrative.models import (
    Contribution,
    Digest,
    DigestParagraph,
    DigestStatus,
    Narrative,
    Quote,
    QuoteState,
    Resonance,
    ResonanceAnswer,
)
from journal.themes.models import AnalysisRun, RunStatus, Theme
from journal.themes.queries import latest_success
from nlp import composing


class Refused(DomainError):
    status = 422


class ChangedMeanwhile(DomainError):
    title = "Ce récit a changé pendant ce temps"


def draft_digest(
    session: Session, lab: Lab, month: date, *, by: Person | None, now: datetime, floor: int, key: str
) -> Digest:
    """Start the récit of a month: ask authors for quotes, and write a first draft.

    Raises
    ------
    Refused
        When the month has a récit already, or no analysis covers it.
    """
    month = rules.first_of(month)
    if session.scalar(sa.select(Digest.id).where(Digest.lab_id == lab.id, Digest.month == month)):
        raise Refused("Le récit de ce mois existe déjà.")
    run = run_for(session, lab.id, month)
    if run is None:
        raise Refused("Aucune analyse ne couvre encore ce mois. Demandez-en une depuis la page des thèmes.")
    digest = Digest(
        id=uuid.uuid4(),
        lab_id=lab.id,
        month=month,
        title="",
        run_id=run.id,
        drafted_by_id=by.id if by else None,
        drafted_at=now,
    )
    session.add(digest)
    session.flush()
    quotes.ask_for_quotes(session, digest, reading.tellable(session, run), now=now)
    quotes.ask_for_minority(session, digest, run, now=now)
    recompose(session, digest, floor=floor, key=key)
    return digest


def run_for(session: Session, lab_id: uuid.UUID, month: date) -> AnalysisRun | None:
    """The latest analysis that stops inside the month; for the current one, the latest of all."""
    return session.scalar(
        sa.select(AnalysisRun)
        .where(
            AnalysisRun.lab_id == lab_id,
            AnalysisRun.status == RunStatus.SUCCEEDED,
            AnalysisRun.until.between(month, rules.last_of(month)),
        )
        .order_by(AnalysisRun.until.desc(), AnalysisRun.finished_at.desc())
        .limit(1)
    )


def recompose(session: Session, digest: Digest, *, floor: int, key: str) -> None:
    """Write the draft again from today's facts; what a person corrected stays as they left it."""
    _only(digest, DigestStatus.DRAFT)
    run = session.get(AnalysisRun, digest.run_id) if digest.run_id else None
    if run is None:
        raise Refused("L’analyse de ce mois n’existe plus. Demandez-en une nouvelle.")
    figures = reading.open_figures(session, digest.lab_id, digest.month, floor=floor, key=key)
    draft = composing.compose_digest(reading.digest_facts(session, digest, run, figures))
    edited = {(p.kind, p.theme_id): p for p in digest.paragraphs if p.edited_at is not None}
    digest.title = draft.title
    fresh = [_paragraph(position, paragraph) for position, paragraph in enumerate(draft.paragraphs)]
    for paragraph in fresh:
        kept = edited.get((paragraph.kind, paragraph.theme_id))
        if kept is not None:
            paragraph.text, paragraph.edited_at, paragraph.edited_by_id = kept.text, kept.edited_at, kept.edited_by_id
    digest.paragraphs = fresh
    digest.provenance = {
        "encoder": run.encoder,
        "fingerprint": run.fingerprint,
        "settings": run.settings,
        "ledger": run.ledger,
    }
    session.flush()


def _paragraph(position: int, paragraph: composing.Paragraph) -> DigestParagraph:
    text = " ".join(sentence.text for sentence in paragraph.sentences)
    return DigestParagraph(
        id=uuid.uuid4(),
        position=position,
        kind=paragraph.kind.value,
        heading=paragraph.heading,
        theme_id=uuid.UUID(paragraph.theme_ref) if paragraph.theme_ref else None,
        sentences=_sentences(paragraph),
        text=text,
        draft_text=text,
    )


def _sentences(paragraph: composing.Paragraph) -> list[dict[str, Any]]:
    return [
        {"text": sentence.text, "evidence": [[e.kind.value, e.ref] for e in sentence.evidence]}
        for sentence in paragraph.sentences
    ]


def edit_paragraph(
    session: Session, paragraph: DigestParagraph, text: str, *, version: int, by: Person, now: datetime
) -> None:
    """Correct a paragraph. Someone's words may be left out, never altered."""
    digest = paragraph.digest
    _only(digest, DigestStatus.DRAFT)
    if digest.version != version:
        raise ChangedMeanwhile("Quelqu’un a corrigé ce récit depuis que vous avez ouvert la page.")
    if len(text) > rules.LONGEST_PARAGRAPH:
        raise Refused(f"Ce paragraphe est trop long : {len(text)} caractères.")
    allowed = session.scalars(
        sa.select(Quote.text).where(Quote.digest_id == digest.id, Quote.state == QuoteState.ACCEPTED)
    ).all()
    foreign = rules.foreign_quotes(text, [*allowed, *(label for label in _labels(session, digest.lab_id))])
    if foreign:
        raise Refused(
            f"Une citation ne se modifie pas : « {foreign[0][:80]} » "
            "n’est pas mot pour mot celle que son auteur·e a acceptée."
        )
    if text == paragraph.text:
        return
    paragraph.text, paragraph.edited_by_id, paragraph.edited_at = text, by.id, now
    digest.drafted_at = max(digest.drafted_at, now)
    session.flush()


def _labels(session: Session, lab_id: uuid.UUID) -> Sequence[str]:
    return session.scalars(sa.select(Theme.label).where(Theme.lab_id == lab_id)).all()


def approve(session: Session, digest: Digest, *, by: Person, now: datetime) -> None:
    """Approve a corrected draft: someone else than the people who wrote it."""
    _only(digest, DigestStatus.DRAFT)
    writers = {digest.drafted_by_id, *(p.edited_by_id for p in digest.paragraphs if p.edited_by_id)}
    if by.id in writers:
        raise Refused("Une autre personne doit relire et approuver ce que vous avez écrit.")
    digest.status, digest.approved_by_id, digest.approved_at = DigestStatus.APPROVED, by.id, now
    session.flush()


def reopen(session: Session, digest: Digest) -> None:
    """Go back to correcting an approved, unpublished draft."""
    _only(digest, DigestStatus.APPROVED)
    digest.status, digest.approved_by_id, digest.approved_at = DigestStatus.DRAFT, None, None
    session.flush()


def publish(session: Session, digest: Digest, *, now: datetime, floor: int, key: str) -> None:
    """Freeze the text and its figures. Quotes without an answer are left out: silence is not a yes."""
    _only(digest, DigestStatus.APPROVED)
    for quote in session.scalars(sa.select(Quote).where(Quote.digest_id == digest.id, Quote.state == QuoteState.ASKED)):
        quote.state, quote.text = QuoteState.REFUSED, ""
    run = session.get(AnalysisRun, digest.run_id) if digest.run_id else None
    if run is not None:
        figures = reading.open_figures(session, digest.lab_id, digest.month, floor=floor, key=key)
        reading.digest_facts(session, digest, run, figures)
        reading.keep_figures(session, figures)
        digest.provenance = digest.provenance | {
            "figures": {name: value for name, (value, _) in figures.decided.items()}
        }
    digest.status, digest.published_at = DigestStatus.PUBLISHED, now
    session.flush()


def _only(digest: Digest, status: DigestStatus) -> None:
    if digest.status is not status:
        raise Refused(f"Ce récit est « {digest.status.label.lower()} » : ce geste n’est plus possible.")


def compose_narrative(
    session: Session, lab: Lab, *, now: datetime, today: date, floor: int, key: str
) -> Narrative | None:
    """Compose the living récit from adopted themes, and remember its figures."""
    run = latest_success(session, lab.id)
    if run is None:
        return None
    figures = reading.open_figures(session, lab.id, rules.first_of(today), floor=floor, key=key)
    draft = composing.compose_narrative(reading.narrative_facts(session, lab, run, figures, today))
    reading.keep_figures(session, figures)
    row = session.scalar(sa.select(Narrative).where(Narrative.lab_id == lab.id))
    if row is None:
        row = Narrative(lab_id=lab.id, title="", paragraphs=[], composed_at=now)
        session.add(row)
    row.title, row.composed_at = draft.title, now
    row.paragraphs = [
        {"kind": p.kind.value, "heading": p.heading, "theme": p.theme_ref or "", "sentences": _sentences(p)}
        for p in draft.paragraphs
    ]
    session.flush()
    return row


def answer_narrative(
    session: Session, theme: Theme, answer: ResonanceAnswer, *, by: Person, now: datetime, text: str = ""
) -> Contribution | None:
    """Say whether one recognises oneself in a theme's part; a free text joins mediation."""
    row = session.scalar(sa.select(Resonance).where(Resonance.theme_id == theme.id, Resonance.participant_id == by.id))
    if row is None:
        row = Resonance(theme_id=theme.id, participant_id=by.id, answer=answer, at=now)
        session.add(row)
    row.answer, row.at = answer, now
    contribution = None
    if text:
        contribution = Contribution(lab_id=theme.lab_id, theme_id=theme.id, author_id=by.id, text=text, at=now)
        session.add(contribution)
    session.flush()
    return contribution
