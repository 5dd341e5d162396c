"""What other pages say of calls: the journal’s first page, Monday’s, the cooperation’s, and that of an experiment."""

import uuid
from datetime import date, datetime

from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.actors.models import Actor
from journal.calls import queries, rules
from journal.calls.models import Call, IdeaState
from journal.clock import day_of, today
from journal.experiments.models import Experiment
from journal.web.lines import Card, Dated, Line, Shared, how_many, tally
from journal.web.typography import day, in_guillemets


def on_the_timeline(session: Session, person: Person) -> list[Line]:
    """What an idea of theirs waits for, a reply or to be sent again; then the calls they have not answered."""
    return [*_asked(session, person), *_to_send_again(session, person), *_to_answer(session, person, today())]


def for_partner(session: Session, person: Person, now: datetime) -> list[Line]:
    """The same, for a partner."""
    return [*_asked(session, person), *_to_answer(session, person, day_of(now))]


def _asked(session: Session, person: Person) -> list[Line]:
    return [
        Line(
            "L’équipe vous pose une question sur une idée que vous avez proposée.",
            "calls.idea",
            {"idea_id": question.idea_id},
            "Lire, et répondre",
        )
        for question in queries.asked_of(session, person)
    ]


def _to_send_again(session: Session, person: Person) -> list[Line]:
    return [
        Line(
            "Une idée que vous récrivez n’est pas repartie : l’équipe ne la lit plus.",
            "calls.idea",
            {"idea_id": idea.id},
            "La relire, puis la renvoyer",
        )
        for idea in queries.own_ideas(session, person)
        if idea.state is IdeaState.UNSENT and idea.was_sent
    ]


def _to_answer(session: Session, person: Person, on: date) -> list[Line]:
    answered = {idea.call_id for idea in queries.own_ideas(session, person)}
    return [
        Line(
            f"Le Lab vous pose une question et demande des idées, jusqu’au {day(call.open_until)}.",
            "calls.call",
            {"call_id": call.id},
            "Lire la question",
        )
        for call in queries.open_to(session, person, on)
        if call.id not in answered
    ]


def calls_card(session: Session, person: Person, now: datetime) -> Card | None:
    """What the Lab asks, to whoever may read it."""
    if person.role is Role.ADMIN:
        return None
    opened = len(queries.open_to(session, person, day_of(now)))
    waiting = queries.waiting(session, person.lab_id) if person.role is Role.COORDINATOR else 0
    return Card(
        "Les appels à idées",
        "Les questions que pose le Lab, les idées retenues, et ce qu’elles deviennent.",
        facts=(
            *tally(opened, "appel est ouvert", "appels sont ouverts"),
            *tally(waiting, "idée attend", "idées attendent", "votre lecture"),
        ),
        endpoint="calls.index",
        link="Voir les appels à idées",
    )


def with_actor(session: Session, actor: Actor, _today: date, _floor: int) -> Shared:
    """The ideas an organisation sent to the calls of the Lab, by their title, and what the Lab answered to each."""
    told: list[Dated] = []
    for idea in queries.sent_by(session, actor):
        title = in_guillemets(rules.parts_of(idea.words.said).title)
        address = ("calls.idea", {"idea_id": idea.id})
        told.append(Dated(day_of(idea.at), "Idée", f"A proposé l’idée {title}", *address))
        if idea.answer is not None:
            answered = f"Le Lab répond à l’idée {title}\u00a0: {idea.answer.text}"
            told.append(Dated(day_of(idea.answer.at), "Idée", answered, *address))
    return Shared(past=told)


def on_monday(session: Session, lab_id: uuid.UUID, today: date) -> list[Line]:
    """Ideas that wait for the team, promises that are late, then calls whose last day is past."""
    one, several = "Une idée donnée à un appel attend", "idées données à un appel attendent"
    found = how_many(queries.waiting(session, lab_id), one, several, "votre lecture", "calls.index")
    one, several = "Une réponse à une idée a dépassé", "réponses à des idées ont dépassé"
    found += how_many(queries.late(session, lab_id, today), one, several, "la date promise", "calls.index")
    for call in queries.to_close(session, lab_id, today):
        found.append(Line(_over(session, call), "calls.close", {"call_id": call.id}, "Clore l’appel"))
    return found


def _over(session: Session, call: Call) -> str:
    owed = len(queries.owed(queries.sent_to(session, call)))
    told = f"L’appel {in_guillemets(call.question)} ne reçoit plus d’idées"
    if not owed:
        return f"{told}, et chacune a sa réponse."
    return f"{told}\u00a0: {'une attend' if owed == 1 else f'{owed} attendent'} une réponse du Lab."


def where_it_comes_from(session: Session, row: Experiment, person: Person) -> list[Line]:
    """The call, and the idea while its author leaves it, that an experiment came from."""
    origin = queries.origin_of(session, row.id)
    if origin is None:
        return []
    sentence = f"Cette expérimentation vient d’une idée donnée à l’appel {in_guillemets(origin.call.question)}."
    if origin.idea_id is None:
        sentence += " L’idée a été retirée depuis."
    if person.role is not Role.COORDINATOR and not rules.is_invited(origin.call.invited, person.role):
        return [Line(sentence)]
    if origin.idea_id is not None:
        return [Line(sentence, "calls.idea", {"idea_id": origin.idea_id}, "Lire l’idée")]
    return [Line(sentence, "calls.call", {"call_id": origin.call_id}, "Lire l’appel")]
