"""Texts masked by an older masker, masked again by the current one.

A private text is masked from scratch. A shared text is only masked further: what was hidden stays hidden, what its
author added stays hidden and what they lifted stays shown, and it keeps its passages, so that its themes and quotes
keep them too. What is left to do is in the rows (``Entry.masking_version``), so it can stop and resume at any time.
"""

import logging
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from journal.accounts.audit import Subject, record
from journal.clock import Clock
from journal.db import Database
from journal.entries.attempts import FATAL, reading
from journal.entries.hiding import lay_further
from journal.entries.masking.entries import BATCH, check_machines, encode, masked_note, named, remake
from journal.entries.masking.queue import MADE_BY_MASKING, MADE_OF_PASSAGES, overwrite
from journal.entries.masks import by_author, by_team, loaded
from journal.entries.models import Entry, MaskingState, Passage, Sharing
from journal.entries.queries import REFUSED_BY, masked_by_an_older
from nlp import masking
from nlp.spans import take_out

log = logging.getLogger(__name__)


def mask_entries_again(database: Database, *, now: Clock, key: str, most: int = BATCH) -> int:
    """Mask one batch again, what is shared first; return how many were processed, successfully or not."""
    shared_first = (Entry.sharing == Sharing.PRIVATE, Entry.written_at, Entry.id)
    texts = sa.select(Entry.id, Entry.version).where(masked_by_an_older()).order_by(*shared_first)
    with reading(database, texts, most=most, now=now) as turn:
        with database.read() as session:
            found = sa.select(Entry).where(Entry.id.in_(turn.ids), masked_by_an_older()).order_by(*shared_first)
            copies = session.scalars(found.options(selectinload(Entry.passages))).all()
        before = [copy.masking_version for copy in copies]
        for copy in copies:
            if turn.given_up:
                _refuse(copy, copy.masking_version, FATAL)
            else:
                _mask(copy, now())
        with database.write() as session:
            pairs = zip(copies, before, strict=True)
            done = sum(_bring_back(session, copy, version, at=now(), key=key) for copy, version in pairs)
            session.commit()
    return done


def _mask(copy: Entry, moment: datetime) -> None:
    before = copy.masking_version
    try:
        found = masking.find_masks(copy.text)
        if copy.sharing is Sharing.PRIVATE:
            remake(copy, found, moment)
            encode(copy.passages)
        else:
            hide_further(copy, found, moment)
            encode(passage for passage in copy.passages if passage.vector is None)
    except Exception as error:
        check_machines()
        _refuse(copy, before, named(error))


def _refuse(copy: Entry, before: str, why: str) -> None:
    log.error("entry %s: masking again failed (%s)", copy.id, why)
    copy.masking_version = f"{before}{REFUSED_BY}"


def hide_further(entry: Entry, found: Sequence[masking.Mask], moment: datetime) -> None:
    """Add what was ``found`` to what hides an entry, and keep its passages where they are.

    Raises
    ------
    ValueError
        When something that was hidden would show: better what an older masker hid.
    """
    before = [entry.masked_text, entry.masked_helped, entry.masked_hindered]
    old = [(mask.start, mask.end) for mask in loaded(entry.masks)]
    shown = take_out([(a, b) for a, b in entry.author_shown], old)
    new = masking.still_hidden(entry.text, found, shown)
    notes = [_hidden_further(note, masked) for note, masked in _notes(entry)]
    lay_further(entry, [*new, *by_author(entry.author_masks), *by_team(entry.team_masks)])
    if [entry.masked_text, *notes] != before:
        entry.masked_further_at = moment
        entry.masked_helped, entry.masked_hindered = notes
    entry.masking_version = masking.MASKING_VERSION


def _notes(entry: Entry) -> list[tuple[str, str]]:
    return [(entry.helped, entry.masked_helped), (entry.hindered, entry.masked_hindered)]


def _hidden_further(note: str, masked: str) -> str:
    """A note masked anew, or, when that would show more, what is masked of it masked once more."""
    anew = masked_note(note)
    return anew if masking.shows_no_more(masked, anew) else masked_note(masked)


def _bring_back(session: Session, copy: Entry, version: str, *, at: datetime, key: str) -> bool:
    """Write a copy over its entry, unless the entry changed or another worker was faster."""
    entry = session.scalar(
        sa.select(Entry).where(Entry.id == copy.id).options(selectinload(Entry.passages)).with_for_update()
    )
    if entry is None or (entry.version, entry.masking_state) != (copy.version, MaskingState.MASKED):
        return False
    if entry.masking_version != version:
        return False
    if copy.masking_version.endswith(REFUSED_BY):
        entry.masking_version = copy.masking_version
        return True
    if entry.sharing is Sharing.PRIVATE:
        overwrite(session, entry, copy)
        return True
    if copy.masked_further_at != entry.masked_further_at:
        more = len(copy.masks) - len(entry.masks)
        record(session, "mask_again", by=None, on=Subject("entry", entry.id), at=at, key=key, masks=more)
    for name in MADE_BY_MASKING:
        setattr(entry, name, getattr(copy, name))
    for passage, made in zip(entry.passages, copy.passages, strict=True):
        _overwrite_passage(passage, made)
    return True


def _overwrite_passage(passage: Passage, made: Passage) -> None:
    for name in MADE_OF_PASSAGES:
        setattr(passage, name, getattr(made, name))
