import click
from flask import current_app
from flask.cli import with_appcontext
from huey.consumer import Consumer

from journal.operations.schema import SchemaError, check_keys
from journal.web.database import database
from journal.web.settings import settings


@click.command("worker")
@click.option("--workers", type=click.IntRange(1, 16), default=1, show_default=True)
@with_appcontext
def worker(workers: int) -> None:
    """Run background work: masking, analyses, mail, purges."""
    try:
        check_keys(database(), settings())
    except SchemaError as error:
        raise click.ClickException(str(error)) from None
    # TERM is what every supervisor sends: it lets the task under way finish; INT interrupts it.
    Consumer(
        current_app.extensions["queue"],
        workers=workers,
        worker_type="thread",
        initial_delay=0.2,
        max_delay=2,
        graceful_signal="TERM",
    ).run()
