"""Masking texts other than entries, before anyone but their author reads them. Never called by a request.

Texts are read, masked outside any transaction, then written back: nobody waits for a language model.
"""

import logging
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.audit import Subject, record
from journal.clock import Clock
from journal.db import Database, changed
from journal.entries.attempts import FATAL, reading
from journal.entries.hiding import check_nothing_shows
from journal.entries.masking.entries import check_machines, named
from journal.entries.masks import by_author, loaded, of_team, stored
from journal.entries.models import MaskingState
from journal.entries.queries import REFUSED_BY, words_masked_by_an_older
from journal.entries.words import MaskedWords
from nlp import masking

log = logging.getLogger(__name__)
BATCH = 50
Masked = tuple[str, list[Any]]


def mask_words(database: Database, kind: type[MaskedWords], *, now: Clock) -> int:
    """Mask what waits in a table; return how many were processed.

    A text that fails stays unread by others, and stops no other. When the machine is broken, all stay in the queue.
    """
    waits = kind.masking_state == MaskingState.RECEIVED
    texts = sa.select(kind.id, kind.version).where(waits).order_by(kind.at, kind.id)
    with reading(database, texts, most=BATCH, now=now) as turn:
        if not turn.ids:
            return 0
        with database.read() as session:
            found = sa.select(kind.id, kind.version, kind.text, kind.author_masks, kind.masks)
            waiting = session.execute(found.where(kind.id.in_(turn.ids), waits).order_by(kind.at, kind.id)).all()
        read = _masked if not turn.given_up else _given_up
        made = [
            (key, version, read(kind, key, text, [*by_author(own), *of_team(before)]))
            for key, version, text, own, before in waiting
        ]
        with database.write() as session:
            done = sum(changed(session, _write(kind, *each)) for each in made)
            session.commit()
    return done


def _write(kind: type[MaskedWords], key: uuid.UUID, version: int, masked: Masked | None) -> sa.Update:
    text, masks = masked or (None, [])
    # What its author changed meanwhile is left for the next round.
    unchanged = (kind.version == version, kind.masking_state == MaskingState.RECEIVED)
    return (
        sa.update(kind)
        .where(kind.id == key, *unchanged)
        .values(
            masked_text=text,
            masks=masks,
            masking_version=masking.MASKING_VERSION,
            masking_state=MaskingState.MASKED if masked else MaskingState.FAILED,
        )
        .execution_options(synchronize_session=False)
    )


def _masked(kind: type[MaskedWords], key: uuid.UUID, text: str, people: list[masking.Mask]) -> Masked | None:
    """The text masked by the machine, and by the ``people`` who hid more of it: its author, the team."""
    try:
        return _applied(text, masking.merge_masks(masking.find_masks(text), people))
    except Exception as error:
        check_machines()
        log.error("%s %s: masking failed (%s)", kind.__name__, key, named(error))
        return None


def _given_up(kind: type[MaskedWords], key: uuid.UUID, _text: str, _people: list[masking.Mask]) -> Masked | None:
    log.error("%s %s: masking failed (%s)", kind.__name__, key, FATAL)
    return None


def _applied(text: str, kept: Sequence[masking.Mask]) -> Masked:
    return masking.apply_masks(text, kept), stored(kept)


def mask_words_again(database: Database, kind: type[MaskedWords], *, now: Clock, key: str, most: int = BATCH) -> int:
    """Mask again one batch of what an older masker read; return how many were processed, successfully or not.

    What was not sent is masked anew: its author reads it again before anyone does. What was sent is only hidden
    further, and what others read of it until then is remembered.
    """
    older = words_masked_by_an_older(kind)
    texts = sa.select(kind.id, kind.version).where(older).order_by(kind.at, kind.id)
    with reading(database, texts, most=most, now=now) as turn:
        if not turn.ids:
            return 0
        with database.read() as session:
            found = sa.select(kind).where(kind.id.in_(turn.ids), older).order_by(kind.at, kind.id)
            copies = session.scalars(found).all()
        if turn.given_up:
            log.error("%s %s: masking again failed (%s)", kind.__name__, turn.ids[0], FATAL)
        made = [(copy, None if turn.given_up else _masked_again(copy)) for copy in copies]
        moment = now()
        with database.write() as session:
            done = sum(_bring_back(session, copy, masked, at=moment, key=key) for copy, masked in made)
            session.commit()
    return done


def _masked_again(copy: MaskedWords) -> Masked | None:
    try:
        old, own = loaded(copy.masks), by_author(copy.author_masks)
        kept = masking.merge_masks(masking.find_masks(copy.text), own, old if copy.is_sent else of_team(copy.masks))
        if copy.is_sent:
            if masking.apply_masks(copy.text, old) != copy.masked_text:
                raise ValueError("the masks of these words are not those of their masked text")
            check_nothing_shows(copy.text, old, kept)
        return _applied(copy.text, kept)
    except Exception as error:
        check_machines()
        log.error("%s %s: masking again failed (%s)", type(copy).__name__, copy.id, named(error))
        return None


def _bring_back(session: Session, copy: MaskedWords, masked: Masked | None, *, at: datetime, key: str) -> bool:
    """Write what was made of a copy, unless its author did something meanwhile or another worker was faster."""
    words = session.get(type(copy), copy.id, with_for_update=True)
    if words is None or _as_it_was(words) != _as_it_was(copy):
        return False
    if masked is None:
        words.masking_version += REFUSED_BY
        return True
    if words.is_sent and masked[0] != words.masked_text:
        words.read_before = [*words.read_before, words.masked_text]
        record(session, "mask_again", by=None, on=Subject(type(words).__name__.lower(), words.id), at=at, key=key)
    words.masked_text, words.masks = masked
    words.masking_version = masking.MASKING_VERSION
    return True


def _as_it_was(words: MaskedWords) -> tuple[object, ...]:
    return words.version, words.masking_state, words.masking_version, words.is_sent
