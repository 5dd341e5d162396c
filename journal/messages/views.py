"""A coordinator writes to the author of a passage or text, who reads the message and does as they like."""

import uuid

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import log_as_read, record
from journal.accounts.models import Person
from journal.accounts.readings import Reading
from journal.clock import now
from journal.entries.models import Passage
from journal.messages import queries, rules, services, withdrawn_texts, writings
from journal.messages.forms import TEMPLATE, USUAL_ROLE, AnswerForm, WriteForm
from journal.messages.models import TeamMessage
from journal.messages.writings import Place, Writing, place_of, words_of
from journal.themes.excerpts import excerpt
from journal.web import access, errors
from journal.web.database import get_session, or_404
from journal.web.pages import form_page
from journal.web.queue import enqueue
from journal.web.settings import settings

# Importing this has messages follow the texts they are about.
__all__ = ["blueprint", "withdrawn_texts"]

# What a reader is told of each of their gestures.
TOLD = {
    "ranger": "Ce mot est rangé. Personne n’en est prévenu.",
    "reprendre": "Ce mot est de nouveau là.",
    "retirer": "Votre réponse est effacée.",
    "oui": "C’est noté. Vous pouvez recevoir des mots de l’équipe.",
    "non": "C’est noté. Vous ne recevrez plus de mots de l’équipe, et elle n’en saura rien.",
}

blueprint = Blueprint("messages", __name__, url_prefix="/mots")


@blueprint.route("/passages/<uuid:passage_id>", methods=["GET", "POST"])
@access.roles("coordinator")
@errors.way_back("messages.sent", "Voir les mots envoyés")
def write(passage_id: uuid.UUID) -> ResponseReturnValue:
    """Write to the author of a passage. The response is the same whoever they are."""
    return _write(passage_id=passage_id)


@blueprint.route("/recit/<uuid:contribution_id>", methods=["GET", "POST"])
@blueprint.route("/bien-commun/<uuid:words_id>", methods=["GET", "POST"])
@blueprint.route("/idees/<uuid:idea_words_id>", methods=["GET", "POST"])
@access.roles("coordinator")
@errors.way_back("messages.sent", "Voir les mots envoyés")
def of_words(**about: uuid.UUID) -> ResponseReturnValue:
    """Write to the author of a text in mediation, as to that of a passage."""
    return _write(**about)


def _write(**about: uuid.UUID) -> ResponseReturnValue:
    session, [(key, row_id)] = get_session(), about.items()
    found = writings.find(session, g.person.lab_id, key, row_id)
    if found is None:
        abort(404)
    form = WriteForm(data={"signed_role": USUAL_ROLE, "words": TEMPLATE if "modele" in request.args else ""})
    if not form.validate_on_submit():
        return _letter_page(form, found, about)
    message = services.send(session, found, form.letter(), by=g.person, now=now())
    detail = {key.removesuffix("_id"): str(row_id)}
    record(session, services.SENT, by=g.person, on=Subject("team_message", message.id), **detail)
    session.commit()
    enqueue("mail")
    flash("Votre mot est confié au site. Vous ne saurez pas s’il est lu, sauf si la personne vous répond.")
    return redirect(url_for("messages.sent"), 303)


@blueprint.get("/envoyes")
@access.roles("coordinator")
def sent() -> ResponseReturnValue:
    rows = queries.sent_by_team(get_session(), g.person, now=now())
    log_as_read(Reading.PASSAGES, {row.excerpt.entry_id for row in rows if row.excerpt})
    for place in [row.place for row in rows if row.place]:
        log_as_read(place.reading, [place.row_id])
    log_as_read(Reading.ANSWER, [row.id for row in rows if row.answer])
    return render_template("messages/sent.html", rows=rows, kept_days=rules.KEPT.days)


