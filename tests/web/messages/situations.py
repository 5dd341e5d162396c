"""Every situation an author may be in when someone of the team writes to them, and all that the team then sees."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.clock import now
from journal.entries.models import Entry, Sharing
from journal.messages import services
from journal.messages.models import MessageAnswer, TeamMessage
from journal.messages.services import Letter
from tests.conftest import SignIn
from tests.factories import NOW, make_entry, make_lab, make_person
from tests.pages import Browser
from tests.web.messages.letters import Writer

LETTER = {"words": "Je vous ai lu·e.", "signed_name": "Claire", "signed_role": "coordination du Lab"}
CHANGES_EACH_TIME = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[\w.-]{60,}")  # numbers of rows, tokens
PAGES = ("/mots/envoyes", "/themes/semaine", "/contact/demandes")


def nothing(_session: Session, _author: Person, _other: Entry) -> None:
    """The author wants messages, comes often, and was sent none."""


def wants_none(session: Session, author: Person, _other: Entry) -> None:
    author.takes_messages = False


def cannot_sign_in(_session: Session, author: Person, _other: Entry) -> None:
    author.passphrase_hash = None


def is_disabled(_session: Session, author: Person, _other: Entry) -> None:
    author.disabled_at = NOW


def wants_mail(_session: Session, author: Person, _other: Entry) -> None:
    author.email, author.wants_message = "cigale@exemple.org", True


def wrote_the_other_passage(session: Session, author: Person, other: Entry) -> None:
    """A message of the team waits already: the second waits its turn."""
    session.execute(sa.update(Entry).where(Entry.id == other.id).values(author_id=author.id))
    session.execute(about(other).values(person_id=author.id))


def wrote_the_other_passage_and_put_its_message_away(session: Session, author: Person, other: Entry) -> None:
    wrote_the_other_passage(session, author, other)
    session.execute(about(other).values(put_away_at=now()))


def wrote_the_other_passage_and_just_answered(session: Session, author: Person, other: Entry) -> None:
    wrote_the_other_passage(session, author, other)
    message = session.scalars(sa.select(TeamMessage.id).where(TeamMessage.entry_id == other.id)).one()
    session.add(MessageAnswer(message_id=message, words="Oui.", at=now()))


def about(entry: Entry) -> sa.Update:
    return sa.update(TeamMessage).where(TeamMessage.entry_id == entry.id)


SITUATIONS = (
    *(wants_none, cannot_sign_in, is_disabled, wants_mail, wrote_the_other_passage),
    *(wrote_the_other_passage_and_put_its_message_away, wrote_the_other_passage_and_just_answered),
)
Situation = Callable[[Session, Person, Entry], None]


def given(session: Session, author: Person, text: str) -> Entry:
    return make_entry(session, author, text, sharing=Sharing.QUOTABLE)


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """Every statement that the application sends to its database."""
    found: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        found.append(statement)

    database = app.extensions["database"]
    engines = (database.engine, database.read.kw["bind"])
    for engine in engines:
        sa.event.listen(engine, "before_cursor_execute", note)
    yield found
    for engine in engines:
        sa.event.remove(engine, "before_cursor_execute", note)


def all_that_is_seen(app: Flask, session: Session, sign_in: SignIn, situation: Situation, write: Writer) -> list[str]:
    """Write about a passage, then about what ``write`` makes in some situation: each page, and each statement."""
    lab = make_lab(session, f"Lab {situation.__name__}")
    coordinator = make_person(session, lab, Role.COORDINATOR, username=f"c-{situation.__name__}"[:40])
    first = given(session, make_person(session, lab), "Un premier passage.")
    author = make_person(session, lab)
    letter, pages = write(session, author, coordinator)
    before = Letter("Avant.", "Claire", "coordination")
    services.send(session, first.passages[0], before, by=coordinator, now=now() - timedelta(minutes=5))
    session.commit()
    situation(session, author, first)
    session.commit()
    team = sign_in(coordinator)
    seen = [read(team, path) for path in (*pages, letter)]
    with statements(app) as found:
        response = team.client.post(letter, data=LETTER | {"csrf_token": team.token()})
    seen += [str(response.status_code), response.headers["Location"], *found]
    seen += [read(team, path) for path in (*PAGES, *pages)]
    return [one.replace(situation.__name__, "") for one in seen]


def read(team: Browser, path: str) -> str:
    return CHANGES_EACH_TIME.sub("", str(team.get(path)))
