"""Saving imported entries: their authors cannot sign in, and they stay private unless a consent is named."""

import hashlib
import hmac
import itertools
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Cohort, Lab, Person, Role
from journal.entries import rules
from journal.entries.importing.records import ImportRefused
from journal.entries.importing.rows import ImportedRow
from journal.entries.models import Entry, EntryEmotion, MaskingState, Origin, Sharing, SharingChange

CHUNK = 500
LONGEST_CONSENT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where imported entries go, and under which consent."""

    lab: Lab
    cohort: Cohort | None = None
    sharing: Sharing = Sharing.PRIVATE
    # Where the authors agreed to more than private.
    consent: str = ""
    # Files of different sources may use the same author number for different people.
    source: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    entries: int
    people: int
    # Rows imported before, which are not imported twice.
    known: int


@dataclass(frozen=True, slots=True)
class _Named:
    """A row, with names made from its content: importing the file again finds the same author and the same entry."""

    row: ImportedRow
    username: str
    submission: str


def check(destination: Destination) -> None:
    """Refuse to share without saying where the consent was given.

    Raises
    ------
    ImportRefused
    """
    if destination.sharing is not Sharing.PRIVATE and not destination.consent:
        raise ImportRefused(
            0, "Pour partager des textes importés, dites avec --consent où leurs auteur·es ont donné leur accord."
        )
    if len(destination.consent) > LONGEST_CONSENT:
        raise ImportRefused(0, f"La mention du consentement dépasse {LONGEST_CONSENT} caractères.")


def import_rows(
    session: Session,
    rows: Sequence[ImportedRow],
    destination: Destination,
    *,
    key: str,
    now: datetime,
    advance: Callable[[int], None] = lambda _: None,
) -> Outcome:
    """Write rows as entries that wait for their masking. Nothing is committed.

    ``key`` makes the authors' names, so that they tell nothing of the identifiers of the file.
    """
    check(destination)
    people = written = 0
    for chunk in _chunks(_named(rows, destination, key), CHUNK):
        authors, fresh = _authors(session, chunk, destination, now)
        known = _known(session, authors.values())
        made = [
            _entry(named, authors[named.username], destination, now)
            for named in chunk
            if (authors[named.username], named.submission) not in known
        ]
        session.add_all(made)
        session.flush()
        _record_sharing(session, made, destination, now)
        session.expunge_all()  # sixty thousand entries are not kept in memory twice
        people, written = people + fresh, written + len(made)
        advance(len(chunk))
    return Outcome(written, people, len(rows) - written)


def _named(rows: Iterable[ImportedRow], destination: Destination, key: str) -> Iterable[_Named]:
    seen: Counter[str] = Counter()
    scope = f"{destination.lab.id}\x1f{destination.source}"
    for row in rows:
        content = row.content
        said = content.text or "\x1f".join(emotion.value for emotion, _ in content.emotions)
        words = "\x1f".join((row.author, content.happened_on.isoformat(), said))
        # The same words twice in a file are two entries, of two people when no author is named.
        seen[words] += 1
        mark = _digest(key, scope, "row", words, str(seen[words]))
        author = _digest(key, scope, "author", row.author) if row.author else mark
        yield _Named(row, f"import-{author[:24]}", f"import-{mark[:32]}")


def _digest(key: str, *parts: str) -> str:
    return hmac.new(key.encode(), "\x1e".join(parts).encode(), hashlib.sha256).hexdigest()


def _authors(
    session: Session, chunk: Sequence[_Named], destination: Destination, now: datetime
) -> tuple[dict[str, uuid.UUID], int]:
    """The author of each row, made when new; and how many were made."""
    wanted = dict.fromkeys(named.username for named in chunk)
    rows = session.execute(sa.select(Person.username, Person.id).where(Person.username.in_(wanted)))
    found = {username: person_id for username, person_id in rows}  # noqa: C416  # rows are not pairs to mypy
    fresh = {username: uuid.uuid4() for username in wanted if username not in found}
    cohort_id = destination.cohort.id if destination.cohort else None
    session.add_all(
        Person(
            id=person_id,
            lab_id=destination.lab.id,
            cohort_id=cohort_id,
            role=Role.PARTICIPANT,
            username=username,
            passphrase_hash=None,
            created_at=now,
        )
        for username, person_id in fresh.items()
    )
    session.flush()
    return found | fresh, len(fresh)


def _known(session: Session, authors: Iterable[uuid.UUID]) -> set[tuple[uuid.UUID, str]]:
    statement = sa.select(Entry.author_id, Entry.submission).where(Entry.author_id.in_(list(authors)))
    return {(author, submission) for author, submission in session.execute(statement)}


def _entry(named: _Named, author_id: uuid.UUID, destination: Destination, now: datetime) -> Entry:
    content = named.row.content
    entry = Entry(
        id=uuid.uuid4(),
        author_id=author_id,
        lab_id=destination.lab.id,
        cohort_id=destination.cohort.id if destination.cohort else None,
        text=content.text,
        happened_on=content.happened_on,
        step=content.step,
        helped=content.helped,
        hindered=content.hindered,
        origin=Origin.IMPORTED,
        submission=named.submission,
        written_at=now,
        masking_state=MaskingState.RECEIVED,
        emotions=[
            EntryEmotion(emotion=emotion, intensity=intensity, position=position)
            for position, (emotion, intensity) in enumerate(content.emotions)
        ],
    )
    # A consent to quote cannot be about what has no text.
    entry.sharing = max(set(rules.sharing_choices(entry)) & _up_to(destination.sharing), key=list(Sharing).index)
    return entry


def _up_to(level: Sharing) -> set[Sharing]:
    levels = list(Sharing)
    return set(levels[: levels.index(level) + 1])


def _record_sharing(session: Session, entries: Sequence[Entry], destination: Destination, now: datetime) -> None:
    if destination.sharing is Sharing.PRIVATE:
        return
    session.add_all(
        SharingChange(
            entry_id=entry.id,
            old=Sharing.PRIVATE,
            new=entry.sharing,
            text_version=f"import: {destination.consent}",
            at=now,
        )
        for entry in entries
        if entry.sharing is not Sharing.PRIVATE
    )
    session.flush()


def _chunks(items: Iterable[_Named], size: int) -> Iterable[list[_Named]]:
    iterator = iter(items)
    while chunk := list(itertools.islice(iterator, size)):
        yield chunk
