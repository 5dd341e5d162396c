"""The right of reply: an organisation answers a part of a published month, and the coordination decides."""

import uuid

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.actors.models import Actor
from journal.actors.queries import actors_of
from journal.clock import now
from journal.entries.hiding import words_hidden_by_team
from journal.entries.hiding_views import hide_in
from journal.entries.rules import mark_of
from journal.narrative.making import replies as replying
from journal.narrative.models import MonthReply, ReplyState
from journal.narrative.pages.blueprint import blueprint, published_or_404
from journal.narrative.pages.forms import DecideReplyForm, MonthReplyForm
from journal.partners.queries import organisation_of
from journal.web import access, errors
from journal.web.database import get_session, may_change, or_404
from journal.web.forms import refusing
from journal.web.pages import form_page

SENT = "Votre réponse est envoyée. La coordination la lit, puis décide\u00a0: vous lirez ici ce qu’elle en fait."
DECIDED = {
    ReplyState.PUBLISHED: "La réponse est publiée, à côté de la partie dont elle parle.",
    ReplyState.RETURNED: "L’organisation lira ce que vous lui demandez, et peut écrire sa réponse autrement.",
    ReplyState.DECLINED: "L’organisation lira pourquoi sa réponse n’est pas publiée.",
}
ACTIONS = {
    ReplyState.PUBLISHED: "publish_month_reply",
    ReplyState.RETURNED: "return_month_reply",
    ReplyState.DECLINED: "decline_month_reply",
}
TOLD = (
    "L’organisation verra quels mots l’équipe a cachés, sans savoir qui l’a fait. Si c’est une erreur, elle peut "
    "retirer sa réponse et l’écrire autrement."
)


@blueprint.get("/recit/reponses")
@access.roles("partner")
def replies() -> ResponseReturnValue:
    """The months an organisation may answer, and what became of what it answered."""
    session, actor = get_session(), _organisation_or_404()
    given = replying.of_organisation(session, actor)
    parts = {digest: replying.parts_of(session, digest) for digest in {reply.digest for reply in given}}
    return render_template(
        "narrative/replies.html",
        organisation=actor,
        replies=[(reply, parts[reply.digest].get(reply.part)) for reply in given],
        months=replying.months_to_read(session, g.person.lab),
        hidden_in=words_hidden_by_team,
        rewritten=replying.OPEN,
    )


@blueprint.route("/recit/<month>/repondre/<month_part>", methods=["GET", "POST"])
@access.roles("partner")
@errors.way_back("narrative.replies", "Voir nos réponses")
def reply(month: str, month_part: str) -> ResponseReturnValue:
    session, actor, digest = get_session(), _organisation_or_404(), published_or_404(month)
    about, form = or_404(replying.parts_of(session, digest).get(month_part)), _reply_form()
    given = replying.given_to(session, digest, actor).get(month_part)
    if given is not None and not may_change():
        return render_template("narrative/replied.html", digest=digest, about=about, given=given)
    if form.validate_on_submit():
        with refusing(form, "text"):
            text = form.text.data or ""
            made = replying.write(session, digest, month_part, text, actor=actor, by=g.person, now=now())
            return _sent(made, "reply_to_month")
    return form_page("narrative/reply.html", form, digest=digest, about=about, organisation=actor, rewritten=None)


@blueprint.route("/recit/reponses/<uuid:reply_id>/recrire", methods=["GET", "POST"])
@access.roles("partner")
@errors.way_back("narrative.replies", "Voir nos réponses")
def rewrite_reply(reply_id: uuid.UUID) -> ResponseReturnValue:
    """Write a reply otherwise, before the coordination decides or because it asks to."""
    session, actor = get_session(), _organisation_or_404()
    found = or_404(replying.own(session, actor, reply_id, lock=may_change()))
    about = or_404(replying.parts_of(session, found.digest).get(found.part))
    if not may_change() and found.state not in replying.OPEN:
        abort(404)
    form = _reply_form(text=found.text, seen=mark_of(found.text))
    if form.validate_on_submit():
        with refusing(form, "text"):
            seen = form.seen.data or ""
            replying.rewrite(session, found, form.text.data or "", seen=seen, by=g.person, now=now())
            return _sent(found, "rewrite_month_reply")
    return form_page(
        "narrative/reply.html", form, digest=found.digest, about=about, organisation=actor, rewritten=found
    )


