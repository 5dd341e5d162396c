"""The log of what was done: ids only, append-only, chained with a key kept outside the database.

The database itself refuses to change or delete an event. To drop the oldest ones, a signed anchor is written first: it
says up to where, and to which mark the rest is chained. The database then lets these events go, and no others.

A secret that changed leaves events under the former one, still checked with it. The first event under the new one is
chained to them and names the anchor: whoever learnt the former secret can neither rewrite what came before nor add to
it.
"""

import hmac
import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import AuditAnchor, AuditEvent, Person
from journal.db import Lock, changed, lock

KEPT = timedelta(days=365)
# A backup was put back: what followed in the log is gone, up to the heads that the event names.
RESTORE = "restore"
# What the first event under a new key says of the anchor that stood then.
ANCHOR = "anchor"


@dataclass(frozen=True, slots=True)
class Subject:
    """What an action was done on."""

    kind: str
    id: uuid.UUID | None = None


def record(
    session: Session, action: str, *, by: Person | None, on: Subject, at: datetime, key: str, **detail: Any
) -> AuditEvent:
    """Append one event. ``detail`` holds ids, counts and enum values, never anyone's words."""
    lock(session, Lock.AUDIT)  # two writers must not chain to the same row
    # The newest event is never purged, so that the next one always has it to chain to.
    previous = session.scalar(sa.select(AuditEvent.mac).order_by(AuditEvent.sequence.desc()).limit(1)) or ""
    event = AuditEvent(
        at=at,
        actor_id=by.id if by else None,
        actor_role=by.role.value if by else "",
        lab_id=by.lab_id if by else None,
        action=action,
        subject=on.kind,
        subject_id=on.id,
        detail=detail,
        mac="",
    )
    event.mac = _mac(event, previous, key)
    session.add(event)
    session.flush()
    return event


def first_broken(session: Session, keys: tuple[str, ...]) -> int | None:
    """The sequence of the first event whose chain does not hold, or nothing when all do.

    ``keys`` is the key of today, then former ones: these are believed no more from the first event of today's key on.
    """
    anchor, present = _anchor(session), keys[0]
    signed = _key_of(anchor.signature, keys, partial(_signature, anchor)) if anchor else present
    if anchor and signed is None:
        return anchor.up_to
    previous = anchor.mac if anchor else ""
    for event in session.scalars(sa.select(AuditEvent).order_by(AuditEvent.sequence)):
        purged = anchor is not None and event.sequence <= anchor.up_to
        key = _key_of(event.mac, keys, partial(_mac, event, previous))
        if purged or key is None:
            return event.sequence
        if anchor and key == present and signed != present and event.detail.get(ANCHOR) != _place(anchor):
            return anchor.up_to  # signed with a former key once it was given up
        if key == present:
            keys, signed = (present,), present
        previous = event.mac
    return None


def start(session: Session) -> dict[str, str]:
    """Where the log starts, for the first event under a new key to say: an anchor under the former one then stands."""
    anchor = _anchor(session)
    return {ANCHOR: _place(anchor)} if anchor else {}


def head(session: Session) -> str:
    """The newest event and its mark, to be kept elsewhere: it proves later that the end was not cut off."""
    newest = session.scalar(sa.select(AuditEvent).order_by(AuditEvent.sequence.desc()).limit(1))
    return f"{newest.sequence}:{newest.mac}" if newest else "0:"


def holds(session: Session, earlier: str) -> bool:
    """Whether the log still holds a head written down earlier, or has purged it as it should."""
    sequence, _, mac = earlier.partition(":")
    if not sequence.isdecimal() or int(sequence) == 0:
        return earlier == "0:"
    purged = session.scalar(sa.select(sa.func.max(AuditAnchor.up_to))) or 0
    kept = session.scalar(sa.select(AuditEvent.mac).where(AuditEvent.sequence == int(sequence)))
    return int(sequence) <= purged or kept == mac


def restores(session: Session) -> Sequence[AuditEvent]:
    """The events that say that a backup was put back, oldest first."""
    told = sa.select(AuditEvent).where(AuditEvent.action == RESTORE)
    return session.scalars(told.order_by(AuditEvent.sequence)).all()


def went_with(restore: AuditEvent, head: str) -> bool:
    """Whether a head that the log no longer holds has a number among those that a backup put back left behind."""
    numbers = [int(each.partition(":")[0]) for each in restore.detail["lost"]]
    number = head.partition(":")[0]
    return number.isdecimal() and restore.sequence <= int(number) <= max(numbers, default=0)


def purge(session: Session, *, now: datetime, key: str) -> int:
    """Drop the oldest events, in order, once they are older than ``KEPT``; return how many."""
    newest = session.scalar(sa.select(sa.func.max(AuditEvent.sequence))) or 0
    stays = sa.select(sa.func.min(AuditEvent.sequence)).where(AuditEvent.at >= now - KEPT)
    first_kept = min(session.scalar(stays) or newest, newest)
    last = session.scalar(
        sa.select(AuditEvent).where(AuditEvent.sequence < first_kept).order_by(AuditEvent.sequence.desc()).limit(1)
    )
    if last is None:
        return 0
    anchor = AuditAnchor(up_to=last.sequence, at=now, mac=last.mac, signature="")
    anchor.signature = _signature(anchor, key)
    session.add(anchor)
    session.flush()
    return changed(session, sa.delete(AuditEvent).where(AuditEvent.sequence <= anchor.up_to))


def _anchor(session: Session) -> AuditAnchor | None:
    return session.scalar(sa.select(AuditAnchor).order_by(AuditAnchor.up_to.desc()).limit(1))


def _place(anchor: AuditAnchor) -> str:
    return f"{anchor.up_to}:{anchor.mac}"


def _key_of(mac: str, keys: tuple[str, ...], sign: Callable[[str], str]) -> str | None:
    """The key that a mark was made with."""
    return next((key for key in keys if hmac.compare_digest(mac, sign(key))), None)


def _mac(event: AuditEvent, previous: str, key: str) -> str:
    content = [
        previous,
        event.at.astimezone(UTC).isoformat(),
        str(event.actor_id),
        event.actor_role,
        str(event.lab_id),
        event.action,
        event.subject,
        str(event.subject_id),
        json.dumps(event.detail, sort_keys=True, default=str),
    ]
    return _sign(content, key)


def _signature(anchor: AuditAnchor, key: str) -> str:
    return _sign(["anchor", str(anchor.up_to), anchor.at.astimezone(UTC).isoformat(), anchor.mac], key)


def _sign(content: list[str], key: str) -> str:
    return hmac.new(key.encode(), "\x1f".join(content).encode(), "sha256").hexdigest()
