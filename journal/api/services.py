"""Tokens: made, found, counted, ended. Services never commit."""

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.api.models import ApiToken
from journal.errors import DomainError, TooManyTries

# A prefix lets tools that look for secrets left in files recognise ours.
PREFIX = "recit_"
RANDOM_BYTES = 32
USUAL_DAYS, MOST_DAYS = 90, 365
LONGEST_NAME = 80
PER_MINUTE = 60
MINUTE = timedelta(minutes=1)


class NameTaken(DomainError):
    title = "Ce nom est pris"


def make(session: Session, name: str, *, days: int, by: Person, now: datetime) -> tuple[ApiToken, str]:
    """Make a token; return it with the secret, shown once, never stored.

    Raises
    ------
    NameTaken
        When a token that still opens has this name: a page sent twice makes one token.
    """
    if any(token.name == name for token in alive(session, by.lab_id, now=now)):
        raise NameTaken("Un jeton en cours porte déjà ce nom.")
    secret = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    token = ApiToken(
        lab_id=by.lab_id,
        name=name,
        token_hash=hashed(secret),
        made_by_id=by.id,
        created_at=now,
        expires_at=now + timedelta(days=min(days, MOST_DAYS)),
    )
    session.add(token)
    session.flush()
    return token, secret


def hashed(secret: str) -> str:
    """One round is enough: nobody guesses 256 random bits, so nothing has to be slow."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _opens(now: datetime) -> sa.ColumnElement[bool]:
    """What makes a token open, its maker's account included: closed or moved elsewhere, it opens nothing."""
    return sa.and_(
        ApiToken.revoked_at.is_(None),
        ApiToken.expires_at > now,
        Person.disabled_at.is_(None),
        Person.role == Role.COORDINATOR,
        Person.lab_id == ApiToken.lab_id,
    )


def find(session: Session, secret: str, *, now: datetime) -> ApiToken | None:
    """The token that opens with this secret, or nothing."""
    return session.scalar(
        sa.select(ApiToken).join(ApiToken.made_by).where(ApiToken.token_hash == hashed(secret), _opens(now))
    )


def alive(session: Session, lab_id: uuid.UUID, *, now: datetime) -> Sequence[ApiToken]:
    """The tokens of a Lab that open at this moment, last made first."""
    return session.scalars(
        sa.select(ApiToken)
        .join(ApiToken.made_by)
        .where(ApiToken.lab_id == lab_id, _opens(now))
        .order_by(ApiToken.created_at.desc(), ApiToken.id)
    ).all()


def count_use(session: Session, token_id: uuid.UUID, *, now: datetime) -> None:
    """Note that a token is used; counted in the database, so that no restart and no second worker forgets.

    Raises
    ------
    TooManyTries
        Beyond sixty times in a minute.
    """
    token = session.get_one(ApiToken, token_id, with_for_update=True)
    if token.minute_began_at is None or now - token.minute_began_at >= MINUTE:
        token.minute_began_at, token.uses = now, 0
    if token.uses >= PER_MINUTE:
        raise TooManyTries(f"Ce jeton a servi {PER_MINUTE} fois en une minute. Attendez une minute, puis reprenez.")
    token.uses += 1
    token.last_used_at = now
    session.flush()


def revoke(session: Session, token: ApiToken, *, now: datetime) -> None:
    token.revoked_at = now
    session.flush()


def end_of(session: Session, person_id: uuid.UUID) -> None:
    """Let nothing that someone made open any more: whoever had their passphrase may have made one."""
    session.execute(sa.delete(ApiToken).where(ApiToken.made_by_id == person_id))
