"""What a participant wrote for a call: reviewed as the team would read it, masked more, sent, or erased."""

import uuid

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.calls import ideas
from journal.calls.blueprint import blueprint, own_words_or_404
from journal.clock import now
from journal.entries.words_views import before_sending, hide_more, said_when_sent
from journal.web import access, errors
from journal.web.database import get_session


@blueprint.route("/mots/<uuid:idea_words_id>", methods=["GET", "POST"])
@access.roles("participant")
@errors.way_back("calls.index", "Revenir aux appels à idées")
def words(idea_words_id: uuid.UUID) -> ResponseReturnValue:
    """What the team would read, before it is sent."""
    found, session = own_words_or_404(idea_words_id), get_session()
    about = found.about
    here = url_for("calls.idea", idea_id=about.id)
    if found.sent_at is not None:
        return redirect(here, 303)
    if request.method == "POST":
        ideas.send(session, found, seen=request.form.get("seen", ""), now=now())
        record(session, "send_idea", by=g.person, on=Subject("idea", about.id))
        session.commit()
        flash(said_when_sent())
        return redirect(here, 303)
    return before_sending("calls/words.html", found, idea=about)


@blueprint.post("/mots/<uuid:idea_words_id>/masquer")
@access.roles("participant")
@access.even_when_full
def mask_words(idea_words_id: uuid.UUID) -> ResponseReturnValue:
    found = own_words_or_404(idea_words_id)
    hide_more(found)
    return redirect(url_for("calls.words", idea_words_id=found.id), 303)


@blueprint.post("/mots/<uuid:idea_words_id>/effacer")
@access.roles("participant")
@errors.way_back("calls.index", "Revenir aux appels à idées")
@access.even_when_full
def drop_words(idea_words_id: uuid.UUID) -> ResponseReturnValue:
    found = own_words_or_404(idea_words_id)
    call_id = found.about.call_id
    ideas.drop_words(get_session(), found)
    get_session().commit()
    flash("Votre texte est effacé.")
    return redirect(url_for("calls.call", call_id=call_id), 303)
