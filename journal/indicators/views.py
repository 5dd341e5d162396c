"""Indicators: proposed, discussed, adopted and revised; read by everyone in the Lab once adopted."""

import uuid
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.actors.models import ActorKind
from journal.clock import now
from journal.indicators import measure_views, queries, removing, services, signs
from journal.indicators.blueprint import blueprint, discusses, indicator_or_404, kept, page, speakers
from journal.indicators.forms import IndicatorForm, OpinionForm, ReasonForm, ReviseForm
from journal.indicators.models import Computed, Indicator, IndicatorState, Stance, Wanted
from journal.indicators.services import Definition
from journal.indicators.telling import tell
from journal.web import access
from journal.web.database import get_session
from journal.web.forms import BaseForm, refusing
from journal.web.pages import form_page
from journal.web.settings import settings

# Importing these adds their routes to the blueprint.
__all__ = ["blueprint", "measure_views"]
DECISIONS = {
    "adopter": (IndicatorState.ADOPTED, "L’indicateur est adopté."),
    "ecarter": (IndicatorState.SET_ASIDE, "L’indicateur est mis de côté."),
    "discuter": (IndicatorState.PROPOSED, "L’indicateur est remis en discussion."),
}


@blueprint.get("")
@access.signed_in
def index() -> ResponseReturnValue:
    states = () if discusses() else (IndicatorState.ADOPTED,)
    rows = queries.all_of(get_session(), g.person.lab_id, *states)
    with_telling = [(row, tell(row, floor=settings().lab_threshold)) for row in rows]
    return render_template("indicators/index.html", indicators=with_telling)


@blueprint.get("/<uuid:indicator_id>")
@access.signed_in
def indicator(indicator_id: uuid.UUID) -> ResponseReturnValue:
    return page(indicator_or_404(indicator_id))


@blueprint.route("/nouveau", methods=["GET", "POST"])
@access.roles("partner", "coordinator")
def propose() -> ResponseReturnValue:
    session, lab_id = get_session(), g.person.lab_id
    form = IndicatorForm(signs.choices(session, lab_id), data={"signs": request.args.getlist("signe")})
    if form.validate_on_submit():
        row = services.propose(session, _definition(form), by=g.person, now=now())
        return kept(row, "propose_indicator", "L’indicateur est proposé. Notez ce que les acteurs en disent.")
    return form_page("indicators/define.html", form, indicator=None)


@blueprint.route("/<uuid:indicator_id>/revoir", methods=["GET", "POST"])
@access.roles("coordinator")
def revise(indicator_id: uuid.UUID) -> ResponseReturnValue:
    row = indicator_or_404(indicator_id)
    form = ReviseForm(signs.choices(get_session(), row.lab_id, row), data=_known(row))
    if form.validate_on_submit():
        reason = form.reason.data or ""
        with refusing(form, "counts_people"):
            services.revise(get_session(), row, _definition(form), reason=reason, by=g.person, now=now())
            return kept(row, "revise_indicator", "L’indicateur est revu. Ce qu’il disait reste en vue, avec la raison.")
    return form_page("indicators/define.html", form, indicator=row)


@blueprint.route("/<uuid:indicator_id>/effacer", methods=["GET", "POST"])
@access.roles("coordinator")
@access.even_when_full
def remove(indicator_id: uuid.UUID) -> ResponseReturnValue:
    """Delete an indicator written by mistake, after reading what goes with it."""
    row, form = indicator_or_404(indicator_id), BaseForm()
    if form.validate_on_submit():
        with refusing(form):
            record(get_session(), "delete_indicator", by=g.person, on=Subject("indicator", row.id))
            removing.remove(get_session(), row)
            get_session().commit()
            flash("L’indicateur est effacé.")
            return redirect(url_for("indicators.index"), 303)
    why = removing.problem(get_session(), row)
    return form_page("indicators/remove.html", form, indicator=row, why=why)


@blueprint.post("/<uuid:indicator_id>/avis")
@access.roles("partner", "coordinator")
def say(indicator_id: uuid.UUID) -> ResponseReturnValue:
    """Record an actor's opinion of an indicator."""
    row = indicator_or_404(indicator_id)
    form = OpinionForm(speakers())
    if form.validate():
        actor, stance, why = uuid.UUID(form.actor.data), Stance(form.stance.data), form.said.data or ""
        with refusing(form, "said"):
            services.give_opinion(get_session(), row, actor, stance, why, by=g.person, now=now())
            return kept(row, "indicator_opinion", "L’avis est noté.")
    return page(row, opinion_form=form), 422


@blueprint.post("/<uuid:indicator_id>/<any(adopter, ecarter, discuter):gesture>")
@access.roles("coordinator")
def decide(indicator_id: uuid.UUID, gesture: str) -> ResponseReturnValue:
    """Adopt, set aside, or discuss again, with a reason."""
    row, form = indicator_or_404(indicator_id), ReasonForm()
    state, sentence = DECISIONS[gesture]
    if form.validate():
        with refusing(form, "reason"):
            services.set_state(get_session(), row, state, reason=form.reason.data or "", by=g.person, now=now())
            return kept(row, f"indicator_{gesture}", sentence)
    return page(row, reason_form=form), 422


def _definition(form: IndicatorForm) -> Definition:
    return Definition(
        name=form.name.data or "",
        tells=form.tells.data or "",
        counting=form.counting.data or "",
        unit=form.unit.data or "",
        wanted=Wanted(form.wanted.data),
        counts_people=form.counts_people.data,
        perspectives=[ActorKind(kind) for kind in form.perspectives.data or ()],
        every_months=form.every_months.data,
        computed=Computed(form.computed.data) if form.computed.data else None,
        signs=form.signs.data or (),
    )


def _known(row: Indicator) -> dict[str, Any]:
    tied = {"signs": signs.keys_of(signs.answered(get_session(), row))}
    return services.described(row) | tied | {"computed": row.computed.value if row.computed else ""}
