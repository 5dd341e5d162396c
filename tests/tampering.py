"""What an operator with all rights on the database could do to the audit log."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit%'",
    "postgresql": "SELECT DISTINCT tgname || ' ON ' || relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
    "WHERE relname LIKE 'audit%' AND NOT tgisinternal",
}


def drop_triggers(session: Session) -> None:
    """Take away what keeps lines from being changed."""
    for trigger in session.scalars(sa.text(TRIGGERS[session.get_bind().dialect.name])).all():
        session.execute(sa.text(f"DROP TRIGGER {trigger}"))
