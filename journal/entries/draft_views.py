"""Drafts over HTTP: saved as one types, kept when a session has ended, readable offline."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import Flask, flash, g, redirect, render_template, request, send_from_directory, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.models import Person
from journal.accounts.sessions import current_session
from journal.clock import now
from journal.config import ROOT
from journal.entries import draft_content, drafts, queries, rules
from journal.entries.blueprint import blueprint, own_entry
from journal.text import read_key
from journal.web import access
from journal.web.database import get_session, see_lab
from journal.web.elsewhere import sent_from_elsewhere

# Forms whose words survive a closed session.
KEPT = frozenset({"entries.write", "entries.edit", "entries.save_draft"})


@blueprint.record_once
def _register(state: Any) -> None:
    app: Flask = state.app
    app.extensions["keep_words"] = keep_words


@blueprint.post("/brouillon")
@access.roles("participant")
def save_draft() -> ResponseReturnValue:
    """Save what is being written.

    Answers the new version, both versions when another tab wrote too, or why no other draft is kept.
    """
    sent = _sent()
    submission = draft_content.submission_of(sent)
    if not submission:
        return {"error": "submission"}, 400
    session = get_session()
    content = draft_content.read(_fields(sent))
    already = queries.sent(session, g.person.id, submission)
    if already is not None and rules.says_the_same(already, content):
        # A save that left just before the text was sent, and arrives after it.
        return {"version": 0, "sent": True}
    try:
        begun = drafts.Begun(submission, _own_entry_id(sent), draft_content.version_of(sent))
        draft = drafts.save(session, g.person.id, content, begun, now=now())
    except drafts.DraftChangedElsewhere as conflict:
        return {"version": conflict.current.version, "content": conflict.current.content}, 409
    except drafts.TooManyBegun as refusal:
        return {"full": refusal.sentence}, 422
    session.commit()
    return {"version": draft.version if draft else 0}


@blueprint.post("/brouillons/<uuid:draft_id>/effacer")
@access.roles("participant")
@access.even_when_full
def discard_draft(draft_id: uuid.UUID) -> ResponseReturnValue:
    drafts.discard(get_session(), g.person.id, draft_id)
    get_session().commit()
    flash("Le brouillon est effacé.")
    return redirect(url_for("entries.timeline"), 303)


@blueprint.get("/hors-ligne")
@access.public
def offline() -> ResponseReturnValue:
    """The writing page without a network: an empty frame that the device may cache."""
    return render_template("entries/offline.html")


@blueprint.get("/ecrire/service-worker.js")
@access.public
def service_worker() -> ResponseReturnValue:
    response = send_from_directory(ROOT / "journal" / "static" / "js", "service-worker.js")
    # By default a service worker controls what is under its own address: the writing page is one level above.
    response.headers["Service-Worker-Allowed"] = url_for("entries.write")
    return response


def keep_words() -> int | None:
    """Save the words of a form whose session has ended, for their author; return the version of their draft."""
    person_id = current_session().expired_person_id
    if person_id is None or request.endpoint not in KEPT or sent_from_elsewhere():
        return None
    sent, session = _sent(), get_session()
    see_lab(session.get_one(Person, person_id).lab_id)  # nobody is signed in: nothing else says whose words these are
    begun = drafts.Begun(draft_content.submission_of(sent), _named_entry(sent), draft_content.version_of(sent))
    kept = drafts.keep_words(session, person_id, draft_content.read(_fields(sent)), begun, now=now())
    session.commit()
    return kept


def _sent() -> Mapping[str, Any]:
    if request.is_json:
        try:
            body = request.get_json(silent=True)
        except RecursionError:  # brackets without end
            return {}
        return body if isinstance(body, dict) else {}
    return request.form


def _fields(sent: Mapping[str, Any]) -> Mapping[str, Any]:
    content = sent.get("content")
    return content if isinstance(content, dict) else sent


def _named_entry(sent: Mapping[str, Any]) -> uuid.UUID | None:
    return read_key(str((request.view_args or {}).get("entry_id") or sent.get("entry")))


def _own_entry_id(sent: Mapping[str, Any]) -> uuid.UUID | None:
    named = _named_entry(sent)
    return own_entry(named).id if named else None
