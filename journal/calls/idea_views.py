"""Pages of those invited: writing an idea, reading others, replying to the team, supporting, withdrawing."""

import uuid
from dataclasses import asdict

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import log_as_read, record
from journal.accounts.models import Role
from journal.accounts.readings import Reading
from journal.calls import ideas, queries, rules
from journal.calls.blueprint import (
    READERS,
    blueprint,
    call_to_answer_or_404,
    floor,
    for_gesture,
    idea_or_404,
    own_or_404,
)
from journal.calls.forms import IdeaForm, ReplyForm
from journal.calls.models import Idea, IdeaWords
from journal.calls.rules import Gesture, Standing
from journal.clock import now
from journal.counting.rules import first_step
from journal.counting.wording import ANSWER_WITHDRAWN
from journal.entries.hiding import words_hidden_by_team
from journal.entries.words_views import said_to_authors
from journal.web import access, errors
from journal.web.database import get_session, may_change
from journal.web.pages import form_page
from journal.web.queue import enqueue

AUTHORS = ("participant", "partner")


@blueprint.route("/<uuid:call_id>/proposer", methods=["GET", "POST"])
@access.roles(*AUTHORS)
@errors.way_back("calls.call", "Revenir à l’appel")
def propose(call_id: uuid.UUID) -> ResponseReturnValue:
    session, found, form = get_session(), call_to_answer_or_404(call_id), IdeaForm()
    if may_change():
        ideas.check_open(session, found, now())  # else there is no form to mend
    elif ideas.standing_of(found, now()) is not Standing.OPEN:
        abort(404)
    if form.validate_on_submit():
        made = ideas.write(session, found, form.parts(), by=g.person, now=now())
        record(session, "propose_idea", by=g.person, on=Subject("idea", made.id))
        session.commit()
        return _written(made.words, made)
    return form_page("calls/propose.html", form, call=found, idea=None)


@blueprint.get("/idees/<uuid:idea_id>")
@access.roles(*READERS)
def idea(idea_id: uuid.UUID) -> ResponseReturnValue:
    return _page(idea_or_404(idea_id), ReplyForm())


@blueprint.route("/idees/<uuid:idea_id>/modifier", methods=["GET", "POST"])
@access.roles(*AUTHORS)
@errors.way_back("calls.idea", "Revenir à l’idée")
def amend(idea_id: uuid.UUID) -> ResponseReturnValue:
    """Rewrite one’s idea, which the team can no longer read until it is sent again."""
    session, found = get_session(), own_or_404(idea_id)
    for_gesture(found, Gesture.AMEND)
    form = IdeaForm(data=asdict(rules.parts_of(found.words.text)))
    if form.validate_on_submit():
        ideas.amend(session, found, form.parts(), by=g.person, now=now())
        record(session, "amend_idea", by=g.person, on=Subject("idea", found.id))
        session.commit()
        return _written(found.words, found)
    return form_page("calls/propose.html", form, call=found.call, idea=found)


@blueprint.post("/idees/<uuid:idea_id>/reponse")
@access.roles(*AUTHORS)
@errors.way_back("calls.idea", "Relire l’idée et la question")
def reply(idea_id: uuid.UUID) -> ResponseReturnValue:
    """Reply to a question from the team."""
    session, found, form = get_session(), own_or_404(idea_id), ReplyForm()
    asked = found.last_question
    if asked is None:
        abort(404)
    for_gesture(found, Gesture.REPLY)
    if not form.validate_on_submit():
        return _page(found, form), 422
    said = ideas.reply(session, found, asked, form.text.data or "", by=g.person, now=now())
    record(session, "reply_idea", by=g.person, on=Subject("idea", found.id))
    session.commit()
    return _written(said, found)


@blueprint.post("/idees/<uuid:idea_id>/retirer")
@access.roles(*AUTHORS)
@access.even_when_full
def withdraw(idea_id: uuid.UUID) -> ResponseReturnValue:
    session, found = get_session(), own_or_404(idea_id)
    call_id = found.call_id
    record(session, "withdraw_idea", by=g.person, on=Subject("idea", found.id))
    ideas.withdraw(session, found, now=now())
    session.commit()
    flash("Votre idée est retirée du site.")
    return redirect(url_for("calls.call", call_id=call_id), 303)


@blueprint.post("/idees/<uuid:idea_id>/soutenir")
@access.roles(*AUTHORS)
@errors.way_back("calls.idea", "Revenir à l’idée")
def support(idea_id: uuid.UUID) -> ResponseReturnValue:
    """Support an idea."""
    found = idea_or_404(idea_id)
    ideas.support(get_session(), found, by=g.person, now=now())
    get_session().commit()
    own = "Votre voix compte avec celles des autres, jamais seule."
    flash(own if g.person.role is Role.PARTICIPANT else "C’est noté, au nom de votre organisation.")
    return redirect(url_for("calls.idea", idea_id=found.id), 303)


@blueprint.post("/idees/<uuid:idea_id>/soutien/retirer")
@access.roles(*AUTHORS)
@access.even_when_full
def unsupport(idea_id: uuid.UUID) -> ResponseReturnValue:
    found = idea_or_404(idea_id)
    if ideas.unsupport(get_session(), found, by=g.person):
        get_session().commit()
        flash(ANSWER_WITHDRAWN if g.person.role is Role.PARTICIPANT else "Ce soutien est retiré.")
    return redirect(url_for("calls.idea", idea_id=found.id), 303)


def _page(found: Idea, replying: ReplyForm) -> str:
    """An idea, as far as this person may read it."""
    session, mine = get_session(), found.author_id == g.person.id
    if g.person.role is Role.COORDINATOR:
        log_as_read(Reading.IDEA, [found.id])
    return render_template(
        "calls/idea.html",
        idea=found,
        mine=mine,
        whole=queries.reads_whole(g.person, found),
        told=rules.parts_of(found.words.text if mine else found.words.said),
        hidden_in=words_hidden_by_team,
        closed=found.call.closed_at is not None,
        may={gesture.value: ideas.may(found, gesture, now()) for gesture in Gesture},
        backing=queries.backing(session, found, floor=floor()),
        supported=ideas.own_support(session, found, g.person) is not None,
        least=first_step(floor()),
        letters=said_to_authors(ideas.words_of(found)) if g.person.role is Role.COORDINATOR else {},
        form=replying,
    )


def _written(words: IdeaWords, about: Idea) -> ResponseReturnValue:
    """Redirect to what was written, where its author reviews it first if it waits to be masked."""
    if words.sent_at is None:
        enqueue("mask")
        return redirect(url_for("calls.words", idea_words_id=words.id), 303)
    flash("C’est envoyé.")
    return redirect(url_for("calls.idea", idea_id=about.id), 303)
