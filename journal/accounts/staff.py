"""What an administrator does to the accounts of a Lab."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import FOR_GOOD, Person, Role
from journal.accounts.queries import open_accounts
from journal.accounts.services import end_all
from journal.errors import DomainError

LAST_ADMIN = (
    "C’est le dernier compte d’administration du Lab\u00a0: il doit rester ouvert, et garder son rôle. "
    "Invitez d’abord quelqu’un d’autre à l’administration."
)


class LastAdmin(DomainError):
    title = "Il faut quelqu’un à l’administration"


class KeepsRole(DomainError):
    title = "Ce rôle ne change pas"


def set_disabled(session: Session, person: Person, *, disabled: bool, now: datetime) -> None:
    """Close or reopen an account.

    Raises
    ------
    LastAdmin
        When the Lab would have no admin left.
    """
    if disabled:
        _keep_one_admin(session, person)
    person.disabled_at = now if disabled else None
    person.retention_notice_on = None  # reopened, it is given its month again
    end_all(session, person.id)
    session.flush()


def set_role(session: Session, person: Person, role: Role) -> None:
    """Make a coordinator an administrator, or the reverse; sessions opened with the old role end.

    Raises
    ------
    KeepsRole
        Participants stay participants, and partners partners: neither may come to open staff pages.
    LastAdmin
        When the Lab would have no admin left.
    """
    if FOR_GOOD & {person.role, role}:
        raise KeepsRole("Un compte de participant·e ou de partenaire ne change pas de rôle.")
    if role is not Role.ADMIN:
        _keep_one_admin(session, person)
    person.role = role
    end_all(session, person.id)
    session.flush()


def reset_second_factor(session: Session, person: Person) -> None:
    """Remove the second factor of a lost phone: the person sets up another at the next sign-in."""
    person.totp_secret = person.totp_last_step = None
    end_all(session, person.id)
    session.flush()


def _keep_one_admin(session: Session, person: Person) -> None:
    if person.role is not Role.ADMIN or person.disabled_at is not None:
        return
    # Locked in the same order by everyone: two admins who close each other at once must not both succeed.
    admins = session.scalars(
        sa.select(Person.id).where(*open_accounts(person.lab_id, Role.ADMIN)).order_by(Person.id).with_for_update()
    ).all()
    if not [other for other in admins if other != person.id]:
        raise LastAdmin(LAST_ADMIN)
