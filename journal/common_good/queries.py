"""What each person may read of the common good and of proposals about it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.common_good import rules
from journal.common_good.models import (
    Answer,
    CommonGood,
    Part,
    Proposal,
    ProposalState,
    Reserve,
    Stance,
    Turn,
    Words,
)
from journal.counting.published import published_counts
from journal.counting.rules import at_least
from journal.db import Backlog, backlog, holding
from journal.months import by_week

# In the order a mediator best takes them.
TO_MEDIATE = (ProposalState.WAITING, ProposalState.AGREED, ProposalState.OFFERED)
LAST_SET_ASIDE = 20


@dataclass(frozen=True, slots=True)
class Revision:
    """A statement, and how its part came to change."""

    statement: CommonGood
    difference: Sequence[rules.Chunk]


@dataclass(frozen=True, slots=True)
class Hearing:
    """The answers to a proposal: participants by steps, organisations by name, the team by role."""

    # None when no answer was given by enough people.
    participants: Mapping[Stance, int] | None
    reasons: Sequence[Answer]
    organisations: Sequence[Answer]
    team: Sequence[Answer]


def current(session: Session, lab_id: uuid.UUID) -> CommonGood | None:
    """The current statement."""
    return session.scalar(
        sa.select(CommonGood).where(CommonGood.lab_id == lab_id).order_by(CommonGood.number.desc()).limit(1)
    )


def statements(session: Session, lab_id: uuid.UUID) -> Sequence[CommonGood]:
    """Every statement of a Lab, oldest first."""
    return session.scalars(sa.select(CommonGood).where(CommonGood.lab_id == lab_id).order_by(CommonGood.number)).all()


def history(session: Session, lab_id: uuid.UUID) -> list[Revision]:
    """Every statement of a Lab, latest first, each with what it changed."""
    found = statements(session, lab_id)[::-1]
    revisions = []
    for statement, before in zip_longest(found, found[1:]):
        part = statement.part
        changed = rules.difference(before.text_of(part), statement.text_of(part)) if before and part else []
        revisions.append(Revision(statement, changed))
    return revisions


def reserves_by_part(session: Session, lab_id: uuid.UUID) -> dict[Part, list[Reserve]]:
    """The reserves left under the current text of each part."""
    last: dict[Part, list[Reserve]] = {}
    for statement in session.scalars(
        sa.select(CommonGood)
        .where(CommonGood.lab_id == lab_id, CommonGood.part.is_not(None))
        .order_by(CommonGood.number)
    ):
        if statement.part is not None:
            last[statement.part] = list(statement.reserves)
    return last


def in_state(session: Session, lab_id: uuid.UUID, *states: ProposalState) -> list[Proposal]:
    """The proposals of a Lab in these states, those of the last week first."""
    found = sa.select(Proposal).where(Proposal.lab_id == lab_id, Proposal.state.in_(states))
    return by_week(session.scalars(found))


def set_aside(session: Session, lab_id: uuid.UUID) -> list[Proposal]:
    """The last proposals set aside, with their reasons."""
    found = sa.select(Proposal).where(Proposal.lab_id == lab_id, Proposal.state == ProposalState.SET_ASIDE)
    return list(session.scalars(found.order_by(Proposal.closed_at.desc(), Proposal.id).limit(LAST_SET_ASIDE)))


def of_author(session: Session, person_id: uuid.UUID) -> list[Proposal]:
    """Someone's proposals, latest first."""
    found = sa.select(Proposal).where(Proposal.author_id == person_id)
    return list(session.scalars(found.order_by(Proposal.at.desc(), Proposal.id)))


def closed_since(session: Session, person: Person, since: datetime) -> Sequence[Proposal]:
    """Someone's proposals adopted or set aside since a moment, latest first."""
    found = sa.select(Proposal).where(Proposal.author_id == person.id, Proposal.closed_at >= since)
    return session.scalars(found.order_by(Proposal.closed_at.desc(), Proposal.id)).all()


def to_mediate(session: Session, lab_id: uuid.UUID) -> list[Proposal]:
    found = in_state(session, lab_id, *TO_MEDIATE)
    return sorted(found, key=lambda proposal: (TO_MEDIATE.index(proposal.state), proposal.at))


def waiting(session: Session, lab_id: uuid.UUID) -> Backlog:
    """The proposals waiting for a mediator, for Monday's page."""
    return backlog(session, Proposal.at, Proposal.lab_id == lab_id, Proposal.state == ProposalState.WAITING)


