"""What waits for a coordinator outside the themes, from each feature, without any participant's words."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.actors import lines as actors
from journal.calls import lines as calls
from journal.clock import day_of
from journal.common_good import lines as common_good
from journal.contact import lines as contact
from journal.cooperation import lines as cooperation
from journal.experiments import lines as experiments
from journal.indicators import lines as indicators
from journal.messages import lines as messages
from journal.narrative.pages import lines as narrative
from journal.replication import lines as replication
from journal.web.waiting import Waiting


def monday_lines(session: Session, person: Person, now: datetime, floor: int) -> list[Waiting]:
    """The lines of a coordinator's Monday page: people first, then texts, then what the team undertakes."""
    lab_id, today = person.lab_id, day_of(now)
    return [
        *contact.on_monday(session, lab_id, now),
        *messages.on_monday(session, lab_id, now),
        *narrative.on_monday(session, person, today, floor),
        *common_good.on_monday(session, lab_id),
        *calls.on_monday(session, lab_id, today),
        *cooperation.on_monday(session, lab_id, today),
        *experiments.on_monday(session, lab_id, today),
        *replication.on_monday(session, lab_id, today),
        *indicators.on_monday(session, lab_id, today),
        *actors.on_monday(session, lab_id, today),
    ]
