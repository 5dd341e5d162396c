"""Words for the team, or for the whole Lab, are written within a daily limit and leave as their author read them."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.actors.models import Actor
from journal.calls import ideas
from journal.calls.models import Idea, IdeaWords, Invited
from journal.calls.rules import Layout
from journal.calls.services import Asking, open_call
from journal.common_good import services as common_good
from journal.common_good.models import Part, ProposalKind, Words
from journal.db import count
from journal.entries.models import MaskingState
from journal.entries.sending import MOST_PER_DAY, check_as_read, leave, written
from journal.entries.words import AS_IT_IS, SENDING_TEXT_VERSION, MaskedWords, VoicedWords, kinds, seen_mark
from journal.errors import SeenOtherwise, TooManyTries
from journal.narrative.making import contributions, replies
from journal.narrative.models import Contribution, ContributionState, Digest, MonthReply
from tests.factories import NOW, make_lab, make_person
from tests.factories_actors import make_actor
from tests.factories_themes import make_run, make_theme

TEXT = "Le matin, il n’y a pas de car avant sept heures."
Write = Callable[[Session, Person], object]


def contribute(session: Session, author: Person) -> object:
    return contributions.write(session, make_theme(session, make_run(session, author.lab)), TEXT, by=author, now=NOW)


def propose(session: Session, author: Person) -> object:
    return common_good.propose(session, Part.WHOM, ProposalKind.REMARK, TEXT, by=author, now=NOW)


def answer_a_call(session: Session, author: Person) -> Idea:
    last = NOW.date() + timedelta(days=1)
    call = open_call(session, Asking(TEXT, TEXT, Invited.BOTH, last), by=author, now=NOW)
    return ideas.write(session, call, Layout(TEXT), by=author, now=NOW)


def answer_a_month(session: Session, author: Person) -> MonthReply:
    """A reply of an organisation to a month, one to each of its parts."""
    actor = session.scalar(sa.select(Actor)) or make_actor(session, author.lab)
    digest = session.scalar(sa.select(Digest)) or Digest(
        lab_id=author.lab_id, month=NOW.date().replace(day=1), title="Le mois", drafted_at=NOW
    )
    session.add(digest)
    session.flush()
    return replies.write(session, digest, f"theme.{uuid.uuid4()}", TEXT, actor=actor, by=author, now=NOW)


WRITING: dict[type[MaskedWords], tuple[Write, str]] = {
    Contribution: (contribute, "sur le récit"),
    IdeaWords: (answer_a_call, "aux appels à idées"),
    MonthReply: (answer_a_month, "pour répondre à un récit du mois"),
    Words: (propose, "sur le bien commun"),
}
# An organisation alone replies to a month: what it writes leaves at once.
READ_AGAIN = [kind for kind in WRITING if kind is not MonthReply]


def test_every_kind_of_words_is_here() -> None:
    assert list(WRITING) == kinds()


@pytest.mark.parametrize("kind", WRITING)
def test_nobody_floods_the_team(kind: type[MaskedWords], session: Session) -> None:
    author = make_person(session, make_lab(session))
    write, where = WRITING[kind]
    for _ in range(MOST_PER_DAY):
        write(session, author)

    with pytest.raises(TooManyTries, match=f"déjà écrit dix fois {where} aujourd’hui"):
        write(session, author)
    assert count(session, kind) == MOST_PER_DAY
    write(session, make_person(session, author.lab))  # someone else may


@pytest.mark.parametrize("kind", [IdeaWords, Words])
@pytest.mark.parametrize("role", Role)
def test_only_a_participant_reads_again_what_they_wrote(kind: type[VoicedWords], role: Role, session: Session) -> None:
    words = written(kind, TEXT, by=make_person(session, make_lab(session), role), now=NOW)

    if role is Role.PARTICIPANT:
        assert (words.is_sent, words.said) == (False, "")
    else:
        assert (words.is_sent, words.said, words.masking_version) == (True, TEXT, AS_IT_IS)


def masked(kind: type[MaskedWords], session: Session) -> MaskedWords:
    """Words that their author may send."""
    author = make_person(session, make_lab(session))
    words = kind(lab_id=author.lab_id, author_id=author.id, text=TEXT, masked_text=TEXT, at=NOW)
    words.masking_state = MaskingState.MASKED
    if isinstance(words, Contribution):
        words.state = ContributionState.UNSENT
    return words


@pytest.mark.parametrize("kind", READ_AGAIN)
def test_what_its_author_read_leaves(kind: type[MaskedWords], session: Session) -> None:
    words = masked(kind, session)

    check_as_read(words, seen_mark(words))
    if isinstance(words, VoicedWords):
        leave(words, NOW)
        assert (words.is_sent, words.sent_under) == (True, SENDING_TEXT_VERSION)


def not_masked_yet(words: MaskedWords) -> str:
    words.masking_state = MaskingState.RECEIVED
    return seen_mark(words)


def masked_again_since(words: MaskedWords) -> str:
    seen, words.masked_text = seen_mark(words), "[LIEU]"
    return seen


def sent_already(words: MaskedWords) -> str:
    if isinstance(words, Contribution):
        words.state = ContributionState.WAITING
    elif isinstance(words, VoicedWords):
        words.sent_at = NOW
    return seen_mark(words)


@pytest.mark.parametrize("kind", READ_AGAIN)
@pytest.mark.parametrize("otherwise", [not_masked_yet, masked_again_since, sent_already])
def test_nothing_else_does(kind: type[MaskedWords], otherwise: Callable[[MaskedWords], str], session: Session) -> None:
    words = masked(kind, session)
    seen = otherwise(words)

    with pytest.raises(SeenOtherwise, match=f"^Relisez ce que {words.would_read}, puis envoyez.$"):
        check_as_read(words, seen)
