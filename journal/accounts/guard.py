"""Who sends a request, and the second factor required of staff and partners."""

from flask import Flask, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.models import Person
from journal.accounts.queries import coordinators
from journal.accounts.sessions import IDLE, WARNING, current_session
from journal.web.access import STATIC
from journal.web.database import get_session, one_at_a_time, see_lab
from journal.web.settings import settings

# Where a coordinator without a second factor may go: to set one up, or away.
BEFORE_SECOND_FACTOR = frozenset(
    {"accounts.second_factor_setup", "accounts.second_factor_image", "accounts.sign_out", "accounts.quick_exit"}
)


def init_app(app: Flask) -> None:
    app.before_request(load_person)
    app.extensions["step_up"] = second_factor_missing
    app.add_template_global(nobody_coordinates)

    @app.context_processor
    def _person() -> dict[str, object]:
        return {"person": g.get("person"), "quiet_seconds": int((IDLE - WARNING).total_seconds())}


def nobody_coordinates() -> bool:
    """Whether the Lab has no coordinator: pages then no longer promise an answer from the team."""
    return g.get("person") is not None and not coordinators(get_session(), g.person.lab_id)


def load_person() -> None:
    """Put the signed-in person, or None, in ``g.person``."""
    g.person = None
    # Leaving needs nobody's row: it works while the database cannot be written.
    if request.endpoint in STATIC or request.endpoint == "accounts.sign_out":
        return
    person_id = current_session().person_id
    if person_id is not None:
        one_at_a_time(person_id)
        found = get_session().get(Person, person_id)
        # Open a moment ago, the account may have been closed while this waited for its turn.
        g.person = found if found is not None and found.disabled_at is None else None
    if g.person is not None:
        see_lab(g.person.lab_id)


def second_factor_missing() -> ResponseReturnValue | None:
    """Redirect those who need a second factor and have none to the page where it is set up."""
    if not settings().staff_second_factor:
        return None
    person: Person = g.person
    if not person.needs_second_factor or person.totp_secret or request.endpoint in BEFORE_SECOND_FACTOR:
        return None
    return redirect(url_for("accounts.second_factor_setup"), 303)
