"""What every page of the actors shares: the blueprint, and the Lab's wall. Coordinators alone open them."""

import uuid

from flask import Blueprint, abort, g

from journal.actors import queries
from journal.actors.models import Act, Actor, Alliance, PointOfApplication
from journal.web.database import get_session

blueprint = Blueprint("actors", __name__, url_prefix="/cooperation")


def lab_actor(actor_id: uuid.UUID) -> Actor:
    """The actor, if it is of the coordinator's Lab; otherwise it does not exist. So with what follows."""
    found = queries.actor_in_lab(get_session(), g.person.lab_id, actor_id)
    if found is None:
        abort(404)
    return found


def lab_point(point_id: uuid.UUID) -> PointOfApplication:
    found = queries.point_in_lab(get_session(), g.person.lab_id, point_id)
    if found is None:
        abort(404)
    return found


def lab_act(act_id: uuid.UUID) -> Act:
    found = queries.act_in_lab(get_session(), g.person.lab_id, act_id)
    if found is None:
        abort(404)
    return found


def lab_alliance(alliance_id: uuid.UUID) -> Alliance:
    found = queries.alliance_in_lab(get_session(), g.person.lab_id, alliance_id)
    if found is None:
        abort(404)
    return found
