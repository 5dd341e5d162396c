"""What the Lab tried or counted, once a récit may tell it no more: deleted, or told in words that named someone."""

import re
import uuid
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from journal import clock
from journal.db import holding
from journal.experiments.models import Experiment, ExperimentStep
from journal.indicators.models import Indicator
from journal.narrative import evidence, redacting, whose_words
from journal.narrative.models import Digest, DigestParagraph, DigestStatus
from journal.narrative.removing.taking_down import clear
from journal.narrative.removing.withdrawals import remove_from_drafts, touch
from journal.text import fold
from nlp.prose.drafts import EvidenceKind, ParagraphKind

Sentence = dict[str, Any]
KINDS = (EvidenceKind.EXPERIMENT, EvidenceKind.INDICATOR)


def month_telling(session: Session, lab_id: uuid.UUID, subject: uuid.UUID, lock: bool = False) -> date | None:
    """The last published month that tells of an experiment or of an indicator.

    With ``lock``, no month is published meanwhile: this one ends first, or is seen.
    """
    if lock:
        _hold_months(session, lab_id)
    told = [part.digest for part in _telling(session, lab_id, subject) if part.text]
    return max((digest.month for digest in told if digest.status is DigestStatus.PUBLISHED), default=None)


def _hold_months(session: Session, lab_id: uuid.UUID) -> None:
    """Read the months to come as they are now: whoever corrects or publishes one waits, or is waited for."""
    to_come = sa.select(Digest).where(Digest.lab_id == lab_id, Digest.status != DigestStatus.PUBLISHED)
    session.scalars(holding(to_come.order_by(Digest.id))).all()


def _telling(session: Session, lab_id: uuid.UUID, subject: uuid.UUID) -> list[DigestParagraph]:
    """Every paragraph that tells of it, published or not."""
    tried = (Digest.lab_id == lab_id, DigestParagraph.kind == ParagraphKind.EXPERIMENTS.value)
    paragraphs = session.scalars(sa.select(DigestParagraph).join(Digest).where(*tried)).all()
    return [each for each in paragraphs if any(_rests_on(sentence, subject) for sentence in each.sentences)]


def _rests_on(sentence: Sentence, subject: uuid.UUID) -> bool:
    return any(str(subject) in evidence.refs([sentence], kind) for kind in KINDS)


@event.listens_for(Session, "before_flush")
def _follow_deleted(session: Session, *_: object) -> None:
    """Tell in no month to come what was deleted; nothing that a published month tells is."""
    for row in [each for each in session.deleted if isinstance(each, Experiment | Indicator)]:
        with session.no_autoflush:
            for paragraph in _telling(session, row.lab_id, row.id):
                gone = [each for each in paragraph.sentences if _rests_on(each, row.id)]
                _leave_out(session, paragraph, gone, now=clock.now())
                if fold(row.title if isinstance(row, Experiment) else row.name) in fold(paragraph.text):
                    _restore_draft(paragraph)


@event.listens_for(Session, "before_flush")
def _follow_steps(session: Session, *_: object) -> None:
    """Keep in no récit, published or not, what a step of an experiment no longer keeps."""
    for step in [row for row in session.dirty if isinstance(row, ExperimentStep) and not row.evidence]:
        with session.no_autoflush:
            lab_id = session.get_one(Experiment, step.experiment_id).lab_id
            _hold_months(session, lab_id)
            for words in filter(None, sa.inspect(step).attrs.evidence.history.deleted or ()):
                for paragraph in _telling(session, lab_id, step.experiment_id):
                    gone = [each for each in paragraph.sentences if _says(each, words, step.experiment_id)]
                    _leave_out(session, paragraph, gone, now=clock.now())
                remove_from_drafts(session, lab_id, words, now=clock.now())


def _says(sentence: Sentence, words: str, subject: uuid.UUID) -> bool:
    """Whether it tells of the experiment with these words, or with a part of them: a month says their beginning."""
    parts = redacting.SENTENCE_END.split(words)
    return _rests_on(sentence, subject) and any(whose_words.shares_words(sentence["text"], each) for each in parts)


def _leave_out(session: Session, paragraph: DigestParagraph, gone: list[Sentence], *, now: datetime) -> None:
    """Leave sentences out of a paragraph.

    When these are not in it to the letter, someone wrote them otherwise. A published one then goes whole: nobody would
    read it again before others do. One of a month to come is the site's again, to be corrected anew.
    """
    digest, texts = paragraph.digest, [sentence["text"] for sentence in gone]
    if not gone:
        return
    to_the_letter = all(text in paragraph.text for text in texts)
    if digest.status is not DigestStatus.PUBLISHED or not paragraph.text:
        _cut(paragraph, gone)
        if paragraph.text and not to_the_letter:
            _restore_draft(paragraph)
        touch(digest)
    elif to_the_letter and _without(paragraph.text, texts):
        _cut(paragraph, gone)
        digest.note("sentence_taken_down", now)
    else:
        clear(session, paragraph, now=now)


def _restore_draft(paragraph: DigestParagraph) -> None:
    """Drop what a person wrote: it tells of what is gone, in words nobody can find again."""
    paragraph.text, paragraph.edited_by_id, paragraph.edited_at = paragraph.draft_text, None, None


def _cut(paragraph: DigestParagraph, gone: list[Sentence]) -> None:
    texts = [sentence["text"] for sentence in gone]
    paragraph.text, paragraph.draft_text = _without(paragraph.text, texts), _without(paragraph.draft_text, texts)
    paragraph.sentences = [sentence for sentence in paragraph.sentences if sentence not in gone]


def _without(text: str, gone: list[str]) -> str:
    for each in gone:
        text = text.replace(each, "")
    return re.sub(" {2,}", " ", text).strip()
