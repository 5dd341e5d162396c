"""What an entry may contain, and who may read it. Pure."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from journal.clock import day_of
from journal.entries.models import Entry, MaskingState, NextStep, Sharing
from journal.months import first_of
from journal.text import fold
from nlp.language import is_stop_word

LONGEST_TEXT = 10_000
LONGEST_NOTE = 300
LONGEST_WORD = 40
# The fields that others may read once they are masked.
MASKED_FIELDS = ("text", "helped", "hindered")
# A draft in which all of them are empty is not kept.
SAID_IN_A_DRAFT = ("text", "helped", "hindered", "next_step", "emotions", "free_emotion")
# An entry needs at least one of them.
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
# Enough for anyone who types, too few for a flood.
MOST_PER_DAY = 30
MOST_PER_MINUTE = 10
# Nobody's first job is older than this, and a typo in the year is caught.
OLDEST = timedelta(days=366 * 60)
# How far a next step may be, and how long after its day one is asked how it went.
FARTHEST_STEP = timedelta(days=2 * 366)
STILL_ASKED = timedelta(days=14)
SHARING_TEXT_VERSION = "2026-11-30.3"
# A journal shows the texts of its last months, at least so many, and folds the months before.
SHOWN_AT_ONCE = 6
# Words long enough to say what a text is about.
LONG_WORD = re.compile(r"[^\W\d_]{4,}")
# Five digits are enough for any position in the longest text.
SPAN = re.compile(r"([0-9]{1,5})-([0-9]{1,5})")


def counts_in_themes(entry: Entry) -> bool:
    """Whether an entry takes part in analyses. ``queries.counted`` is the same rule in SQL."""
    return entry.sharing is not Sharing.PRIVATE and entry.masking_state is MaskingState.MASKED


def may_be_read_by_staff(entry: Entry) -> bool:
    """Whether a coordinator of its Lab may read its masked passages."""
    return counts_in_themes(entry) and entry.sharing is Sharing.QUOTABLE


def may_be_shared(entry: Entry) -> bool:
    """Whether an author may choose a sharing level: only once there is a masked text to read."""
    return entry.masking_state is MaskingState.MASKED


def sharing_choices(entry: Entry) -> tuple[Sharing, ...]:
    """Who an entry may be for. Without a text nothing is quoted, and without a step there is nowhere to count."""
    if not entry.wordless:
        return tuple(Sharing)
    counts = entry.step is not None and (entry.emotions or entry.agency)
    return (Sharing.PRIVATE, Sharing.THEMES) if counts else (Sharing.PRIVATE,)


def says_the_same(entry: Entry, fields: Mapping[str, Any]) -> bool:
    """Whether a writing form has the same text as an entry or, when neither has one, the same emotions."""
    text = fields.get("text") or ""
    if text or not entry.wordless:
        return bool(text == entry.text)
    felt = {row.emotion.value for row in entry.emotions}
    return set(fields.get("emotions") or ()) == felt and (fields.get("free_emotion") or "") == entry.free_emotion


def seen_mark(entry: Entry) -> str:
    """A fingerprint of the masked text an author was shown: nobody can consent to a text they have not seen."""
    return mark_of(entry.text, str(entry.masked_text), entry.masked_helped, entry.masked_hindered)


def mark_of(*seen: str) -> str:
    """A short fingerprint of texts."""
    return hashlib.sha256("\x1f".join(seen).encode()).hexdigest()[:16]


class MonthOfTexts(NamedTuple):
    """What a person wrote of a month, newest first, and whether their journal shows it at once."""

    month: date
    entries: Sequence[Entry]
    is_open: bool


def by_month(entries: Iterable[Entry]) -> list[MonthOfTexts]:
    """A journal month by month, newest first; the last month is open, and those before it until enough is shown."""
    months: list[MonthOfTexts] = []
    shown = 0
    for month, some in groupby(entries, key=lambda entry: first_of(entry.happened_on)):
        texts = list(some)
        months.append(MonthOfTexts(month, texts, is_open=shown < SHOWN_AT_ONCE))
        shown += len(texts)
    return months


def day_problem(happened_on: date, today: date) -> str | None:
    """Why a date is refused, in a sentence; None when it is accepted."""
    if happened_on > today:
        return "Cette date n’est pas encore arrivée."
    if today - happened_on > OLDEST:
        return "Cette date est trop ancienne. Vérifiez l’année."
    return None


def due_problem(due_on: date, today: date) -> str | None:
    """Why the day of a next step is refused, in a sentence; None when it is accepted, as a recent day is."""
    if not today - STILL_ASKED <= due_on <= today + FARTHEST_STEP:
        return "Ce jour est trop loin d’aujourd’hui. Vérifiez le mois et l’année."
    return None


def may_tell_of(entry: Entry, step: NextStep) -> bool:
    """Whether an entry may say how the day of a next step went.

    It must be about that day or a later one. If it was written before the day was over, it may be about anything, so it
    must share a word with the step.
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
    """Positions in a text, sent as « 12-17 »; anything else is ignored."""
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
