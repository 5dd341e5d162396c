"""What every page of the accounts shares: the blueprint, where a sign-in may lead, how failures are counted."""

from flask import Blueprint, request, url_for

from journal.accounts import throttle
from journal.web.settings import settings

blueprint = Blueprint("accounts", __name__)


def safe_target(target: str) -> str:
    """A path of this site, or the front page: never somewhere else."""
    inside = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if inside and target.isprintable() else url_for("home.index")


def throttle_of(account: str) -> throttle.Keys:
    """The keys under which failures on this account, from this place, are counted."""
    return throttle.keys(account, request.remote_addr or "", key=settings().key_for("throttle"))