def _reply_form(**filled: str) -> MonthReplyForm:
    return MonthReplyForm([each.name for each in actors_of(get_session(), g.person.lab_id)], data=filled)


def _sent(sent: MonthReply, action: str) -> ResponseReturnValue:
    record(get_session(), action, by=g.person, on=Subject("month_reply", sent.id))
    get_session().commit()
    flash(SENT)
    return redirect(url_for("narrative.replies"), 303)


@blueprint.post("/recit/reponses/<uuid:reply_id>/retirer")
@access.roles("partner")
@access.even_when_full
def withdraw_reply(reply_id: uuid.UUID) -> ResponseReturnValue:
    """Take a reply back, whoever of the organisation wrote it."""
    session = get_session()
    found = or_404(replying.own(session, _organisation_or_404(), reply_id, lock=True))
    record(session, "withdraw_month_reply", by=g.person, on=Subject("month_reply", found.id))
    replying.withdraw(session, found)
    session.commit()
    flash("Votre réponse est retirée du site.")
    return redirect(url_for("narrative.replies"), 303)


@blueprint.route("/mediation/reponses/<uuid:reply_id>", methods=["GET", "POST"])
@access.roles("coordinator")
@access.even_when_full
@errors.way_back("narrative.mediation", "Revenir à la médiation")
def decide_reply(reply_id: uuid.UUID) -> ResponseReturnValue:
    """Publish a reply, ask to write it otherwise, or decline it; publish it no more."""
    found, form = _for_team(reply_id), DecideReplyForm()
    if not may_change() and not replying.NEXT[found.state]:
        abort(404)
    if form.validate_on_submit() and _reply_decided(form, found):
        flash(DECIDED[found.state])
        return redirect(url_for("narrative.mediation"), 303)
    form.offer(replying.NEXT[found.state])
    form.seen.show(replying.read_mark(found))
    about = replying.parts_answered(get_session(), found.digest).get(found.part)
    return form_page("narrative/decide_reply.html", form, reply=found, about=about)


@blueprint.route("/mediation/reponses/<uuid:reply_id>/cacher", methods=["GET", "POST"])
@access.roles("coordinator")
@access.even_when_full
def hide_in_reply(reply_id: uuid.UUID) -> ResponseReturnValue:
    """Tick the words of a reply that tell who someone is, and hide them, published or not."""
    found = _for_team(reply_id)
    return hide_in(
        found,
        found.said,
        Subject("month_reply", found.id),
        note=lambda: None,  # what an organisation says in public is read by everyone: no reading of it is noted
        done="C’est caché. L’organisation verra quels mots l’équipe a cachés, sans savoir qui l’a fait.",
        back=url_for("narrative.mediation"),
        back_label="Revenir à la médiation",
        told=TOLD,
    )


def _reply_decided(form: DecideReplyForm, found: MonthReply) -> bool:
    """Do what was chosen, unless it is refused beside its field."""
    session, state = get_session(), ReplyState(form.decision.data)
    action = "unpublish_month_reply" if found.state is ReplyState.PUBLISHED else ACTIONS[state]
    with refusing(form, "decision"):
        seen = form.seen.data or ""
        replying.settle(session, found, state, form.reason.data or "", seen=seen, by=g.person, now=now())
        record(session, action, by=g.person, on=Subject("month_reply", found.id))
        session.commit()
        return True
    return False


def _for_team(reply_id: uuid.UUID) -> MonthReply:
    return or_404(replying.for_team(get_session(), g.person.lab_id, reply_id, lock=may_change()))


def _organisation_or_404() -> Actor:
    return or_404(organisation_of(get_session(), g.person.id))
