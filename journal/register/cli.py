"""The register from the command line, under the same rule as on its page."""

import uuid
from datetime import datetime

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from journal.accounts import audit
from journal.accounts.cli import find_lab
from journal.accounts.log import record
from journal.clock import now
from journal.register import queries
from journal.register.rules import Line
from journal.web.database import database

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("list")
@click.argument("lab_name")
@click.option("--since", type=DAY, help="The first day.")
@click.option("--until", type=DAY, help="The last day.")
@with_appcontext
def list_actions(lab_name: str, since: datetime | None, until: datetime | None) -> None:
    """Print what the team of a Lab did, latest first: never what a participant did. This reading is logged too."""
    with database().write() as session:
        lab_id = find_lab(session, lab_name).id
        record(session, queries.READ, by=None, on=audit.Subject("lab", lab_id))
        session.commit()
    with database().read() as session:
        for line in _lines(session, lab_id, since, until):
            click.echo(line)


def _lines(session: Session, lab_id: uuid.UUID, since: datetime | None, until: datetime | None) -> list[str]:
    found = queries.days(
        session,
        lab_id,
        since=since.date() if since else None,
        until=until.date() if until else None,
        kind=None,
        now=now(),
    )
    return [_told(line) for _, lines in found for line in lines]


def _told(line: Line) -> str:
    hour = "   " if line.hour is None else f"{line.hour:02d}h"
    who = f"{line.role} {line.who}".strip()
    return f"{line.day.isoformat()} {hour} {who}\u00a0: {line.what} {line.how_many}".rstrip()
