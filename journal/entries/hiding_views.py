"""What the pages share where the team hides words that identify someone."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, g, redirect
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.entries.forms import HideForm
from journal.entries.hiding import hide_words_for_team, taken_down
from journal.entries.masked import Piece, pieces_read
from journal.entries.masks import MaskKind
from journal.entries.rules import mark_of, read_spans
from journal.entries.words import MaskedWords
from journal.errors import Refused
from journal.web.database import get_session
from journal.web.forms import refusing
from journal.web.pages import form_page
from nlp.spans import Span

CHANGED = "Ce texte a changé depuis. Relisez-le, puis cochez à nouveau les mots à cacher."


def hide_ticked(form: HideForm, read: str, hide: Callable[[Sequence[Span], MaskKind], None]) -> bool:
    """Hide what is ticked in what was ``read``, or put the error on the form; return whether it is hidden."""
    with refusing(form):
        if form.seen.data != mark_of(read):
            raise Refused(CHANGED)
        hide(read_spans(form.word.data or ()), MaskKind(form.kind.data))
        return True
    return False


def hide_in(
    words: MaskedWords, read: str, on: Subject, *, note: Callable[[], None], done: str, back: str, **about: str
) -> ResponseReturnValue:
    """Let the team tick and hide, in what it ``read``, the words that identify someone.

    ``note`` logs that they are read; ``done`` is what whoever hid them is told, and ``back`` where they go then.
    """
    session, form = get_session(), HideForm()

    def keep(ticked: Sequence[Span], kind: MaskKind) -> None:
        places = hide_words_for_team(words, ticked, kind)
        log_hidden(session, on, places=places, kind=kind.value)
        session.commit()

    if form.validate_on_submit() and hide_ticked(form, read, keep):
        flash(done)
        return redirect(back, 303)
    note()
    return hiding_page(form, read, pieces_read(words.text, words.masks, read), back=back, **about)


def log_hidden(session: Session, on: Subject, **detail: Any) -> None:
    """Log what someone of the team hid, and each paragraph of a published month that went with it."""
    record(session, "team_mask", by=g.person, on=on, **detail)
    for digest_id in taken_down(session):
        record(session, "take_down", by=g.person, on=Subject("digest", digest_id))


def hiding_page(form: HideForm, read: str, pieces: Sequence[Piece], **about: object) -> ResponseReturnValue:
    """The page where words are ticked; ``about`` says where one comes back, and what its author is told."""
    return form_page("entries/hide.html", form, pieces=pieces, seen=mark_of(read), **about)
