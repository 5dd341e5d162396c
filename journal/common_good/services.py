"""Writing the first common good, then changing it by proposals."""

import uuid
from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person
from journal.common_good import reserves, rules
from journal.common_good.models import (
    Answer,
    CommonGood,
    Part,
    Proposal,
    ProposalKind,
    ProposalState,
    Reserve,
    Stance,
    Turn,
    Words,
)
from journal.common_good.queries import current
from journal.common_good.rules import Gesture
from journal.db import hold
from journal.entries.sending import check_as_read, check_pace, leave, written
from journal.errors import DomainError, SeenOtherwise
from journal.partners.queries import voice_of


class Outdated(DomainError):
    title = "Cette partie a changé"


def write_first(session: Session, parts: Mapping[Part, str], why: str, *, by: Person, now: datetime) -> CommonGood:
    """Write the first statement of a Lab, which proposals then change.

    Raises
    ------
    DomainError
        When there is one: it only changes by proposals.
    """
    hold(session, Lab, by.lab_id)
    if current(session, by.lab_id) is not None:
        raise DomainError("Le bien commun est déjà écrit : il change par des propositions.")
    texts = {part.value: parts[part] for part in Part}
    made = CommonGood(lab_id=by.lab_id, number=1, why=why, by_id=by.id, at=now, **voice_of(session, by), **texts)
    session.add(made)
    session.flush()
    return made


def propose(session: Session, part: Part, kind: ProposalKind, text: str, *, by: Person, now: datetime) -> Proposal:
    """Propose a change or a remark on one part. A participant reviews it masked before it is sent."""
    check_pace(session, Words, by=by, now=now)
    made = Proposal(lab_id=by.lab_id, author_id=by.id, part=part, kind=kind, at=now, **voice_of(session, by))
    made.state = ProposalState.UNSENT
    session.add(made)
    made.words = written(Words, text, by=by, now=now)
    if made.words.sent_at is not None:
        _move(made, Gesture.SEND)
    session.flush()
    return made


def send(session: Session, words: Words, *, seen: str, now: datetime) -> None:
    """Send the exact text its author has just read; the proposal then waits for a mediator.

    Raises
    ------
    SeenOtherwise
        When it is no longer the text they read, not masked yet, or sent already.
    """
    check_as_read(words, seen)
    leave(words, now)
    if words.proposal_id is not None:
        proposal = session.get_one(Proposal, words.proposal_id)
        _move(proposal, Gesture.SEND)
        proposal.at = now
    session.flush()


def reformulate(session: Session, proposal: Proposal, text: str, note: str, *, by: Person, now: datetime) -> Turn:
    """Offer the author the part as it would read with their proposal."""
    _check_mediator(proposal, by)
    _move(proposal, Gesture.REFORMULATE)
    turn = Turn(
        number=len(proposal.turns) + 1,
        before=text_today(session, proposal),
        text=text,
        note=note,
        by_id=by.id,
        at=now,
    )
    proposal.turns.append(turn)
    session.flush()
    return turn


def text_today(session: Session, proposal: Proposal) -> str:
    """The current text of the part a proposal is about."""
    return _current(session, proposal.lab_id).text_of(proposal.part)


def agree(session: Session, proposal: Proposal, number: int, *, now: datetime) -> None:
    """Record the author's yes to the reformulation they read, which everyone can now read and answer."""
    turn = _read_turn(proposal, number)
    _move(proposal, Gesture.AGREE)
    turn.agreed, turn.answered_at = True, now
    session.flush()


def not_yet(session: Session, proposal: Proposal, number: int, text: str, *, by: Person, now: datetime) -> Turn:
    """Record that the author does not recognise what they meant; they may say what is missing."""
    turn = _read_turn(proposal, number)
    if text:
        check_pace(session, Words, by=by, now=now)
    _move(proposal, Gesture.NOT_YET)
    turn.agreed, turn.answered_at = False, now
    if text:
        turn.words = written(Words, text, by=by, now=now)
    session.flush()
    return turn


def answer(
    session: Session, proposal: Proposal, number: int, stance: Stance, text: str, *, by: Person, now: datetime
) -> Answer:
    """Answer the text of a proposal under discussion; a new answer replaces the first.

    Raises
    ------
    DomainError
        When it is one's own proposal, or no reason is given for a reserve or a disagreement.
    """
    turn = _read_turn(proposal, number)
    _check_other(proposal, by)
    if stance is not Stance.AGREE and not text:
        raise DomainError("Dites pourquoi : c’est ce qui fait avancer.")
    check_pace(session, Words, by=by, now=now)
    _move(proposal, Gesture.ANSWER)
    before = session.scalar(sa.select(Answer).where(Answer.turn_id == turn.id, Answer.person_id == by.id))
    if before is not None:
        turn.answers.remove(before)
        session.flush()
    made = Answer(person_id=by.id, stance=stance, at=now, **voice_of(session, by))
    turn.answers.append(made)
    if text:
        made.words = written(Words, text, by=by, now=now)
    session.flush()
    return made


