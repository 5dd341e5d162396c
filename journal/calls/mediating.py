"""What the team does with an idea: ask its author a question, retain it, answer it, try it."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.calls import queries, services
from journal.calls.ideas import move
from journal.calls.models import Idea, IdeaAnswer, IdeaExperiment, IdeaQuestion
from journal.calls.rules import Gesture
from journal.clock import day_of
from journal.cooperation.services import AnswerContent
from journal.entries.rules import mark_of
from journal.errors import DomainError, Refused, SeenOtherwise
from journal.experiments import services as experiments
from journal.experiments.models import Experiment, Rung
from journal.experiments.services import ExperimentDescription, StepContent
from journal.web.typography import in_guillemets


def ask(session: Session, idea: Idea, text: str, *, seen: str, by: Person, now: datetime) -> IdeaQuestion:
    """Ask the author of an idea a question; they reply, or rewrite their idea.

    Raises
    ------
    Refused
        When it changed meanwhile: ``seen`` names what was read.
    """
    _check_seen(idea, seen)
    move(session, idea, Gesture.ASK, now)
    made = IdeaQuestion(number=len(idea.questions) + 1, text=text, by_id=by.id, at=now)
    idea.questions.append(made)
    session.flush()
    return made


def retain(session: Session, idea: Idea, *, seen: str, now: datetime) -> None:
    """Let everyone invited read an idea, in the exact words just read.

    Raises
    ------
    SeenOtherwise
        When its author wrote it otherwise meanwhile.
    """
    if seen != str(idea.words.version):
        raise SeenOtherwise("L’idée a changé depuis. Relisez-la avant de la montrer.")
    move(session, idea, Gesture.RETAIN, now)
    session.flush()


def answer(session: Session, idea: Idea, content: AnswerContent, *, seen: str, by: Person, now: datetime) -> IdeaAnswer:
    """Answer an idea in the name of the Lab; a later answer replaces the first.

    Raises
    ------
    Refused
        When a promise has no date, or when the idea or its answer changed meanwhile (``seen`` names what was read),
        or when the answer says the words of somebody else.
    """
    _check_seen(idea, seen)
    promised = content.promised_on()
    # What its own author wrote leaves with the answer; what others wrote would stay in it.
    others = [each for each in queries.sent_to(session, idea.call) if each.author_id != idea.author_id]
    services.check_nobody_is_borrowed_from(others, content.text, field="text")
    move(session, idea, Gesture.ANSWER, now)
    made = idea.answer or IdeaAnswer(idea_id=idea.id)
    made.kind, made.text, made.due_on = content.kind, content.text, promised
    made.by_id, made.at = by.id, now
    idea.answer = made
    session.flush()
    return made


def try_it(
    session: Session, idea: Idea, description: ExperimentDescription, *, by: Person, now: datetime
) -> Experiment:
    """Start an experiment from a retained idea, linked to the themes of its call and to the organisation it comes from.

    It is written in the team’s words: those of the idea stay its author’s, who may take them back.

    Raises
    ------
    DomainError
        When it became an experiment already.
    """
    session.refresh(idea, ["outcome"])
    if idea.outcome is not None:
        raise DomainError("Cette idée est déjà devenue une expérimentation.")
    move(session, idea, Gesture.TRY, now)
    for field in ("title", "tried", "for_whom"):
        words = getattr(description, field)
        services.check_nobody_is_borrowed_from(queries.sent_to(session, idea.call), words, field=field)
    actors = [idea.actor_id] if idea.role is Role.PARTNER and idea.actor_id else []
    tied = replace(description, themes=[theme.id for theme in idea.call.themes], actors=actors)
    origin = f"Une idée reçue à l’appel à idées {in_guillemets(idea.call.question)}."
    content = StepContent(Rung.IDEA, day_of(now), origin)
    row = experiments.begin(session, tied, content, by=by, now=now)
    session.add(IdeaExperiment(experiment_id=row.id, call_id=idea.call_id, idea_id=idea.id, at=now))
    session.flush()
    session.refresh(idea, ["outcome"])
    return row


def read_mark(idea: Idea) -> str:
    """Identifies what the team reads before asking or answering: the idea, its author’s replies, its answer."""
    given = idea.answer
    replied = [question.words.said for question in idea.questions if question.words]
    answered = [given.kind.value, given.text, str(given.due_on)] if given else []
    return mark_of(idea.words.said, str(replied), str(answered))


def _check_seen(idea: Idea, seen: str) -> None:
    """Refuse to write to an author about words that they have rewritten since."""
    if seen != read_mark(idea):
        raise Refused(
            "L’idée ou sa réponse a changé depuis que vous l’avez ouverte. Relisez-la\u00a0: rien n’est perdu."
        )
