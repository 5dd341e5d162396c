"""Measures: entered for an actor, corrected by another measure, never changed."""

import uuid
from typing import Any

from flask import abort, g
from flask.typing import ResponseReturnValue

from journal.accounts.models import Role
from journal.actors.models import ActorKind
from journal.clock import now
from journal.indicators import queries, rules, services
from journal.indicators.blueprint import blueprint, indicator_or_404, kept, speakers
from journal.indicators.computing import count_agency
from journal.indicators.forms import MeasureForm
from journal.indicators.models import Indicator, IndicatorState, Measure, Moment
from journal.indicators.services import MeasureInput
from journal.web import access
from journal.web.database import get_session
from journal.web.forms import refusing
from journal.web.pages import form_page
from journal.web.settings import settings


@blueprint.route("/<uuid:indicator_id>/mesure", methods=["GET", "POST"])
@access.roles("partner", "coordinator")
def measure(indicator_id: uuid.UUID) -> ResponseReturnValue:
    """Add a measure: the team for any actor, a partner for their own organisation and perspective."""
    row = indicator_or_404(indicator_id)
    if row.state is not IndicatorState.ADOPTED or not speakers(row):
        abort(404)
    return _write(row, MeasureForm(**_choices(row)), None)


@blueprint.route("/mesures/<uuid:measure_id>/corriger", methods=["GET", "POST"])
@access.roles("coordinator")
def correct(measure_id: uuid.UUID) -> ResponseReturnValue:
    """Correct a measure. Its value is typed again, because under the floor nobody may read it."""
    found = queries.measure_in_lab(get_session(), g.person.lab_id, measure_id)
    if found is None or found[0].state is not IndicatorState.ADOPTED:
        abort(404)
    row, wrong = found
    return _write(row, MeasureForm(**_choices(row), data=_known(wrong)), wrong)


@blueprint.post("/<uuid:indicator_id>/compter")
@access.roles("coordinator")
def count(indicator_id: uuid.UUID) -> ResponseReturnValue:
    """Let the site count what it can from shared texts."""
    row = indicator_or_404(indicator_id)
    if row.state is not IndicatorState.ADOPTED or row.computed is None:
        abort(404)
    count_agency(get_session(), row, by=g.person, floor=settings().lab_threshold, now=now())
    return kept(row, "count_indicator", "C’est compté, à partir des textes partagés.")


def _write(row: Indicator, form: MeasureForm, wrong: Measure | None) -> ResponseReturnValue:
    if form.validate_on_submit():
        with refusing(form, "value"):
            services.measure(get_session(), row, _reading(form), by=g.person, now=now(), corrects=wrong)
            done = "La mesure est corrigée." if wrong else "La mesure est notée."
            return kept(row, "correct_measure" if wrong else "measure", done)
    return form_page("indicators/measure.html", form, indicator=row, wrong=wrong)


def _choices(row: Indicator) -> dict[str, Any]:
    spoken = speakers(row)
    return {
        "actors": spoken,
        "kinds": row.kinds if g.person.role is Role.COORDINATOR else [actor.kind for actor in spoken],
        "experiments": queries.experiments(get_session(), row.lab_id),
    }


def _known(wrong: Measure) -> dict[str, Any]:
    return {
        "on": wrong.on,
        "since": wrong.since,
        "actor": str(wrong.actor_id or ""),
        "kind": wrong.kind.value,
        "source": wrong.source,
        "link": wrong.link,
        "experiment": str(wrong.experiment_id or ""),
        "moment": wrong.moment.value if wrong.moment and wrong.experiment_id else "",
    }


def _reading(form: MeasureForm) -> MeasureInput:
    value = rules.read_value(form.value.data or "")
    return MeasureInput(
        value=0.0 if value is None else value,
        on=form.on.data,
        kind=ActorKind(form.kind.data),
        source=form.source.data or "",
        actor=uuid.UUID(form.actor.data),
        since=form.since.data,
        people=form.people.data,
        link=form.link.data or "",
        experiment=uuid.UUID(form.experiment.data) if form.experiment.data else None,
        moment=Moment(form.moment.data) if form.moment.data else None,
    )