def reads_whole(person: Person, proposal: Proposal) -> bool:
    """Whether someone reads a proposal before it is discussed by all: its author, and mediators once it is sent."""
    if proposal.author_id == person.id:
        return True
    mediates = person.role is Role.COORDINATOR and proposal.lab_id == person.lab_id
    return mediates and proposal.state is not ProposalState.UNSENT


def readable(session: Session, person: Person, proposal_id: uuid.UUID, *, lock: bool = False) -> Proposal | None:
    """A proposal, for those who may read at least part of it.

    With ``lock``, the row is re-read and locked until the transaction ends.
    """
    wanted = sa.select(Proposal).where(Proposal.id == proposal_id, Proposal.lab_id == person.lab_id)
    found = session.scalar(holding(wanted, of=Proposal) if lock else wanted)
    if found is None or not (reads_whole(person, found) or found.state in rules.IN_THE_OPEN):
        return None
    return found


def own_words(session: Session, person_id: uuid.UUID, words_id: uuid.UUID, *, lock: bool = False) -> Words | None:
    """Words, only for the person who wrote them.

    With ``lock``, the row is re-read and locked until the transaction ends.
    """
    wanted = sa.select(Words).where(Words.id == words_id, Words.author_id == person_id)
    return session.scalar(holding(wanted) if lock else wanted)


def words_for_staff(session: Session, lab_id: uuid.UUID, words_id: uuid.UUID, *, lock: bool = False) -> Words | None:
    """Words that were sent, in this Lab: what the team reads and may mask more.

    With ``lock``, the row is re-read and locked until the transaction ends.
    """
    wanted = sa.select(Words).where(Words.id == words_id, Words.lab_id == lab_id, Words.sent_at.is_not(None))
    return session.scalar(holding(wanted) if lock else wanted)


def words_of_reserves(session: Session, lab_id: uuid.UUID) -> dict[uuid.UUID, uuid.UUID]:
    """By reserve, the words it comes from."""
    found = (
        sa.select(Reserve.id, Words.id)
        .join(Proposal, Proposal.statement_id == Reserve.statement_id)
        .join(Proposal.turns)
        .join(Answer, sa.and_(Answer.turn_id == Turn.id, Answer.person_id == Reserve.person_id))
        .join(Answer.words)
        .where(Proposal.lab_id == lab_id, Words.sent_at.is_not(None))
    )
    return {row[0]: row[1] for row in session.execute(found)}


def proposal_of(session: Session, words: Words) -> Proposal | None:
    """The proposal that some words state, answer or discuss."""
    if words.proposal_id is not None:
        return session.get(Proposal, words.proposal_id)
    turn_id = words.turn_id
    if words.answer_id is not None:
        turn_id = session.get_one(Answer, words.answer_id).turn_id
    return session.get_one(Turn, turn_id).proposal if turn_id is not None else None


def words_of(proposal: Proposal) -> list[Words]:
    """Everything written for a proposal: its text, its author's replies, the reasons of answers."""
    answers = [answer.words for turn in proposal.turns for answer in turn.answers]
    found = [proposal.words, *(turn.words for turn in proposal.turns), *answers]
    return [words for words in found if words is not None]


def own_answer(person_id: uuid.UUID, turn: Turn | None) -> Answer | None:
    return next((each for each in turn.answers if each.person_id == person_id), None) if turn else None


def hearing(turn: Turn, *, floor: int) -> Hearing:
    """The answers to an agreed text, as everyone reads them; participants are counted as last published."""
    by_role: dict[Role, list[Answer]] = {role: [] for role in Role}
    for each in turn.answers:
        by_role[each.role].append(each)
    participants, given = by_role[Role.PARTICIPANT], published_counts(turn)
    # In the order of their words, which says nothing of who answered first.
    reasons = sorted((each for each in participants if each.words and each.words.said), key=_by_words)
    return Hearing(
        at_least({stance: given[stance] for stance in Stance}, floor=floor),
        reasons,
        sorted(by_role[Role.PARTNER], key=lambda each: (each.voice, each.at)),
        by_role[Role.COORDINATOR],
    )


def answers_of_participants() -> sa.Select[uuid.UUID, uuid.UUID, Stance]:
    """What is counted of the answers: which text, who, which answer."""
    return sa.select(Answer.turn_id, Answer.person_id, Answer.stance).where(Answer.role == Role.PARTICIPANT)


def _by_words(made: Answer) -> tuple[int, str]:
    return list(Stance).index(made.stance), made.words.said if made.words else ""