@blueprint.post("/envoyes/<uuid:message_id>/reprendre")
@access.roles("coordinator")
@errors.way_back("messages.sent", "Voir les mots envoyés")
@access.even_when_full
def take_back(message_id: uuid.UUID) -> ResponseReturnValue:
    """Stop delivering a message. The response is the same whether it was read or not."""
    session = get_session()
    message = or_404(queries.sent_in_lab(session, g.person.lab_id, message_id, now=now()))
    services.take_back(session, message, now=now())
    record(session, services.TAKEN_BACK, by=g.person, on=Subject("team_message", message.id))
    session.commit()
    flash("Ce mot est repris. Vous ne saurez pas si la personne l’avait lu.")
    return redirect(url_for("messages.sent"), 303)


@blueprint.get("")
@access.roles("participant")
def read() -> ResponseReturnValue:
    return _own_page(AnswerForm())


@blueprint.post("/<uuid:message_id>/repondre")
@access.roles("participant")
@errors.way_back("messages.read", "Revenir au mot de l’équipe")
def answer(message_id: uuid.UUID) -> ResponseReturnValue:
    """Answer a message. Nothing its reader does is logged, since the log would show for a year who received one."""
    message, form = or_404(queries.own(get_session(), g.person, message_id)), AnswerForm()
    if not form.validate_on_submit():
        return _own_page(form)
    services.answer(get_session(), message, form.words.data or "", now=now())
    get_session().commit()
    flash("Votre réponse est gardée. L’équipe pourra la lire à partir de demain.")
    return redirect(url_for("messages.read"), 303)


@blueprint.post("/<uuid:message_id>/<any(ranger, reprendre, retirer):gesture>")
@access.roles("participant")
@access.even_when_full
def keep(message_id: uuid.UUID, gesture: str) -> ResponseReturnValue:
    """Put a message away without answering it, show it again, or withdraw one's answer."""
    message = or_404(queries.own(get_session(), g.person, message_id))
    if gesture == "retirer":
        services.withdraw_answer(get_session(), message, now=now())
    elif gesture == "ranger":
        services.put_away(get_session(), message, now=now())
    else:
        services.take_up_again(get_session(), message)
    get_session().commit()
    flash(TOLD[gesture])
    return redirect(url_for("messages.read"), 303)


@blueprint.post("/<any(oui, non):choice>")
@access.roles("participant")
@access.even_when_full
def choose(choice: str) -> ResponseReturnValue:
    """Choose whether to receive such messages. Nobody is told, and nothing is logged."""
    person = get_session().get_one(Person, g.person.id)
    services.choose(get_session(), person, takes=choice == "oui", now=now())
    get_session().commit()
    flash(TOLD[choice])
    return redirect(url_for("messages.read"), 303)


def _letter_page(form: WriteForm, found: Writing, about: dict[str, uuid.UUID]) -> ResponseReturnValue:
    place = place_of(get_session(), found)
    log_as_read(place.reading, [place.row_id])
    passage, said = (excerpt(found, found.entry), "") if isinstance(found, Passage) else (None, found.said)
    return form_page("messages/write.html", form, excerpt=passage, said=said, place=place, about=about)


def _own_page(form: AnswerForm) -> ResponseReturnValue:
    person, moment = get_session().get_one(Person, g.person.id), now()
    found = queries.of_person(get_session(), person, now=moment)
    shown = rules.to_read(found, takes=person.takes_messages, now=moment)
    past = [
        (each, rules.is_told(each.answer, moment), person.takes_messages and rules.may_be_taken_up(each, moment))
        for each in found
        if rules.is_over(each)
    ]
    about = {each.id: _about(each) for each in found}
    told = {"shown": shown, "past": past, "takes": person.takes_messages, "kept_days": rules.KEPT.days}
    told["mails"] = bool(settings().mail_host)
    return form_page("messages/read.html", form, about=about, **told)


def _about(message: TeamMessage) -> tuple[str, Place] | None:
    """The text a message is about, and where its author reads it; None when it is about a passage."""
    words = words_of(message)
    return (words.said, place_of(get_session(), words)) if words else None
