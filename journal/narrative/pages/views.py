"""The récit as people read it, and the answers of those it quotes."""

import uuid
from typing import Any

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.accounts.models import Role
from journal.clock import now
from journal.narrative import evidence, laying_out, queries, reception, rules
from journal.narrative.beside import replies_to
from journal.narrative.gathering import changes
from journal.narrative.making import quotes
from journal.narrative.models import DigestStatus, Quote, QuoteState
from journal.narrative.pages import (
    answering_views,
    arc,
    contribution_views,
    editing_views,
    mediation_views,
    output_views,
    pathway_views,
    public_views,
    quote_views,
    reply_views,
)
from journal.narrative.pages.blueprint import blueprint, published_or_404
from journal.narrative.removing import hidden_further, withdrawals
from journal.web import access, errors
from journal.web.database import get_session
from journal.web.queue import enqueue
from journal.web.settings import settings

# Importing these adds their routes to the blueprint, or makes them follow what is written.
__all__ = [
    "answering_views",
    "blueprint",
    "contribution_views",
    "editing_views",
    "hidden_further",
    "mediation_views",
    "output_views",
    "pathway_views",
    "public_views",
    "quote_views",
    "reply_views",
]
YES = "C’est noté. Votre phrase attend sept jours avant de paraître\u00a0: vous pouvez changer d’avis."


@blueprint.get("/recit")
@access.roles("participant", "coordinator")
def story() -> ResponseReturnValue:
    session = get_session()
    narrative = queries.narrative_of(session, g.person.lab_id)
    published = session.scalars(queries.digests(g.person.lab_id, DigestStatus.PUBLISHED)).all()
    paragraphs = queries.parts_to_read(session, g.person.lab_id, narrative.paragraphs if narrative else [])
    opened = evidence.open_parts(
        session, [part["sentences"] for part in paragraphs], g.person.lab_id, when=evidence.SINCE_THE_BEGINNING
    )
    told = arc.along(paragraphs)
    return render_template(
        "narrative/story.html",
        narrative=narrative,
        parts=list(zip(paragraphs, opened, strict=True)),
        told=told,
        drawing=arc.draw(told.rows) if told else None,
        digests=published,
        **_answered(session, reception.versions_of(paragraphs)),
    )


def _answered(session: Session, versions: reception.Versions) -> dict[str, dict[str, Any]]:
    """What the reader answered of these parts; for the team, how they are received, by five people at least."""
    if g.person.role is Role.PARTICIPANT:
        return {"answers": reception.given_by(session, g.person, versions)}
    return {"received": reception.received(session, versions, floor=settings().lab_threshold)}


@blueprint.get("/recit/<month>")
@access.roles("participant", "coordinator")
def digest(month: str) -> ResponseReturnValue:
    found, session = published_or_404(month), get_session()
    ledger = found.provenance.get("ledger", {})
    before, after = queries.neighbours(session, found)
    told = {part.theme_id: part.part_version for part in found.paragraphs if part.theme_id and part.text}
    paragraphs = [part for part in found.paragraphs if part.text]
    opened = evidence.open_parts(
        session, [laying_out.as_read(part.sentences, part.text) for part in paragraphs], found.lab_id
    )
    return render_template(
        "narrative/digest.html",
        digest=found,
        parts=list(zip(paragraphs, opened, strict=True)),
        beside=replies_to(session, found),
        lines=rules.ledger_lines(ledger),
        counted_on=rules.counted_on(ledger, found.drafted_at),
        revisions=queries.revisions(found),
        before=before,
        after=after,
        unquoted=quotes.printed_in(session, found) and queries.go_unnamed(session, found.lab_id),
        question=queries.question_asked(session, g.person, month),
        versions=reception.versions_now(session, found.lab_id),
        living=reception.living(session, found.lab_id),
        **_answered(session, told),
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
        unnamed=queries.go_unnamed(session, g.person.lab_id),
        mails=bool(settings().mail_host),
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
