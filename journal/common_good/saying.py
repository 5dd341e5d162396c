"""Who speaks of the common good, and what their words go through before anyone else reads them."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.common_good.models import Reserve, Words
from journal.common_good.rules import MOST_PER_DAY
from journal.db import count, hold
from journal.entries.words import leave_as_it_is
from journal.errors import TooManyTries
from journal.partners.queries import organisation_of


def words_of(text: str, by: Person, now: datetime) -> Words:
    """A role's or an organisation's words are sent as they are; a participant's wait to be masked and read again."""
    made = Words(lab_id=by.lab_id, author_id=by.id, text=text, at=now)
    if by.role is not Role.PARTICIPANT:
        leave_as_it_is(made)
        made.sent_at = now
    return made


def voice_of(session: Session, by: Person) -> dict[str, object]:
    """In which role someone speaks, and for which organisation."""
    organisation = organisation_of(session, by.id) if by.role is Role.PARTNER else None
    return {"role": by.role, "actor_id": organisation.id if organisation else None}


def check_pace(session: Session, by: Person, now: datetime) -> None:
    """Refuse more in a day than a team can answer.

    Raises
    ------
    TooManyTries
    """
    hold(session, Person, by.id)
    if count(session, Words, Words.author_id == by.id, Words.at > now - timedelta(days=1)) >= MOST_PER_DAY:
        raise TooManyTries(
            "Vous avez déjà écrit dix fois sur le bien commun aujourd’hui. "
            "Revenez à la page précédente pour copier votre texte, et renvoyez-le demain."
        )


@event.listens_for(Session, "before_flush")
def _follow_masks_of_reserves(session: Session, *_: object) -> None:
    """Have a reserve that remains under a statement hide what a newer masker hides of the words it was made from."""
    for words in [row for row in session.dirty if isinstance(row, Words) and row.is_sent]:
        for before in filter(None, sa.inspect(words).attrs.masked_text.history.deleted or ()):
            mine = sa.select(Reserve).where(Reserve.person_id == words.author_id, Reserve.text == before)
            with session.no_autoflush:
                for reserve in session.scalars(mine):
                    reserve.text = words.said
