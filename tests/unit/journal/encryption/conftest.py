"""Someone whose address, telephone and second factor are sealed."""

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Reopening
from journal.contact.models import Channel, ContactRequest
from journal.messages.models import MessageAnswer, TeamMessage
from tests.factories import NOW, make_entry, make_person
from tests.unit.journal.encryption.sealed import ADDRESS, PHONE, SECRET


@pytest.fixture
def amina(session: Session) -> Person:
    person = make_person(session, email=ADDRESS, totp_secret=SECRET)
    session.add(Reopening(person_id=person.id, address=ADDRESS, chosen_at=NOW, confirmed_at=NOW))
    wish = {"called": "Amina Canari", "channel": Channel.PHONE, "reach": PHONE, "words": "Après le canari."}
    session.add(ContactRequest(lab_id=person.lab_id, person_id=person.id, asked_at=NOW, **wish))
    message = TeamMessage(lab_id=person.lab_id, person_id=person.id, entry_id=make_entry(session, person).id)
    message.words, message.signed_name, message.signed_role, message.sent_at = "Un mot.", "Claire", "coordination", NOW
    message.answer = MessageAnswer(words="Je m’appelle Amina Canari.", at=NOW)
    session.add(message)
    session.commit()
    return person
