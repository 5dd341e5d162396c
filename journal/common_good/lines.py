"""What the pages of other features show about the common good."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.actors.models import Actor
from journal.clock import day_of, today
from journal.common_good import queries
from journal.common_good.models import Answer, Proposal, ProposalState
from journal.common_good.rules import IN_THE_OPEN
from journal.web.lines import Card, Dated, Line, Shared, in_one_line, new_since, tally
from journal.web.typography import in_guillemets
from journal.web.waiting import Urgency, Waiting, how_many


def on_the_timeline(session: Session, person: Person) -> list[Line]:
    """A reformulation that waits for its author's yes, then the outcome of their proposals."""
    return [*_offered(session, person), *_closed(session, person, today())]


def _offered(session: Session, person: Person) -> list[Line]:
    offered = sa.select(Proposal).where(Proposal.author_id == person.id, Proposal.state == ProposalState.OFFERED)
    return [
        Line(
            "Votre proposition sur le bien commun est reformulée\u00a0: est-ce bien ce que vous vouliez dire\u00a0?",
            "common_good.proposal",
            {"proposal_id": found.id},
            "Lire, et répondre",
            about=found.part.label,
        )
        for found in session.scalars(offered.order_by(Proposal.at, Proposal.id))
    ]


def _closed(session: Session, person: Person, on: date) -> list[Line]:
    """The proposals adopted or set aside lately, in one line, which leads to the list when there are several."""
    new = queries.closed_since(session, person, new_since(on))
    return in_one_line(
        [_what_became_of(found) for found in new],
        Line(
            f"{len(new)} propositions que vous avez faites sur le bien commun ont reçu leur réponse.",
            "common_good.index",
            {"_anchor": "mine"},
            "Les relire",
        ),
    )


def _what_became_of(found: Proposal) -> Line:
    adopted = found.state is ProposalState.ADOPTED
    became, link = ("entrée dans le bien commun", "La relire") if adopted else ("mise de côté", "Lire pourquoi")
    sentence = f"Votre proposition sur {_part(found)} est {became}."
    return Line(sentence, "common_good.proposal", {"proposal_id": found.id}, link)


def for_partner(session: Session, person: Person, now: datetime) -> list[Line]:
    """The reformulations they are offered, the outcome of their proposals, then texts their organisation may answer."""
    discussed = [
        Line(
            f"Une proposition sur {in_guillemets(found.part.label)} attend la réponse de votre organisation.",
            "common_good.proposal",
            {"proposal_id": found.id},
        )
        for found in queries.in_state(session, person.lab_id, ProposalState.AGREED)
        if found.author_id != person.id and queries.own_answer(person.id, found.agreed) is None
    ]
    return [*_offered(session, person), *_closed(session, person, day_of(now)), *discussed]


def common_good_card(session: Session, person: Person, _now: datetime) -> Card | None:
    """The common good of the Lab, and what is being discussed about it."""
    discussed = len(queries.in_state(session, person.lab_id, ProposalState.AGREED))
    waiting = queries.waiting(session, person.lab_id).count if person.role is Role.COORDINATOR else 0
    return Card(
        "Le bien commun",
        "Ce que nous voulons ensemble, pour qui, à quoi on le verra, et ce que nous ne voulons pas.",
        facts=(
            *(() if queries.current(session, person.lab_id) else ("Il n’est pas encore écrit.",)),
            *tally(discussed, "proposition est discutée", "propositions sont discutées"),
            *tally(waiting, "proposition attend", "propositions attendent", "votre médiation"),
        ),
        endpoint="common_good.index",
        link="Lire le bien commun, et proposer",
    )


def with_actor(session: Session, actor: Actor, _today: date, _floor: int) -> Shared:
    """What an organisation proposed, once it is discussed by all, and its answers to others."""
    found = queries.in_state(session, actor.lab_id, *IN_THE_OPEN)
    told = [
        (row, turn.at, f"A proposé, sur {_part(row)}\u00a0: {turn.text}")
        for row in found
        if row.actor_id == actor.id and (turn := row.agreed)
    ]
    told += [
        (row, said.at, f"{said.stance.label}, sur {_part(row)}{_because(said)}")
        for row in found
        for turn in row.turns
        for said in turn.answers
        if said.actor_id == actor.id
    ]
    return Shared(
        past=[
            Dated(day_of(at), "Bien commun", sentence, "common_good.proposal", {"proposal_id": row.id})
            for row, at, sentence in told
        ]
    )


def _part(row: Proposal) -> str:
    return in_guillemets(row.part.label)


def _because(said: Answer) -> str:
    return f"\u00a0: {said.words.said}" if said.words and said.words.said else ""


def on_monday(session: Session, lab_id: uuid.UUID) -> list[Waiting]:
    """Proposals waiting for a mediator."""
    return how_many(
        queries.waiting(session, lab_id),
        Urgency.AWAITED,
        "Une proposition sur le bien commun attend",
        "propositions sur le bien commun attendent",
        "votre médiation",
        "common_good.mediation",
    )
