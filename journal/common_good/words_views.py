"""What one wrote about the common good: reviewed as others would read it, masked more, sent, or erased."""

import uuid

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.clock import now
from journal.common_good import queries, services
from journal.common_good.blueprint import blueprint, own_words_or_404
from journal.entries.words_views import before_sending, hide_more
from journal.web import access
from journal.web.database import get_session


@blueprint.route("/mots/<uuid:words_id>", methods=["GET", "POST"])
@access.roles("participant")
def words(words_id: uuid.UUID) -> ResponseReturnValue:
    """What others would read, before it is sent."""
    found, session = own_words_or_404(words_id), get_session()
    about = queries.proposal_of(session, found)
    if found.sent_at is not None and about is not None:
        return redirect(url_for("common_good.proposal", proposal_id=about.id), 303)
    if request.method == "POST":
        services.send(session, found, seen=request.form.get("seen", ""), now=now())
        record(session, "send_words", by=g.person, on=Subject("words", found.id))
        session.commit()
        flash("C’est envoyé.")
        return redirect(url_for("common_good.index"), 303)
    return before_sending("common_good/words.html", found, proposal=about)


@blueprint.post("/mots/<uuid:words_id>/masquer")
@access.roles("participant")
@access.even_when_full
def mask_words(words_id: uuid.UUID) -> ResponseReturnValue:
    found = own_words_or_404(words_id)
    hide_more(found)
    return redirect(url_for("common_good.words", words_id=found.id), 303)


@blueprint.post("/mots/<uuid:words_id>/effacer")
@access.roles("participant")
@access.even_when_full
def drop_words(words_id: uuid.UUID) -> ResponseReturnValue:
    found = own_words_or_404(words_id)
    services.drop_words(get_session(), found)
    get_session().commit()
    flash("Votre texte est effacé.")
    return redirect(url_for("common_good.index"), 303)
