"""Joining, signing in, changing a passphrase."""

import hmac
import re
import secrets
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts import codes, passphrases, throttle
from journal.accounts.models import Cohort, Consent, Invitation, Lab, Person, Reopening, Role, WebSession
from journal.clock import day_of
from journal.db import holding
from journal.errors import DomainError
from journal.text import fold, one_line

# Of the words of templates/accounts/consent.html: what each person accepted can be read again.
CONSENT_VERSION = "2026-11-30.2"
INVITATION_LIFE = {
    Role.PARTICIPANT: timedelta(days=90),
    Role.PARTNER: timedelta(days=30),
    Role.COORDINATOR: timedelta(days=7),
    Role.ADMIN: timedelta(days=7),
}
# What other features keep of someone who joins, from the invitation they came with. They register themselves.
JOINED: list[Callable[[Session, Invitation, Person], None]] = []
# What other features end with all the sessions of someone: whatever opens in their name. They register themselves.
ENDED: list[Callable[[Session, uuid.UUID], None]] = []
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")


class InvitationRefused(DomainError):
    status = 422
    title = "Ce code n’ouvre pas"


class UsernameTaken(DomainError):
    status = 422
    title = "Identifiant déjà pris"


def create_lab(session: Session, name: str, *, now: datetime, contact: str) -> Lab:
    lab = Lab(name=one_line(name), contact=contact, created_at=now)
    session.add(lab)
    session.flush()
    return lab


def create_cohort(session: Session, lab: Lab, name: str, *, size: int | None) -> Cohort:
    cohort = Cohort(lab_id=lab.id, name=one_line(name), size=size)
    session.add(cohort)
    session.flush()
    return cohort


def invite(
    session: Session,
    lab: Lab,
    role: Role,
    *,
    now: datetime,
    cohort: Cohort | None = None,
    by: Person | None = None,
    max_uses: int = 1,
) -> tuple[Invitation, str]:
    """Create an invitation; its code is returned once and stored only as a hash."""
    code = codes.new_code()
    invitation = Invitation(
        lab_id=lab.id,
        cohort_id=cohort.id if cohort else None,
        role=role,
        code_hash=codes.hash_code(code),
        hint=code[: codes.GROUP],
        # Staff and partners come one by one: a shared code would make coordinators of a whole mailing list.
        max_uses=max_uses if role is Role.PARTICIPANT else 1,
        created_by_id=by.id if by else None,
        created_at=now,
        expires_at=now + INVITATION_LIFE[role],
    )
    session.add(invitation)
    session.flush()
    return invitation, code


def find_invitation(session: Session, code: str, *, now: datetime, taking: bool = False) -> Invitation:
    """The open invitation behind a code, locked when it is about to be used.

    Raises
    ------
    InvitationRefused
        With the same words whether it never existed, is used up, expired or revoked.
    """
    wanted = sa.select(Invitation).where(Invitation.code_hash == codes.hash_code(code), *Invitation.opens(now))
    # Read again under the lock: the last use of a code is not given to two people.
    invitation = session.scalar(holding(wanted) if taking else wanted)
    if invitation is None:
        raise InvitationRefused(
            "Ce code n’est pas reconnu, ou il n’est plus valable. "
            "Vérifiez les lettres, ou demandez-en un autre à la personne qui vous l’a donné."
        )
    return invitation


def join(session: Session, code: str, *, username: str, passphrase: str, now: datetime) -> tuple[Person, str]:
    """Open an account with an invitation; return the person and their recovery code, shown once."""
    invitation = find_invitation(session, code, now=now, taking=True)
    taken = session.scalar(sa.select(Person.id).where(Person.username == username))
    if taken is not None:
        raise UsernameTaken("Cet identifiant est déjà pris. Ajoutez un chiffre ou un mot.")
    recovery = codes.new_code(6)
    person = Person(
        lab_id=invitation.lab_id,
        cohort_id=invitation.cohort_id,
        role=invitation.role,
        username=username,
        passphrase_hash=passphrases.hash_passphrase(passphrase),
        recovery_hash=codes.hash_code(recovery),
        created_at=now,
    )
    invitation.uses += 1
    session.add(person)
    session.flush()
    session.add(Consent(person_id=person.id, text_version=CONSENT_VERSION, at=now))
    for remember in JOINED:
        remember(session, invitation, person)
    session.flush()
    return person, recovery


