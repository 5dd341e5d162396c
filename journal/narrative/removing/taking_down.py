"""Take a paragraph that may tell who someone is out of a published month."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.entries.models import Draft, Entry
from journal.errors import Refused
from journal.narrative import whose_words
from journal.narrative.gathering.asked import repeating
from journal.narrative.gathering.changes import forget_changes_told
from journal.narrative.models import Digest, DigestParagraph, DigestStatus, Quote, QuoteState
from journal.narrative.removing.withdrawals import leave_out_of_living, touch
from journal.narrative.staleness import mark_stale
from journal.text import clean_text
from nlp.prose.drafts import ParagraphKind


def take_down(session: Session, paragraph: DigestParagraph, *, now: datetime) -> None:
    """Remove a paragraph from a published month, on every edition, and keep none of it.

    Raises
    ------
    Refused
        When the month is not published: its draft is corrected instead.
    """
    if paragraph.digest.status is not DigestStatus.PUBLISHED:
        raise Refused("Ce récit n’est pas publié\u00a0: corrigez le paragraphe.")
    if paragraph.text:  # a second click finds none
        clear(session, paragraph, now=now)
        session.flush()


def clear(session: Session, paragraph: DigestParagraph, *, now: datetime) -> None:
    """Keep nothing of a paragraph, without writing it to the database yet."""
    digest = paragraph.digest
    _forget_quotes(session, paragraph)
    forget_changes_told(session, paragraph)
    if paragraph.kind == ParagraphKind.QUESTION:
        _forget_question(session, paragraph, now=now)
    gone = paragraph.part
    digest.rewrite_public(lambda parts: [part for part in parts if (part["kind"], part["theme"]) != gone])
    paragraph.text, paragraph.draft_text, paragraph.sentences = "", "", []
    if digest.status is DigestStatus.PUBLISHED:
        digest.note("taken_down", now)
    else:
        touch(digest)  # whoever was correcting it reads it again
    mark_stale(session, [digest.lab_id])


def _forget_quotes(session: Session, paragraph: DigestParagraph) -> None:
    """Forget its quotes, in the living récit too. One told elsewhere in the month stays: its author may withdraw it."""
    others = [other.text for other in paragraph.digest.paragraphs if other is not paragraph]
    accepted = (Quote.digest_id == paragraph.digest_id, Quote.state == QuoteState.ACCEPTED)
    for quote in session.scalars(sa.select(Quote).where(*accepted)).all():
        told, *elsewhere = (whose_words.shares_words(text, quote.text) for text in (paragraph.text, *others))
        if told and not any(elsewhere):
            leave_out_of_living(session, paragraph.digest.lab_id, quote)
            quote.state, quote.text = QuoteState.UNUSED, ""


def _forget_question(session: Session, paragraph: DigestParagraph, *, now: datetime) -> None:
    """Texts and drafts keep the question they answer, as it was asked, and the next month repeats it: not this one."""
    lab_id, asked = paragraph.digest.lab_id, clean_text(paragraph.text)
    session.execute(sa.update(Entry).where(Entry.lab_id == lab_id, Entry.prompt == asked).values(prompt=""))
    drafts = sa.select(Draft).join(Person, Person.id == Draft.author_id).where(Person.lab_id == lab_id)
    for draft in session.scalars(drafts):
        if draft.content.get("prompt") == asked:
            draft.content = draft.content | {"prompt": ""}
    months = session.scalars(sa.select(Digest).where(Digest.lab_id == lab_id, Digest.month > paragraph.digest.month))
    for part in repeating(months.all(), f"{paragraph.digest.month:%Y-%m}"):
        clear(session, part, now=now)
