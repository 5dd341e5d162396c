"""What other pages say of requests to be contacted: the coordinators' Monday page."""

import uuid

from sqlalchemy.orm import Session

from journal.contact.queries import untaken
from journal.web.lines import Line, how_many


def on_monday(session: Session, lab_id: uuid.UUID) -> list[Line]:
    """Requests that nobody takes charge of."""
    waiting = untaken(session, lab_id)
    return how_many(waiting, "Une personne attend", "personnes attendent", "un signe de l’équipe", "contact.requests")