def check_may_answer(proposal: Proposal, by: Person) -> None:
    """Refuse an answer by the author, or by anyone once the proposal is no longer discussed."""
    _check_other(proposal, by)
    check_possible(proposal, Gesture.ANSWER)


def adopt(session: Session, proposal: Proposal, why: str, *, by: Person, now: datetime) -> CommonGood:
    """Write the agreed text into a new statement. Reserves stay under it.

    Raises
    ------
    Outdated
        When the part has changed since it was reformulated.
    """
    _check_mediator(proposal, by)
    hold(session, Lab, proposal.lab_id)
    before, turn = _current(session, proposal.lab_id), proposal.agreed
    _move(proposal, Gesture.ADOPT)
    if turn is None or turn is not proposal.last_turn:
        raise DomainError("Son auteur·e n’a pas encore dit oui.")
    if before.text_of(proposal.part) != turn.before:
        raise Outdated("Cette partie du bien commun a changé depuis. Reformulez à partir du texte d’aujourd’hui.")
    texts = {part.value: before.text_of(part) for part in Part} | {proposal.part.value: turn.text}
    made = CommonGood(
        lab_id=proposal.lab_id,
        number=before.number + 1,
        part=proposal.part,
        why=why,
        role=proposal.role,
        actor_id=proposal.actor_id,
        by_id=by.id,
        at=now,
        **texts,
    )
    made.reserves = reserves.left_by(turn)
    session.add(made)
    session.flush()
    proposal.statement_id, proposal.closed_by_id, proposal.closed_at = made.id, by.id, now
    session.flush()
    return made


def set_aside(session: Session, proposal: Proposal, reason: str, *, by: Person, now: datetime) -> None:
    """Close a proposal without adopting it, with a reason that everyone reads."""
    _check_mediator(proposal, by)
    _move(proposal, Gesture.SET_ASIDE)
    proposal.reason, proposal.closed_by_id, proposal.closed_at = reason, by.id, now
    session.flush()


def withdraw(session: Session, proposal: Proposal) -> None:
    """Erase a proposal and all that was said about it. An adopted one can no longer be withdrawn."""
    _move(proposal, Gesture.WITHDRAW)
    session.delete(proposal)
    session.flush()


def withdraw_answer(session: Session, made: Answer) -> None:
    """Erase an answer, its reason, and the reserve it left under a statement."""
    statement_id = made.turn.proposal.statement_id
    if statement_id is not None:
        mine = (Reserve.statement_id == statement_id, Reserve.person_id == made.person_id)
        for reserve in session.scalars(sa.select(Reserve).where(*mine)).all():
            session.delete(reserve)
    session.delete(made)
    session.flush()


def drop_words(session: Session, words: Words) -> None:
    """Erase words that were not sent; an unsent proposal goes with its own.

    Raises
    ------
    DomainError
        When they are sent: the proposal or the answer is withdrawn whole.
    """
    if words.sent_at is not None:
        raise DomainError("Ce texte est déjà envoyé. Vous pouvez retirer la proposition ou la réponse entière.")
    proposal = session.get(Proposal, words.proposal_id) if words.proposal_id else None
    session.delete(proposal if proposal is not None else words)
    session.flush()


def check_possible(proposal: Proposal, gesture: Gesture) -> None:
    """Refuse an action that is not possible in the state of a proposal."""
    if not rules.may(proposal.state, gesture):
        raise DomainError("Cette proposition a changé entre-temps : ce n’est plus possible.")


def _check_other(proposal: Proposal, by: Person) -> None:
    if proposal.author_id == by.id:
        raise DomainError("C’est votre proposition : les autres y répondent.")


def _move(proposal: Proposal, gesture: Gesture) -> None:
    """Change the state of a proposal, if the action is possible."""
    check_possible(proposal, gesture)
    proposal.state = rules.AFTER[proposal.state, gesture] or proposal.state


def _check_mediator(proposal: Proposal, by: Person) -> None:
    if proposal.author_id == by.id:
        raise DomainError("C’est votre proposition : quelqu’un d’autre de la coordination en fait la médiation.")


def _read_turn(proposal: Proposal, number: int) -> Turn:
    """The last reformulation, if it is the one that was read."""
    turn = proposal.last_turn
    if turn is None or turn.number != number:
        raise SeenOtherwise("Le texte a changé depuis. Relisez-le avant de répondre.")
    return turn


def _current(session: Session, lab_id: uuid.UUID) -> CommonGood:
    statement = current(session, lab_id)
    if statement is None:
        raise DomainError("Le bien commun n’est pas encore écrit.")
    return statement
