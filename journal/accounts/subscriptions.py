"""What a person receives by email, and the signed link that ends it without signing in."""

import uuid
from email.message import EmailMessage

import sqlalchemy as sa
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.config import Settings
from journal.tables import Labelled
from journal.web import mail


class Subscription(Labelled):
    """What an email may bring; the value is the column that holds the person's choice."""

    DIGEST = "wants_digest", "le récit du mois"
    NOTICE = "wants_notice", "les nouvelles de vos mots"
    QUESTION = "wants_question", "les questions sur vos phrases"
    MESSAGE = "wants_message", "les mots de l’équipe"
    CALL = "wants_call", "les nouvelles des appels à idées"


# What each role may choose; whoever has no line here is offered the récit of the month alone.
OFFERED = {Role.PARTICIPANT: tuple(Subscription), Role.PARTNER: (Subscription.CALL,)}


def offered(role: Role) -> tuple[Subscription, ...]:
    """What people of this role may subscribe to."""
    return OFFERED.get(role, (Subscription.DIGEST,))


def reachable() -> sa.ColumnElement[bool]:
    """Those to whom email may be sent."""
    return sa.and_(Person.email.is_not(None), Person.disabled_at.is_(None))


def unsubscribe_url(person: Person, subscription: Subscription, settings: Settings) -> str:
    """The link that ends a subscription."""
    return f"{settings.base_url}/desabonnement/{token(person, subscription, settings)}"


def message(
    person: Person, subscription: Subscription, settings: Settings, *, subject: str, reference: str, text: str
) -> EmailMessage:
    """A short subscribed email, with the link that ends it. Neutral, since a locked screen may show it."""
    leave = unsubscribe_url(person, subscription, settings)
    found = mail.message(settings, person.email or "", subject, reference=reference, leave=leave)
    found.set_content(mail.letter(text, foot=farewell(leave)))
    return found


def farewell(leave: str) -> str:
    """The last sentences of a subscribed email; ``leave`` is the link that ends the subscription."""
    return f"Vous recevez ce message parce que vous l’avez demandé. Pour ne plus le recevoir\u00a0:\n{leave}"


def token(person: Person, subscription: Subscription, settings: Settings) -> str:
    return _signer(settings).dumps([person.id.hex, subscription.value])


def subscriber(session: Session, token: str, settings: Settings) -> tuple[Person, Subscription] | None:
    """Whose subscription a token ends, and which one; None when the signature is not ours."""
    try:
        person_id, value = _signer(settings).loads(token)
        found = session.get(Person, uuid.UUID(hex=person_id))
        return (found, Subscription(value)) if found else None
    except (BadSignature, ValueError, TypeError):
        return None


def _signer(settings: Settings) -> URLSafeSerializer:
    # The last key signs; the others open what was sent before the secret changed.
    return URLSafeSerializer(settings.keys_for("unsubscribe")[::-1])
