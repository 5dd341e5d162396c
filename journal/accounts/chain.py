"""The chain of the audit log. Pure.

The mark of each event covers its content, the mark before it, and the key that made it. It names its key, as the values
of encrypted columns do, so that an unknown secret can be told from an altered event. Marks made by earlier versions
name none, and are tried with every key.
"""

import hmac
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC
from functools import partial

from journal.accounts.models import AuditAnchor, AuditEvent
from journal.config import derive_key

# What the first event under a new key says of the anchor that stood then.
ANCHOR = "anchor"
# What the event that gives up a lost secret says: the last event that nothing can check any more.
UNCHECKED = "unchecked_up_to"


def name_of(key: str) -> str:
    """What distinguishes a key from another, without revealing it."""
    return derive_key(key, "name")[:8]


def signer(mark: str) -> str:
    """The name of the key that a mark claims; empty when it names none."""
    return mark.rpartition(":")[0]


def mark_of(event: AuditEvent, previous: str, key: str) -> str:
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


def signature_of(anchor: AuditAnchor, key: str) -> str:
    return _sign(["anchor", str(anchor.up_to), anchor.at.astimezone(UTC).isoformat(), anchor.mac], key)


def place(anchor: AuditAnchor) -> str:
    return f"{anchor.up_to}:{anchor.mac}"


def _sign(content: list[str], key: str) -> str:
    made = hmac.new(key.encode(), "\x1f".join(content).encode(), "sha256").hexdigest()
    return f"{name_of(key)}:{made}"


def key_of(mark: str, keys: tuple[str, ...], sign: Callable[[str], str]) -> str | None:
    """The key that a mark was made with."""
    return next((key for key in keys if _is_mark(mark, sign(key))), None)


def _is_mark(mark: str, made: str) -> bool:
    return hmac.compare_digest(mark, made if signer(mark) else made.rpartition(":")[2])


def first_broken(events: Iterable[AuditEvent], anchor: AuditAnchor | None, keys: tuple[str, ...]) -> int | None:
    """The sequence of the first event whose chain is broken; None when all hold.

    Parameters
    ----------
    events
        In order.
    anchor
        Where the log starts, once its oldest part was purged.
    keys
        The key of today, then former ones: these are believed no more from the first event of today's key on.
    """
    signed = key_of(anchor.signature, keys, partial(signature_of, anchor)) if anchor else keys[0]
    if anchor and signed is None and not _is_foreign(anchor.signature, keys):
        return anchor.up_to
    chain = _Chain(keys, anchor, signed)
    for event in events:
        broken = chain.follow(event)
        if broken is not None:
            return broken
    return chain.unchecked[0] if chain.unchecked else None


def _is_foreign(mark: str, keys: tuple[str, ...]) -> bool:
    """Whether a mark was made, or claims to be, with a key that is not given."""
    return signer(mark) not in {"", *map(name_of, keys)}


@dataclass(slots=True)
class _Chain:
    """How far the log has been followed."""

    keys: tuple[str, ...]
    anchor: AuditAnchor | None
    signed: str | None  # the key of the anchor
    previous: str = ""
    begun: bool = False
    unchecked: tuple[int, int] | None = None  # under a lost secret: the first and the last, until one vouches for them

    def __post_init__(self) -> None:
        self.previous = self.anchor.mac if self.anchor else ""

    def follow(self, event: AuditEvent) -> int | None:
        """Follow one more event; return its sequence if its chain is broken."""
        key = key_of(event.mac, self.keys, partial(mark_of, event, self.previous))
        if self.anchor and event.sequence <= self.anchor.up_to:
            return event.sequence  # purged, and back
        self.previous = event.mac
        return self._leave_unchecked(event) if key is None else self._check(event, key)

    def _leave_unchecked(self, event: AuditEvent) -> int | None:
        """Only the beginning of a log may be under a lost secret."""
        if self.begun or not _is_foreign(event.mac, self.keys):
            return event.sequence
        first = self.unchecked[0] if self.unchecked else event.sequence
        self.unchecked = (first, event.sequence)
        return None

    def _check(self, event: AuditEvent, key: str) -> int | None:
        if self.unchecked and event.detail.get(UNCHECKED) == self.unchecked[1]:
            self.unchecked = None
        self.begun, present = True, self.keys[0]
        vouches = self.signed is None or (key == present and self.signed != present)
        if self.anchor and vouches and event.detail.get(ANCHOR) != place(self.anchor):
            return self.anchor.up_to  # signed with a former key once it was given up
        if vouches:
            self.signed = key
        if key == present:
            self.keys = (present,)
        return None
