"""Labs, cohorts and invitations from the command line, and the check of the audit log.

A new installation gets its first admin here; an admin who lost everything is let in again from here.
"""

import sys

import click
import sqlalchemy as sa
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from journal.accounts import audit, services, staff
from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.accounts.models import Cohort, Lab, Person, Role
from journal.clock import now
from journal.text import one_line
from journal.web.database import database
from journal.web.settings import settings

group = click.Group("labs", help="Create Labs, cohorts and invitations.")


@group.command("create")
@click.argument("name")
@click.option("--contact", default="", help="Address shown to participants.")
@with_appcontext
def create(name: str, contact: str) -> None:
    """Create a Lab and print the invitation of its first admin."""
    with database().write() as session:
        if not one_line(name):
            raise click.ClickException("Give the Lab a name.")
        if session.scalar(sa.select(Lab.id).where(Lab.name == one_line(name))):
            raise click.ClickException(
                f"A Lab is already called « {name} ». To invite its administrator again: recit labs invite."
            )
        lab = services.create_lab(session, name, contact=contact, now=now())
        record(session, "create_lab", by=None, on=Subject("lab", lab.id))
        code = _invite(session, lab, Role.ADMIN)
        session.commit()
    click.echo(f"Lab « {name} » created.")
    _print_code("admin", code)


@group.command("cohort")
@click.argument("lab_name")
@click.argument("name")
@click.option("--size", type=click.IntRange(1, 10_000), help="How many people it really has.")
@with_appcontext
def cohort(lab_name: str, name: str, size: int | None) -> None:
    """Add a cohort to a Lab."""
    with database().write() as session:
        lab = find_lab(session, lab_name)
        if not one_line(name):
            raise click.ClickException("Give the cohort a name.")
        if session.scalar(sa.select(Cohort.id).where(Cohort.lab_id == lab.id, Cohort.name == one_line(name))):
            raise click.ClickException(f"A cohort of « {lab.name} » is already called « {name} ».")
        made = services.create_cohort(session, lab, name, size=size)
        record(session, "create_cohort", by=None, on=Subject("cohort", made.id))
        session.commit()
    click.echo(f"Cohort « {name} » created.")


@group.command("invite")
@click.argument("lab_name")
@click.argument("role", type=click.Choice([role.value for role in Role if role is not Role.PARTNER]))
@click.option("--cohort", "cohort_name", help="For participants: the cohort they join.")
@click.option("--uses", type=click.IntRange(1, 500), default=1, show_default=True)
@with_appcontext
def invite(lab_name: str, role: str, cohort_name: str | None, uses: int) -> None:
    """Create an invitation code and print it, once. Partners are invited from the site, with their organisation.

    A code for the team serves once: make one for each member.
    """
    if uses > 1 and role != Role.PARTICIPANT.value:
        raise click.UsageError(f"A code for a {role} serves once: run this once for each, without --uses.")
    with database().write() as session:
        lab = find_lab(session, lab_name)
        found = find_cohort(session, lab, cohort_name) if cohort_name else None
        code = _invite(session, lab, Role(role), cohort=found, max_uses=uses)
        session.commit()
    _print_code(role, code)


@group.command("reset-second-factor")
@click.argument("username")
@with_appcontext
def reset_second_factor(username: str) -> None:
    """Let a member of staff or a partner who lost their phone set up another."""
    with database().write() as session:
        person = session.scalar(sa.select(Person).where(Person.username == services.tidy_username(username)))
        if person is None or not person.needs_second_factor:
            raise click.ClickException("No member of staff and no partner has this identifier.")
        staff.reset_second_factor(session, person)
        record(session, "reset_second_factor", by=None, on=Subject("person", person.id))
        session.commit()
    click.echo("At the next sign-in, the passphrase opens the page where a phone is set up.")


audit_group = click.Group("audit", help="Read and check the log of what was done.")


@audit_group.command("verify")
@click.option("--head", help="A head printed earlier: fail if the log no longer holds it.")
@with_appcontext
def verify(head: str | None) -> None:
    """Follow the chain of the audit log. The exit code is 1 when an event is missing or altered.

    The last line is the head of the log: keep it elsewhere, and give it back later with --head to prove that the end
    of the log was not cut off.
    """
    with database().read() as session:
        keys = settings().keys_for("audit")
        broken, foreign = audit.first_broken(session, keys), audit.foreign(session, keys)
        cut = head is not None and not audit.holds(session, head)
        now_at, restores = audit.head(session), audit.restores(session)
    for each in restores:
        lost = ", ".join(each.detail["lost"]) or "nothing that was written down"
        click.echo(f"Event {each.sequence}, {each.at:%Y-%m-%d %H:%M}: a backup was put back. The log lost: {lost}.")
    if broken is not None:
        click.echo(f"The chain breaks at event {broken}.", err=True)
    if foreign:
        unknown = f"is under a secret that is not given here (its key is named {foreign.key})"
        click.echo(f"Up to event {foreign.sequence}, it {unknown}.", err=True)
    if cut:
        told = any(audit.went_with(each, head or "") for each in restores)
        why = "it went when a backup was put back" if told else "its end was cut off or altered"
        click.echo(f"The log no longer holds {head}: {why}.", err=True)
    if broken is not None or cut:
        sys.exit(1)
    click.echo("The audit log is whole.")
    click.echo(f"head {now_at}")


def find_lab(session: Session, name: str) -> Lab:
    lab = session.scalar(sa.select(Lab).where(Lab.name == name))
    if lab is None:
        raise click.ClickException(f"No Lab is called « {name} ».")
    return lab


def find_cohort(session: Session, lab: Lab, name: str) -> Cohort:
    found = session.scalar(sa.select(Cohort).where(Cohort.lab_id == lab.id, Cohort.name == name))
    if found is None:
        raise click.ClickException(f"No cohort of « {lab.name} » is called « {name} ».")
    return found


def _invite(session: Session, lab: Lab, role: Role, *, cohort: Cohort | None = None, max_uses: int = 1) -> str:
    """Create an invitation, logged as made by nobody of the Lab; return its code."""
    invitation, code = services.invite(session, lab, role, cohort=cohort, max_uses=max_uses, now=now())
    record(session, "invite", by=None, on=Subject("invitation", invitation.id), role=role.value)
    return code


def _print_code(role: str, code: str) -> None:
    click.echo(f"Invitation ({role}): {code}")
    click.echo(f"To use at {settings().base_url}/rejoindre")
