"""The common good as everyone in the Lab reads it."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from journal.accounts.models import Role
from journal.common_good import hiding_views, mediation_views, proposing_views, queries, words_views
from journal.common_good.blueprint import ANSWERED, blueprint
from journal.common_good.models import Part, ProposalState
from journal.common_good.signs import signs_said
from journal.web import access
from journal.web.database import get_session
from journal.web.settings import settings

# Importing these adds their routes to the blueprint.
__all__ = ["blueprint", "hiding_views", "mediation_views", "proposing_views", "words_views"]


@blueprint.get("")
@access.signed_in
def index() -> ResponseReturnValue:
    session, lab_id = get_session(), g.person.lab_id
    statement = queries.current(session, lab_id)
    answering = [tell(session, g.person, settings().lab_threshold) for tell in ANSWERED]
    signs = signs_said(statement) if statement else []
    return render_template(
        "common_good/index.html",
        statement=statement,
        signs=[(sign, [each for found in answering for each in found.get(sign.key, ())]) for sign in signs],
        parts=list(Part),
        reserves=queries.reserves_by_part(session, lab_id),
        discussed=queries.in_state(session, lab_id, ProposalState.AGREED),
        mine=queries.of_author(session, g.person.id),
        waiting=queries.waiting(session, lab_id).count,
        to_hide=queries.words_of_reserves(session, lab_id) if g.person.role is Role.COORDINATOR else {},
    )


@blueprint.get("/histoire")
@access.signed_in
def history() -> ResponseReturnValue:
    """Every statement, what changed in it and why; and the proposals set aside, with the reasons."""
    session, lab_id = get_session(), g.person.lab_id
    return render_template(
        "common_good/history.html",
        revisions=queries.history(session, lab_id),
        set_aside=queries.set_aside(session, lab_id),
        parts=list(Part),
    )
