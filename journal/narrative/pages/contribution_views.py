"""What one wrote about the récit: read again as others would, masked more, sent, withdrawn."""

import uuid

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.clock import now
from journal.entries.hiding import words_hidden_by_team
from journal.entries.words_views import before_sending, hide_more, said_when_sent
from journal.narrative.gathering import changes
from journal.narrative.making import contributions
from journal.narrative.models import Contribution, ContributionState
from journal.narrative.pages.blueprint import blueprint
from journal.web import access, errors
from journal.web.database import get_session, may_change, or_404


def own_or_404(contribution_id: uuid.UUID) -> Contribution:
    return or_404(contributions.own(get_session(), g.person.id, contribution_id, lock=may_change()))


@blueprint.route("/recit/contributions/<uuid:contribution_id>", methods=["GET", "POST"])
@access.roles("participant")
@errors.way_back("narrative.contribution", "Relire mon texte")
def contribution(contribution_id: uuid.UUID) -> ResponseReturnValue:
    """What the team would read, before it is sent; what it reads, after."""
    found = own_or_404(contribution_id)
    if request.method == "POST":
        if found.state is not ContributionState.UNSENT:
            return redirect(url_for("narrative.my_quotes"), 303)  # a second click: it is sent already
        contributions.send(get_session(), found, seen=request.form.get("seen", ""), now=now())
        record(get_session(), "send_contribution", by=g.person, on=Subject("contribution", found.id))
        get_session().commit()
        flash(said_when_sent())
        return redirect(url_for("narrative.my_quotes"), 303)
    return before_sending(
        "narrative/contribution.html",
        found,
        by_team=words_hidden_by_team(found),
        months=changes.standing_of_each(get_session(), g.person.lab_id),
    )


@blueprint.post("/recit/contributions/<uuid:contribution_id>/masquer")
@access.roles("participant")
@errors.way_back("narrative.contribution", "Relire mon texte")
@access.even_when_full
def mask_contribution(contribution_id: uuid.UUID) -> ResponseReturnValue:
    found = own_or_404(contribution_id)
    contributions.check_not_sent(found)
    hide_more(found)
    return redirect(url_for("narrative.contribution", contribution_id=found.id), 303)


@blueprint.post("/recit/contributions/<uuid:contribution_id>/retirer")
@access.roles("participant")
@access.even_when_full
def withdraw_contribution(contribution_id: uuid.UUID) -> ResponseReturnValue:
    found = own_or_404(contribution_id)
    record(get_session(), "withdraw_contribution", by=g.person, on=Subject("contribution", found.id))
    contributions.withdraw(get_session(), found)
    get_session().commit()
    flash("Votre texte est retiré du site.")
    return redirect(url_for("narrative.my_quotes"), 303)
