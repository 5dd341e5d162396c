"""Two gestures at the same moment: the second sees what the first did, on PostgreSQL as on SQLite."""

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.clock import now
from journal.config import Settings
from journal.contact import services as contact
from journal.contact.models import Channel
from journal.entries import queries, services
from journal.entries.models import MaskingState, Sharing
from journal.entries.words import seen_mark
from journal.errors import TooManyTries
from journal.narrative import contributions
from journal.narrative.models import Contribution
from tests.factories import make_entry, make_lab, make_person
from tests.factories_themes import make_run, make_theme
from tests.together import do_together


@pytest.fixture
def author(session: Session) -> Person:
    return make_person(session, make_lab(session))


def test_two_coordinators_who_click_together_do_not_both_take_charge(
    settings: Settings, session: Session, author: Person
) -> None:
    asked = contact.ask(session, author, contact.Wish("Nour", Channel.IN_PERSON, "", ""), now=now())
    team = iter([make_person(session, author.lab, Role.COORDINATOR).id for _ in range(2)])
    session.commit()

    def take(own: Session) -> None:
        by = own.get_one(Person, next(team))
        row = contact.in_lab(own, author.lab_id, asked.id)
        assert row is not None
        contact.take(own, row, by=by, now=now())

    assert [type(failure) for failure in do_together(settings.database, take)] == [contact.Refused]


def test_a_text_shared_in_two_tabs_is_shared_once(settings: Settings, session: Session, author: Person) -> None:
    entry = make_entry(session, author, sharing=Sharing.PRIVATE)
    session.commit()
    changed = []

    def share(own: Session) -> None:
        found = queries.own(own, author.id, entry.id, held=True)
        assert found is not None
        changed.append(services.share(own, found, Sharing.QUOTABLE, now=now()))

    assert do_together(settings.database, share) == []
    assert changed == [True, False]


def test_what_is_missing_is_sent_once(settings: Settings, session: Session, author: Person) -> None:
    theme = make_theme(session, make_run(session, author.lab))
    written = contributions.write(session, theme, "Il manque le bus.", by=author, now=now())
    written.masking_state, written.masked_text = MaskingState.MASKED, written.text
    session.commit()

    def send(own: Session) -> None:
        found = contributions.own(own, author.id, written.id, held=True)
        assert found is not None
        contributions.send(own, found, seen=seen_mark(found), now=now())

    failures = do_together(settings.database, send)
    assert [type(failure) for failure in failures] == [contributions.SeenOtherwise]


def test_nobody_floods_the_team(session: Session, author: Person) -> None:
    theme = make_theme(session, make_run(session, author.lab))
    for _ in range(contributions.MOST_PER_DAY):
        contributions.write(session, theme, "Il manque le bus.", by=author, now=now())

    with pytest.raises(TooManyTries):
        contributions.write(session, theme, "Il manque le vélo.", by=author, now=now())
    assert session.query(Contribution).count() == contributions.MOST_PER_DAY
