"""What the tests of messages share: all that may be written about, a letter, and how it is sent and answered."""

from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.calls import ideas
from journal.calls import services as calls
from journal.calls.models import Invited
from journal.calls.rules import Layout
from journal.calls.services import Asking
from journal.clock import now, today
from journal.common_good import services as common_good
from journal.common_good.models import Part, ProposalKind
from journal.entries.models import Entry, MaskingState, Sharing
from journal.entries.words import MaskedWords, seen_mark
from journal.messages.models import MessageAnswer, TeamMessage
from journal.narrative.making import contributions
from tests.factories import make_entry
from tests.factories_themes import make_run, make_theme
from tests.pages import Browser

PASSAGE = "Je ne vois plus à quoi bon me lever le matin."
SAID = "Je ne vois plus à quoi bon continuer."
WORDS = "Je vous ai lu·e. Vous n’êtes pas seul·e."
LETTER = {"words": WORDS, "signed_name": "Claire", "signed_role": "coordination du Lab"}


def given(session: Session, author: Person, text: str) -> Entry:
    entry = make_entry(session, author, text, sharing=Sharing.QUOTABLE)
    session.commit()
    return entry


# Makes something the team may write about; gives the page of the letter, and those from which one comes to it.
Writer = Callable[[Session, Person, Person], tuple[str, tuple[str, ...]]]


def a_passage(session: Session, author: Person, _team: Person) -> tuple[str, tuple[str, ...]]:
    passage = given(session, author, "Un second passage.").passages[0].id
    return f"/mots/passages/{passage}", (f"/themes/passages/{passage}",)


def a_contribution(session: Session, author: Person, _team: Person) -> tuple[str, tuple[str, ...]]:
    made = contributions.write(session, make_theme(session, make_run(session, author.lab)), SAID, by=author, now=now())
    mask(made)
    contributions.send(session, made, seen=seen_mark(made), now=now())
    session.commit()
    return f"/mots/recit/{made.id}", ("/mediation", f"/mediation/{made.id}")


def a_proposal(session: Session, author: Person, team: Person) -> tuple[str, tuple[str, ...]]:
    parts = {part: part.label for part in Part}
    common_good.write_first(session, parts, "Écrit ensemble.", by=team, now=now())
    made = common_good.propose(session, Part.WHOM, ProposalKind.REMARK, SAID, by=author, now=now())
    mask(made.words)
    common_good.send(session, made.words, seen=seen_mark(made.words), now=now())
    session.commit()
    pages = ("/bien-commun/mediation", f"/bien-commun/propositions/{made.id}")
    return f"/mots/bien-commun/{made.words.id}", pages


def an_idea(session: Session, author: Person, team: Person) -> tuple[str, tuple[str, ...]]:
    asking = Asking("Que tenter ?", "Parce que.", Invited.BOTH, today() + timedelta(days=7))
    call = calls.open_call(session, asking, by=team, now=now())
    made = ideas.write(session, call, Layout(SAID, "", "", ""), by=author, now=now())
    mask(made.words)
    ideas.send(session, made.words, seen=seen_mark(made.words), now=now())
    session.commit()
    return f"/mots/idees/{made.words.id}", (f"/appels/idees/{made.id}",)


WORDS_SENT: tuple[Writer, ...] = (a_contribution, a_proposal, an_idea)
WRITERS: tuple[Writer, ...] = (a_passage, *WORDS_SENT)


def mask(words: MaskedWords) -> None:
    words.masked_text, words.masking_state = words.text, MaskingState.MASKED


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
