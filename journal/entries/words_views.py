"""The gesture shared by the pages where one reads one's words as others would, before sending them."""

from collections.abc import Callable, Sequence

from flask import flash, request

from journal.entries.rules import read_spans
from journal.web.database import get_session
from journal.web.queue import enqueue

CHANGED_SINCE = "Le texte a changé depuis. Choisissez à nouveau les mots à masquer."
MASKED_ANEW = "C’est noté. Le texte masqué se refait, cela prend quelques secondes."


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
