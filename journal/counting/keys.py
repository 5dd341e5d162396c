"""The key of published figures outlives the secret of the site.

Who stands behind a figure is kept as keyed hashes, and a figure moves only when enough of them do. Under another key
every hash is another: all the figures would move at once, and tell what few people did. So the key first derived from
the secret is written down, and a secret changed since changes no figure. Whoever reads the database already reads who
wrote what; the hashes protect those who left it.
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
    """Write the key down, once; return whether it was not. The caller commits."""
    lock(session, Lock.FIGURES)  # two machines may start at once
    if session.get(FiguresKey, ONLY) is not None:
        return False
    session.add(FiguresKey(id=ONLY, key=settings.key_for(PURPOSE)))
    session.flush()
    return True
