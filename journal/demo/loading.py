"""Loading the demonstration Lab, one committed stage after another, so that it can be interrupted and resumed."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person
from journal.db import Database, count
from journal.demo import files, people
from journal.demo.dates import DemoDates
from journal.entries import services
from journal.entries.models import Entry, MaskingState, Origin, Sharing, SharingChange
from journal.entries.services import EntryContent

# Shows an iterable go by, with a label: a progress bar on a terminal.
Progress = Callable[[list[list[Entry]], str], AbstractContextManager[Iterable[list[Entry]]]]


@dataclass(frozen=True, slots=True)
class Clock:
    dates: DemoDates
    now: datetime


class OtherLab(Exception):
    """The database holds a Lab other than the demonstration's."""


def write_everything(session: Session, clock: Clock) -> Lab:
    """Write the Lab, its people and their texts, neither masked nor shared yet. Do nothing the second time.

    Raises
    ------
    OtherLab
        Rather than mix fiction with a real Lab.
    """
    lab = people.find_lab(session)
    if lab is not None:
        return lab
    if count(session, Lab):
        raise OtherLab("This database holds a Lab already: the demonstration only goes into an empty one.")
    lab = people.add_lab(session, clock.dates, now=clock.now)
    authors = people.add_participants(session, lab, files.participants(), clock.dates, now=clock.now)
    for entry in (*files.entries(), *files.felt()):
        _write(session, authors[entry.author], entry, clock)
    return lab


def _write(session: Session, author: Person, entry: files.DemoEntry, clock: Clock) -> None:
    day = clock.dates.day(entry.month, entry.day)
    written = clock.dates.moment(day, entry.submission, before=clock.now)
    content = EntryContent(
        text=entry.text,
        happened_on=day,
        step=entry.step,
        emotions=entry.emotions,
        free_emotion=entry.free_emotion,
        helped=entry.helped,
        hindered=entry.hindered,
        agency=entry.agency,
        next_step=entry.next_step,
    )
    services.write_entry(session, author, content, submission=entry.submission, now=written, origin=Origin.DEMO)


def mask_everything(database: Database, lab: Lab, clock: Clock, progress: Progress) -> None:
    """Mask, encode, then share each entry as its author chose, in committed batches."""
    from journal.entries.masking.entries import BATCH, mask_batch

    wanted = {entry.submission: entry.sharing for entry in (*files.entries(), *files.felt())}
    with database.write() as session:
        for felt in session.scalars(_wordless(lab)).all():  # there was nothing to mask
            _share(session, felt, wanted[felt.submission], clock)
        session.commit()
        todo = list(_in_batches(session.scalars(_unmasked(lab)).all(), BATCH))
        if not todo:
            return
        with progress(todo, "Masking and encoding the entries") as batches:
            for batch in batches:
                mask_batch(session, batch, now=lambda: clock.now)
                for entry in batch:
                    _share(session, entry, wanted[entry.submission], clock)
                session.commit()


def _unmasked(lab: Lab) -> sa.Select[Entry]:
    return (
        sa.select(Entry)
        .where(Entry.lab_id == lab.id, Entry.origin == Origin.DEMO, Entry.masking_state == MaskingState.RECEIVED)
        .order_by(Entry.happened_on, Entry.submission)
    )


def _wordless(lab: Lab) -> sa.Select[Entry]:
    return sa.select(Entry).where(Entry.lab_id == lab.id, Entry.origin == Origin.DEMO, Entry.text == "")


def _share(session: Session, entry: Entry, level: Sharing, clock: Clock) -> None:
    chosen = session.scalar(sa.select(SharingChange.id).where(SharingChange.entry_id == entry.id).limit(1))
    # A visitor's own choice is never overwritten, and what could not be masked stays private.
    if chosen is None and entry.masking_state is MaskingState.MASKED:
        entry.masked_at = min(entry.written_at + timedelta(minutes=1), clock.now)
        moment = min(entry.written_at + timedelta(minutes=5), clock.now)
        services.share(session, entry, level, now=moment)


def _in_batches(entries: Iterable[Entry], size: int) -> Iterator[list[Entry]]:
    rows = list(entries)
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
