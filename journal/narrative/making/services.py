"""The récit du mois: drafted by the machine, corrected, approved by a second person, frozen, published."""

import logging
import uuid
from dataclasses import asdict
from datetime import date, datetime
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person
from journal.clock import day_of
from journal.counting.disclosure import Disclosure
from journal.errors import DomainError, Refused
from journal.months import first_of
from journal.narrative import reception, rules
from journal.narrative.figures import PUBLIC, keep_figures, keep_texts, open_figures, values
from journal.narrative.gathering.before_after import publish_due
from journal.narrative.gathering.facts import digest_facts, narrative_facts, tellable
from journal.narrative.making import checks, editions, quotes
from journal.narrative.making.covering import run_for
from journal.narrative.models import Digest, DigestParagraph, DigestStatus, Narrative
from journal.narrative.removing.withdrawals import touch
from journal.narrative.staleness import hold_narrative
from journal.themes.models import AnalysisRun
from journal.themes.queries import latest_success
from nlp.prose import composing, drafts

log = logging.getLogger(__name__)


class DigestChanged(DomainError):
    title = "Ce récit a changé pendant ce temps"


def draft_digest(
    session: Session, lab: Lab, month: date, *, by: Person | None, now: datetime, disclosure: Disclosure
) -> Digest:
    """Start the récit of a month: propose quotes to the team, and compose a first draft.

    Raises
    ------
    Refused
        When the month has a récit already, or no analysis covers it.
    """
    month = first_of(month)
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
    quotes.propose(session, digest, tellable(session, run), floor=disclosure.floor, now=now)
    quotes.propose_minority(session, digest, run, now=now)
    recompose(session, digest, now=now, disclosure=disclosure)
    return digest


def take_latest_run(session: Session, digest: Digest, *, floor: int, now: datetime) -> None:
    """Base a draft on the latest analysis of its month, which may have more quotes to propose."""
    _only(digest, DigestStatus.DRAFT)
    run = run_for(session, digest.lab_id, digest.month)
    if run is None or run.id == digest.run_id:
        return
    digest.run_id = run.id
    quotes.propose(session, digest, tellable(session, run), floor=floor, now=now)
    quotes.propose_minority(session, digest, run, now=now)


def recompose(session: Session, digest: Digest, *, now: datetime, disclosure: Disclosure) -> None:
    """Compose the draft again from current facts; paragraphs that a person corrected stay as they are."""
    _only(digest, DigestStatus.DRAFT)
    digest.drafted_at = now  # first: facts say what was written until then
    run = _run_of(session, digest)
    figures = open_figures(session, digest.lab_id, digest.month, disclosure)
    facts = digest_facts(session, digest, run, figures)
    draft = composing.compose_digest(facts)
    edited = {(p.kind, p.theme_id): p for p in digest.paragraphs if p.edited_at is not None}
    digest.title = draft.title
    versions = reception.versions_now(session, digest.lab_id)
    fresh = [_paragraph(position, paragraph, versions) for position, paragraph in enumerate(draft.paragraphs)]
    for paragraph in fresh:
        kept = edited.get((paragraph.kind, paragraph.theme_id))
        if kept is not None:
            paragraph.text, paragraph.edited_at, paragraph.edited_by_id = kept.text, kept.edited_at, kept.edited_by_id
    digest.paragraphs = fresh
    digest.provenance = {
        "encoder": run.encoder,
        "fingerprint": run.fingerprint,
        "settings": run.settings,
        "ledger": asdict(facts.ledger) if facts.ledger else {},
        "figures": values(figures),
        quotes.LEFT_ASIDE: quotes.left_aside(digest),
    }
    keep_texts(session, figures)
    touch(digest)
    session.flush()


def _run_of(session: Session, digest: Digest) -> AnalysisRun:
    run = session.get(AnalysisRun, digest.run_id) if digest.run_id else None
    if run is None:
        raise Refused("L’analyse de ce mois n’existe plus. Demandez-en une nouvelle.")
    return run


def _paragraph(position: int, paragraph: drafts.Paragraph, versions: reception.Versions) -> DigestParagraph:
    text = " ".join(sentence.text for sentence in paragraph.sentences)
    theme_id = uuid.UUID(paragraph.theme_ref) if paragraph.theme_ref else None
    return DigestParagraph(
        id=uuid.uuid4(),
        position=position,
        kind=paragraph.kind.value,
        heading=paragraph.heading,
        theme_id=theme_id,
        sentences=editions.sentences(paragraph),
        text=text,
        draft_text=text,
        part_version=versions.get(theme_id, "") if theme_id else "",
    )


def edit_paragraph(
    session: Session, paragraph: DigestParagraph, text: str, *, version: int, by: Person, now: datetime
) -> None:
    """Correct a paragraph. A quote may be left out, never altered.

    Raises
    ------
    DigestChanged
        When someone corrected it since it was read; the page shows both texts.
    Refused
        When the digest is no longer a draft, the text too long, or a quote is not what its author allowed.
    """
    digest = paragraph.digest
    _only(digest, DigestStatus.DRAFT)
    if digest.version != version and text != paragraph.text:
        raise DigestChanged("Quelqu’un a corrigé ce récit depuis que vous avez ouvert la page.")
    if len(text) > rules.LONGEST_PARAGRAPH:
        most = rules.LONGEST_PARAGRAPH
        raise Refused(f"Ce paragraphe compte {len(text)} caractères, {most} au plus. Raccourcissez-le.")
    checks.nobody_is_quoted_unasked(session, paragraph, text)
    checks.quotes_go_unnamed(session, digest, text)
    if text == paragraph.text:
        return
    paragraph.text, paragraph.edited_by_id, paragraph.edited_at = text, by.id, now
    if text == paragraph.draft_text:
        # The correction was undone: the paragraph follows the next recomposition, and has no author any more.
        paragraph.edited_by_id, paragraph.edited_at = None, None
    touch(digest)
    session.flush()


