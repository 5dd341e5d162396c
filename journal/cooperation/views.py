"""The page of cooperation, and the answers to themes."""

import uuid
from collections.abc import Iterable

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.clock import now, today
from journal.cooperation import queries, rules, services
from journal.cooperation.forms import AnswerForm, known
from journal.cooperation.hub import cards, partner_lines
from journal.cooperation.models import LabAnswer
from journal.db import in_lab
from journal.partners.queries import organisation_of
from journal.text import says
from journal.themes.cards import Card
from journal.themes.models import Theme, ThemeStatus
from journal.themes.pages.blueprint import floor
from journal.themes.pages.views import lab_cards
from journal.themes.queries import heir, latest_success
from journal.web import access, errors
from journal.web.database import get_session, or_404
from journal.web.forms import refusing
from journal.web.pages import form_page
from journal.web.queue import enqueue

blueprint = Blueprint("cooperation", __name__)


@blueprint.get("/cooperation")
@access.roles("participant", "partner", "coordinator")
def hub() -> ResponseReturnValue:
    """What each feature of the cooperation shows to this person."""
    session, moment = get_session(), now()
    return render_template(
        "cooperation/hub.html",
        groups=cards(session, g.person, now=moment),
        awaited=partner_lines(session, g.person, now=moment),
        organisation=organisation_of(session, g.person.id),
    )


@blueprint.get("/reponses")
@access.roles("coordinator")
def answers() -> ResponseReturnValue:
    found, words = queries.answers_of(get_session(), g.person.lab_id), request.args.get("q", "").strip()
    owed = queries.still_owed(get_session(), g.person.lab_id)
    written = [row for _, rows in found for row in rows] + [row for _, row in owed]
    late = {row.id for row in written if rules.is_overdue(row, today())}
    shown = [(theme, rows) for theme, rows in found if says(words, theme.label, *(row.text for row in rows))]
    return render_template(
        "cooperation/answers.html",
        # What was promised for a day that is past, then what nobody has answered yet.
        themes=sorted(shown, key=lambda pair: (all(row.id not in late for row in pair[1]), bool(pair[1]))),
        owed=[(theme, row) for theme, row in owed if says(words, theme.label, row.text)],
        late=late,
        unanswered=sum(not rows for _, rows in found),
        words=words,
        cards=_cards(theme.id for theme, _ in shown),
        floor=floor(),
    )


@blueprint.route("/reponses/themes/<uuid:theme_id>", methods=["GET", "POST"])
@access.roles("coordinator")
def write(theme_id: uuid.UUID) -> ResponseReturnValue:
    theme = in_lab(get_session(), Theme, g.person.lab_id, theme_id)
    if theme is None or theme.status is not ThemeStatus.ADOPTED:
        abort(404)
    form = AnswerForm()
    if form.validate_on_submit() and _keep(form, theme, None):
        flash("Votre réponse est gardée. Elle paraîtra dans le récit.")
        return redirect(url_for("cooperation.answers"), 303)
    return form_page(
        "cooperation/write.html",
        form,
        theme=theme,
        answer=None,
        card=_cards([theme.id], each=1).get(theme.id),
        floor=floor(),
        theirs=None,
    )


@blueprint.route("/reponses/<uuid:answer_id>", methods=["GET", "POST"])
@access.roles("coordinator")
@errors.way_back("cooperation.answers", "Revenir aux réponses du Lab")
def change(answer_id: uuid.UUID) -> ResponseReturnValue:
    row = _answer_or_404(answer_id)
    theme = heir(get_session(), get_session().get_one(Theme, row.theme_id))
    form = AnswerForm(data=known(row))
    valid = form.validate_on_submit()
    theirs = row if valid and form.overtakes(row) else None
    if valid and not theirs and _keep(form, theme, row):
        flash("Votre réponse est changée.")
        return redirect(url_for("cooperation.answers"), 303)
    card = _cards([theme.id], each=1).get(theme.id)
    return form_page("cooperation/write.html", form, theme=theme, answer=row, card=card, floor=floor(), theirs=theirs)


@blueprint.post("/reponses/<uuid:answer_id>/<any(fait, reprendre):gesture>")
@access.roles("coordinator")
@errors.way_back("cooperation.answers", "Revenir aux réponses du Lab")
def decide(answer_id: uuid.UUID, gesture: str) -> ResponseReturnValue:
    """Mark an answer as done, or as not done after all."""
    row = _answer_or_404(answer_id)
    if gesture == "fait":
        services.finish(get_session(), row, on=today())
    else:
        services.reopen(get_session(), row)
    record(get_session(), f"answer_{gesture}", by=g.person, on=Subject("lab_answer", row.id))
    get_session().commit()
    enqueue("compose")
    return redirect(url_for("cooperation.answers"), 303)


def _cards(shown: Iterable[uuid.UUID], *, each: int = 0) -> dict[uuid.UUID, Card]:
    """The adopted themes of the page, with ``each`` passages that may be read."""
    run = latest_success(get_session(), g.person.lab_id)
    return {card.theme.id: card for card in lab_cards(run, status=ThemeStatus.ADOPTED, each=each, only=set(shown))}


def _keep(form: AnswerForm, theme: Theme, row: LabAnswer | None) -> bool:
    """Write or change an answer, or show the error beside its date."""
    session = get_session()
    with refusing(form, "due_on"):
        if row is None:
            row = services.answer(session, theme, form.content(), by=g.person, now=now())
        else:
            services.change(row, form.content())
        record(session, "answer_theme", by=g.person, on=Subject("lab_answer", row.id))
        session.commit()
        enqueue("compose")
        return True
    return False


def _answer_or_404(answer_id: uuid.UUID) -> LabAnswer:
    return or_404(in_lab(get_session(), LabAnswer, g.person.lab_id, answer_id))
