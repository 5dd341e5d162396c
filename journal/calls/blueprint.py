"""What the views share: the blueprint, and the rows each person may read."""

import uuid

from flask import Blueprint, abort, g

from journal.accounts.models import Role
from journal.calls import ideas, queries, rules
from journal.calls.models import Call, Idea, IdeaWords
from journal.calls.rules import Gesture
from journal.clock import now
from journal.web.database import get_session, may_change, or_404
from journal.web.settings import settings

blueprint = Blueprint("calls", __name__, url_prefix="/appels")
READERS = ("participant", "partner", "coordinator")


def call_or_404(call_id: uuid.UUID) -> Call:
    """A call this person may read."""
    return or_404(queries.call_for(get_session(), g.person, call_id, lock=may_change()))


def call_to_answer_or_404(call_id: uuid.UUID) -> Call:
    """A call this person is invited to answer."""
    found = call_or_404(call_id)
    if not rules.is_invited(found.invited, g.person.role):
        abort(404)
    return found


def idea_or_404(idea_id: uuid.UUID) -> Idea:
    """An idea this person may read something of."""
    return or_404(queries.idea_for(get_session(), g.person, idea_id, lock=may_change()))


def own_or_404(idea_id: uuid.UUID) -> Idea:
    """An idea of one’s own."""
    found = idea_or_404(idea_id)
    if found.author_id != g.person.id:
        abort(404)
    return found


def for_gesture(idea: Idea, gesture: Gesture) -> None:
    """Go on only where a gesture has a place: elsewhere there is no page for it, nor a form to mend."""
    if may_change():
        ideas.check_place(get_session(), idea, gesture, now())
    elif not ideas.may(idea, gesture, now()):
        abort(404)


def own_words_or_404(words_id: uuid.UUID) -> IdeaWords:
    return or_404(queries.own_words(get_session(), g.person.id, words_id, lock=may_change()))


def floor() -> int:
    """Fewest people behind a figure: whoever reads as anyone would gets the threshold of public pages."""
    return settings().public_threshold if g.person.role is Role.PARTNER else settings().lab_threshold


def reads_the_story() -> bool:
    """Whether this person may read themes and the récit: partners, once it is public."""
    return g.person.role is not Role.PARTNER or bool(g.person.lab.is_public)
