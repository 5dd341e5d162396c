"""What the pages of themes share: the blueprint, access to themes of the Lab, the floor, the log of readings."""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from flask import Blueprint, g

from journal.accounts import log
from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.accounts.readings import Reading
from journal.clock import now
from journal.db import in_lab
from journal.entries.models import Passage
from journal.text import read_key
from journal.themes.deciding.decisions import Signed
from journal.themes.deciding.too_few import NOTED, TooFew, check_pace
from journal.themes.excerpts import Excerpt, readable_passage
from journal.themes.models import Theme
from journal.web.database import get_session, or_404
from journal.web.settings import settings

blueprint = Blueprint("themes", __name__, url_prefix="/themes")


def floor() -> int:
    """Distinct people under which nothing is shown."""
    return settings().lab_threshold


def lab_theme(theme_id: uuid.UUID) -> Theme:
    """The theme, if it is of the coordinator's Lab; otherwise it does not exist."""
    return or_404(in_lab(get_session(), Theme, g.person.lab_id, theme_id))


def ticked_passages(keys: Iterable[str] | None) -> list[Passage]:
    """The passages ticked in a form that the coordinator may read at this moment, each once."""
    chosen = dict.fromkeys(or_404(read_key(key)) for key in keys or ())
    found = (readable_passage(get_session(), g.person.lab_id, key) for key in chosen)
    return [passage for passage in found if passage is not None]


def signed(note: str | None = "") -> Signed:
    """What the person who reads this page decides now, with the reason they gave."""
    return Signed(g.person, now(), note or "")


@contextmanager
def noting_too_few(chosen: Iterable[uuid.UUID]) -> Iterator[None]:
    """Keep a trace of a refusal that tells whether passages share an author; a few a day, and no more."""
    session = get_session(write=True)
    check_pace(session, g.person, now=now())
    try:
        yield
    except TooFew:
        ids = sorted(str(key) for key in chosen)
        record(session, NOTED, by=g.person, on=Subject("lab", g.person.lab_id), passages=ids)
        session.commit()
        raise


def log_as_read(excerpts: Iterable[Excerpt]) -> None:
    """Log that the person reads these passages, before they are shown: their authors can see it."""
    log.log_as_read(Reading.PASSAGES, {excerpt.entry_id for excerpt in excerpts})
