"""What the pages of words share: hiding more before sending them; for the team, the way to write to their author."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from flask import flash, request
from sqlalchemy.orm import Session

from journal.clock import now
from journal.entries.rules import read_spans
from journal.entries.words import MaskedWords
from journal.web.database import get_session
from journal.web.lines import Line
from journal.web.queue import enqueue

CHANGED_SINCE = "Le texte a changé depuis. Choisissez à nouveau les mots à masquer."
MASKED_ANEW = "C’est noté. Le texte masqué se refait, cela prend quelques secondes."

# What may be said to whoever wrote some words, by row: registered in journal.features.
ABOUT_WORDS: list[Callable[[Session, Sequence[MaskedWords], datetime], Mapping[uuid.UUID, Line]]] = []


def said_to_authors(words: Sequence[MaskedWords]) -> dict[uuid.UUID, Line]:
    """By words, the way for the team to write to their author: for its pages alone."""
    return {key: line for tell in ABOUT_WORDS for key, line in tell(get_session(), words, now()).items()}


def hide_ticked(hide: Callable[[Sequence[tuple[int, int]]], None], *, as_read: bool) -> None:
    """Hide the words ticked in a masked text, if it is still the one that was read, and say what becomes of it."""
    spans = read_spans(request.form.getlist("word"))
    if not as_read:
        flash(CHANGED_SINCE)
    elif spans:
        hide(spans)
        get_session().commit()
        enqueue("mask")
        flash(MASKED_ANEW)
