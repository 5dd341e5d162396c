"""Emotions suggested after writing: a question, with nothing ticked in advance."""

import uuid
from collections.abc import Sequence

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from journal.clock import now
from journal.entries import services
from journal.entries.blueprint import blueprint, own_entry
from journal.entries.models import Entry
from journal.web import access
from journal.web.database import get_session
from nlp.emotion_suggestions import suggest
from nlp.emotions import Emotion


def asked_of(entry: Entry) -> Sequence[Emotion]:
    """The emotions to ask about, while the author has named none."""
    if entry.emotions or entry.free_emotion:
        return ()
    return suggest(entry.text)


@blueprint.post("/<uuid:entry_id>/ressenti")
@access.roles("participant")
def name_emotions(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Save the emotions that the author recognised."""
    found = own_entry(entry_id)
    known = {emotion.value: emotion for emotion in Emotion}
    chosen = [known[value] for value in dict.fromkeys(request.form.getlist("emotions")) if value in known]
    if chosen:
        services.add_emotions(get_session(), found, chosen, now=now())
        get_session().commit()
        flash("C’est noté.")
    return redirect(url_for("entries.entry", entry_id=found.id), 303)
