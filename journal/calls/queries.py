"""What each person may read of calls, and of the ideas they received. Every read is inside a Lab."""

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
from journal.db import Backlog, Labelled, backlog, count, holding
from journal.months import week_of
from journal.partners.models import Partner
from nlp.prose.types import AnswerKind

# What a mediator best takes first.
TO_MEDIATE = (IdeaState.WAITING, IdeaState.QUESTIONED, IdeaState.RETAINED, IdeaState.ANSWERED)


class Support(Labelled):
    """What is counted of participants, as the page says it."""

    YES = "yes", "Aimeraient qu’on l’essaie"


@dataclass(frozen=True, slots=True)
class Backing:
    """Who would like an idea to be tried: participants by steps, organisations by name."""

    participants: dict[Support, int] | None
    organisations: Sequence[str]


@dataclass(slots=True)
class Received:
    """The ideas of a call that the team reads: how many, and those in each state that the Lab has still to answer."""

    ideas: int = 0
    owed: dict[IdeaState, Backlog] = field(default_factory=lambda: dict.fromkeys(IdeaState, Backlog(0, None)))

    @property
    def owed_in_all(self) -> int:
        return sum(each.count for each in self.owed.values())


def readable_by(person: Person) -> sa.ColumnElement[bool]:
    """The calls of their Lab that someone may read: coordinators all of them, the others those they are invited to."""
    invited = [each for each in Invited if rules.is_invited(each, person.role)]
    own_lab = Call.lab_id == person.lab_id
    return own_lab if person.role is Role.COORDINATOR else sa.and_(own_lab, Call.invited.in_(invited))


def calls_of(session: Session, person: Person) -> Sequence[Call]:
    """The calls someone may read: those not closed first, the nearest to its last day, then the last closed."""
    found = sa.select(Call).where(readable_by(person))
    return session.scalars(found.order_by(Call.closed_at.is_not(None), Call.open_until, Call.at.desc(), Call.id)).all()


def call_for(session: Session, person: Person, call_id: uuid.UUID, *, lock: bool = False) -> Call | None:
    """A call, for those who may read it. With ``lock``, it is held until the transaction ends."""
    wanted = sa.select(Call).where(Call.id == call_id, readable_by(person))
    return session.scalar(holding(wanted, of=Call) if lock else wanted)


def reads_whole(person: Person, idea: Idea) -> bool:
    """Whether someone reads what is said around an idea: its author, and the team once it is sent."""
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
    """The ideas a Lab had received, and that are their authors’ again until they send them: of one call, or of all."""
    found = sa.select(Idea).where(Idea.lab_id == lab_id, Idea.state == IdeaState.UNSENT)
    found = found.where(Idea.call_id == call_id) if call_id else found
    return [idea for idea in session.scalars(found.order_by(Idea.id)) if idea.was_sent]


def own_words(session: Session, person_id: uuid.UUID, words_id: uuid.UUID, *, lock: bool = False) -> IdeaWords | None:
    """Words, only for the person who wrote them. With ``lock``, they are held until the transaction ends."""
    return _held(session, sa.select(IdeaWords).where(IdeaWords.id == words_id, IdeaWords.author_id == person_id), lock)


def read_by_team() -> sa.Select[uuid.UUID]:
    """The words of ideas, and of replies, that the team reads: none of an idea taken back to be written otherwise."""
    idea_id = sa.func.coalesce(IdeaWords.idea_id, IdeaQuestion.idea_id)
    found = sa.select(IdeaWords.id).outerjoin(IdeaWords.question)
    return found.join(Idea, Idea.id == idea_id).where(IdeaWords.sent_at.is_not(None), Idea.state != IdeaState.UNSENT)


def words_for_team(session: Session, lab_id: uuid.UUID, words_id: uuid.UUID, *, lock: bool = False) -> IdeaWords | None:
    """An idea or a reply that the team reads, and may hide more of. With ``lock``, it is held."""
    wanted = sa.select(IdeaWords).where(IdeaWords.id == words_id, IdeaWords.lab_id == lab_id)
    return _held(session, wanted.where(IdeaWords.id.in_(read_by_team())), lock)


def _held(session: Session, wanted: sa.Select[IdeaWords], lock: bool) -> IdeaWords | None:
    """The idea first, then its words: as whoever mediates it takes them, so that neither waits for the other."""
    found = session.scalar(wanted)
    if found is None or not lock:
        return found
    session.scalar(holding(sa.select(Idea).where(Idea.id == found.about.id), of=Idea))
    return session.scalar(holding(wanted))


def sent_to(session: Session, call: Call) -> list[Idea]:
    """The ideas the team reads, those that wait for it first; of a week, in an order that tells nothing of when."""
    found = session.scalars(sa.select(Idea).where(Idea.call_id == call.id, Idea.state != IdeaState.UNSENT)).all()

    def place(idea: Idea) -> tuple[bool, int, date, str]:
        return idea.answer is not None, TO_MEDIATE.index(idea.state), week_of(day_of(idea.at)), str(idea.id)

    return sorted(found, key=place)


def owed(ideas: Iterable[Idea]) -> list[Idea]:
    """Those that the Lab has still to answer."""
    return [idea for idea in ideas if rules.is_owed(idea.state, answered=idea.answer is not None)]


