"""What these pages share: the blueprint, and the rows each person may read."""

import uuid

from flask import Blueprint, Response, abort, g, url_for

from journal.accounts.models import Role
from journal.calls import ideas, queries, rules
from journal.calls.models import Call, Idea, IdeaWords
from journal.calls.rules import Gesture
from journal.clock import now
from journal.web import errors
from journal.web.database import get_session, may_change, or_404
from journal.web.settings import settings

blueprint = Blueprint("calls", __name__, url_prefix="/appels")
READERS = ("participant", "partner", "coordinator")
REWRITTEN = (
    "L’idée est en train d’être écrite autrement",
    "Son auteur·e l’a reprise pour la récrire : l’équipe la lira à nouveau quand elle sera renvoyée. "
    "Ce que vous écriviez n’est pas parti.",
)
NO_MORE = (
    "Cette idée n’est plus ici",
    "Si vous veniez de la lire, son auteur·e l’a retirée du site. Sinon, vérifiez l’adresse.",
)


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
    """An idea this person may read at least in part."""
    found = queries.idea_for(get_session(), g.person, idea_id, lock=may_change())
    if found is None and g.person.role is Role.COORDINATOR:
        abort(_gone(idea_id))
    return or_404(found)


def _gone(idea_id: uuid.UUID) -> Response:
    """Tell the team what happened to an idea while they were writing about it, above the words they typed."""
    again = next((each for each in queries.being_rewritten(get_session(), g.person.lab_id) if each.id == idea_id), None)
    if again is None:
        return errors.page(404, *NO_MORE, back=(url_for("calls.index"), "Revenir aux appels à idées"))
    return errors.page(404, *REWRITTEN, back=(url_for("calls.call", call_id=again.call_id), "Revenir à l’appel"))


def own_or_404(idea_id: uuid.UUID) -> Idea:
    """An idea of one’s own."""
    found = idea_or_404(idea_id)
    if found.author_id != g.person.id:
        abort(404)
    return found


def for_gesture(idea: Idea, gesture: Gesture) -> None:
    """Refuse an action that is not possible now, and answer 404 for the page of its form."""
    if may_change():
        ideas.check_place(get_session(), idea, gesture, now())
    elif not ideas.may(idea, gesture, now()):
        abort(404)


def own_words_or_404(words_id: uuid.UUID) -> IdeaWords:
    return or_404(queries.own_words(get_session(), g.person.id, words_id, lock=may_change()))


def floor() -> int:
    """The fewest people behind a figure: for partners, the threshold of public pages."""
    return settings().public_threshold if g.person.role is Role.PARTNER else settings().lab_threshold


def reads_the_story() -> bool:
    """Whether this person may read themes and the récit: partners, once it is public."""
    return g.person.role is not Role.PARTNER or bool(g.person.lab.is_public)