def recover(
    session: Session, username: str, code: str, passphrase: str, tried: throttle.Keys, *, now: datetime
) -> tuple[Person, str] | None:
    """Open an account with its recovery code; return the person and a new code, or count a failure.

    ``username`` is as it is stored, as ``tidy_username`` gives it: the tries of one account are counted together.
    """
    throttle.check(session, tried, now=now)
    person = session.scalar(sa.select(Person).where(Person.username == username).with_for_update())
    known = person is not None and person.disabled_at is None and person.recovery_hash is not None
    # Compared whether the account exists or not, so that the answer takes the same time.
    right = hmac.compare_digest((person.recovery_hash if person and known else None) or "-", codes.hash_code(code))
    if person is None or not known or not right:
        throttle.count_failure(session, tried, now=now)
        return None
    came_back(person, now)
    return person, set_passphrase(session, person, passphrase)


def set_passphrase(session: Session, person: Person, passphrase: str) -> str:
    """Change a passphrase; end every session, this one too, and every link; return a new recovery code."""
    recovery = codes.new_code(6)
    person.passphrase_hash = passphrases.hash_passphrase(passphrase)
    person.recovery_hash = codes.hash_code(recovery)
    end_all(session, person.id)
    end_links(session, Reopening.person_id == person.id)
    session.flush()
    return recovery


def confirm(session: Session, person: Person, passphrase: str, tried: throttle.Keys, *, now: datetime) -> bool:
    """Whether someone already signed in knows the passphrase; a failure counts as one to sign in."""
    throttle.check(session, tried, now=now)
    if passphrases.verify(person.passphrase_hash, passphrase):
        return True
    throttle.count_failure(session, tried, now=now)
    return False


def end_all(session: Session, person_id: uuid.UUID, *, but: uuid.UUID | None = None) -> None:
    """End every session of a person and all that opens in their name, or their sessions but one, by its public id."""
    statement = sa.delete(WebSession).where(WebSession.person_id == person_id)
    session.execute(statement if but is None else statement.where(WebSession.public_id != but))
    for end in ENDED if but is None else ():
        end(session, person_id)


def end_links(session: Session, *of: sa.ColumnElement[bool]) -> None:
    """Cancel every secret sent or about to be sent by email, of one person or of everyone."""
    none = {"secret_hash": None, "expires_at": None, "asked_at": None}
    session.execute(sa.update(Reopening).where(*of).values(none))


def tidy_username(typed: str) -> str:
    """An identifier as stored: lower case, without accents, with dashes for spaces."""
    return re.sub(r"\s+", "-", fold(typed.strip()))


def sign_in(session: Session, username: str, passphrase: str, tried: throttle.Keys, *, now: datetime) -> Person | None:
    """The person whose passphrase this is, or None; a failure is counted. ``username`` is as in ``recover``."""
    throttle.check(session, tried, now=now)
    person = session.scalar(sa.select(Person).where(Person.username == username))
    known = person.passphrase_hash if person and person.disabled_at is None else None
    if not passphrases.verify(known, passphrase) or person is None or known is None:
        throttle.count_failure(session, tried, now=now)
        return None
    if passphrases.needs_rehash(known):
        person.passphrase_hash = passphrases.hash_passphrase(passphrase)
    came_back(person, now)
    return person


def came_back(person: Person, now: datetime) -> None:
    """Record that someone is here again, however they came in: retention reads these dates."""
    person.last_seen_on = day_of(now)
    person.retention_notice_on = None


def propose_username(session: Session) -> str:
    """A name from nature and a number, which says nothing about the person."""
    names = (
        "genet",
        "mistral",
        "amande",
        "galet",
        "thym",
        "huppe",
        "cigale",
        "lavande",
        "safran",
        "olivier",
        "pin",
        "sarriette",
    )
    while True:
        name = f"{secrets.choice(names)}-{secrets.randbelow(900) + 100}"
        if is_free(session, name):
            return name


def is_free(session: Session, username: str) -> bool:
    """Whether a name, not an empty one, is not taken."""
    return bool(username) and session.scalar(sa.select(Person.id).where(Person.username == username)) is None
