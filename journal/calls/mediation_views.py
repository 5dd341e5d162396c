"""Pages where the team asks about an idea, retains it, answers it, tries it, or hides a name in it."""

import uuid

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import log_as_read, record
from journal.accounts.readings import Reading
from journal.calls import mediating, queries, rules
from journal.calls.blueprint import blueprint, for_gesture, idea_or_404
from journal.calls.forms import AskForm
from journal.calls.models import Idea
from journal.calls.rules import Gesture
from journal.clock import now
from journal.cooperation.forms import AnswerForm
from journal.entries.hiding_views import hide_in
from journal.experiments.forms import WordingForm
from journal.web import access, errors
from journal.web.database import get_session, may_change, or_404
from journal.web.forms import BaseForm, refusing
from journal.web.pages import form_page

TOLD = (
    "Son auteur·e lira quels mots l’équipe a cachés, sans savoir qui. Si l’équipe se trompe, il lui reste à retirer "
    "son idée et à l’écrire autrement."
)


@blueprint.route("/idees/<uuid:idea_id>/question", methods=["GET", "POST"])
@access.roles("coordinator")
@errors.way_back("calls.idea", "Relire l’idée")
def ask(idea_id: uuid.UUID) -> ResponseReturnValue:
    found, form = _for(idea_id, Gesture.ASK), AskForm()
    if form.validate_on_submit():
        with refusing(form, "text"):
            seen = form.seen.data or ""
            mediating.ask(get_session(), found, form.text.data or "", seen=seen, by=g.person, now=now())
            return _kept(found, "ask_idea", "Votre question est partie. La personne qui propose l’idée la lira.")
    return _page("calls/ask.html", form, found)


@blueprint.route("/idees/<uuid:idea_id>/retenir", methods=["GET", "POST"])
@access.roles("coordinator")
@errors.way_back("calls.idea", "Relire l’idée")
def retain(idea_id: uuid.UUID) -> ResponseReturnValue:
    """Let everyone invited read an idea, after reading who they are."""
    found, form = _for(idea_id, Gesture.RETAIN), BaseForm()
    if form.validate_on_submit():
        mediating.retain(get_session(), found, seen=request.form.get("seen", ""), now=now())
        return _kept(found, "retain_idea", "L’idée est retenue. Toutes les personnes invitées la lisent.")
    return _page("calls/retain.html", form, found)


@blueprint.route("/idees/<uuid:idea_id>/repondre", methods=["GET", "POST"])
@access.roles("coordinator")
@errors.way_back("calls.idea", "Relire l’idée")
def answer(idea_id: uuid.UUID) -> ResponseReturnValue:
    """Answer an idea in the name of the Lab, or change the answer."""
    found = _for(idea_id, Gesture.ANSWER)
    given = found.answer
    known = {"kind": given.kind.value, "text": given.text, "due_on": given.due_on} if given else {}
    form = AnswerForm(data=known)
    if form.validate_on_submit():
        with refusing(form, "text"):
            seen = form.seen.data or ""
            mediating.answer(get_session(), found, form.content(), seen=seen, by=g.person, now=now())
            return _kept(found, "answer_idea", "La réponse du Lab est écrite. La personne qui propose l’idée la lira.")
    return _page("calls/answer.html", form, found)


@blueprint.route("/idees/<uuid:idea_id>/essai", methods=["GET", "POST"])
@access.roles("coordinator")
@errors.way_back("calls.idea", "Relire l’idée")
def try_it(idea_id: uuid.UUID) -> ResponseReturnValue:
    """Start an experiment from an idea."""
    found, form, session = _for(idea_id, Gesture.TRY), WordingForm(), get_session()
    if form.validate_on_submit():
        with refusing(form, "tried"):
            row = mediating.try_it(session, found, form.description(), by=g.person, now=now())
            record(session, "begin_experiment", by=g.person, on=Subject("experiment", row.id))
            record(session, "try_idea", by=g.person, on=Subject("idea", found.id))
            session.commit()
            flash("L’idée est sur l’échelle des expérimentations. Son auteur·e le lira.")
            return redirect(url_for("experiments.experiment", experiment_id=row.id), 303)
    return _page("calls/try.html", form, found)


@blueprint.route("/mots/<uuid:idea_words_id>/cacher", methods=["GET", "POST"])
@access.roles("coordinator")
@access.even_when_full
def hide_in_words(idea_words_id: uuid.UUID) -> ResponseReturnValue:
    """Hide the words that identify someone in an idea, or in a reply about it."""
    found = or_404(queries.words_for_team(get_session(), g.person.lab_id, idea_words_id, lock=may_change()))
    about = found.about
    return hide_in(
        found,
        found.said,
        Subject("idea", about.id),
        note=lambda: log_as_read(Reading.IDEA, [about.id]),
        done="C’est caché. Son auteur·e verra quels mots l’équipe a cachés, sans savoir qui.",
        back=url_for("calls.idea", idea_id=about.id),
        back_label="Revenir à l’idée",
        told=TOLD,
    )


def _for(idea_id: uuid.UUID, gesture: Gesture) -> Idea:
    """An idea on which this action is possible."""
    found = idea_or_404(idea_id)
    for_gesture(found, gesture)
    return found


def _page(template: str, form: BaseForm, found: Idea) -> ResponseReturnValue:
    """A page that shows an idea, also after a refused form: its reading is logged."""
    log_as_read(Reading.IDEA, [found.id])
    if isinstance(form, AskForm | AnswerForm):
        form.seen.show(mediating.read_mark(found))
    return form_page(template, form, idea=found, told=rules.parts_of(found.words.said))


def _kept(found: Idea, action: str, sentence: str) -> ResponseReturnValue:
    record(get_session(), action, by=g.person, on=Subject("idea", found.id))
    get_session().commit()
    flash(sentence)
    return redirect(url_for("calls.idea", idea_id=found.id), 303)
