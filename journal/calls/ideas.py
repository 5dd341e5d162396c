"""What people do with their own ideas and with those of others: write, send, reply, support, withdraw."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.calls import rules
from journal.calls.models import Call, Idea, IdeaQuestion, IdeaState, IdeaSupport, IdeaWords
from journal.calls.rules import Gesture, Layout, Standing
from journal.clock import day_of
from journal.db import hold
from journal.entries.hiding import write_otherwise
from journal.entries.sending import check_as_read, check_pace, leave, written
from journal.entries.words import leave_as_it_is
from journal.errors import DomainError, SeenOtherwise
from journal.partners.queries import voice_of


def write(session: Session, call: Call, parts: Layout, *, by: Person, now: datetime) -> Idea:
    """Answer a call. A participant reads the idea masked before it is sent; an organisation’s is sent at once.

    Raises
    ------
    DomainError
        When the call takes no more ideas.
    TooManyTries
        When someone writes more in a day than a team can answer.
    """
    check_open(session, call, now)
    check_pace(session, IdeaWords, by=by, now=now)
    made = Idea(lab_id=call.lab_id, call_id=call.id, author_id=by.id, at=now, **voice_of(session, by))
    made.call, made.state, made.questions = call, IdeaState.UNSENT, []
    made.words = written(IdeaWords, rules.laid_out(parts), by=by, now=now)
    session.add(made)
    session.flush()
    if made.words.sent_at is not None:
        move(session, made, Gesture.SEND, now)
        session.flush()
    return made


def amend(session: Session, idea: Idea, parts: Layout, *, by: Person, now: datetime) -> None:
    """Rewrite one’s idea, which becomes private until it is reviewed and sent again.

    What its author or the team had hidden stays hidden, wherever the new text says it.
    """
    move(session, idea, Gesture.AMEND, now)
    words, text = idea.words, rules.laid_out(parts)
    idea.at = idea.at if idea.was_sent else now
    write_otherwise(words, text)
    words.at, words.sent_at, words.sent_under = now, None, ""
    if by.role is not Role.PARTICIPANT:
        leave_as_it_is(words)
        words.sent_at = now
        move(session, idea, Gesture.SEND, now)
    session.flush()


def send(session: Session, words: IdeaWords, *, seen: str, now: datetime) -> None:
    """Send the very text its author has just read: an idea, or a reply to the team’s question.

    Raises
    ------
    SeenOtherwise
        When it is no longer the text they read, not masked yet, or sent already.
    """
    check_as_read(words, seen)
    idea = words.about
    move(session, idea, Gesture.REPLY if words.question_id else Gesture.SEND, now)
    leave(words, now)
    if words.idea_id:
        idea.at = now
    session.flush()


def reply(session: Session, idea: Idea, question: IdeaQuestion, text: str, *, by: Person, now: datetime) -> IdeaWords:
    """Answer what the team asked; a participant reads the reply masked before it is sent.

    Raises
    ------
    SeenOtherwise
        When it is no longer the question that waits.
    """
    if question is not idea.last_question or question.words is not None:
        raise SeenOtherwise("Relisez la question, puis répondez.")
    check_place(session, idea, Gesture.REPLY, now)
    check_pace(session, IdeaWords, by=by, now=now)
    question.words = written(IdeaWords, text, by=by, now=now)
    if question.words.sent_at is not None:
        move(session, idea, Gesture.REPLY, now)
    session.flush()
    return question.words


def drop_words(session: Session, words: IdeaWords) -> None:
    """Erase words that were not sent; an unsent idea goes with its own.

    Raises
    ------
    DomainError
        When they were sent: the whole idea has to be withdrawn.
    """
    if words.sent_at is not None:
        raise DomainError("Ce texte est déjà envoyé. Vous pouvez retirer l’idée entière.")
    if words.idea is not None:
        session.delete(words.idea)
    elif words.question is not None:
        words.question.words = None
    session.flush()


def return_to_author(session: Session, idea: Idea) -> None:
    """Make an idea private again, after a restored backup showed what had since been hidden or rewritten."""
    idea.state, idea.words.sent_at = IdeaState.UNSENT, None
    idea.words.version += 1
    session.flush()


def withdraw(session: Session, idea: Idea, *, now: datetime) -> None:
    """Erase an idea and all that was said about it. An experiment that came from it stays, in the team’s words."""
    check_place(session, idea, Gesture.WITHDRAW, now)
    session.delete(idea)
    session.flush()


def support(session: Session, idea: Idea, *, by: Person, now: datetime) -> None:
    """Support an idea; doing it twice changes nothing.

    Raises
    ------
    DomainError
        When it is one’s own.
    """
    if idea.author_id == by.id:
        raise DomainError("C’est votre idée\u00a0: les autres la soutiennent.")
    hold(session, Person, by.id)
    move(session, idea, Gesture.SUPPORT, now)
    if own_support(session, idea, by) is None:
        idea.supports.append(IdeaSupport(person_id=by.id, role=by.role, at=now))
    session.flush()


def own_support(session: Session, idea: Idea, by: Person) -> IdeaSupport | None:
    return session.scalar(sa.select(IdeaSupport).where(IdeaSupport.idea_id == idea.id, IdeaSupport.person_id == by.id))


def unsupport(session: Session, idea: Idea, *, by: Person) -> bool:
    """Withdraw one’s support; False when there was none."""
    found = own_support(session, idea, by)
    if found is None:
        return False
    idea.supports.remove(found)
    session.flush()
    return True


def check_open(session: Session, call: Call, now: datetime) -> None:
    """Refuse an idea once its call takes no more; lock the call until the transaction ends."""
    _hold_call(session, call)
    if standing_of(call, now) is not Standing.OPEN:
        raise DomainError("Cet appel ne reçoit plus d’idées.")


def standing_of(call: Call, now: datetime) -> Standing:
    return rules.standing(closed=call.closed_at is not None, open_until=call.open_until, today=day_of(now))


def may(idea: Idea, gesture: Gesture, now: datetime) -> bool:
    """Whether an action is possible on an idea today."""
    # Withdrawn to be written otherwise, an idea that was in time still is: else the last day would take it away.
    in_time = bool(idea.questions) or (gesture is Gesture.SEND and idea.was_sent)
    return rules.may(idea.state, gesture, standing_of(idea.call, now), was_in_time=in_time)


def check_place(session: Session, idea: Idea, gesture: Gesture, now: datetime) -> None:
    """Refuse an action that is not possible on an idea or its call today, and lock both."""
    hold(session, Idea, idea.id)
    session.refresh(idea, ["state"])
    _hold_call(session, idea.call)
    if not may(idea, gesture, now):
        raise DomainError("Cette idée ou son appel a changé entre-temps\u00a0: ce n’est plus possible.")


def move(session: Session, idea: Idea, gesture: Gesture, now: datetime) -> None:
    """Change the state of an idea, or refuse an action that is not possible in it."""
    check_place(session, idea, gesture, now)
    idea.state = rules.AFTER[idea.state, gesture] or idea.state
    session.flush()


def words_of(idea: Idea) -> list[IdeaWords]:
    """Everything its author wrote for an idea: the idea, and their replies."""
    return [idea.words, *(question.words for question in idea.questions if question.words is not None)]


def _hold_call(session: Session, call: Call) -> None:
    """Lock the call, so that it cannot be closed on an idea that arrives at the same moment."""
    hold(session, Call, call.id)
    session.refresh(call, ["closed_at", "open_until"])
