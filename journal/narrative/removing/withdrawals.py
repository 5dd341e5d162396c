"""Removing withdrawn words from every text of the récit, however they are withdrawn.

An author may withdraw one quote, make an entry private, rewrite it, mask more of it, erase it, or leave. All but the
first change rows of lower features, which know nothing about the récit: a listener sees them before they are written.
"""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from journal import clock
from journal.accounts.models import Person
from journal.db import hold
from journal.entries.models import Entry, MaskingState, Passage, Sharing
from journal.entries.rules import counts_in_themes
from journal.narrative import redacting, whose_words
from journal.narrative.models import Contribution, Digest, DigestStatus, Quote, QuoteState
from journal.narrative.staleness import hold_narrative, mark_stale, rewrite_living
from journal.themes.models import Theme, ThemeReading


@dataclass(frozen=True, slots=True)
class _Words:
    """The words to remove.

    Parameters
    ----------
    ref
        The reference that sentences give as their evidence, empty when there is none.
    by_hand
        Only the team can have put them in a text.
    older
        What the team wrote before these words were sent.
    """

    text: str
    ref: str = ""
    by_hand: bool = False
    older: tuple[str, ...] = ()

    def are_of_another(self, sentence: dict[str, Any]) -> bool:
        """Whether a sentence that says the same words cannot have them from here."""
        return self.by_hand and not whose_words.holds_words_of_the_team(sentence, self.older)


def withdraw(session: Session, quote: Quote, *, now: datetime) -> None:
    """Withdraw a quote, even a published one: a mention replaces it, and its words leave the database."""
    if quote.state is QuoteState.WITHDRAWN:
        return
    remove_quote(session, quote, now=now)
    if quote.state is QuoteState.PROPOSED:
        session.delete(quote)  # its author was never asked
        return
    quote.state, quote.text, quote.answered_at = QuoteState.WITHDRAWN, "", now
    quote.passage_id = None


def remove_quote(session: Session, quote: Quote, *, now: datetime) -> None:
    """Remove a quote's words from its digest and from the living récit."""
    if not quote.text:
        return
    hold(session, Digest, quote.digest_id)
    digest = session.get_one(Digest, quote.digest_id)
    words = _Words(quote.text, str(quote.id))
    _clean_digest(digest, words, now)
    rewrite_living(session, digest.lab_id, partial(_clean_parts, words=words))


def leave_out(digest: Digest, quote: Quote) -> None:
    """Delete the sentences of a month that contain a quote it does not use, without a trace."""
    words = _Words(quote.text, str(quote.id))
    for paragraph in digest.paragraphs:
        if any(_carries(sentence, words) for sentence in paragraph.sentences):
            paragraph.sentences = [sentence for sentence in paragraph.sentences if not _carries(sentence, words)]
        paragraph.draft_text = redacting.without_sentences(paragraph.draft_text, [words.text])


def leave_out_of_living(session: Session, lab_id: uuid.UUID, quote: Quote) -> None:
    """Delete the sentences of the living récit that contain a quote its month no longer uses."""
    rewrite_living(session, lab_id, partial(_parts_without, words=_Words(quote.text, str(quote.id))))


def _parts_without(parts: list[Any], words: _Words) -> list[Any]:
    kept = []
    for part in parts:
        stays = bool(part.get("steps"))  # each sentence belongs to a step
        sentences = [sentence for sentence in part["sentences"] if stays or not _carries(sentence, words)]
        if sentences != part["sentences"]:
            part = part | {"sentences": sentences, "text": " ".join(sentence["text"] for sentence in sentences)}
        kept += [part] if sentences else []
    return kept


def remove_contribution(session: Session, contribution: Contribution, *, now: datetime) -> None:
    """Remove from the récit what the team copied from a contribution: whole runs of its words."""
    if not contribution.is_sent:
        return
    lent = _lent(session, contribution)
    for digest in session.scalars(may_hold(contribution)).all():
        for words in lent:
            _clean_digest(digest, words, now)
    narrative = hold_narrative(session, contribution.lab_id)
    if narrative is not None and narrative.composed_at >= contribution.at:
        for words in lent:
            narrative.rewrite(partial(_clean_parts, words=words))


def _lent(session: Session, contribution: Contribution) -> list[_Words]:
    readings = sa.select(ThemeReading.text).join(Theme, Theme.id == ThemeReading.theme_id)
    before = readings.where(Theme.lab_id == contribution.lab_id, ThemeReading.at < contribution.at)
    older = tuple(session.scalars(before))
    return [_Words(text, by_hand=True, older=older) for text in whose_words.own_words(contribution)]


def may_hold(contribution: Contribution) -> sa.Select[Digest]:
    """The months that may contain words of a contribution.

    A month published before it was sent cannot: if both share words, the contribution copied the month.
    """
    since = sa.or_(Digest.published_at.is_(None), Digest.published_at >= contribution.at)
    return sa.select(Digest).where(Digest.lab_id == contribution.lab_id, since)


def remove_from_drafts(session: Session, lab_id: uuid.UUID, text: str, *, now: datetime) -> None:
    """Remove words from unpublished months, and mark the living récit as stale."""
    unpublished = sa.select(Digest).where(Digest.lab_id == lab_id, Digest.status != DigestStatus.PUBLISHED)
    for digest in session.scalars(unpublished):
        _clean_digest(digest, _Words(text), now)
    mark_stale(session, [lab_id])


def remove_from(digest: Digest, text: str, *, now: datetime) -> None:
    """Remove words from one month, wherever they stand in it."""
    _clean_digest(digest, _Words(text), now)


