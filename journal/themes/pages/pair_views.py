"""What is said of two passages, that they go together or have nothing to do with one another: the gesture of both."""

import uuid
from collections.abc import Callable, Collection
from typing import TypeVar

from flask import abort, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from journal.entries.models import Passage
from journal.themes import queries
from journal.themes.deciding import services
from journal.themes.deciding.decisions import Signed
from journal.themes.excerpts import readable_passage
from journal.themes.models import Theme, ThemeReview
from journal.themes.pages import forms
from journal.themes.pages.blueprint import signed, ticked_passages
from journal.web.database import get_session
from journal.web.forms import refusing

F = TypeVar("F", forms.TogetherForm, forms.ApartForm)
Page = Callable[[Passage, Theme, F], ResponseReturnValue]
Gesture = Callable[[Session, Passage, Collection[Passage], Signed], ThemeReview]


def decide(passage_id: uuid.UUID, form: F, page: Page[F], gesture: Gesture, done: str) -> ResponseReturnValue:
    """Show the passages that may be ticked, or do with those ticked what is asked, and say so."""
    session = get_session()
    found = readable_passage(session, g.person.lab_id, passage_id)
    home = queries.home_of(session, g.person.lab_id, passage_id)
    if found is None or home is None:
        abort(404)
    if not form.validate_on_submit():
        return page(found, home, form)
    services.check_version(home, form.version.data)
    others = [passage for passage in ticked_passages(form.others.data) if passage is not found]
    with refusing(form):
        gesture(session, found, others, signed())
        session.commit()
        flash(done)
        return redirect(url_for("themes.theme", theme_id=home.id, _anchor=f"p-{found.id}"), 303)
    return page(found, home, form)
