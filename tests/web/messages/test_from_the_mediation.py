"""From what people write to the mediation, a coordinator writes to its author as from a passage, and learns no more."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent, Lab, Person, Role
from journal.calls import ideas, mediating
from journal.calls.models import Idea, IdeaWords
from journal.calls.rules import Layout
from journal.clock import now
from journal.common_good import services as common_good
from journal.common_good.models import Part, Proposal, ProposalKind, Words
from journal.entries.words import SENDING_TEXT_VERSION, MaskedWords, seen_mark
from journal.messages import queries
from journal.messages import services as messages
from journal.messages.models import MessageAnswer, TeamMessage
from journal.messages.services import Letter
from journal.narrative.making import contributions
from journal.narrative.models import Contribution
from tests.conftest import SignIn
from tests.factories import make_lab, make_person
from tests.pages import Browser
from tests.web.messages.letters import (
    LETTER,
    SAID,
    WORDS,
    WORDS_SENT,
    Writer,
    a_contribution,
    a_proposal,
    an_idea,
    answer,
    mask,
    sent,
)

REPLIED = "Avec ma sœur, à Manosque."
LINK = "Écrire à cette personne"
KINDS: dict[Writer, type[MaskedWords]] = {a_contribution: Contribution, a_proposal: Words, an_idea: IdeaWords}
each_kind = pytest.mark.parametrize("write", WORDS_SENT, ids=lambda each: str(each.__name__))


def ways(page: Browser, path: str) -> list[str]:
    """Where the links of a page lead that offer to write to an author."""
    return [str(link["href"]) for link in page.get(path).main.select("a") if LINK in link.text]


def only(session: Session, kind: type[MaskedWords]) -> MaskedWords:
    return session.scalars(sa.select(kind)).one()


@each_kind
def test_a_letter_is_written_from_each_page_where_the_words_are_read_and_its_author_answers(
    sign_in: SignIn, session: Session, author: Person, coordinator: Person, write: Writer
) -> None:
    letter, pages = write(session, author, coordinator)
    team, reader = sign_in(coordinator), sign_in(author)
    for path in pages:
        assert ways(team, path) == [letter]

    form = team.get(letter)
    assert SAID in form.main.text
    assert "ne remplace pas la réponse" in form.main.text
    assert form.select_one(".site-nav [aria-current=page]").text == "Médiation"
    team.submit(form, LETTER, form="main form.sheet")

    page = reader.get("/mots")
    assert WORDS in page.main.text
    assert SAID in page.main.text
    [own] = [link for link in page.main.select("a") if link.text == "Revenir à ce que j’ai écrit"]
    assert SAID in reader.get(str(own["href"])).main.text
    answer(reader, "Merci.")
    for path in pages:
        assert ways(team, path) == [], "one message while it may be answered"
        assert "Un mot est parti à propos de ce texte" in team.get(path).main.text
    page = team.get("/mots/envoyes")
    assert SAID in page.main.text
    assert author.username not in str(page)
    [event] = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "write_to_author"))
    assert list(event.detail.values()) == [letter.rpartition("/")[2]]


@each_kind
def test_nobody_writes_about_words_whose_author_was_not_told_of_it_on_sending_them(
    sign_in: SignIn, session: Session, author: Person, coordinator: Person, write: Writer
) -> None:
    letter, pages = write(session, author, coordinator)
    words = only(session, KINDS[write])
    assert words.sent_under == SENDING_TEXT_VERSION
    words.sent_under = ""
    session.commit()
    team = sign_in(coordinator)

    for path in pages:
        assert SAID in team.get(path).main.text
        assert ways(team, path) == []
    team.get(letter, status=404)
    team.post(letter, LETTER, status=404)
    assert sent(session) == []


def test_the_words_of_an_organisation_or_of_the_team_are_nobody_s_to_write_about(
    sign_in: SignIn, session: Session, lab: Lab, coordinator: Person
) -> None:
    partner = make_person(session, lab, Role.PARTNER)
    session.commit()
    letter, pages = a_proposal_sent_at_once(session, partner, coordinator)
    team = sign_in(coordinator)

    assert [way for path in pages for way in ways(team, path)] == []
    team.get(letter, status=404)


def a_proposal_sent_at_once(session: Session, by: Person, team: Person) -> tuple[str, tuple[str, ...]]:
    parts = {part: part.label for part in Part}
    common_good.write_first(session, parts, "Écrit ensemble.", by=team, now=now())
    remark = (Part.WHOM, ProposalKind.REMARK, SAID)
    made = common_good.propose(session, *remark, by=by, now=now())
    session.commit()
    assert made.words.is_sent
    return f"/mots/bien-commun/{made.words.id}", ("/bien-commun/mediation", f"/bien-commun/propositions/{made.id}")


@each_kind
def test_another_lab_writes_about_none_of_them(
    sign_in: SignIn, session: Session, author: Person, coordinator: Person, write: Writer
) -> None:
    letter, _ = write(session, author, coordinator)
    stranger = make_person(session, make_lab(session, "Un autre Lab"), Role.COORDINATOR)
    session.commit()

    sign_in(stranger).get(letter, status=404)
    sign_in(stranger).post(letter, LETTER, status=404)


def withdraw_a_contribution(session: Session) -> None:
    contributions.withdraw(session, session.scalars(sa.select(Contribution)).one())


def give_a_contribution_back(session: Session) -> None:
    contributions.return_to_author(session, session.scalars(sa.select(Contribution)).one(), now=now())


def withdraw_a_proposal(session: Session) -> None:
    common_good.withdraw(session, session.scalars(sa.select(Proposal)).one())


def write_an_idea_otherwise(session: Session) -> None:
    idea = session.scalars(sa.select(Idea)).one()
    by = session.get_one(Person, idea.author_id)
    ideas.amend(session, idea, Layout("Autre chose.", "", "", ""), by=by, now=now())


def withdraw_an_idea(session: Session) -> None:
    ideas.withdraw(session, session.scalars(sa.select(Idea)).one(), now=now())


@pytest.mark.parametrize(
    ("write", "take_back"),
    [
        (a_contribution, withdraw_a_contribution),
        (a_contribution, give_a_contribution_back),
        (a_proposal, withdraw_a_proposal),
        (an_idea, write_an_idea_otherwise),
        (an_idea, withdraw_an_idea),
    ],
    ids=lambda each: str(each.__name__),
)
def test_words_taken_back_take_with_them_what_was_written_about_them_and_answered(
    sign_in: SignIn,
    session: Session,
    author: Person,
    coordinator: Person,
    write: Writer,
    take_back: Callable[[Session], None],
) -> None:
    letter, _ = write(session, author, coordinator)
    team, reader = sign_in(coordinator), sign_in(author)
    team.submit(team.get(letter), LETTER, form="main form.sheet")
    answer(reader, "Merci.")

    take_back(session)
    session.commit()

    assert session.scalars(sa.select(TeamMessage)).all() == []
    assert session.scalars(sa.select(MessageAnswer)).all() == []
    session.commit()
    for page in (team.get("/mots/envoyes"), reader.get("/mots")):
        assert WORDS not in page.main.text


@pytest.fixture
def reply(session: Session, author: Person, coordinator: Person) -> IdeaWords:
    """What the author of an idea replied to a question about it, and sent."""
    an_idea(session, author, coordinator)
    idea = session.scalars(sa.select(Idea)).one()
    asked = mediating.ask(session, idea, "Qui ?", seen=mediating.read_mark(idea), by=coordinator, now=now())
    made = ideas.reply(session, idea, asked, REPLIED, by=author, now=now())
    mask(made)
    ideas.send(session, made, seen=seen_mark(made), now=now())
    session.commit()
    return made


def test_an_idea_taken_back_takes_back_what_was_replied_about_it(
    sign_in: SignIn, session: Session, author: Person, coordinator: Person, reply: IdeaWords
) -> None:
    letter, team = f"/mots/idees/{reply.id}", sign_in(coordinator)
    assert REPLIED in team.get(letter).main.text
    team.submit(team.get(letter), LETTER, form="main form.sheet")
    answer(sign_in(author), "Merci.")

    write_an_idea_otherwise(session)
    session.commit()

    assert session.scalars(sa.select(TeamMessage)).all() == []
    session.commit()
    assert REPLIED not in team.get("/mots/envoyes").main.text
    team.get(letter, status=404)
    team.post(letter, LETTER, status=404)


def test_a_letter_sent_as_the_idea_is_taken_back_goes_in_the_night(
    session: Session, author: Person, coordinator: Person, reply: IdeaWords
) -> None:
    write_an_idea_otherwise(session)
    letter = messages.send(session, reply, Letter(WORDS, "Claire", "coordination"), by=coordinator, now=now())
    assert queries.of_person(session, author, now=now()) == []

    assert messages.forget_old(session, now=now()) == 1
    assert session.get(TeamMessage, letter.id) is None
