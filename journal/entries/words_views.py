"""What the pages of words share: reading them before they leave, hiding more; for the team, writing to their author."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from flask import flash, render_template, request
from sqlalchemy.orm import Session

from journal.accounts.guard import nobody_coordinates
from journal.clock import now
from journal.entries.masked import pieces
from journal.entries.rules import read_spans
from journal.entries.words import MaskedWords, mask_more, seen_mark
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


def before_sending(template: str, words: MaskedWords, **shown: object) -> str:
    """The page where their author reads words as others would, before sending them."""
    return render_template(
        template, words=words, seen=seen_mark(words), pieces=pieces(words.text, words.masks), **shown
    )


def said_when_sent() -> str:
    return "C’est envoyé." if nobody_coordinates() else "C’est envoyé. L’équipe vous répondra, ici."


def hide_more(words: MaskedWords) -> None:
    """Hide the words ticked in the masked text its author read, if it is still that one, and say what becomes of it."""
    spans = read_spans(request.form.getlist("word"))
    if words.is_sent or request.form.get("seen") != seen_mark(words):
        flash(CHANGED_SINCE)
    elif spans:
        mask_more(words, spans)
        get_session().commit()
        enqueue("mask")
        flash(MASKED_ANEW)
