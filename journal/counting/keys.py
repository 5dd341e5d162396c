"""The key of published figures, which stays the same when the secret of the site changes.

The people behind a figure are stored as keyed hashes, and a figure changes only when enough of them do. With another
key every hash would differ: all figures would change at once, and reveal what a few people did. So the key is derived
from the secret once, then stored. Anyone who can read the database can already read who wrote what; the hashes protect
those who have left.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.config import Settings
from journal.counting.models import FiguresKey
from journal.db import Lock, lock

ONLY = 1
PURPOSE = "figures"


def figures_key(session: Session, settings: Settings) -> str:
    """The key of this database; the one it will keep, where none was written down yet."""
    return session.scalar(sa.select(FiguresKey.key)) or settings.key_for(PURPOSE)


def keep_figures_key(session: Session, settings: Settings) -> bool:
    """Store the key if it is not stored yet; return whether it was stored now. The caller commits."""
    lock(session, Lock.FIGURES)  # two machines may start at once
    if session.get(FiguresKey, ONLY) is not None:
        return False
    session.add(FiguresKey(id=ONLY, key=settings.key_for(PURPOSE)))
    session.flush()
    return True