def said_to_calls(session: Session, lab_id: uuid.UUID) -> list[str]:
    """All that people of a Lab sent to its calls, as others read it."""
    found = sa.select(IdeaWords).where(IdeaWords.lab_id == lab_id, IdeaWords.sent_at.is_not(None))
    return [words.said for words in session.scalars(found.order_by(IdeaWords.id))]


def retained(session: Session, call: Call) -> Sequence[Idea]:
    """The ideas that everyone invited reads, in an order that says nothing of their authors, nor of who backs them."""
    found = sa.select(Idea).where(Idea.call_id == call.id, Idea.state == IdeaState.RETAINED)
    return session.scalars(found.order_by(Idea.id)).all()


def own_ideas(session: Session, person: Person, call: Call | None = None) -> Sequence[Idea]:
    """What someone proposed, to one call or to all, last first."""
    found = sa.select(Idea).where(Idea.author_id == person.id)
    found = found.where(Idea.call_id == call.id) if call else found
    return session.scalars(found.order_by(Idea.at.desc(), Idea.id)).all()


def answered_since(session: Session, person: Person, since: datetime) -> Sequence[uuid.UUID]:
    """The ideas of someone that the Lab answered from a moment on, last answered first."""
    found = sa.select(Idea.id).join(IdeaAnswer).where(Idea.author_id == person.id, IdeaAnswer.at >= since)
    return session.scalars(found.order_by(IdeaAnswer.at.desc(), Idea.id)).all()


def sent_by(session: Session, actor: Actor) -> Sequence[Idea]:
    """The ideas an organisation sent, in the words the team may read."""
    found = sa.select(Idea).where(Idea.actor_id == actor.id, Idea.state != IdeaState.UNSENT)
    return session.scalars(found.order_by(Idea.at, Idea.id)).all()


def is_untouched(session: Session, call: Call) -> bool:
    """Whether nobody wrote for a call yet, and nothing came of it."""
    return not count(session, Idea, Idea.call_id == call.id) and not outcomes_of(session, call)


def outcomes_of(session: Session, call: Call) -> Sequence[IdeaExperiment]:
    """The experiments that came from a call, oldest first: those whose idea was taken back too."""
    found = sa.select(IdeaExperiment).where(IdeaExperiment.call_id == call.id)
    return session.scalars(found.order_by(IdeaExperiment.at, IdeaExperiment.experiment_id)).all()


def origin_of(session: Session, experiment_id: uuid.UUID) -> IdeaExperiment | None:
    """The idea and the call an experiment came from."""
    return session.get(IdeaExperiment, experiment_id)


def backing(session: Session, idea: Idea, *, floor: int) -> Backing:
    """What everyone invited reads of the support of an idea; participants’ is counted as it was last told."""
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
    """What is counted of the support of ideas: which idea, which participant."""
    said = sa.literal(Support.YES.value)
    return sa.select(IdeaSupport.idea_id, IdeaSupport.person_id, said).where(IdeaSupport.role == Role.PARTICIPANT)


def waiting(session: Session, lab_id: uuid.UUID) -> int:
    """How many ideas wait for the team."""
    return count(session, Idea, Idea.lab_id == lab_id, Idea.state == IdeaState.WAITING)


def received(session: Session, lab_id: uuid.UUID) -> dict[uuid.UUID, Received]:
    """What each call of a Lab received and the team reads, all of them at once: for Monday’s page."""
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
    """The promises made about ideas that are past their date."""
    promised = (IdeaAnswer.kind == AnswerKind.WILL_DO, IdeaAnswer.due_on < today)
    in_lab = IdeaAnswer.idea_id.in_(sa.select(Idea.id).where(Idea.lab_id == lab_id))
    return backlog(session, IdeaAnswer.due_on, *promised, in_lab)


def unclosed(session: Session, lab_id: uuid.UUID) -> Sequence[Call]:
    """Calls that are not closed, the nearest to its last day first."""
    found = (Call.lab_id == lab_id, Call.closed_at.is_(None))
    return session.scalars(sa.select(Call).where(*found).order_by(Call.open_until, Call.id)).all()


def open_to(session: Session, person: Person, today: date) -> Sequence[Call]:
    """The calls someone may answer today, the nearest to its last day first."""
    now = (readable_by(person), Call.closed_at.is_(None), Call.open_until >= today)
    return session.scalars(sa.select(Call).where(*now).order_by(Call.open_until, Call.id)).all()


def asked_of(session: Session, person: Person) -> Sequence[IdeaQuestion]:
    """The questions about their ideas that await someone’s reply."""
    found = (
        sa.select(IdeaQuestion)
        .join(IdeaQuestion.idea)
        .join(Idea.call)
        .outerjoin(IdeaQuestion.words)
        .where(Idea.author_id == person.id, Idea.state == IdeaState.QUESTIONED, Call.closed_at.is_(None))
        .where(IdeaWords.id.is_(None) | IdeaWords.sent_at.is_(None))
    )
    return session.scalars(found.order_by(IdeaQuestion.at, IdeaQuestion.id)).all()
