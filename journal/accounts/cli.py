"""Labs, cohorts and invitations from the command line: how a new installation gets its first admin."""

import click
import sqlalchemy as sa
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from journal.accounts import services
from journal.accounts.models import Cohort, Lab, Role
from journal.clock import now
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
        lab = services.create_lab(session, name, contact=contact, now=now())
        _, code = services.invite(session, lab, Role.ADMIN, now=now())
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
        services.create_cohort(session, find_lab(session, lab_name), name, size=size)
        session.commit()
    click.echo(f"Cohort « {name} » created.")


@group.command("invite")
@click.argument("lab_name")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@click.option("--cohort", "cohort_name", help="For participants: the cohort they join.")
@click.option("--uses", type=click.IntRange(1, 500), default=1, show_default=True)
@with_appcontext
def invite(lab_name: str, role: str, cohort_name: str | None, uses: int) -> None:
    """Make an invitation code and print it, once."""
    with database().write() as session:
        lab = find_lab(session, lab_name)
        found = find_cohort(session, lab, cohort_name) if cohort_name else None
        _, code = services.invite(session, lab, Role(role), cohort=found, max_uses=uses, now=now())
        session.commit()
    _print_code(role, code)


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


def _print_code(role: str, code: str) -> None:
    click.echo(f"Invitation ({role}): {code}")
    click.echo(f"To use at {settings().base_url}/rejoindre")
