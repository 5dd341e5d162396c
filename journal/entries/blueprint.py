"""What the pages of the journal share: the blueprint, and the rule that only its author can see an entry."""

import uuid

from flask import Blueprint, g

from journal.entries import queries
from journal.entries.models import Entry, NextStep
from journal.web.database import get_session, may_change, or_404

blueprint = Blueprint("entries", __name__, url_prefix="/journal")


def own_entry(entry_id: uuid.UUID) -> Entry:
    """The entry, or 404 if someone else wrote it.

    A request that changes something locks the row: two tabs cannot act on two versions of the same text.
    """
    return or_404(queries.own(get_session(), g.person.id, entry_id, lock=may_change()))


def own_step(step_id: uuid.UUID) -> NextStep | None:
    """The action, or 404 if someone else chose it."""
    found = get_session().get(NextStep, step_id)
    return found if found and found.author_id == g.person.id else None
