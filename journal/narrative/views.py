"""The récit as people read it, and what participants answer to it."""

import uuid
from typing import Any

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.accounts.models import Role
from journal.clock import now
from journal.db import in_lab
from journal.narrative import (
    changes,
    contribution_views,
    contributions,
    editing_views,
    evidence,
    hidden_further,
    mediation_views,
    output_views,
    public_views,
    queries,
    quote_views,
    quotes,
    resonance,
    rules,
    services,
    withdrawals,
)
from journal.narrative.blueprint import blueprint, published_or_404
from journal.narrative.forms import ResonanceForm
from journal.narrative.models import DigestParagraph, DigestStatus, Quote, QuoteState, ResonanceAnswer
from journal.themes.models import Theme, ThemeStatus
from journal.web import access, errors
from journal.web.database import get_session
from journal.web.pages import form_page
from journal.web.queue import enqueue
from journal.web.settings import settings

# Importing these adds their routes to the blueprint, or makes them follow what is written.
__all__ = [
    "blueprint",
    "contribution_views",
    "editing_views",
    "hidden_further",
    "mediation_views",
    "output_views",
    "public_views",
    "quote_views",
]
YES = "C’est noté. Votre phrase attend sept jours avant de paraître\u00a0: vous pouvez changer d’avis."


@blueprint.get("/recit")
@access.roles("participant", "coordinator")
def story() -> ResponseReturnValue:
    session = get_session()
    narrative = queries.narrative_of(session, g.person.lab_id)
    published = session.scalars(queries.digests(g.person.lab_id, DigestStatus.PUBLISHED)).all()
    paragraphs = queries.parts_to_read(session, g.person.lab_id, narrative.paragraphs if narrative else [])

    def opened(part: dict[str, Any]) -> list[evidence.OpenedSentence]:
        return evidence.open_all(session, part["sentences"], g.person.lab_id, when=evidence.SINCE_THE_BEGINNING)

    return render_template(
        "narrative/story.html",
        narrative=narrative,
        parts=[(p, opened(p)) for p in paragraphs],
        digests=published,
        answers={str(theme): answer for theme, answer in queries.answers_by(session, g.person).items()},
        choices=list(ResonanceAnswer),
        resonances=resonances(paragraphs) if g.person.role_name == "coordinator" else {},
    )


def resonances(paragraphs: list[dict[str, Any]]) -> dict[str, str]:
    """How far participants recognise themselves in each part: for coordinators, five people at least."""
    floor = settings().lab_threshold
    themes = [str(paragraph["theme"]) for paragraph in paragraphs if paragraph["theme"]]
    scores = {t: resonance.score(queries.resonance_answers(get_session(), uuid.UUID(t)), floor=floor) for t in themes}
    return {theme: resonance.in_words(score) for theme, score in scores.items() if score is not None}


@blueprint.route("/recit/themes/<uuid:theme_id>/repondre", methods=["GET", "POST"])
@access.roles("participant")
@errors.way_back("narrative.story", "Revenir au récit")
def respond(theme_id: uuid.UUID) -> ResponseReturnValue:
    session = get_session()
    theme = in_lab(session, Theme, g.person.lab_id, theme_id)
    if theme is None or theme.status is not ThemeStatus.ADOPTED:
        abort(404)
    known = queries.answers_by(session, g.person).get(theme.id)
    form = ResonanceForm(data={"answer": known.value if known else None})
    if not form.validate_on_submit():
        return form_page(
            "narrative/respond.html", form, theme=theme, part=queries.subjects(session, g.person.lab_id)[theme.id].part
        )
    services.answer_theme(session, theme, ResonanceAnswer(form.answer.data), by=g.person, now=now())
    written = contributions.write(session, theme, form.text.data, by=g.person, now=now()) if form.text.data else None
    session.commit()
    if written is not None:
        enqueue("mask")
        return redirect(url_for("narrative.contribution", contribution_id=written.id), 303)
    flash("Merci. Votre réponse est gardée ; vous pouvez en changer.")
    return redirect(url_for("narrative.story"), 303)


@blueprint.get("/recit/<month>")
@access.roles("participant", "coordinator")
def digest(month: str) -> ResponseReturnValue:
    found, session = published_or_404(month), get_session()
    before, after = queries.neighbours(session, found)

    def opened(part: DigestParagraph) -> list[evidence.OpenedSentence]:
        return evidence.open_all(session, rules.as_read(part.sentences, part.text), found.lab_id)

    return render_template(
        "narrative/digest.html",
        digest=found,
        parts=[(p, opened(p)) for p in found.paragraphs if p.text],
        lines=rules.ledger_lines(found.provenance.get("ledger", {})),
        editions=queries.editions(found),
        before=before,
        after=after,
        unnamed=quotes.go_unnamed(session, found.lab_id),
        question=queries.question_asked(session, g.person, month),
    )


@blueprint.get("/recit/citations")
@access.roles("participant")
def my_quotes() -> ResponseReturnValue:
    session = get_session()
    return render_template(
        "narrative/my_quotes.html",
        quotes=queries.quotes_by(session, g.person),
        contributions=queries.contributions_by(session, g.person),
        months=changes.standing_of_each(session, g.person.lab_id),
    )


@blueprint.post("/recit/citations/<uuid:quote_id>/<choice>")
@access.roles("participant")
@errors.way_back("narrative.my_quotes", "Revenir à mes mots dans le récit")
@access.even_when_full
def answer_quote(quote_id: uuid.UUID, choice: str) -> ResponseReturnValue:
    session = get_session()
    quote = session.get(Quote, quote_id)
    if quote is None or quote.author_id != g.person.id or choice not in {"oui", "non", "retirer"}:
        abort(404)
    if quote.state is QuoteState.PROPOSED:
        abort(404)  # nobody has asked anything of its author
    if choice == "retirer":
        withdrawals.withdraw(session, quote, now=now())
        flash("Votre citation est retirée. Sa place dit seulement qu’elle l’a été.")
    else:
        quotes.answer(session, quote, accept=choice == "oui", now=now())
        flash(YES if choice == "oui" else "C’est noté : cette phrase ne sera pas publiée.")
    record(session, f"quote_{choice}", by=g.person, on=Subject("quote", quote.id))
    session.commit()
    enqueue("compose")
    return redirect(url_for("narrative.my_quotes"), 303)


@blueprint.app_context_processor
def _marks() -> dict[str, object]:
    """What the menu marks, asked only by the pages that show it: questions that await a participant's answer."""

    def marks() -> dict[str, int]:
        asked = g.get("person") is not None and g.person.role is Role.PARTICIPANT
        return {"narrative.my_quotes": queries.questions_for(get_session(), g.person)} if asked else {}

    return {"menu_marks": marks}
