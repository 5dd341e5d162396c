"""What the pages of other features show about contact requests."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.contact.queries import taken_before, taken_by, untaken
from journal.contact.rules import SLOW
from journal.web.waiting import Urgency, Waiting, how_many


def on_monday(session: Session, lab_id: uuid.UUID, now: datetime) -> list[Waiting]:
    """Requests that nobody handles, then those taken a week ago and still open."""
    waiting, taken = untaken(session, lab_id), taken_before(session, lab_id, now - SLOW)
    to_requests = "contact.requests"
    one, several = "Une demande prise en charge attend", "demandes prises en charge attendent"
    slow = how_many(taken, Urgency.WORRYING, one, several, "que l’on dise si c’est fait", to_requests)
    one, several = "Une personne attend", "personnes attendent"
    return how_many(waiting, Urgency.WORRYING, one, several, "un signe de l’équipe", to_requests) + slow


def left_behind(session: Session, person: Person) -> list[str]:
    """The requests that someone handles, which wait again once they leave (``leaving``)."""
    count = taken_by(session, person.id)
    if not count:
        return []
    taken = "Une demande de contact prise en charge attendra" if count == 1 else ""
    return [f"{taken or f'{count} demandes de contact prises en charge attendront'} à nouveau quelqu’un de l’équipe."]
