"""What the worker does with an entry: mask it, cut it into passages, encode these. Never called by a request.

received → masked, or failed. After any exception, only its author can read the entry.
"""

import logging
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy.orm import Session

from journal.clock import Clock
from journal.entries.hiding import same_words
from journal.entries.masks import by_author, by_team, stored
from journal.entries.models import Entry, MaskingState, Passage
from journal.entries.prompts import wording
from journal.text import WORD
from nlp import encoding, masking, passages
from nlp.spans import Span, take_out

log = logging.getLogger(__name__)
BATCH = 64
# A shorter question may occur by chance: « Et vous ? ».
RUN_OF_WORDS = 4
QUESTION_ENDS = re.compile(r"[\s?!.…»”\"]*")
ORDINARY = "Un texte ordinaire, que Nadia a lu."  # it names someone: the masker reads it again in context


def mask_batch(session: Session, entries: Sequence[Entry], *, now: Clock) -> int:
    """Mask, cut and encode entries; return how many succeeded.

    When a batch fails, its entries are tried one by one, so that one bad text does not stop the others. When the masker
    fails even on an ordinary text, the error is raised, and all entries stay in the queue.
    """
    try:
        found = masking.find_masks_many([entry.text for entry in entries])
    except Exception as error:
        if len(entries) == 1:
            check_machines()
            fail(entries[0], named(error))
            return 0
        return sum(mask_batch(session, [entry], now=now) for entry in entries)
    made = [entry for entry, masks in zip(entries, found, strict=True) if _mask(entry, masks, now())]
    _encode_each(made)
    session.flush()
    return sum(entry.masking_state is MaskingState.MASKED for entry in made)


def _mask(entry: Entry, masks: Sequence[masking.Mask], moment: datetime) -> bool:
    try:
        remake(entry, masks, moment)
    except Exception as error:
        fail(entry, named(error))
        return False
    return True


def remake(entry: Entry, masks: Sequence[masking.Mask], moment: datetime) -> None:
    """Mask an entry and cut it again, with the machine's masks that its author did not lift, theirs and the team's."""
    kept = masking.merge_masks(_not_lifted(entry, masks), by_author(entry.author_masks), by_team(entry.team_masks))
    text = masking.apply_masks(entry.text, kept)
    entry.masks = stored(kept)
    entry.masked_text = text
    entry.masked_helped, entry.masked_hindered = (masked_note(note) for note in (entry.helped, entry.hindered))
    entry.masking_version = masking.MASKING_VERSION
    entry.masked_at, entry.masked_further_at = moment, None
    entry.passages = [
        Passage(position=i, start=a, end=b, text=text[a:b], counts=own and passages.says_something(text[a:b]))
        for i, (a, b, own) in enumerate(_cut(text, _copied(entry, kept)))
    ]
    entry.masking_state = MaskingState.MASKED


def _cut(text: str, copied: Sequence[Span]) -> list[tuple[int, int, bool]]:
    """The passages of a masked text, and whether each was written by its author; a copied question is apart."""
    parts = [(part, True) for part in take_out([(0, len(text))], copied)] + [(part, False) for part in copied]
    return [
        (start + a, start + b, own)
        for (start, end), own in sorted(parts)
        for a, b in passages.cut_passages(text[start:end])
    ]


def _copied(entry: Entry, masks: Sequence[masking.Mask]) -> list[Span]:
    """Where the masked text repeats the question it started from: these words are not an answer."""
    asked, text, found = wording(entry.prompt), entry.text, []
    for start, end in same_words(text, asked) if len(WORD.findall(asked)) >= RUN_OF_WORDS else ():
        last = QUESTION_ENDS.match(text, end)
        with suppress(ValueError):  # a mask extends beyond the question: keep it in the passage
            first, after = masking.places_in_masked(text, masks, [start, last.end() if last else end])
            found.append((first, after))
    return found


def _not_lifted(entry: Entry, masks: Sequence[masking.Mask]) -> list[masking.Mask]:
    """What the machine hides, less the masks the author lifted whole.

    A mask of which only a part was shown stays: nobody else reads the text yet, and its author will read it again. When
    others already read it, ``masking.still_hidden`` keeps that part shown.
    """
    shown = [(start, end) for start, end in entry.author_shown]
    may_be = masking.liftable(entry.text, masks)
    lifted = [mask for mask in may_be if any(a <= mask.start and mask.end <= b for a, b in shown)]
    return [mask for mask in masks if mask not in lifted]


def check_machines() -> None:
    """Try the masker and the encoder on an ordinary text: if one is broken, it raises, and texts stay in the queue."""
    masking.find_masks(ORDINARY)
    encoding.load_encoder().encode([ORDINARY])


def masked_note(note: str) -> str:
    return masking.apply_masks(note, masking.find_masks(note)) if note else ""


def _encode_each(entries: Sequence[Entry]) -> None:
    """Encode entries together or, if that fails, one by one, so that one bad text does not stop the others.

    If the encoder fails even on an ordinary text, it is broken: the error is raised, and all entries stay in the queue.
    """
    try:
        encode(passage for entry in entries for passage in entry.passages)
    except Exception:
        encoding.load_encoder().encode([ORDINARY])
        for entry in entries:
            try:
                encode(entry.passages)
            except Exception as error:
                # Otherwise it would also stop every analysis of its Lab.
                fail(entry, named(error))


def encode(cut: Iterable[Passage]) -> None:
    """Set the vectors of the passages that count."""
    made = [passage for passage in cut if passage.counts]
    if not made:
        return
    encoder = encoding.load_encoder()
    vectors = encoder.encode([passage.text for passage in made])
    for passage, vector in zip(made, vectors, strict=True):
        passage.encoder = encoder.name
        passage.vector = encoding.packed(vector)


def fail(entry: Entry, why: str) -> None:
    """Mark an entry as failed: only its author can read it. ``why`` must not quote it."""
    log.error("entry %s: masking failed (%s)", entry.id, why)
    entry.masking_state = MaskingState.FAILED
    entry.masked_text = None
    entry.passages.clear()


def named(error: Exception) -> str:
    """What is logged of an error: not its message, which may quote the text."""
    return type(error).__name__
