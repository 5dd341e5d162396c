"""The second factor of staff: a code that changes every thirty seconds, never accepted twice."""

from datetime import datetime

import pyotp
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.db import changed

ISSUER = "Récit collectif"
STEP = 30
# A phone's clock may be half a minute off, either way.
DRIFT = 1


def new_secret() -> str:
    return pyotp.random_base32()


def grouped(secret: str) -> str:
    """A secret in groups of four, easier to copy."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def provisioning_uri(person: Person, secret: str) -> str:
    """What an authenticator reads from the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=person.username, issuer_name=ISSUER)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The thirty-second step a code belongs to; None when it is wrong."""
    digits = "".join(c for c in code if c.isascii() and c.isdecimal())
    current = int(now.timestamp()) // STEP
    generator = pyotp.TOTP(secret)
    for step in range(current - DRIFT, current + DRIFT + 1):
        if pyotp.utils.strings_equal(generator.generate_otp(step), digits):
            return step
    return None


def accept(session: Session, person: Person, code: str, *, now: datetime) -> bool:
    """Accept a code once: this one and older ones are refused afterwards."""
    step = step_of(person.totp_secret, code, now) if person.totp_secret else None
    if step is None:
        return False
    # One statement, so that a code sent twice at the same instant is still accepted once.
    newer = sa.or_(Person.totp_last_step.is_(None), Person.totp_last_step < step)
    return changed(session, sa.update(Person).where(Person.id == person.id, newer).values(totp_last_step=step)) == 1
