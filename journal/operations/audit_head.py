"""The newest event of the audit log, written each night beside the database, to notice when later ones are cut off.

The chain alone cannot tell: each event is chained to the one before, so a log without its last events still holds.
"""

from pathlib import Path

from sqlalchemy.orm import Session

from journal.accounts import audit
from journal.config import Settings
from journal.operations.files import replace_privately

FILE = "audit-head"


def problem(session: Session, settings: Settings) -> str:
    """What is wrong with the log, in a few words; nothing when it is whole."""
    broken = audit.first_broken(session, settings.key_for("audit"))
    if broken is not None:
        return f"its chain breaks at event {broken}"
    kept = _file(settings)
    if kept.exists() and not audit.holds(session, kept.read_text().strip()):
        return f"its end was cut off or altered: it no longer holds what {FILE} says"
    return ""


def keep(session: Session, settings: Settings) -> None:
    """Write down where the log ends. Only when it is whole: otherwise the loss would be forgotten the next night."""
    replace_privately(_file(settings), audit.head(session))


def forget(settings: Settings) -> None:
    """Forget where the log ended: after a restore, it rightly ends earlier."""
    _file(settings).unlink(missing_ok=True)


def _file(settings: Settings) -> Path:
    return settings.data_dir / FILE
