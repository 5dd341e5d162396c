"""What the pages of actors share: the blueprint, and access limited to coordinators of the same Lab."""

import uuid

from flask import Blueprint, g

from journal.actors.models import Act, Actor, Alliance, Meeting, PointOfApplication
from journal.db import in_lab
from journal.web.database import get_session, or_404

blueprint = Blueprint("actors", __name__, url_prefix="/cooperation")


def lab_actor(actor_id: uuid.UUID) -> Actor:
    """The actor, or 404 if it belongs to another Lab; the functions that follow answer likewise."""
    return or_404(in_lab(get_session(), Actor, g.person.lab_id, actor_id))


def lab_point(point_id: uuid.UUID) -> PointOfApplication:
    return or_404(in_lab(get_session(), PointOfApplication, g.person.lab_id, point_id))


def lab_act(act_id: uuid.UUID) -> Act:
    return or_404(in_lab(get_session(), Act, g.person.lab_id, act_id))


def lab_alliance(alliance_id: uuid.UUID) -> Alliance:
    return or_404(in_lab(get_session(), Alliance, g.person.lab_id, alliance_id))


def lab_meeting(meeting_id: uuid.UUID) -> Meeting:
    return or_404(in_lab(get_session(), Meeting, g.person.lab_id, meeting_id))
