"""What the tests of messages share: a passage, a letter about it, and how both are sent and answered."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.entries.models import Entry, Sharing
from journal.messages.models import MessageAnswer, TeamMessage
from tests.factories import make_entry
from tests.pages import Browser

PASSAGE = "Je ne vois plus à quoi bon me lever le matin."
WORDS = "Je vous ai lu·e. Vous n’êtes pas seul·e."
LETTER = {"words": WORDS, "signed_name": "Claire", "signed_role": "coordination du Lab"}


def given(session: Session, author: Person, text: str) -> Entry:
    entry = make_entry(session, author, text, sharing=Sharing.QUOTABLE)
    session.commit()
    return entry


def write(team: Browser, entry: Entry, **changes: str) -> None:
    path = f"/mots/passages/{entry.passages[0].id}"
    team.submit(team.get(path), LETTER | changes, form="main form.sheet")


def answer(reader: Browser, words: str) -> None:
    reader.submit(reader.get("/mots"), {"words": words}, form="main form.sheet")


def sent(session: Session) -> list[TeamMessage]:
    found = sa.select(TeamMessage).order_by(TeamMessage.sent_at).execution_options(populate_existing=True)
    rows = list(session.scalars(found))
    session.commit()
    return rows


def the_day_after(session: Session) -> None:
    """Have every answer be of the day before."""
    for row in session.scalars(sa.select(MessageAnswer)):
        row.at -= timedelta(days=1)
    session.commit()
