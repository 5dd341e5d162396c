"""Words that are hidden once they are in the récit: by a newer masker, or by someone of the team who saw a name.

A newer masker hides more of what is not published yet: what is published stays as its author allowed it. Someone of the
team hides what names somebody, who was asked nothing: it is hidden everywhere, in published months too.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from journal import clock
from journal.entries.hiding import note_taken_down
from journal.entries.masks import MaskSource
from journal.entries.models import Passage
from journal.entries.words import MaskedWords
from journal.narrative import redacting, whose_words
from journal.narrative.models import Contribution, Digest, DigestParagraph, DigestStatus, Quote, QuoteState
from journal.narrative.removing.taking_down import clear
from journal.narrative.removing.withdrawals import may_hold, remove_from, remove_quote, touch
from journal.narrative.staleness import mark_stale, rewrite_living


@event.listens_for(Session, "before_flush")
def _follow_masks(session: Session, *_: object) -> None:
    """Hide in the récits what is hidden further of the words they quote."""
    for passage in [row for row in session.dirty if isinstance(row, Passage)]:
        if sa.inspect(passage).attrs.text.history.deleted:
            with session.no_autoflush:
                _hide_further(session, passage, by_team=_is_by_team(passage))
    for contribution in [row for row in session.dirty if isinstance(row, Contribution) and row.is_sent]:
        for before in filter(None, sa.inspect(contribution).attrs.masked_text.history.deleted or ()):
            with session.no_autoflush:
                _hide_contribution_further(session, contribution, before, by_team=was_hidden_by_team(contribution))


def _is_by_team(passage: Passage) -> bool:
    return bool(sa.inspect(passage.entry).attrs.team_masks.history.added)


def was_hidden_by_team(words: MaskedWords) -> bool:
    """Whether someone of the team has just hidden some of these words."""
    history = sa.inspect(words).attrs.masks.history
    before = [row for rows in history.deleted or () for row in rows]
    added = [row for rows in history.added or () for row in rows if row not in before]
    return any(row[3] == MaskSource.TEAM for row in added)


def _hide_contribution_further(session: Session, contribution: Contribution, before: str, *, by_team: bool) -> None:
    if not whose_words.is_own(before):
        return
    after = contribution.masked_text or ""
    for digest in session.scalars(may_hold(contribution)).all():
        if not redacting.still_shows("\n".join(map(_written, digest.paragraphs)), before, after):
            continue
        if digest.status is not DigestStatus.PUBLISHED:
            if _still_showing(digest, before, after):
                remove_from(digest, before, now=clock.now())
            touch(digest)
        elif by_team:
            _hide_in_published(session, digest, before, after)


def _hide_further(session: Session, passage: Passage, *, by_team: bool) -> None:
    quoted = sa.select(Quote, Digest).join(Quote.digest)
    rows = session.execute(quoted.where(Quote.passage_id == passage.id, Quote.text != "")).all()
    for quote, digest in rows:
        if digest.status is not DigestStatus.PUBLISHED:
            _hide_in_draft(session, quote, digest, passage.text)
        elif by_team:
            _hide_quoted(session, quote, digest, passage.text)


def _hide_in_draft(session: Session, quote: Quote, digest: Digest, after: str) -> None:
    if _still_showing(digest, quote.text, after):
        remove_quote(session, quote, now=clock.now())  # written otherwise: rather no quote than what is hidden now
    quote.text = after
    touch(digest)
    mark_stale(session, [digest.lab_id])


def _hide_quoted(session: Session, quote: Quote, digest: Digest, after: str) -> None:
    _hide_in_published(session, digest, quote.text, after)
    if quote.state is QuoteState.ACCEPTED:
        quote.text = after


def _hide_in_published(session: Session, digest: Digest, before: str, after: str) -> None:
    """Write the new words where the old ones stood to the letter; a paragraph that says them otherwise goes whole."""
    now, gone = clock.now(), _still_showing(digest, before, after)
    for paragraph in gone:
        clear(session, paragraph, now=now)
        note_taken_down(session, digest.id)
    hide = partial(_parts_hidden, before=before, after=after)
    digest.rewrite_public(hide)
    rewrite_living(session, digest.lab_id, hide)
    if not gone:
        digest.note("masked", now)
    mark_stale(session, [digest.lab_id])


def _parts_hidden(parts: list[Any], *, before: str, after: str) -> list[Any]:
    """Parts of a text with the new words; a sentence that says the old ones otherwise is left out.

    Sentences that go with steps stay: each is told beside its own step, and the machine made them of figures alone.
    """
    change, kept = partial(redacting.hidden_further, before=before, after=after), []
    for part in parts:
        if part.get("steps"):
            kept.append(part)
            continue
        sentences = [each | {"text": change(each["text"])} for each in part["sentences"]]
        told = [each for each in sentences if not redacting.still_shows(each["text"], before, after)]
        changed = part | {"sentences": told}
        if "text" in part:
            text = change(part["text"])
            changed["text"] = (
                redacting.without_sentences(text, [before]) if redacting.still_shows(text, before, after) else text
            )
        kept += [changed] if told else []
    return kept


def _still_showing(digest: Digest, before: str, after: str) -> list[DigestParagraph]:
    """Write the new words wherever the old ones stood to the letter; return the paragraphs that say some otherwise."""
    for paragraph in digest.paragraphs:
        _rewrite(paragraph, partial(redacting.hidden_further, before=before, after=after))
    return [each for each in digest.paragraphs if redacting.still_shows(_written(each), before, after)]


def _rewrite(paragraph: DigestParagraph, change: Callable[[str], str]) -> None:
    paragraph.text, paragraph.draft_text = change(paragraph.text), change(paragraph.draft_text)
    paragraph.sentences = [sentence | {"text": change(sentence["text"])} for sentence in paragraph.sentences]


def _written(paragraph: DigestParagraph) -> str:
    return "\n".join([paragraph.text, paragraph.draft_text, *(sentence["text"] for sentence in paragraph.sentences)])
