"""Erasing an account and everything that came from it, at once."""

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from journal.accounts.models import Person
from journal.entries.models import Entry


def erase_everything(session: Session, person: Person) -> int:
    """Delete a person and everything they wrote; return how many texts.

    Entries go one by one, not by the cascade: what listens to erasures (quotes withdrawn, marks that keep a restored
    backup from bringing them back) must see each of them. The rest follows the person through foreign keys.
    """
    entries = session.scalars(
        sa.select(Entry).where(Entry.author_id == person.id).options(selectinload(Entry.passages))
    ).all()
    for entry in entries:
        session.delete(entry)
    session.flush()
    session.delete(person)
    session.flush()
    return len(entries)
