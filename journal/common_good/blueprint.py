"""What these pages share: the blueprint, and the rows each person may read."""

import uuid
from collections.abc import Callable, Mapping, Sequence

from flask import Blueprint, Response, abort, g, url_for
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.common_good import queries
from journal.common_good.models import Proposal, Words
from journal.common_good.rules import Gesture, may
from journal.common_good.signs import Answering
from journal.web import errors
from journal.web.database import get_session, may_change, or_404

blueprint = Blueprint("common_good", __name__, url_prefix="/bien-commun")
# What answers each sign of today, for this person, under a floor: registered in journal.features.
ANSWERED: list[Callable[[Session, Person, int], Mapping[str, Sequence[Answering]]]] = []
NO_MORE = (
    "Cette proposition n’est plus ici",
    "Si vous veniez de la lire, son auteur·e l’a retirée du site. Sinon, vérifiez l’adresse.",
)
MOVED = (
    "Cette proposition n’en est plus là",
    "Elle a avancé sans vous\u00a0: ce geste n’y a plus sa place. Relisez où elle en est\u00a0; rien n’est parti.",
)


def readable_or_404(proposal_id: uuid.UUID) -> Proposal:
    """A proposal this person may read at least in part."""
    found = queries.readable(get_session(), g.person, proposal_id, lock=may_change())
    if found is None and g.person.role is Role.COORDINATOR:
        abort(errors.page(404, *NO_MORE, back=(url_for("common_good.mediation"), "Revenir à la médiation")))
    return or_404(found)


def own_or_404(proposal_id: uuid.UUID) -> Proposal:
    """A proposal of one's own."""
    found = readable_or_404(proposal_id)
    if found.author_id != g.person.id:
        abort(404)
    return found


def to_mediate_or_404(proposal_id: uuid.UUID, gesture: Gesture) -> Proposal:
    """A proposal this coordinator may mediate (not their own), and on which the action is possible."""
    found = readable_or_404(proposal_id)
    if found.author_id == g.person.id:
        abort(404)
    if not may(found.state, gesture):
        abort(_moved(found))
    return found


def _moved(found: Proposal) -> Response:
    """Tell someone what happened to a proposal while they were writing about it, above the words they typed."""
    back = url_for("common_good.proposal", proposal_id=found.id)
    return errors.page(404, *MOVED, back=(back, "Relire la proposition"))


def own_words_or_404(words_id: uuid.UUID) -> Words:
    return or_404(queries.own_words(get_session(), g.person.id, words_id, lock=may_change()))
