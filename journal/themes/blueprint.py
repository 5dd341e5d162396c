"""What every page of the themes shares: the blueprint, and the rule that a theme exists for its Lab only."""

import uuid

from flask import Blueprint, abort, g

from journal.themes import queries
from journal.themes.models import Theme
from journal.web.database import get_session

blueprint = Blueprint("themes", __name__, url_prefix="/themes")


def lab_theme(theme_id: uuid.UUID) -> Theme:
    """The theme, if it is of the coordinator's Lab; otherwise it does not exist."""
    found = queries.in_lab(get_session(), g.person.lab_id, theme_id)
    if found is None:
        abort(404)
    return found
