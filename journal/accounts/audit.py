"""The audit log: ids only, append-only, chained with a key kept outside the database.

The database itself refuses to change or delete an event. To drop the oldest ones, a signed anchor is written first: it
says up to where, and which mark the rest is chained to. The database then lets these events go, and no others.

When the secret changes, events under the former one can still be checked with it. The first event under the new one is
chained to them and names the anchor, whatever it is about: someone who learnt the former secret can neither rewrite
earlier events nor add any. When the secret is lost, its events can no longer be checked: the event that gives it up
says so.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts import chain
from journal.accounts.models import AuditAnchor, AuditEvent, Person
from journal.db import Lock, changed, lock

KEPT = timedelta(days=365)
# A backup was put back: what followed in the log is gone, up to the heads that the event names.
RESTORE = "restore"
# A secret is lost: what it signed is checked by nothing any more.
GIVE_UP = "give_up_log"


@dataclass(frozen=True, slots=True)
class Subject:
    """The row an action was about."""

    kind: str
    id: uuid.UUID | None = None


def record(
    session: Session, action: str, *, by: Person | None, on: Subject, at: datetime, key: str, **detail: Any
) -> AuditEvent:
    """Append one event. ``detail`` holds ids, counts and enum values, never anyone's words."""
    lock(session, Lock.AUDIT)  # two writers must not chain to the same row
    # The newest event is never purged, so that the next one always has it to chain to.
    newest = _newest(session)
    previous = newest.mac if newest else ""
    event = AuditEvent(
        at=at,
        actor_id=by.id if by else None,
        actor_role=by.role.value if by else "",
        lab_id=by.lab_id if by else None,
        action=action,
        subject=on.kind,
        subject_id=on.id,
        detail=detail | _start(session, previous, key),
        mac="",
    )
    event.mac = chain.mark_of(event, previous, key)
    session.add(event)
    session.flush()
    return event


def _start(session: Session, previous: str, key: str) -> dict[str, str]:
    """Where the log starts; the first event under a new key names it, as an anchor signed with the former key."""
    anchor = _anchor(session) if previous and chain.signer(previous) != chain.name_of(key) else None
    return {chain.ANCHOR: chain.place(anchor)} if anchor else {}


def first_broken(session: Session, keys: tuple[str, ...]) -> int | None:
    """The sequence of the first event whose chain is broken; None when all hold.

    ``keys`` is the key of today, then former ones: these are believed no more from the first event of today's key on.
    """
    events = session.scalars(sa.select(AuditEvent).order_by(AuditEvent.sequence))
    return chain.first_broken(events, _anchor(session), keys)


@dataclass(frozen=True, slots=True)
class Foreign:
    """The last event under a key that is not given: the log cannot be checked up to there."""

    sequence: int
    key: str  # its name
    is_newest: bool


def foreign(session: Session, keys: tuple[str, ...]) -> Foreign | None:
    """The part of the log under a key that is not given, unless an event says that the key is lost."""
    known = {"", *map(chain.name_of, keys)}
    marks = session.execute(sa.select(AuditEvent.sequence, AuditEvent.mac).order_by(AuditEvent.sequence.desc()))
    found = ((number, sequence, chain.signer(mac)) for number, (sequence, mac) in enumerate(marks))
    number, sequence, name = next((each for each in found if each[2] not in known), (0, 0, ""))
    told = session.scalars(sa.select(AuditEvent.detail).where(AuditEvent.action == GIVE_UP))
    if not name or any(detail.get(chain.UNCHECKED) == sequence for detail in told):
        return None
    return Foreign(sequence, name, is_newest=number == 0)


def give_up_foreign(session: Session, keys: tuple[str, ...], *, at: datetime) -> None:
    """Record up to where the log can no longer be checked, its key being lost."""
    if found := foreign(session, keys):
        told = {chain.UNCHECKED: found.sequence}
        record(session, GIVE_UP, by=None, on=Subject("database"), at=at, key=keys[0], **told)


def head(session: Session) -> str:
    """The newest event and its mark, to be stored elsewhere: it later proves that the end was not cut off."""
    newest = _newest(session)
    return f"{newest.sequence}:{newest.mac}" if newest else "0:"


def holds(session: Session, earlier: str) -> bool:
    """Whether the log still contains a head written down earlier, or purged it as it should."""
    sequence, _, mac = earlier.partition(":")
    if not sequence.isdecimal() or int(sequence) == 0:
        return earlier == "0:"
    purged = session.scalar(sa.select(sa.func.max(AuditAnchor.up_to))) or 0
    kept = session.scalar(sa.select(AuditEvent.mac).where(AuditEvent.sequence == int(sequence)))
    return int(sequence) <= purged or kept == mac


def restores(session: Session) -> Sequence[AuditEvent]:
    """The events that record that a backup was restored, oldest first."""
    told = sa.select(AuditEvent).where(AuditEvent.action == RESTORE)
    return session.scalars(told.order_by(AuditEvent.sequence)).all()


def went_with(restore: AuditEvent, head: str) -> bool:
    """Whether the number of a missing head is among those that a restored backup left behind."""
    numbers = [int(each.partition(":")[0]) for each in restore.detail["lost"]]
    number = head.partition(":")[0]
    return number.isdecimal() and restore.sequence <= int(number) <= max(numbers, default=0)


def purge(session: Session, *, now: datetime, key: str) -> int:
    """Delete the oldest events, in order, once they are older than ``KEPT``; return how many."""
    newest = session.scalar(sa.select(sa.func.max(AuditEvent.sequence))) or 0
    stays = sa.select(sa.func.min(AuditEvent.sequence)).where(AuditEvent.at >= now - KEPT)
    first_kept = min(session.scalar(stays) or newest, newest)
    last = session.scalar(
        sa.select(AuditEvent).where(AuditEvent.sequence < first_kept).order_by(AuditEvent.sequence.desc()).limit(1)
    )
    if last is None:
        return 0
    anchor = AuditAnchor(up_to=last.sequence, at=now, mac=last.mac, signature="")
    anchor.signature = chain.signature_of(anchor, key)
    session.add(anchor)
    session.flush()
    return changed(session, sa.delete(AuditEvent).where(AuditEvent.sequence <= anchor.up_to))


def _anchor(session: Session) -> AuditAnchor | None:
    return session.scalar(sa.select(AuditAnchor).order_by(AuditAnchor.up_to.desc()).limit(1))


def _newest(session: Session) -> AuditEvent | None:
    return session.scalar(sa.select(AuditEvent).order_by(AuditEvent.sequence.desc()).limit(1))
