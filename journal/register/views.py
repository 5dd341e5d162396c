"""Administrators read what the team did, and their reading is logged too."""

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.clock import midnight, now, today
from journal.register import queries
from journal.register.actions import Kind
from journal.register.forms import RegisterForm
from journal.register.table import register_csv
from journal.web import access
from journal.web.database import get_session
from journal.web.pages import attachment

blueprint = Blueprint("register", __name__)


@blueprint.get("/registre")
@access.roles("admin")
def register() -> ResponseReturnValue:
    """What the team did, day by day."""
    if not queries.is_noted(get_session(), g.person, since=midnight(today())):
        _note(queries.READ)
    asked = RegisterForm(request.args)
    days, following = queries.one_page(_days(asked))
    return render_template(
        "register/register.html",
        asked=asked,
        days=days,
        following=following,
        kinds=Kind,
        oldest=queries.oldest_day(now()),
        today=today(),
    )


@blueprint.get("/registre.csv")
@access.roles("admin")
def table() -> ResponseReturnValue:
    """Everything that was filtered, in one file."""
    _note(queries.EXPORTED)
    body = register_csv(_days(RegisterForm(request.args)))
    return attachment(body, "text/csv", f"registre-{today().isoformat()}.csv")


def _note(action: str) -> None:
    """Commit before showing anything: what cannot be logged is not shown."""
    session = get_session(write=True)
    record(session, action, by=g.person, on=Subject("lab", g.person.lab_id))
    session.commit()
    get_session().rollback()  # so that what follows reads it too


def _days(asked: RegisterForm) -> queries.Days:
    return queries.days(
        get_session(),
        g.person.lab_id,
        since=asked.since,
        until=asked.latest,
        kind=asked.kind,
        now=now(),
    )
