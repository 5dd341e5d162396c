"""Pages where coordinators write the first common good, and mediate: reformulate, adopt, set aside."""

import uuid

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import log_as_read, record
from journal.accounts.readings import Reading
from journal.clock import now
from journal.common_good import queries, services
from journal.common_good.blueprint import blueprint, to_mediate_or_404
from journal.common_good.forms import AdoptionForm, SetAsideForm, StatementForm, TurnForm
from journal.common_good.models import Part, Proposal
from journal.common_good.rules import Gesture, difference
from journal.entries.words_views import said_to_authors
from journal.web import access, errors
from journal.web.database import get_session
from journal.web.forms import BaseForm
from journal.web.pages import form_page


@blueprint.route("/ecrire", methods=["GET", "POST"])
@access.roles("coordinator")
def write() -> ResponseReturnValue:
    """The first statement. The next ones come from proposals."""
    session = get_session()
    if queries.current(session, g.person.lab_id) is not None:
        abort(404)
    form = StatementForm()
    if form.validate_on_submit():
        parts = {part: form[part.value].data for part in Part}
        made = services.write_first(session, parts, form.why.data or "", by=g.person, now=now())
        record(session, "found_common_good", by=g.person, on=Subject("common_good", made.id))
        session.commit()
        flash("Le bien commun est écrit. Tout le Lab peut maintenant proposer de le changer.")
        return redirect(url_for("common_good.index"), 303)
    return form_page("common_good/write.html", form)


@blueprint.get("/mediation")
@access.roles("coordinator")
def mediation() -> ResponseReturnValue:
    found = queries.to_mediate(get_session(), g.person.lab_id)
    log_as_read(Reading.PROPOSAL, [each.id for each in found if each.author_id != g.person.id])
    letters = said_to_authors([each.words for each in found])
    return render_template("common_good/mediation.html", proposals=found, letters=letters)


@blueprint.route("/propositions/<uuid:proposal_id>/reformuler", methods=["GET", "POST"])
@access.roles("coordinator")
@errors.way_back("common_good.proposal", "Relire la proposition")
def reformulate(proposal_id: uuid.UUID) -> ResponseReturnValue:
    found, session = to_mediate_or_404(proposal_id, Gesture.REFORMULATE), get_session()
    last = found.last_turn
    today = services.text_today(session, found)
    form = TurnForm(data={"text": last.text if last and last.before == today else today})
    if form.validate_on_submit():
        services.reformulate(session, found, form.text.data or "", form.note.data or "", by=g.person, now=now())
        record(session, "reformulate_proposal", by=g.person, on=Subject("proposal", found.id))
        session.commit()
        flash("C’est envoyé. La personne qui propose dira si c’est bien ce qu’elle voulait dire.")
        return redirect(url_for("common_good.mediation"), 303)
    return _page("common_good/reformulate.html", form, found, today=today)


@blueprint.route("/propositions/<uuid:proposal_id>/adopter", methods=["GET", "POST"])
@access.roles("coordinator")
@errors.way_back("common_good.proposal", "Relire la proposition")
def adopt(proposal_id: uuid.UUID) -> ResponseReturnValue:
    found, session, form = to_mediate_or_404(proposal_id, Gesture.ADOPT), get_session(), AdoptionForm()
    if form.validate_on_submit():
        made = services.adopt(session, found, form.why.data or "", by=g.person, now=now())
        record(session, "adopt_proposal", by=g.person, on=Subject("common_good", made.id))
        session.commit()
        flash("Le bien commun est changé. La version d’avant reste dans son histoire.")
        return redirect(url_for("common_good.index"), 303)
    turn = found.agreed
    shown = difference(turn.before, turn.text) if turn else []
    return _page("common_good/adopt.html", form, found, difference=shown)


@blueprint.route("/propositions/<uuid:proposal_id>/ecarter", methods=["GET", "POST"])
@access.roles("coordinator")
@errors.way_back("common_good.proposal", "Relire la proposition")
def set_aside(proposal_id: uuid.UUID) -> ResponseReturnValue:
    found, session, form = to_mediate_or_404(proposal_id, Gesture.SET_ASIDE), get_session(), SetAsideForm()
    if form.validate_on_submit():
        services.set_aside(session, found, form.reason.data or "", by=g.person, now=now())
        record(session, "set_aside_proposal", by=g.person, on=Subject("proposal", found.id))
        session.commit()
        flash("La proposition est mise de côté, avec sa raison.")
        return redirect(url_for("common_good.mediation"), 303)
    return _page("common_good/set_aside.html", form, found)


def _page(template: str, form: BaseForm, found: Proposal, **shown: object) -> ResponseReturnValue:
    """A page that shows a proposal, also after a refused form: its reading is logged."""
    log_as_read(Reading.PROPOSAL, [found.id])
    return form_page(template, form, proposal=found, **shown)
