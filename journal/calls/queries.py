"""What each person may read of calls and ideas, always inside one Lab."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.actors.models import Actor
from journal.calls import rules
from journal.calls.models import (
    Call,
    Idea,
    IdeaAnswer,
    IdeaExperiment,
    IdeaQuestion,
    IdeaState,
    IdeaSupport,
    IdeaWords,
    Invited,
)
from journal.clock import day_of
from journal.counting.published import published_counts
from journal.counting.rules import at_least
from journal.db import Backlog, backlog, count, holding
from journal.months import week_of
from journal.partners.models import Partner
from journal.tables import Labelled
from nlp.prose.types import AnswerKind

# What a mediator best takes first.
TO_MEDIATE = (IdeaState.WAITING, IdeaState.QUESTIONED, IdeaState.RETAINED, IdeaState.ANSWERED)


class Support(Labelled):
    """The counts shown for participants."""

    YES = "yes", "Aimeraient qu’on l’essaie"


@dataclass(frozen=True, slots=True)
class Backing:
    """Who supports an idea: participants by steps, organisations by name."""

    participants: dict[Support, int] | None
    organisations: Sequence[str]


@dataclass(slots=True)
class Received:
    """How many ideas of a call the team can read, and how many in each state still need an answer."""

    ideas: int = 0
    owed: dict[IdeaState, Backlog] = field(default_factory=lambda: dict.fromkeys(IdeaState, Backlog(0, None)))

    @property
    def owed_in_all(self) -> int:
        return sum(each.count for each in self.owed.values())


def readable_by(person: Person) -> sa.ColumnElement[bool]:
    """The calls of their Lab that someone may read: all for coordinators, those they are invited to for others."""
    invited = [each for each in Invited if rules.is_invited(each, person.role)]
    own_lab = Call.lab_id == person.lab_id
    return own_lab if person.role is Role.COORDINATOR else sa.and_(own_lab, Call.invited.in_(invited))


def calls_of(session: Session, person: Person) -> Sequence[Call]:
    """The calls someone may read: those not closed, by last day, then closed ones, by last day too."""
    found = sa.select(Call).where(readable_by(person))
    return session.scalars(found.order_by(Call.closed_at.is_not(None), Call.open_until, Call.at.desc(), Call.id)).all()


def call_for(session: Session, person: Person, call_id: uuid.UUID, *, lock: bool = False) -> Call | None:
    """A call, for those who may read it. With ``lock``, it is held until the transaction ends."""
    wanted = sa.select(Call).where(Call.id == call_id, readable_by(person))
    return session.scalar(holding(wanted, of=Call) if lock else wanted)


def reads_whole(person: Person, idea: Idea) -> bool:
    """Whether someone may read what is said about an idea: its author, and the team once it is sent."""
    if idea.author_id == person.id:
        return True
    mediates = person.role is Role.COORDINATOR and idea.lab_id == person.lab_id
    return mediates and idea.state is not IdeaState.UNSENT


def idea_for(session: Session, person: Person, idea_id: uuid.UUID, *, lock: bool = False) -> Idea | None:
    """An idea, for those who may read something of it. With ``lock``, it is held until the transaction ends."""
    wanted = sa.select(Idea).join(Idea.call).where(Idea.id == idea_id, readable_by(person))
    found = session.scalar(holding(wanted, of=Idea) if lock else wanted)
    if found is None or not (reads_whole(person, found) or found.state is IdeaState.RETAINED):
        return None
    if lock:
        session.scalars(holding(sa.select(IdeaWords).where(IdeaWords.idea_id == found.id))).all()
    return found


def being_rewritten(session: Session, lab_id: uuid.UUID, call_id: uuid.UUID | None = None) -> list[Idea]:
    """The ideas that a Lab had received and that are private again, of one call or of all."""
    found = sa.select(Idea).where(Idea.lab_id == lab_id, Idea.state == IdeaState.UNSENT)
    found = found.where(Idea.call_id == call_id) if call_id else found
    return [idea for idea in session.scalars(found.order_by(Idea.id)) if idea.was_sent]


def own_words(session: Session, person_id: uuid.UUID, words_id: uuid.UUID, *, lock: bool = False) -> IdeaWords | None:
    """Words, only for the person who wrote them. With ``lock``, they are held until the transaction ends."""
    return _held(session, sa.select(IdeaWords).where(IdeaWords.id == words_id, IdeaWords.author_id == person_id), lock)


def read_by_team() -> sa.Select[uuid.UUID]:
    """The words of ideas and replies that the team reads, except those of ideas withdrawn to be rewritten."""
    idea_id = sa.func.coalesce(IdeaWords.idea_id, IdeaQuestion.idea_id)
    found = sa.select(IdeaWords.id).outerjoin(IdeaWords.question)
    return found.join(Idea, Idea.id == idea_id).where(IdeaWords.sent_at.is_not(None), Idea.state != IdeaState.UNSENT)


def words_for_team(session: Session, lab_id: uuid.UUID, words_id: uuid.UUID, *, lock: bool = False) -> IdeaWords | None:
    """An idea or a reply that the team reads, and may mask more. With ``lock``, it is locked."""
    wanted = sa.select(IdeaWords).where(IdeaWords.id == words_id, IdeaWords.lab_id == lab_id)
    return _held(session, wanted.where(IdeaWords.id.in_(read_by_team())), lock)


def _held(session: Session, wanted: sa.Select[IdeaWords], lock: bool) -> IdeaWords | None:
    """Lock the idea, then its words, in the same order as whoever mediates it, to avoid a deadlock."""
    found = session.scalar(wanted)
    if found is None or not lock:
        return found
    session.scalar(holding(sa.select(Idea).where(Idea.id == found.about.id), of=Idea))
    return session.scalar(holding(wanted))


def sent_to(session: Session, call: Call) -> list[Idea]:
    """The ideas the team reads, waiting ones first; within a week, in an order that does not reveal when."""
    found = session.scalars(sa.select(Idea).where(Idea.call_id == call.id, Idea.state != IdeaState.UNSENT)).all()

    def place(idea: Idea) -> tuple[bool, int, date, str]:
        return idea.answer is not None, TO_MEDIATE.index(idea.state), week_of(day_of(idea.at)), str(idea.id)

    return sorted(found, key=place)


def owed(ideas: Iterable[Idea]) -> list[Idea]:
    """Those the Lab has yet to answer."""
    return [idea for idea in ideas if rules.is_owed(idea.state, answered=idea.answer is not None)]


def said_to_calls(session: Session, lab_id: uuid.UUID) -> list[str]:
    """Everything that people of a Lab sent to its calls, as others read it."""
    found = sa.select(IdeaWords).where(IdeaWords.lab_id == lab_id, IdeaWords.sent_at.is_not(None))
    return [words.said for words in session.scalars(found.order_by(IdeaWords.id))]


def retained(session: Session, call: Call) -> Sequence[Idea]:
    """The ideas that everyone invited reads, in an order that reveals neither authors nor supporters."""
    found = sa.select(Idea).where(Idea.call_id == call.id, Idea.state == IdeaState.RETAINED)
    return session.scalars(found.order_by(Idea.id)).all()


def own_ideas(session: Session, person: Person, call: Call | None = None) -> Sequence[Idea]:
    """Someone’s ideas, for one call or for all, latest first."""
    found = sa.select(Idea).where(Idea.author_id == person.id)
    found = found.where(Idea.call_id == call.id) if call else found
    return session.scalars(found.order_by(Idea.at.desc(), Idea.id)).all()


def answered_since(session: Session, person: Person, since: datetime) -> Sequence[uuid.UUID]:
    """Someone’s ideas that the Lab answered since a moment, latest first."""
    found = sa.select(Idea.id).join(IdeaAnswer).where(Idea.author_id == person.id, IdeaAnswer.at >= since)
    return session.scalars(found.order_by(IdeaAnswer.at.desc(), Idea.id)).all()


def sent_by(session: Session, actor: Actor) -> Sequence[Idea]:
    """The ideas sent by an organisation, in the words the team may read."""
    found = sa.select(Idea).where(Idea.actor_id == actor.id, Idea.state != IdeaState.UNSENT)
    return session.scalars(found.order_by(Idea.at, Idea.id)).all()


def is_untouched(session: Session, call: Call) -> bool:
    """Whether nobody has written for a call, and nothing came of it."""
    return not count(session, Idea, Idea.call_id == call.id) and not outcomes_of(session, call)


def outcomes_of(session: Session, call: Call) -> Sequence[IdeaExperiment]:
    """The experiments that came from a call, oldest first, including those whose idea was withdrawn."""
    found = sa.select(IdeaExperiment).where(IdeaExperiment.call_id == call.id)
    return session.scalars(found.order_by(IdeaExperiment.at, IdeaExperiment.experiment_id)).all()


def origin_of(session: Session, experiment_id: uuid.UUID) -> IdeaExperiment | None:
    """The idea and the call that an experiment came from."""
    return session.get(IdeaExperiment, experiment_id)


def backing(session: Session, idea: Idea, *, floor: int) -> Backing:
    """The support of an idea as everyone invited sees it; participants are counted as last published."""
    given = published_counts(idea)
    spoken_for = (
        sa.select(Actor.name)
        .join(Partner, Partner.actor_id == Actor.id)
        .join(IdeaSupport, IdeaSupport.person_id == Partner.person_id)
        .where(IdeaSupport.idea_id == idea.id, IdeaSupport.role == Role.PARTNER)
    )
    counted = at_least({Support.YES: given[Support.YES.value]}, floor=floor)
    return Backing(counted, sorted(set(session.scalars(spoken_for))))


def supports_given() -> sa.Select[uuid.UUID, uuid.UUID, str]:
    """What is counted of the support: which idea, which participant."""
    said = sa.literal(Support.YES.value)
    return sa.select(IdeaSupport.idea_id, IdeaSupport.person_id, said).where(IdeaSupport.role == Role.PARTICIPANT)


def waiting(session: Session, lab_id: uuid.UUID) -> int:
    """The number of ideas waiting for the team."""
    return count(session, Idea, Idea.lab_id == lab_id, Idea.state == IdeaState.WAITING)


def received(session: Session, lab_id: uuid.UUID) -> dict[uuid.UUID, Received]:
    """What each call of a Lab received, in one query, for Monday’s page."""
    unanswered = sa.case((IdeaAnswer.id.is_(None), Idea.at))
    rows = session.execute(
        sa.select(Idea.call_id, Idea.state, sa.func.count(), sa.func.count(unanswered), sa.func.min(unanswered))
        .outerjoin(Idea.answer)
        .where(Idea.lab_id == lab_id, Idea.state != IdeaState.UNSENT)
        .group_by(Idea.call_id, Idea.state)
    )
    found: dict[uuid.UUID, Received] = {}
    for call_id, state, ideas, owed, oldest in rows:
        each = found.setdefault(call_id, Received())
        each.ideas += ideas
        each.owed[state] = Backlog(owed, oldest)
    return found


def late(session: Session, lab_id: uuid.UUID, today: date) -> Backlog:
    """Promises about ideas whose date is past."""
    promised = (IdeaAnswer.kind == AnswerKind.WILL_DO, IdeaAnswer.due_on < today)
    in_lab = IdeaAnswer.idea_id.in_(sa.select(Idea.id).where(Idea.lab_id == lab_id))
    return backlog(session, IdeaAnswer.due_on, *promised, in_lab)


def unclosed(session: Session, lab_id: uuid.UUID) -> Sequence[Call]:
    """Calls not yet closed, by last day."""
    found = (Call.lab_id == lab_id, Call.closed_at.is_(None))
    return session.scalars(sa.select(Call).where(*found).order_by(Call.open_until, Call.id)).all()


def open_to(session: Session, person: Person, today: date) -> Sequence[Call]:
    """The calls someone may answer today, by last day."""
    now = (readable_by(person), Call.closed_at.is_(None), Call.open_until >= today)
    return session.scalars(sa.select(Call).where(*now).order_by(Call.open_until, Call.id)).all()


def asked_of(session: Session, person: Person) -> Sequence[IdeaQuestion]:
    """The questions about their ideas that someone has yet to answer."""
    found = (
        sa.select(IdeaQuestion)
        .join(IdeaQuestion.idea)
        .join(Idea.call)
        .outerjoin(IdeaQuestion.words)
        .where(Idea.author_id == person.id, Idea.state == IdeaState.QUESTIONED, Call.closed_at.is_(None))
        .where(IdeaWords.id.is_(None) | IdeaWords.sent_at.is_(None))
    )
    return session.scalars(found.order_by(IdeaQuestion.at, IdeaQuestion.id)).all()