def approve(session: Session, digest: Digest, *, version: int, by: Person, now: datetime) -> None:
    """Approve a draft one has read and not written: ``version`` is the one read."""
    _only(digest, DigestStatus.DRAFT)
    if version != digest.version:
        raise DigestChanged("Ce récit a changé depuis que vous l’avez ouvert. Relisez-le, puis approuvez.")
    if by.id in digest.writers:
        raise Refused("Une autre personne doit relire et approuver ce que vous avez écrit.")
    digest.status, digest.approved_by_id, digest.approved_at = DigestStatus.APPROVED, by.id, now
    session.flush()


def reopen(session: Session, digest: Digest) -> None:
    """Go back to correcting an approved, unpublished draft."""
    _only(digest, DigestStatus.APPROVED)
    digest.status, digest.approved_by_id, digest.approved_at = DigestStatus.DRAFT, None, None
    session.flush()


def publish(session: Session, digest: Digest, *, now: datetime, disclosure: Disclosure) -> None:
    """Freeze the text and its figures, for the Lab and, when it is open, for everyone.

    Raises
    ------
    Refused
        When a figure has changed since the draft was composed; when a quote is still within the days its author has
        to change their mind, or appears next to something that identifies them; when the figures, compared with those
        published before, would reveal what a few people did.
    """
    _only(digest, DigestStatus.APPROVED)
    checks.quotes_have_waited(session, digest, now=now)
    for paragraph in digest.paragraphs:
        checks.quotes_go_unnamed(session, digest, paragraph.text)
    run = _run_of(session, digest)
    figures = open_figures(session, digest.lab_id, digest.month, disclosure)
    inside = digest_facts(session, digest, run, figures)
    if values(figures) != digest.provenance.get("figures"):
        raise Refused(
            "Des textes ont été partagés ou retirés depuis ce brouillon, et un chiffre a bougé. "
            "Revenez aux corrections, recomposez, puis faites approuver."
        )
    checks.figures_hide_the_few(session, figures)
    keep_figures(session, figures)
    # Before the public edition is made, which must not contain a quote that is dropped here.
    quotes.close(session, digest)
    if session.get_one(Lab, digest.lab_id).is_public:
        digest.public_paragraphs = editions.public_edition(session, digest, run, inside, disclosure)
    digest.status, digest.published_at = DigestStatus.PUBLISHED, now
    digest.revisions = [{"at": now.isoformat(), "what": "publication"}]
    session.flush()


def _only(digest: Digest, status: DigestStatus) -> None:
    if digest.status is not status:
        raise Refused(f"Ce récit est « {digest.status.label.lower()} » : ce geste n’est plus possible.")


def compose_narrative(session: Session, lab: Lab, *, now: datetime, disclosure: Disclosure) -> Narrative | None:
    """Compose the living récit from adopted themes, and remember its figures."""
    run = latest_success(session, lab.id)
    if run is None:
        return None
    compose = partial(_living_draft, session, lab, run, day_of(now), disclosure)
    row = hold_narrative(session, lab.id)  # first: a withdrawal waits for it, then marks it as stale again
    draft = compose()
    if row is not None:
        row.is_stale = False
    if draft is None:
        return row
    if row is None:
        row = Narrative(lab_id=lab.id, title="", paragraphs=[], composed_at=now)
        session.add(row)
    row.title, row.composed_at = draft.title, now
    versions = {str(theme): version for theme, version in reception.versions_now(session, lab.id).items()}
    row.paragraphs = [
        editions.part(paragraph) | {"version": versions.get(paragraph.theme_ref or "", "")}
        for paragraph in draft.paragraphs
    ]
    public = compose(prefix=PUBLIC) if lab.is_public else None
    if public is not None or not lab.is_public:
        row.public_paragraphs = [editions.part(paragraph) for paragraph in public.paragraphs] if public else None
    session.flush()
    return row


def tell_what_is_known(session: Session, lab: Lab, *, now: datetime, disclosure: Disclosure) -> None:
    """After an analysis, compose the living récit, then the counts before and after experiments that are due."""
    compose_narrative(session, lab, now=now, disclosure=disclosure)
    publish_due(session, lab, now=now, disclosure=disclosure)


def _living_draft(
    session: Session, lab: Lab, run: AnalysisRun, today: date, disclosure: Disclosure, *, prefix: str = ""
) -> drafts.Draft | None:
    """The draft of the living récit; None, so that the last one stays, if its figures would reveal a few people."""
    figures = open_figures(session, lab.id, first_of(today), disclosure, prefix=prefix)
    draft = composing.compose_narrative(narrative_facts(session, lab, run, figures, today))
    if checks.exposed_by(session, figures, month=None):
        log.warning("lab %s: its figures would tell about a few people, the last récit stays", lab.id)
        return None
    keep_figures(session, figures)
    return draft
