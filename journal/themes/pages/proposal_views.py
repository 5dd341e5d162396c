"""What the analyses propose: reuniting themes, or sharing one out. A person decides."""

import uuid
from dataclasses import dataclass

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from journal.db import in_lab
from journal.errors import Refused
from journal.themes import cards, passages, queries
from journal.themes.deciding import proposals
from journal.themes.excerpts import Excerpt
from journal.themes.models import Theme, ThemeProposal
from journal.themes.pages import forms
from journal.themes.pages.blueprint import blueprint, floor, log_as_read, signed
from journal.web import access, errors
from journal.web.database import get_session, or_404
from nlp.types import Change


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposal as it is shown: which themes, why, and for a split what each part says."""

    proposal: ThemeProposal
    themes: list[Theme]
    reasons: str
    parts: list[list[Excerpt]]

    @property
    def merges(self) -> bool:
        return self.proposal.change == Change.MERGE


@blueprint.get("/propositions")
@access.roles("coordinator")
def proposals_page() -> ResponseReturnValue:
    session = get_session()
    offers = [_offer(row) for row in proposals.open_proposals(session, g.person.lab_id)]
    log_as_read(excerpt for offer in offers for part in offer.parts for excerpt in part)
    return render_template("themes/proposals.html", offers=offers)


def _offer(row: ThemeProposal) -> Offer:
    session = get_session()
    themes = proposals.themes_of(session, row)
    if row.change == Change.MERGE:
        return Offer(row, themes, proposals.reasons(row), [])
    state = queries.latest_state(session, themes[0].id) if themes else None
    found = passages.all_of(session, state, limit=200, floor=floor()) if state else []
    parts = cards.samples(row.parts, {str(excerpt.passage_id): excerpt for excerpt in found})
    return Offer(row, themes, proposals.reasons(row), parts)


@blueprint.post("/propositions/<uuid:proposal_id>")
@access.roles("coordinator")
@errors.way_back("themes.proposals_page", "Revenir aux propositions")
def decide_proposal(proposal_id: uuid.UUID) -> ResponseReturnValue:
    session, form = get_session(), forms.ProposalForm()
    row = or_404(in_lab(session, ThemeProposal, g.person.lab_id, proposal_id))
    if not form.validate() or form.decision.data not in {"accept", "refuse"}:
        abort(400)
    try:
        target = _decide(row, form)
    except Refused as refusal:
        session.rollback()
        flash(refusal.sentence)
        return redirect(url_for("themes.proposals_page"), 303)
    session.commit()
    return redirect(target, 303)


def _decide(row: ThemeProposal, form: forms.ProposalForm) -> str:
    session, decided = get_session(), signed(form.note.data)
    if form.decision.data == "refuse":
        proposals.refuse(session, row, decided)
        flash("La proposition est refusée. Elle ne sera pas refaite.")
        return url_for("themes.proposals_page")
    kept = proposals.accept(session, row, decided, floor=floor())
    flash("C’est fait. Vous pouvez l’annuler depuis l’historique du thème.")
    return url_for("themes.theme", theme_id=kept.id)
