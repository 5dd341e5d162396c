"""What the views share: the blueprint, and the rows each person may read."""

import uuid
from collections.abc import Callable, Mapping, Sequence

from flask import Blueprint, abort, g
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.common_good import queries
from journal.common_good.models import Proposal, Words
from journal.common_good.signs import Answering
from journal.web.database import get_session, may_change, or_404

blueprint = Blueprint("common_good", __name__, url_prefix="/bien-commun")
# What answers each sign of today, for this person, under a floor: registered in journal.features.
ANSWERED: list[Callable[[Session, Person, int], Mapping[str, Sequence[Answering]]]] = []


def readable_or_404(proposal_id: uuid.UUID) -> Proposal:
    """A proposal this person may read something of."""
    return or_404(queries.readable(get_session(), g.person, proposal_id, lock=may_change()))


def own_or_404(proposal_id: uuid.UUID) -> Proposal:
    """A proposal of one's own."""
    found = readable_or_404(proposal_id)
    if found.author_id != g.person.id:
        abort(404)
    return found


def to_mediate_or_404(proposal_id: uuid.UUID) -> Proposal:
    """A proposal this coordinator may mediate: not their own."""
    found = readable_or_404(proposal_id)
    if found.author_id == g.person.id or found.state not in queries.TO_MEDIATE:
        abort(404)
    return found


def own_words_or_404(words_id: uuid.UUID) -> Words:
    return or_404(queries.own_words(get_session(), g.person.id, words_id, lock=may_change()))
