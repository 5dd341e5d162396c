"""A request to be contacted, sent from its page."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.contact.models import ContactRequest
from tests.pages import Browser

ASKED = {"called": "Nour", "channel": "phone", "reach": "06 00 00 00 00", "words": "Plutôt le matin."}


def ask(browser: Browser, **changes: str) -> None:
    browser.submit(browser.get("/contact"), ASKED | changes, form="main form.sheet")


def say_answered(team: Browser, row: ContactRequest) -> None:
    """Take charge of a request, then say that it is answered."""
    for gesture in ("prendre", "fait"):
        team.post(f"/contact/demandes/{row.id}/{gesture}")


def requests(session: Session) -> list[ContactRequest]:
    found = list(session.scalars(sa.select(ContactRequest).execution_options(populate_existing=True)))
    session.commit()
    return found
