"""The marks of what people erased or withdrew, so that a restored backup does not bring it back.

Erased: accounts, entries, contributions, requests to be contacted, messages of the team and their answers, what was
said of the common good or given to a call for ideas, replies to a month, experiments and indicators written by mistake,
the choice to come back by mail. Withdrawn: a shared text made private, rewritten or masked further, by its author or
by the team; a contribution or an idea in which the team hid words; what the team hid, wherever it did
(``journal.operations.hidden_again``); an idea or a reply written otherwise; a reply that the Lab publishes no more; a
quote; a paragraph of a published month; the words of a step of an experiment; a message of the team; a subscription, or
that one takes such messages (``journal.operations.withdrawn``).

A mark is a hash of a random identifier: it holds nothing of the person. Marks also live in a file beside the database,
because a restored database only knows those of its own day; the worker adds to it every minute.
"""

import logging
import uuid
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person, Reopening, Tombstone
from journal.calls.models import Idea, IdeaSupport, IdeaWords
from journal.clock import now
from journal.common_good.models import Answer, Proposal, Reserve, Words
from journal.config import Settings
from journal.contact.models import ContactRequest
from journal.entries.models import Entry
from journal.entries.words import MaskedWords
from journal.experiments.models import Experiment
from journal.indicators.models import Indicator
from journal.messages.models import MessageAnswer, TeamMessage
from journal.narrative.models import (
    Contribution,
    MonthReply,
)
from journal.operations import hidden_again, withdrawn
from journal.operations.files import replace_privately
from journal.operations.marks import mark
from journal.replication import services as replication
from journal.replication.models import OpenedExperiment, ShutSheet
from journal.rights.services import erase_everything

log = logging.getLogger(__name__)

# The rows whose erasure is marked, and the name of their mark.
MARKED: dict[type[Any], str] = {
    Person: "person",
    Reopening: "reopening",
    Entry: "entry",
    Contribution: "contribution",
    ContactRequest: "contact_request",
    TeamMessage: "team_message",
    MessageAnswer: "message_answer",
    Proposal: "proposal",
    Answer: "proposal_answer",
    Reserve: "reserve",
    Words: "words",
    Idea: "idea",
    IdeaWords: "idea_words",
    IdeaSupport: "idea_support",
    MonthReply: "month_reply",
    Experiment: "experiment",
    Indicator: "indicator",
    OpenedExperiment: "opened_experiment",
    ShutSheet: "shut_sheet",
}
OVERLAP = timedelta(hours=1)


def init_app(app: Flask) -> None:
    """Mark whatever is erased or withdrawn, from any feature, in the transaction that does it."""
    event.listen(app.extensions["database"].write, "before_flush", _bury)


def _bury(session: Session, *_: object) -> None:
    erased = [mark(MARKED[type(row)], row.id) for row in session.deleted if type(row) in MARKED]
    ended = [each for row in session.dirty for each in withdrawn.marks_of(row)]
    texts = [row for row in session.dirty if isinstance(row, Entry | MaskedWords)]
    hidden = [each for row in texts for each in hidden_again.marks_of(row)]
    for digest in {*erased, *ended, *hidden}:
        session.merge(Tombstone(digest=digest, at=now()))


def file_of(settings: Settings) -> Path:
    return settings.data_dir / "tombstones.txt"


def export(session: Session, settings: Settings) -> int:
    """Add the marks of the database to the file, and of which Labs it is; return how many marks the file holds."""
    path, own = file_of(settings), set(session.scalars(sa.select(Tombstone.digest)))
    labs = {of_lab(lab_id) for lab_id in session.scalars(sa.select(Lab.id))}
    known = read_file(path)
    if labs and known.isdisjoint(labs) and not known <= own:
        _set_aside(path)
        known = set()
    marks = known | labs | own
    replace_privately(path, "".join(f"{digest}\n" for digest in sorted(marks)))
    return len(marks)


def _set_aside(path: Path) -> None:
    """Keep under another name the marks of another installation: among ours, they would tell of a backup put back."""
    aside = path.with_name(f"{path.stem}-{now():%Y%m%d-%H%M%S}{path.suffix}")
    path.replace(aside)
    log.warning("%s knows none of the Labs of this database: it is kept as %s", path.name, aside.name)


def keep_up(session: Session, settings: Settings) -> None:
    """Write in the file what was erased or withdrawn since; its date says up to when it knows of everything."""
    path = file_of(settings)
    known = written_at(path)
    # What was marked just before is looked for again: its transaction may have ended after.
    recent = sa.exists().where(Tombstone.at > known - OVERLAP) if known else sa.true()
    if session.scalar(sa.select(recent)):
        export(session, settings)
    else:
        path.touch()


def of_lab(lab_id: uuid.UUID) -> str:
    return mark("lab", lab_id)


def written_at(path: Path) -> datetime | None:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC) if path.exists() else None


def read_file(path: Path) -> set[str]:
    return set(path.read_text("ascii").split()) if path.exists() else set()


def replay(session: Session, marks: Collection[str]) -> int:
    """Erase and withdraw again whatever bears a mark; return how many things came back and left.

    It calls the services the pages call, so that listeners on the session (quotes, récits) follow here too.
    """
    wanted = set(marks)
    left = _erase_again(session, wanted) + withdrawn.withdraw_again(session, wanted)
    left += hidden_again.hide_again(session, wanted, now=now())
    for digest in wanted:
        session.merge(Tombstone(digest=digest, at=now()))
    session.flush()
    return left


def _erase_again(session: Session, wanted: Collection[str]) -> int:
    erased = 0
    for model, kind in MARKED.items():
        for row_id in session.scalars(sa.select(model.id)).all():
            row = session.get(model, row_id) if mark(kind, row_id) in wanted else None
            if isinstance(row, Person):
                erase_everything(session, row)
            elif isinstance(row, OpenedExperiment):
                replication.shut(session, row, now=now())  # its words go below, when they were erased
            elif row is not None:
                session.delete(row)
            erased += row is not None
        session.flush()
    return erased
