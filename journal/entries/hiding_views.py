"""What the pages share where someone of the team hides words that tell who someone is."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import g
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.entries.forms import HideForm
from journal.entries.hiding import taken_down
from journal.entries.masked import Piece
from journal.entries.masks import MaskKind
from journal.entries.rules import mark_of, read_spans
from journal.errors import Refused
from journal.web.forms import refusing
from journal.web.pages import form_page
from nlp.spans import Span

CHANGED = "Ce texte a changé depuis. Relisez-le, puis cochez à nouveau les mots à cacher."


def hide_ticked(form: HideForm, read: str, hide: Callable[[Sequence[Span], MaskKind], None]) -> bool:
    """Hide what is ticked of what was ``read``, or say on the form why not; return whether it is hidden."""
    with refusing(form):
        if form.seen.data != mark_of(read):
            raise Refused(CHANGED)
        hide(read_spans(form.word.data or ()), MaskKind(form.kind.data))
        return True
    return False


def log_hidden(session: Session, on: Subject, **detail: Any) -> None:
    """Log what someone of the team hid, and each paragraph of a published month that went with it."""
    record(session, "team_mask", by=g.person, on=on, **detail)
    for digest_id in taken_down(session):
        record(session, "take_down", by=g.person, on=Subject("digest", digest_id))


def hiding_page(form: HideForm, read: str, pieces: Sequence[Piece], **about: object) -> ResponseReturnValue:
    """The page where words are ticked; ``about`` says where one comes back, and what its author is told."""
    return form_page("entries/hide.html", form, pieces=pieces, seen=mark_of(read), **about)
