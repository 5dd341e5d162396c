"""``recit import``: entries written elsewhere. ``recit remask``: entries that an older masker read."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from journal.accounts.audit import Subject
from journal.accounts.cli import find_cohort, find_lab
from journal.accounts.log import record
from journal.clock import now, today
from journal.db import count
from journal.entries import queries
from journal.entries.importing import keeping
from journal.entries.importing.records import ENCODINGS
from journal.entries.importing.rows import Columns, ImportedRow, ImportOptions, read_rows
from journal.entries.models import Entry, Sharing
from journal.entries.words import kinds
from journal.errors import DomainError
from journal.web.database import database
from journal.web.queue import enqueue
from journal.web.reserve import refuse_when_low
from journal.web.settings import settings
from journal.web.typography import plural

KINDS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl", ".xlsx": "xlsx", ".txt": "iramuteq"}


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--lab", "lab_name", required=True, help="The Lab the entries go to.")
@click.option("--cohort", "cohort_name", help="The cohort of their authors.")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["csv", "jsonl", "xlsx", "iramuteq"]),
    help="Told from the file's name by default: .txt is IRaMuTeQ.",
)
@click.option("--encoding", type=click.Choice(ENCODINGS), default="utf-8", show_default=True)
@click.option("--delimiter", default=",", show_default=True, help="Between the columns of a CSV.")
@click.option("--text-column", default="text", show_default=True)
@click.option("--date-column", default="", help="Days as 2026-03-31 or 31/03/2026.")
@click.option("--author-column", default="", help="Without it each row is one person's.")
@click.option("--step-column", default="")
@click.option("--emotion-columns", default="", help="Up to three columns, separated by commas; « joie » or « joie:4 ».")
@click.option("--helped-column", default="")
@click.option("--hindered-column", default="")
@click.option("--date", "happened_on", type=click.DateTime(["%Y-%m-%d"]), help="The day of rows that give none.")
@click.option("--source", default="", help="Keeps apart the authors of sources that number them alike.")
@click.option("--skip-empty", is_flag=True, help="Leave out rows with neither a text nor an emotion.")
@click.option(
    "--sharing", type=click.Choice([level.value for level in Sharing]), default=Sharing.PRIVATE.value, show_default=True
)
@click.option("--consent", default="", help="Where the authors agreed to share; required unless private.")
@with_appcontext
def import_entries(
    file: Path, lab_name: str, cohort_name: str | None, sharing: str, consent: str, source: str, **how: Any
) -> None:
    """Import a CSV, JSON lines, XLSX or IRaMuTeQ FILE, whole or not at all."""
    options = _options(file, **how)
    with database().read() as session:
        lab = find_lab(session, lab_name)
        cohort = find_cohort(session, lab, cohort_name) if cohort_name else None
    destination = keeping.Destination(
        lab=lab, cohort=cohort, sharing=Sharing(sharing), consent=consent.strip(), source=source
    )
    try:
        keeping.check(destination)
        refuse_when_low(settings())
        outcome = _write(_read(file, options), destination)
    except DomainError as error:
        raise click.ClickException(f"{error.sentence} Rien n’a été écrit.") from None
    _say(outcome, destination)


def _options(
    file: Path,
    *,
    kind: str | None,
    encoding: str,
    delimiter: str,
    happened_on: datetime | None,
    skip_empty: bool,
    emotion_columns: str,
    **columns: str,
) -> ImportOptions:
    """How to read a file, from the options of the command; each ``…_column`` names one of its columns."""
    if len(delimiter) != 1:
        raise click.ClickException("Le séparateur doit être un seul caractère.")
    emotions = tuple(name.strip() for name in emotion_columns.split(",") if name.strip())
    named = {name.removesuffix("_column"): column for name, column in columns.items()}
    return ImportOptions(
        columns=Columns(emotions=emotions, **named),
        today=today(),
        happened_on=happened_on.date() if happened_on else today(),
        kind=kind or _kind_of(file),
        encoding=encoding,
        delimiter=delimiter,
        skip_empty=skip_empty,
    )


def _kind_of(file: Path) -> str:
    return next((KINDS[suffix] for suffix in file.suffixes if suffix in KINDS), "csv")


def _read(file: Path, options: ImportOptions) -> list[ImportedRow]:
    """Read and check everything before touching the database."""
    with click.progressbar(length=file.stat().st_size, label="Lecture", file=sys.stderr) as bar:
        return list(read_rows(file, options, bar.update))


def _write(rows: list[ImportedRow], destination: keeping.Destination) -> keeping.Outcome:
    bar = click.progressbar(length=len(rows), label="Écriture", file=sys.stderr)
    with database().write() as session, bar:
        outcome = keeping.import_rows(
            session, rows, destination, key=settings().key_for("import"), now=now(), advance=bar.update
        )
        subject = Subject("lab", destination.lab.id)
        level = destination.sharing.value
        record(session, "import", by=None, on=subject, entries=outcome.entries, people=outcome.people, sharing=level)
        session.commit()
    enqueue("mask")
    return outcome


def _say(outcome: keeping.Outcome, destination: keeping.Destination) -> None:
    entries = plural(outcome.entries, "entrée importée", "entrées importées")
    people = plural(outcome.people, "nouvelle personne", "nouvelles personnes")
    click.echo(f"{entries}, {people}, partage : {destination.sharing.label.lower()}.")
    if outcome.known:
        click.echo(
            f"{plural(outcome.known, 'ligne était déjà là', 'lignes étaient déjà là')}, avec le partage d’alors."
        )
    click.echo("Le masquage se fait en arrière-plan ; « recit sweep » le fait tout de suite.")


@click.command("remask")
@with_appcontext
def mask_again() -> None:
    """Mask again every text an older masker read. It can be interrupted and resumed; the worker does it too."""
    # These load the language models.
    from journal.entries.masking.again import mask_entries_again
    from journal.entries.masking.words import mask_words_again

    key = settings().key_for("audit")
    with database().read() as session:
        left = count(session, Entry, queries.masked_by_an_older())
        left += sum(count(session, kind, queries.words_masked_by_an_older(kind)) for kind in kinds())
    with click.progressbar(length=left, label="Masquage", file=sys.stderr) as bar:
        while done := mask_entries_again(database(), now=now, key=key):
            bar.update(done)
        for kind in kinds():
            while done := mask_words_again(database(), kind, now=now, key=key):
                bar.update(done)
    with database().read() as session:
        refused = count(session, Entry, queries.refused_by_the_present())
        refused += sum(count(session, kind, queries.words_refused_by_the_present(kind)) for kind in kinds())
    click.echo(f"{plural(left, 'texte relu', 'textes relus')}.")
    if refused:
        click.echo(f"{plural(refused, 'texte garde', 'textes gardent')} l’ancien masquage : le journal dit pourquoi.")
