"""One's pathway seen through what one wrote: the arc of emotions, a year ago, the next steps. For its author only."""

import uuid

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from journal.clock import now, today
from journal.entries import arc, queries, services
from journal.entries.blueprint import blueprint
from journal.entries.forms import NextStepForm
from journal.entries.models import NextStep, NextStepState
from journal.pathways.queries import pathway_of
from journal.web import access
from journal.web.database import get_session
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


@blueprint.get("/prochains-pas")
@access.roles("participant")
def next_steps() -> ResponseReturnValue:
    return _next_steps_page()


@blueprint.post("/prochains-pas/<uuid:step_id>")
@access.roles("participant")
def answer_next_step(step_id: uuid.UUID) -> ResponseReturnValue:
    step = get_session().get(NextStep, step_id)
    if step is None or step.author_id != g.person.id:
        abort(404)
    form = _form_of(step, filled=False)
    if not form.validate():
        return _next_steps_page(form, step)
    state = NextStepState(form.state.data)
    services.answer_next_step(get_session(), step, state, form.outcome.data or "", now=now())
    get_session().commit()
    flash(WORDS[state])
    return redirect(url_for("entries.next_steps"), 303)


WORDS = {
    NextStepState.PLANNED: "C’est noté.",
    NextStepState.DONE: "C’est noté. Vous l’avez fait.",
    NextStepState.POSTPONED: "C’est noté. Ce sera pour plus tard.",
    NextStepState.DROPPED: "C’est noté. Y renoncer est aussi un choix.",
}


def _form_of(step: NextStep, *, filled: bool = True) -> NextStepForm:
    values = {"state": step.state.value, "outcome": step.outcome}
    return NextStepForm(None, prefix=step.id.hex, data=values) if filled else NextStepForm(prefix=step.id.hex)


def _next_steps_page(wrong: NextStepForm | None = None, at: NextStep | None = None) -> ResponseReturnValue:
    session = get_session()
    steps = queries.next_steps(session, g.person.id)
    forms = [(step, wrong if wrong and step is at else _form_of(step)) for step in steps]
    entries = session.scalars(queries.timeline(g.person.id)).all()
    waiting = [pair for pair in forms if pair[0].state in {NextStepState.PLANNED, NextStepState.POSTPONED}]
    page = render_template(
        "entries/next_steps.html",
        waiting=waiting,
        settled=[pair for pair in forms if pair not in waiting],
        shares=arc.shares_of_acting(entries),
        form=wrong,
    )
    return page, 422 if wrong else 200
