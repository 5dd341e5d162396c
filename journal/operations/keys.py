"""``recit keys``: re-encrypting after the secret changes, and what to do when it is lost."""

import sys

import click
from flask.cli import with_appcontext

from journal import rotation
from journal.accounts.audit import Subject, give_up_foreign
from journal.accounts.log import record
from journal.clock import now
from journal.operations import schema
from journal.operations.purging import clean_files
from journal.web.database import database
from journal.web.settings import settings

group = click.Group("keys", help="Encrypt addresses, second factors and requests under another secret.")


@group.command("rotate")
@with_appcontext
def rotate() -> None:
    """Re-encrypt under JOURNAL_SECRET_KEY what is under a secret of JOURNAL_FORMER_SECRETS. Stop the site first.

    Stopped, it goes on where it was when run again.
    """
    with database().write() as session:
        rows = schema.seal_once(session, settings())
        with click.progressbar(length=rotation.count_rows(session), label="Encrypting", file=sys.stderr) as bar:
            for read, changed in rotation.encrypt_in_batches(session, rotation.FORMER):
                session.commit()
                rows += changed
                bar.update(read)
        unknown = rotation.examine(session).unknown
        record(session, "rotate_keys", by=None, on=Subject("database"), rows=rows)
        session.commit()
    clean_files(database().engine)
    click.echo(
        f"Encrypted again: {rows} rows. Keep JOURNAL_FORMER_SECRETS for a year: it checks the audit log of before, and "
        "opens links already sent and older backups."
    )
    if unknown:
        raise click.ClickException(f"{unknown} values are under a secret that is not given, and left as they are.")


@group.command("forget")
@click.confirmation_option(prompt="Erase every address, second factor and request that no known secret opens?")
@with_appcontext
def forget() -> None:
    """After a secret is lost, erase what can no longer be decrypted, so that the site can start.

    Staff and partners set up their phone again at their next sign-in, with their passphrase alone: watch who does.
    """
    with database().write() as session:
        give_up_foreign(session, settings().keys_for("audit"), at=now())
        schema.seal_once(session, settings())
        gone = rotation.forget_unusable(session)
        record(session, "forget_keys", by=None, on=Subject("database"), values=gone)
        session.commit()
    click.echo(f"Erased: {gone} values that nothing could open. Tell people to give their address again.")
