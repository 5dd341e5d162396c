"""One's pathway seen through what one wrote: the arc of emotions, a year ago, the next steps. For its author only."""

import uuid
from datetime import date

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from journal.clock import now, today
from journal.entries import arc, queries, services, taking_stock
from journal.entries.blueprint import blueprint, own_step
from journal.entries.forms import NextStepForm
from journal.entries.models import WAITING, NextStep, NextStepState
from journal.months import read_day
from journal.pathways.queries import pathway_of
from journal.web import access
from journal.web.database import get_session, or_404
from nlp.distress import shows_distress


@blueprint.get("/parcours")
@access.roles("participant")
def pathway() -> ResponseReturnValue:
    session = get_session()
    entries = session.scalars(queries.timeline(g.person.id)).all()
    months = arc.by_month(entries)
    return render_template(
        "entries/pathway.html",
        pathway=pathway_of(session, g.person.id),
        months=months,
        steps=arc.by_step(entries),
        drawing=arc.draw(months),
        arc=arc,
        # A text about the worst is for its author to look for, not for a page to bring back.
        year_ago=[e for e in queries.a_year_before(session, g.person.id, today()) if not shows_distress(e.text)],
    )


@blueprint.get("/faire-le-point")
@access.roles("participant")
def take_stock() -> ResponseReturnValue:
    session = get_session()
    since = read_day(request.args.get("depuis", ""))
    entries = session.scalars(queries.timeline(g.person.id)).all()
    parts = taking_stock.gather(entries, queries.next_steps(session, g.person.id), since)
    return render_template("entries/taking_stock.html", parts=parts, since=since, today=today())


@blueprint.get("/prochains-pas")
@access.roles("participant")
def next_steps() -> ResponseReturnValue:
    return _next_steps_page()


@blueprint.post("/prochains-pas/<uuid:step_id>")
@access.roles("participant")
def answer_next_step(step_id: uuid.UUID) -> ResponseReturnValue:
    step = or_404(own_step(step_id))
    form = _form_of(step, filled=False)
    form.kept_day = step.due_on
    if not form.validate():
        return _next_steps_page(form, step)
    state = NextStepState(form.state.data)
    services.set_due(step, form.due_on.data)
    services.answer_next_step(get_session(), step, state, form.outcome.data or "", now=now())
    get_session().commit()
    flash(WORDS[state])
    return redirect(url_for("entries.next_steps"), 303)


@blueprint.post("/prochains-pas/<uuid:step_id>/laisser")
@access.roles("participant")
def put_step_aside(step_id: uuid.UUID) -> ResponseReturnValue:
    services.put_aside(get_session(), or_404(own_step(step_id)), now=now())
    get_session().commit()
    flash("C’est noté. La question ne reviendra pas.")
    return redirect(url_for("entries.timeline"), 303)


WORDS = {
    NextStepState.PLANNED: "C’est noté.",
    NextStepState.DONE: "C’est noté. Vous l’avez fait.",
    NextStepState.POSTPONED: "C’est noté. Ce sera pour plus tard.",
    NextStepState.DROPPED: "C’est noté. Y renoncer est aussi un choix.",
}


def _form_of(step: NextStep, *, filled: bool = True) -> NextStepForm:
    values = {"state": step.state.value, "outcome": step.outcome, "due_on": step.due_on}
    return NextStepForm(None, prefix=step.id.hex, data=values) if filled else NextStepForm(prefix=step.id.hex)


def _next_steps_page(wrong: NextStepForm | None = None, at: NextStep | None = None) -> ResponseReturnValue:
    session = get_session()
    steps = queries.next_steps(session, g.person.id)
    forms = [(step, wrong if wrong and step is at else _form_of(step)) for step in steps]
    # Those that have a day come first, the nearest before the others.
    dated = sorted(forms, key=lambda pair: pair[0].due_on or date.max)
    waiting = [pair for pair in dated if pair[0].state in WAITING]
    page = render_template(
        "entries/next_steps.html",
        waiting=waiting,
        settled=[pair for pair in forms if pair not in waiting],
        form=wrong,
    )
    return page, 422 if wrong else 200
