"""What the pages of other features show about calls."""

import uuid
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.actors.models import Actor
from journal.calls import queries, rules
from journal.calls.models import Call, IdeaState
from journal.calls.queries import Received
from journal.clock import day_of, today
from journal.experiments.models import Experiment
from journal.web.lines import Card, Dated, Line, Shared, in_one_line, new_since, tally
from journal.web.typography import day, in_guillemets
from journal.web.waiting import Urgency, Waiting, how_many

# How long before its last day the end of a call is told.
SOON = timedelta(days=7)


def on_the_timeline(session: Session, person: Person) -> list[Line]:
    """One’s ideas that need a reply or sending again, the answers received, then the calls to answer."""
    waiting = [*_asked(session, person), *_to_send_again(session, person)]
    return [*waiting, *_answered(session, person, today()), *_to_answer(session, person, today())]


def for_partner(session: Session, person: Person, now: datetime) -> list[Line]:
    """The same, for a partner."""
    on = day_of(now)
    return [*_asked(session, person), *_answered(session, person, on), *_to_answer(session, person, on)]


def _asked(session: Session, person: Person) -> list[Line]:
    return [
        Line(
            "L’équipe vous pose une question sur une idée que vous avez proposée.",
            "calls.idea",
            {"idea_id": question.idea_id},
            "Lire, et répondre",
            about=question.text,
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


def _answered(session: Session, person: Person, on: date) -> list[Line]:
    """The answers of the last two weeks, in one line, which leads to the list when there are several."""
    new = queries.answered_since(session, person, new_since(on))
    told = "Le Lab a répondu à une idée que vous avez proposée."
    several = f"Le Lab a répondu à {len(new)} idées que vous avez proposées."
    return in_one_line(
        [Line(told, "calls.idea", {"idea_id": idea_id}, "Lire la réponse") for idea_id in new],
        Line(several, "calls.index", link="Lire les réponses"),
    )


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
    """The calls of the Lab, for whoever may read them."""
    if person.role is Role.ADMIN:
        return None
    opened = len(queries.open_to(session, person, day_of(now)))
    waiting = queries.waiting(session, person.lab_id) if person.role is Role.COORDINATOR else 0
    return Card(
        "Les appels à idées",
        "Les questions que pose le Lab, les idées retenues, et ce qu’elles deviennent.",
        facts=(
            *(tally(opened, "appel est ouvert", "appels sont ouverts") or ("Aucun n’est ouvert.",)),
            *tally(waiting, "idée attend", "idées attendent", "votre lecture"),
        ),
        endpoint="calls.index",
        link="Voir les appels à idées",
    )


def with_actor(session: Session, actor: Actor, _today: date, _floor: int) -> Shared:
    """The ideas an organisation sent, by title, and the Lab’s answer to each."""
    told: list[Dated] = []
    for idea in queries.sent_by(session, actor):
        title = in_guillemets(rules.parts_of(idea.words.said).title)
        address = ("calls.idea", {"idea_id": idea.id})
        told.append(Dated(day_of(idea.at), "Idée", f"A proposé l’idée {title}", *address))
        if idea.answer is not None:
            answered = f"Le Lab répond à l’idée {title}\u00a0: {idea.answer.text}"
            told.append(Dated(day_of(idea.answer.at), "Idée", answered, *address))
    return Shared(past=told)


def on_monday(session: Session, lab_id: uuid.UUID, today: date) -> list[Waiting]:
    """Ideas that wait for the team, late promises, then calls that end soon or are past their last day."""
    received = queries.received(session, lab_id)
    found = [
        line
        for call in queries.unclosed(session, lab_id)
        for line in _about(call, received.get(call.id, Received()), today)
    ]
    one, several = "Une réponse à une idée a dépassé", "réponses à des idées ont dépassé"
    late = queries.late(session, lab_id, today)
    return found + how_many(late, Urgency.DATED, one, several, "la date promise", "calls.index")


def _about(call: Call, received: Received, today: date) -> list[Waiting]:
    to_call: dict[str, object] = {"call_id": call.id}
    to = f"à l’appel {in_guillemets(call.question)}"
    unread, retained = received.owed[IdeaState.WAITING], received.owed[IdeaState.RETAINED]
    one, several = f"Une idée donnée {to} attend", f"idées données {to} attendent"
    found = how_many(unread, Urgency.AWAITED, one, several, "votre lecture", "calls.call", **to_call)
    one, several = f"Une idée retenue, donnée {to}, attend", f"idées retenues, données {to}, attendent"
    found += how_many(retained, Urgency.AWAITED, one, several, "la réponse du Lab", "calls.call", **to_call)
    if call.open_until < today:
        end = "calls.close", to_call, "Clore l’appel"
        return [*found, Waiting(_over(call, received), *end, urgency=Urgency.DATED, by=call.open_until)]
    if call.open_until > today + SOON:
        return found
    ends = f"L’appel {in_guillemets(call.question)} reçoit des idées jusqu’au {day(call.open_until)}."
    return [*found, Waiting(ends, "calls.call", to_call, urgency=Urgency.DATED, by=call.open_until)]


def _over(call: Call, received: Received) -> str:
    owed = received.owed_in_all
    told = f"L’appel {in_guillemets(call.question)} ne reçoit plus d’idées"
    if not received.ideas:
        return f"{told}, et aucune n’est arrivée."
    if not owed:
        return f"{told}, et chacune a sa réponse."
    return f"{told}\u00a0: {'une attend' if owed == 1 else f'{owed} attendent'} une réponse du Lab."


def where_it_comes_from(session: Session, row: Experiment, person: Person) -> list[Line]:
    """The call an experiment came from, and the idea unless its author withdrew it."""
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
