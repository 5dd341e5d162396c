"""What the pages of accounts share: the blueprint, signing in, counting failures."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from journal.accounts import sessions, throttle
from journal.accounts.models import Person
from journal.web.settings import settings

blueprint = Blueprint("accounts", __name__)


def safe_target(target: str) -> str:
    """A path of this site, or the front page: never another site."""
    inside = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if inside and target.isprintable() else url_for("home.index")


def throttle_of(account: str) -> throttle.Keys:
    """The keys under which failures for this account, from this network, are counted."""
    return throttle.keys(account, request.remote_addr or "", key=settings().key_for("throttle"))


def enter_with_recovery_code(person: Person, code: str) -> ResponseReturnValue:
    """Open a new session on the page that shows the code, once."""
    sessions.start(person)
    sessions.keep_once("recovery", code, person.id)
    return redirect(url_for("accounts.recovery_code"), 303)
