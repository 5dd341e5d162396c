"""What organisations’ replies to a month say on other pages: the week’s, the cooperation’s, an actor’s."""

import uuid
from datetime import date, datetime

from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.actors.models import Actor
from journal.clock import day_of
from journal.narrative.making import replies
from journal.narrative.models import MonthReply, ReplyState
from journal.partners.queries import organisation_of
from journal.web.lines import Card, Dated, Line, Shared, tally
from journal.web.typography import of_month
from journal.web.waiting import Urgency, Waiting, how_many


def to_decide(session: Session, lab_id: uuid.UUID) -> list[Waiting]:
    """Organisations that answer a published month, and wait for the coordination to decide."""
    one, several = "Une organisation qui répond à un récit du mois attend", "réponses à un récit du mois attendent"
    waiting = replies.waiting(session, lab_id)
    return how_many(waiting, Urgency.AWAITED, one, several, "votre médiation", "narrative.mediation")


def for_partner(session: Session, person: Person, _now: datetime) -> list[Line]:
    """The replies that the coordination asks their organisation to write otherwise."""
    return [
        Line(
            f"La coordination vous demande d’écrire autrement votre réponse au récit {of_month(reply.digest.month)}.",
            "narrative.replies",
            {},
            "Lire pourquoi, et l’écrire autrement",
        )
        for reply in _of(session, organisation_of(session, person.id), ReplyState.RETURNED)
    ]


def replies_card(session: Session, person: Person, _now: datetime) -> Card | None:
    """To partners alone: the months they may read, and answer."""
    if person.role is not Role.PARTNER:
        return None
    months = len(replies.months_to_read(session, person.lab))
    return Card(
        "Le récit du mois, et nos réponses",
        "Les récits ouverts à tout le monde. Votre organisation peut y répondre.",
        facts=tally(months, "récit du mois est ouvert", "récits du mois sont ouverts"),
        endpoint="narrative.replies",
        link="Lire, et répondre",
    )


def with_actor(session: Session, actor: Actor, _today: date, _floor: int) -> Shared:
    """What an organisation answered to a month, once it is published."""
    return Shared(
        past=[
            Dated(
                day_of(reply.decided_at or reply.at),
                "Récit du mois",
                f"A répondu au récit {of_month(reply.digest.month)}\u00a0: {reply.said}",
                "narrative.digest",
                {"month": f"{reply.digest.month:%Y-%m}"},
            )
            for reply in _of(session, actor, ReplyState.PUBLISHED)
        ]
    )


def _of(session: Session, actor: Actor | None, state: ReplyState) -> list[MonthReply]:
    found = replies.of_organisation(session, actor) if actor is not None else []
    return [reply for reply in found if reply.state is state]
