"""``recit demo``: one command from an empty machine to a Lab to explore."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any, cast

import click
import sqlalchemy as sa
from flask.cli import with_appcontext

from journal import jobs
from journal.accounts.models import Lab
from journal.clock import now, today
from journal.demo import actors, calls, common_good, experiments, history, loading, neighbour, prompts, replies
from journal.demo.dates import DemoDates
from journal.demo.environment import give_address
from journal.demo.people import ACCOUNTS, LAB, NEIGHBOUR
from journal.operations import audit_head, processes, schema, told, tombstones
from journal.rights import notices
from journal.web.database import database
from journal.web.settings import settings


@click.group("demo", invoke_without_command=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True)
@click.pass_context
def group(context: click.Context, host: str, port: int) -> None:
    """Serve the demonstration Lab, loading it the first time."""
    if context.invoked_subcommand is None:
        _serve(host, port)


@with_appcontext
def _serve(host: str, port: int) -> None:
    _refuse_taken_port(host, port)
    address = give_address(os.environ, host, port)
    click.echo("Preparing the demonstration Lab: a few minutes the first time, then a few seconds.")
    # A process of its own: the memory of the language models goes back to the machine once the entries are masked.
    loaded = subprocess.run([sys.executable, "-m", "journal", "demo", "load"], check=False)
    if loaded.returncode:
        sys.exit(loaded.returncode)
    _print_welcome(address)
    web = processes.web_command(host=host, port=port, workers=2, threads=4)
    sys.exit(processes.run_together(web, processes.worker_command(), os.environ))


@group.command("load")
@with_appcontext
def load() -> None:
    """Load the demonstration Lab into an empty database, or resume an interrupted loading."""
    schema.make_ready(database().engine, settings())
    clock = loading.Clock(DemoDates(today()), now())
    with database().write() as session:
        try:
            lab = loading.write_everything(session, clock)
        except loading.OtherLab as error:
            raise click.ClickException(str(error)) from None
        session.commit()
    loading.mask_everything(database(), lab, clock, cast("loading.Progress", bar))
    history.play_past_months(database(), settings(), lab, clock, cast("history.Progress", bar))
    with database().write() as session:
        actors.play_alliances(session, lab, clock)
        common_good.play_common_good(session, lab, clock)
        calls.play_calls(session, lab, clock)
        prompts.offer(session, lab)
        replies.play_replies(session, lab, clock)
        team = history.team_of(session, lab).first
        experiments.tie_to_signs(session, lab, team, clock)
        neighbour.play_neighbour(session, lab, team, clock)
        session.commit()
    site = jobs.Site(database(), settings())
    jobs.publish_counts(site)
    jobs.keep_up(site)
    notices.prepare(site.database, site.settings, now=clock.now)


@group.command("reset")
@click.confirmation_option(prompt="Erase the demonstration Lab and what was written in it?")
@with_appcontext
def reset() -> None:
    """Empty the database of the demonstration. Stop the site first."""
    engine = database().engine
    with database().read() as session:
        if session.scalar(sa.select(Lab.id).where(Lab.name.not_in((LAB, NEIGHBOUR))).limit(1)):
            raise click.ClickException("This database holds another Lab than the demonstration's: nothing was erased.")
    schema.rebuild(engine)
    # They tell of the Lab that is gone: beside the next one, of an audit log cut short and of a backup put back.
    for file in (each.file_of(settings()) for each in (tombstones, told, audit_head)):
        file.unlink(missing_ok=True)
    click.echo("The demonstration is erased; 'recit demo load' or 'make run' loads it again.")


def bar(items: Iterable[Any], label: str) -> AbstractContextManager[Iterable[Any]]:
    return click.progressbar(items, label=label, file=sys.stderr)


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"{host}:{port} cannot be used ({error.strerror}): is it already running? "
                f"Otherwise, 'make run PORT={port + 1}' takes another port."
            ) from None


def _print_welcome(address: str) -> None:
    echo: Callable[[str], None] = click.echo
    echo(f"\nThe demonstration Lab answers at {address}\n")
    rows = [("identifier", "passphrase", "who"), *((each.username, each.passphrase, each.what) for each in ACCOUNTS)]
    wide, wider = (max(len(row[column]) for row in rows) for column in (0, 1))
    for username, passphrase, what in rows:
        echo(f"  {username:<{wide}}  {passphrase:<{wider}}  {what}")
    echo("\nThese passphrases are public and only for the demonstration.")
    echo("Ctrl-C stops the site; what is written in it stays for the next time.\n")
