"""Experiments, read by everyone in the Lab, and the answers of those who took part."""

import uuid
from datetime import date

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.models import Role
from journal.clock import now, today
from journal.cooperation.models import LabAnswer
from journal.counting.rules import first_step
from journal.counting.wording import ANSWER_WITHDRAWN
from journal.experiments import queries, rules, services, writing_views
from journal.experiments.before_after import draw
from journal.experiments.blueprint import (
    BESIDE,
    ELSEWHERE,
    ORIGINS,
    WAYS,
    WRITTEN,
    blueprint,
    carried_by,
    experiment_or_404,
)
from journal.experiments.forms import VoiceForm
from journal.experiments.models import Experiment, Helped
from journal.partners.queries import organisation_of
from journal.web import access
from journal.web.database import get_session
from journal.web.settings import settings

# Importing these adds their routes to the blueprint.
__all__ = ["blueprint", "writing_views"]


@blueprint.get("")
@access.signed_in
def index() -> ResponseReturnValue:
    rungs = queries.by_rung(get_session(), g.person.lab_id)
    own = organisation_of(get_session(), g.person.id)
    ways = [line for tell in WAYS for line in tell(get_session(), g.person)]
    shown = {"rungs": rungs, "ladder": rules.LADDER, "latest": _latest, "own": own, "ways": ways}
    return render_template("experiments/index.html", **shown)


@blueprint.get("/<uuid:experiment_id>")
@access.signed_in
def experiment(experiment_id: uuid.UUID) -> ResponseReturnValue:
    return _page(experiment_or_404(experiment_id))


@blueprint.post("/<uuid:experiment_id>/participation")
@access.roles("participant")
def say(experiment_id: uuid.UUID) -> ResponseReturnValue:
    """« J’y ai participé » : record what it gave this person."""
    row, form = experiment_or_404(experiment_id), VoiceForm()
    if not form.validate():
        return _page(row, form), 422
    services.say(get_session(), row, Helped(form.helped.data), by=g.person, now=now())
    get_session().commit()
    flash("C’est noté. Votre réponse compte avec celles des autres, jamais seule.")
    return redirect(url_for("experiments.experiment", experiment_id=row.id), 303)


@blueprint.post("/<uuid:experiment_id>/participation/retirer")
@access.roles("participant")
@access.even_when_full
def unsay(experiment_id: uuid.UUID) -> ResponseReturnValue:
    row = experiment_or_404(experiment_id)
    if services.unsay(get_session(), row, by=g.person):
        get_session().commit()
        flash(ANSWER_WITHDRAWN)
    return redirect(url_for("experiments.experiment", experiment_id=row.id), 303)


def _page(row: Experiment, form: VoiceForm | None = None) -> str:
    session, floor = get_session(), _floor()
    steps, carries, reads = rules.accepted(row), carried_by(row), _reads_the_story()
    discusses = g.person.role is Role.COORDINATOR or carries
    own = services.own_voice(session, row, g.person) if g.person.role is Role.PARTICIPANT else None
    return render_template(
        "experiments/experiment.html",
        experiment=row,
        steps=rules.path_as_read(steps),
        path=rules.path_of(steps),
        ladder=rules.LADDER,
        proposed=queries.proposed(row) if discusses else [],
        declined=queries.declined(row) if discusses else [],
        carries=carries,
        authors=queries.authors(session, row),
        themes=queries.themes_told(session, row.lab_id, row.themes, floor=floor) if reads else [],
        answer=session.get(LabAnswer, row.answer_id) if reads and row.answer_id else None,
        heard=queries.counts_told(row, floor=floor),
        least=first_step(floor),
        own=own,
        form=form or VoiceForm(formdata=None, data={"helped": own.helped.value if own else None}),
        origins=[line for tell in ORIGINS for line in tell(session, row, g.person)],
        elsewhere=[group for tell in ELSEWHERE for group in tell(session, row, g.person)],
        beside=[line for tell in BESIDE for line in tell(session, row, floor)],
        written=next(filter(None, (tell(session, row, today(), floor) for tell in WRITTEN if _is_inside())), None),
        draw=draw,
    )


def _is_inside() -> bool:
    """Whether this person reads the récit before it is public, as participants and coordinators do."""
    return g.person.role in {Role.PARTICIPANT, Role.COORDINATOR}


def _reads_the_story() -> bool:
    """Whether this person may read themes and answers: partners and administrators, once the récit is public."""
    return _is_inside() or g.person.lab.is_public


def _floor() -> int:
    """The fewest people behind a figure: for whoever reads no more than anyone would, the threshold of public pages."""
    return settings().lab_threshold if _is_inside() else settings().public_threshold


def _latest(row: Experiment) -> date:
    return rules.path_as_read(rules.accepted(row))[-1].step.happened_on
