"""Inviting partners to speak for an organisation."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal.accounts import services as accounts
from journal.accounts.models import Invitation, Lab, Person, Role
from journal.actors.models import Actor, ActorKind
from journal.errors import DomainError
from journal.partners.models import Partner, PartnerInvitation


class NotAnOrganisation(DomainError):
    status = 422
    title = "Cet acteur n’a pas de compte"


def may_speak(actor: Actor) -> bool:
    """Whether an actor may have partner accounts: participants have their own, and retired actors none."""
    return actor.kind is not ActorKind.PARTICIPANTS and actor.retired_at is None


def invite(session: Session, actor: Actor, *, by: Person, now: datetime) -> tuple[Invitation, str]:
    """Create the code with which someone of this organisation opens an account; it is returned once.

    Raises
    ------
    NotAnOrganisation
        When the actor is the participants, or has left the Lab.
    """
    if not may_speak(actor):
        raise NotAnOrganisation("On invite ici des organisations qui travaillent avec le Lab.")
    lab = session.get_one(Lab, actor.lab_id)
    invitation, code = accounts.invite(session, lab, Role.PARTNER, by=by, now=now)
    session.add(PartnerInvitation(invitation_id=invitation.id, actor_id=actor.id))
    session.flush()
    return invitation, code


def remember(session: Session, invitation: Invitation, person: Person) -> None:
    """Record the organisation of someone who just joined."""
    made = session.get(PartnerInvitation, invitation.id)
    if made is not None:
        session.add(Partner(person_id=person.id, actor_id=made.actor_id))
        session.flush()
