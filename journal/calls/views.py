"""Pages of the calls: read by those invited; opened, extended and closed by coordinators."""

import uuid

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import log_as_read, record
from journal.accounts.models import Role
from journal.accounts.readings import Reading
from journal.calls import idea_views, ideas, mediation_views, queries, rules, services, words_views
from journal.calls.blueprint import READERS, blueprint, call_or_404, floor, reads_the_story
from journal.calls.forms import CallForm, CloseForm, LastDayForm
from journal.calls.models import Call, Invited
from journal.calls.services import Asking, Origins
from journal.clock import now, today
from journal.common_good.models import Part
from journal.common_good.queries import current
from journal.counting.rules import first_step
from journal.experiments.queries import themes_told
from journal.narrative.models import DigestStatus
from journal.narrative.queries import digests
from journal.themes.queries import adopted
from journal.web import access
from journal.web.database import get_session
from journal.web.forms import BaseForm, refusing
from journal.web.pages import form_page

# Importing these adds their routes to the blueprint.
__all__ = ["blueprint", "idea_views", "mediation_views", "words_views"]
# Those a call may come from: older ones answer another time.
MONTHS_OFFERED = 6


@blueprint.get("")
@access.roles(*READERS)
def index() -> ResponseReturnValue:
    found = [(each, ideas.standing_of(each, now())) for each in queries.calls_of(get_session(), g.person)]
    mine = queries.own_ideas(get_session(), g.person)
    return render_template("calls/index.html", calls=found, mine=mine)


@blueprint.get("/<uuid:call_id>")
@access.roles(*READERS)
def call(call_id: uuid.UUID) -> ResponseReturnValue:
    session, found, least = get_session(), call_or_404(call_id), floor()
    mediates = g.person.role is Role.COORDINATOR
    sent = queries.sent_to(session, found) if mediates else []
    log_as_read(Reading.IDEA, [each.id for each in sent])
    return render_template(
        "calls/call.html",
        call=found,
        standing=ideas.standing_of(found, now()),
        answers=rules.is_invited(found.invited, g.person.role),
        mine=queries.own_ideas(session, g.person, found),
        sent=sent,
        owed=queries.owed(sent),
        shown=[(each, queries.backing(session, each, floor=least)) for each in queries.retained(session, found)],
        least=first_step(least),
        parts_of=rules.parts_of,
        reads=reads_the_story(),
        themes=themes_told(session, found.lab_id, found.themes, floor=least) if reads_the_story() else [],
        outcomes=queries.outcomes_of(session, found),
        untouched=mediates and queries.is_untouched(session, found),
    )


@blueprint.route("/nouveau", methods=["GET", "POST"])
@access.roles("coordinator")
def open_call() -> ResponseReturnValue:
    session, form = get_session(), _call_form()
    if form.validate_on_submit():
        with refusing(form):
            made = services.open_call(session, _asking(form), by=g.person, now=now())
            record(session, "open_call", by=g.person, on=Subject("call", made.id))
            session.commit()
            flash("L’appel est ouvert.")
            return redirect(url_for("calls.call", call_id=made.id), 303)
    return form_page("calls/open.html", form)


@blueprint.route("/<uuid:call_id>/prolonger", methods=["GET", "POST"])
@access.roles("coordinator")
def move_last_day(call_id: uuid.UUID) -> ResponseReturnValue:
    session, found = get_session(), call_or_404(call_id)
    form = LastDayForm(data={"open_until": found.open_until})
    if form.validate_on_submit():
        with refusing(form):
            services.move_last_day(session, found, form.open_until.data, today=today())
            return _kept(found, "move_call", "Le dernier jour est changé.")
    return form_page("calls/last_day.html", form, call=found)


@blueprint.route("/<uuid:call_id>/clore", methods=["GET", "POST"])
@access.roles("coordinator")
def close(call_id: uuid.UUID) -> ResponseReturnValue:
    """Close a call, or say which ideas still need an answer."""
    session, found, form = get_session(), call_or_404(call_id), CloseForm()
    if form.validate_on_submit():
        with refusing(form):
            services.close(session, found, form.conclusion.data or "", by=g.person, now=now())
            told = (
                "Chaque idée a reçu une réponse." if queries.sent_to(session, found) else "Aucune idée n’est arrivée."
            )
            return _kept(found, "close_call", f"L’appel est clos. {told}")
    sent = queries.sent_to(session, found)
    owed = queries.owed(sent)
    log_as_read(Reading.IDEA, [each.id for each in owed])
    return form_page(
        "calls/close.html",
        form,
        call=found,
        sent=sent,
        owed=owed,
        rewritten=queries.being_rewritten(session, found.lab_id, found.id),
        parts_of=rules.parts_of,
    )


@blueprint.route("/<uuid:call_id>/effacer", methods=["GET", "POST"])
@access.roles("coordinator")
@access.even_when_full
def remove(call_id: uuid.UUID) -> ResponseReturnValue:
    """Delete a call opened by mistake."""
    session, found, form = get_session(), call_or_404(call_id), BaseForm()
    if form.validate_on_submit():
        with refusing(form):
            record(session, "delete_call", by=g.person, on=Subject("call", found.id))
            services.remove(session, found)
            session.commit()
            flash("L’appel est effacé.")
            return redirect(url_for("calls.index"), 303)
    return form_page("calls/remove.html", form, call=found, untouched=queries.is_untouched(session, found))


def _call_form() -> CallForm:
    session, lab_id = get_session(), g.person.lab_id
    parts = list(Part) if current(session, lab_id) is not None else []
    published = session.scalars(digests(lab_id, DigestStatus.PUBLISHED).limit(MONTHS_OFFERED)).all()
    return CallForm(adopted(session, lab_id), parts, published)


def _asking(form: CallForm) -> Asking:
    part, digest = form.part.data, form.digest.data
    themes = [uuid.UUID(key) for key in form.themes.data or ()]
    origins = Origins(themes, Part(part) if part else None, uuid.UUID(digest) if digest else None)
    invited = Invited(form.invited.data)
    return Asking(form.question.data or "", form.why.data or "", invited, form.open_until.data, origins)


def _kept(found: Call, action: str, sentence: str) -> ResponseReturnValue:
    record(get_session(), action, by=g.person, on=Subject("call", found.id))
    get_session().commit()
    flash(sentence)
    return redirect(url_for("calls.call", call_id=found.id), 303)