def _clean_digest(digest: Digest, words: _Words, now: datetime) -> None:
    changed = [_clean_paragraph(paragraph, words) for paragraph in digest.paragraphs]
    digest.rewrite_public(partial(_clean_parts, words=words))
    if not any(changed):
        return
    if digest.status is DigestStatus.PUBLISHED:
        digest.note("withdrawal", now)
    else:
        for paragraph in digest.paragraphs:
            _leave_no_place(paragraph)
        touch(digest)  # someone correcting it must read it again before saving


def _leave_no_place(paragraph: Any) -> None:
    """Remove the mention of a withdrawal: an unpublished text has had no readers to tell."""
    if redacting.WITHDRAWN in f"{paragraph.text}{paragraph.draft_text}":
        paragraph.text = redacting.without_voices(paragraph.kind, paragraph.text, ())
        paragraph.draft_text = redacting.without_voices(paragraph.kind, paragraph.draft_text, ())
        paragraph.sentences = [each for each in paragraph.sentences if redacting.WITHDRAWN not in each["text"]]


def _clean_paragraph(paragraph: Any, words: _Words) -> bool:
    before = paragraph.text
    without = _cleaner(paragraph.sentences, words)
    paragraph.text, paragraph.draft_text = without(paragraph.text), without(paragraph.draft_text)
    if any(_carries(sentence, words) for sentence in paragraph.sentences):
        paragraph.sentences = _clean_sentences(paragraph.sentences, words)
    return bool(paragraph.text != before)


def _clean_parts(parts: list[Any], words: _Words) -> list[Any]:
    return [_clean_part(part, words) for part in parts]


def _clean_part(part: dict[str, Any], words: _Words) -> dict[str, Any]:
    changes: dict[str, Any] = {"sentences": _clean_sentences(part["sentences"], words)}
    if "text" in part:
        changes["text"] = _cleaner(part["sentences"], words)(part["text"])
    return part | changes


def _cleaner(sentences: Sequence[dict[str, Any]], words: _Words) -> Callable[[str], str]:
    """A function that removes the words from a text made of these sentences, even if the team corrected it."""
    carrying = [each["text"] for each in sentences if _carries(each, words)]
    others = [each["text"] for each in sentences if words.are_of_another(each)]
    return lambda text: redacting.without_quote_beside(text, words.text, carrying, others)


def _clean_sentences(sentences: Iterable[dict[str, Any]], words: _Words) -> list[dict[str, Any]]:
    return [s | {"text": redacting.IN_PLACE_OF_SENTENCE} if _carries(s, words) else s for s in sentences]


def _carries(sentence: dict[str, Any], words: _Words) -> bool:
    """Whether a sentence quotes the words: it has guillemets and refers to them, or repeats a run of them."""
    if words.are_of_another(sentence):
        return False
    names_it = ["passage", words.ref] in [list(each) for each in sentence["evidence"]]
    return (names_it and "«" in sentence["text"]) or whose_words.shares_words(sentence["text"], words.text)


def _withdraw_where(session: Session, condition: sa.ColumnElement[bool], *, now: datetime) -> None:
    quotes = session.scalars(sa.select(Quote).where(condition, Quote.state != QuoteState.WITHDRAWN)).all()
    for quote in quotes:
        withdraw(session, quote, now=now)


@event.listens_for(Session, "before_flush")
def _follow_authors(session: Session, *_: object) -> None:
    """Remove from every récit what its author makes private, rewrites or erases."""
    changed = [row for row in session.dirty if isinstance(row, Entry)]
    gone = [row.id for row in session.deleted if isinstance(row, Passage)]
    gone += [passage.id for entry in changed for passage in sa.inspect(entry).attrs.passages.history.deleted or ()]
    closed = [entry.id for entry in changed if is_no_longer_quotable(entry)]
    leaving = [row.id for row in session.deleted if isinstance(row, Person)]
    _mark_stale_where_counted(session, changed)
    contributions = [row for row in session.deleted if isinstance(row, Contribution)]
    if not (gone or closed or leaving or contributions):
        return
    closed_passages = sa.select(Passage.id).where(Passage.entry_id.in_(closed))
    conditions = (
        (gone, Quote.passage_id.in_(gone)),
        (closed, Quote.passage_id.in_(closed_passages)),
        (leaving, Quote.author_id.in_(leaving)),
    )
    with session.no_autoflush:
        if leaving:
            own = sa.select(Contribution).where(Contribution.author_id.in_(leaving))
            contributions += session.scalars(own).all()
        for contribution in contributions:
            remove_contribution(session, contribution, now=clock.now())
        for rows, condition in conditions:
            if rows:
                _withdraw_where(session, condition, now=clock.now())


def _mark_stale_where_counted(session: Session, changed: list[Entry]) -> None:
    """Mark the living récit as stale where a text it counts was withdrawn, rewritten, masked again or erased."""
    gone: list[Entry | Person] = [row for row in session.deleted if isinstance(row, Entry | Person)]
    mark_stale(session, {row.lab_id for row in (*gone, *filter(was_counted, changed))})


def was_counted(entry: Entry) -> bool:
    """Whether an entry counted in themes before this flush, and no longer does."""
    was = sa.inspect(entry).attrs
    shared_before = next(iter(was.sharing.history.deleted or ()), entry.sharing) is not Sharing.PRIVATE
    masked_before = next(iter(was.masking_state.history.deleted or ()), entry.masking_state) is MaskingState.MASKED
    return shared_before and masked_before and not counts_in_themes(entry)


def is_no_longer_quotable(entry: Entry) -> bool:
    """Whether this flush makes an entry no longer quotable."""
    history = sa.inspect(entry).attrs.sharing.history
    return Sharing.QUOTABLE in (history.deleted or ()) and entry.sharing is not Sharing.QUOTABLE


def touch(digest: Digest) -> None:
    """Give a digest a new version even if none of its columns change, so that those who read the old one are told."""
    flag_modified(digest, "title")
