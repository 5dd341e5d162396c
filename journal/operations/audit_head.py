"""The newest event of the audit log, written each night beside the database, to notice when later ones are cut off.

The chain alone cannot tell: each event is chained to the one before, so a log without its last events still holds. A
backup put back rightly ends its log earlier: an event says so, and which heads the log no longer holds.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from journal.accounts import audit
from journal.config import Settings
from journal.operations.files import replace_privately

FILE = "audit-head"
UNKNOWN_KEY = (
    "up to event {found.sequence}, the audit log is under a secret that is not known here (its key is named "
    "{found.key}). Give it in JOURNAL_FORMER_SECRETS. Only if it is lost: recit keys forget"
)


def problem(session: Session, settings: Settings) -> str:
    """What is wrong with the log, in a few words; empty when it is whole."""
    if missing := missing_secret(session, settings, newest=False):
        return missing
    broken = audit.first_broken(session, settings.keys_for("audit"))
    if broken is not None:
        return f"its chain breaks at event {broken}"
    written = heads(settings)
    if written and not audit.holds(session, written[-1]):
        return f"its end was cut off or altered: it no longer holds what {FILE} says"
    return ""


def missing_secret(session: Session, settings: Settings, *, newest: bool = True) -> str:
    """What to say about a log that ends under a secret not given or, unless ``newest``, that has any such event."""
    found = audit.foreign(session, settings.keys_for("audit"))
    return UNKNOWN_KEY.format(found=found) if found and (found.is_newest or not newest) else ""


def heads(settings: Settings) -> list[str]:
    """The heads written down: where the log ended before each restored backup, then where it ends now."""
    kept = file_of(settings)
    return kept.read_text().split() if kept.exists() else []


def keep(session: Session, settings: Settings) -> None:
    """Write down where the log ends. To be called only when it is whole: a loss would be forgotten the next night."""
    write(settings, [*heads(settings)[:-1], audit.head(session)])


def write(settings: Settings, heads: Sequence[str]) -> None:
    replace_privately(file_of(settings), "".join(f"{head}\n" for head in heads))


def tell_restored(
    session: Session, settings: Settings, former: Sequence[str], *, now: datetime, without_marks: bool
) -> list[str]:
    """Log in a restored database that it is one; return the heads to write down once it is in place.

    ``former`` are the heads known until then: those the log no longer holds are named by the event.
    """
    lost = [head for head in dict.fromkeys(former) if not audit.holds(session, head)]
    on, key = audit.Subject("database"), settings.key_for("audit")
    detail = {"lost": lost, "without_marks": without_marks}
    audit.record(session, audit.RESTORE, by=None, on=on, at=now, key=key, **detail)
    return [*lost, audit.head(session)]


def file_of(settings: Settings) -> Path:
    return settings.data_dir / FILE
