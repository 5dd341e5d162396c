"""Nobody fills the site with texts they begin and never send."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.entries import drafts
from journal.entries.models import Draft
from tests.factories import NOW, make_person

WORDS = {"text": "J’ai attendu le bus."}


@pytest.fixture
def writer(session: Session) -> Person:
    """Someone who began as many texts as the site keeps, beside someone else who began one."""
    writer, other = make_person(session), make_person(session)
    drafts.save(session, other.id, WORDS, drafts.Begun("0"), now=NOW)
    for number in range(drafts.MOST_BEGUN):
        drafts.save(session, writer.id, WORDS, drafts.Begun(str(number)), now=NOW)
    return writer


def test_one_text_begun_too_many_is_refused_until_another_is_gone(session: Session, writer: Person) -> None:
    with pytest.raises(drafts.TooManyBegun, match="50 textes"):
        drafts.save(session, writer.id, WORDS, drafts.Begun("more"), now=NOW)

    drafts.discard(session, writer.id, drafts.of(session, writer.id)[0].id)
    assert drafts.save(session, writer.id, WORDS, drafts.Begun("more"), now=NOW)


def test_those_that_are_begun_go_on(session: Session, writer: Person) -> None:
    kept = drafts.save(session, writer.id, {"text": "Et il est venu."}, drafts.Begun("7", version=1), now=NOW)

    assert kept
    assert kept.version == 2


def test_a_closed_session_makes_no_room_either(session: Session, writer: Person) -> None:
    assert drafts.keep_words(session, writer.id, WORDS, drafts.Begun("more"), now=NOW) is None
    assert drafts.keep_words(session, writer.id, {"text": "Autrement."}, drafts.Begun("7", version=9), now=NOW) is None

    assert session.scalar(sa.select(sa.func.count()).where(Draft.author_id == writer.id)) == drafts.MOST_BEGUN
