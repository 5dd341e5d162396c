"""What an entry may hold and who may read what of it. Pure: values in, answers out."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from journal.clock import day_of
from journal.entries.models import Entry, MaskingState, NextStep, Sharing
from journal.text import fold
from nlp.language import is_stop_word

LONGEST_TEXT = 10_000
LONGEST_NOTE = 300
LONGEST_WORD = 40
# The author's words that others may come to read, once masked.
MASKED_FIELDS = ("text", "helped", "hindered")
# A draft that says nothing in any of them is not kept.
SAID_IN_A_DRAFT = ("text", "helped", "hindered", "next_step", "emotions", "free_emotion")
# What makes an entry: one of them is enough.
MAKES_AN_ENTRY = ("text", "emotions", "free_emotion")
MOST_EMOTIONS = 3
INTENSITIES = {1: "à peine", 2: "un peu", 3: "moyennement", 4: "fortement", 5: "très fortement"}
AGENCY = {
    1: "J’ai tout subi",
    2: "J’ai plutôt subi",
    3: "Les deux",
    4: "J’ai plutôt agi",
    5: "J’ai agi",
}
# Enough for anyone who writes by hand, too little for a flood.
MOST_PER_DAY = 30
MOST_PER_MINUTE = 10
# Nobody's first job is older than this, and a typo in the year is caught.
OLDEST = timedelta(days=366 * 60)
# How far a next step may be, and how long after its day one is asked how it went.
FARTHEST_STEP = timedelta(days=2 * 366)
STILL_ASKED = timedelta(days=14)
SHARING_TEXT_VERSION = "2026-11-30.3"
# A word that may say what something is about.
LONG_WORD = re.compile(r"[^\W\d_]{4,}")
# Five digits hold any place of the longest text.
SPAN = re.compile(r"([0-9]{1,5})-([0-9]{1,5})")


def counts_in_themes(entry: Entry) -> bool:
    """Whether an entry takes part in analyses. ``queries.counted`` is the same rule in SQL."""
    return entry.sharing is not Sharing.PRIVATE and entry.masking_state is MaskingState.MASKED


def may_be_read_by_staff(entry: Entry) -> bool:
    """Whether a coordinator of its Lab may read its masked passages."""
    return counts_in_themes(entry) and entry.sharing is Sharing.QUOTABLE


def may_be_shared(entry: Entry) -> bool:
    """An author chooses a sharing level only after seeing the masked text: it must exist."""
    return entry.masking_state is MaskingState.MASKED


def sharing_choices(entry: Entry) -> tuple[Sharing, ...]:
    """Who an entry may be for. Without a text nothing is quoted, and without a step there is nowhere to count."""
    if not entry.wordless:
        return tuple(Sharing)
    counts = entry.step is not None and (entry.emotions or entry.agency)
    return (Sharing.PRIVATE, Sharing.THEMES) if counts else (Sharing.PRIVATE,)


def says_the_same(entry: Entry, fields: Mapping[str, Any]) -> bool:
    """Whether a writing form says what an entry does: the same text or, where neither has one, the same feelings."""
    text = fields.get("text") or ""
    if text or not entry.wordless:
        return bool(text == entry.text)
    felt = {row.emotion.value for row in entry.emotions}
    return set(fields.get("emotions") or ()) == felt and (fields.get("free_emotion") or "") == entry.free_emotion


def seen_mark(entry: Entry) -> str:
    """Names the masked text an author was shown: nobody consents to a text they have not seen."""
    return mark_of(entry.text, str(entry.masked_text), entry.masked_helped, entry.masked_hindered)


def mark_of(*seen: str) -> str:
    """A short name for texts as they were seen."""
    return hashlib.sha256("\x1f".join(seen).encode()).hexdigest()[:16]


def day_problem(happened_on: date, today: date) -> str | None:
    """Why a day is refused, as a sentence."""
    if happened_on > today:
        return "Cette date n’est pas encore arrivée."
    if today - happened_on > OLDEST:
        return "Cette date est trop ancienne. Vérifiez l’année."
    return None


def due_problem(due_on: date, today: date) -> str | None:
    """Why the day of a next step is refused, as a sentence; a day just past may still be asked about."""
    if not today - STILL_ASKED <= due_on <= today + FARTHEST_STEP:
        return "Ce jour est trop loin d’aujourd’hui. Vérifiez le mois et l’année."
    return None


def may_tell_of(entry: Entry, step: NextStep) -> bool:
    """Whether an entry may say how the day of a step went: of that day or later, written since or with a word of it.

    What was written before the day was over may be about anything: only the words tell.
    """
    if step.due_on is None or entry.id == step.entry_id or entry.happened_on < step.due_on:
        return False
    return day_of(entry.written_at) > step.due_on or bool(_own_words(entry.text) & _own_words(step.text))


def _own_words(text: str) -> set[str]:
    return {word for word in LONG_WORD.findall(fold(text)) if not is_stop_word(word)}


def too_many(written: Iterable[datetime], now: datetime) -> bool:
    """Whether one more entry would be a flood."""
    moments = list(written)
    last_minute = sum(moment > now - timedelta(minutes=1) for moment in moments)
    last_day = sum(moment > now - timedelta(days=1) for moment in moments)
    return last_minute >= MOST_PER_MINUTE or last_day >= MOST_PER_DAY


def read_spans(parts: Iterable[str]) -> list[tuple[int, int]]:
    """Places in a text sent as « 12-17 »; anything else is left out."""
    ends = [SPAN.fullmatch(part) for part in parts]
    return [(int(found[1]), int(found[2])) for found in ends if found]


def merge_spans(spans: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """Sorted, joined where they touch, kept inside a text of ``length`` characters."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted((max(0, a), min(length, b)) for a, b in spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
