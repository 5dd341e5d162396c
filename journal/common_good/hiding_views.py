"""A name that words about the common good let read: the team hides it at once, and never shows anything."""

import uuid
from collections.abc import Sequence

from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import log_as_read
from journal.accounts.readings import Reading
from journal.common_good import queries
from journal.common_good.blueprint import blueprint
from journal.entries.forms import HideForm
from journal.entries.hiding import hide_words_for_team
from journal.entries.hiding_views import hide_ticked, hiding_page, log_hidden
from journal.entries.masked import pieces_read
from journal.entries.masks import MaskKind
from journal.web import access, errors
from journal.web.database import get_session, may_change, or_404
from nlp.spans import Span

HIDDEN = "C’est caché, partout où ces mots se lisaient. Son auteur·e verra lesquels, sans savoir qui les a cachés."
TOLD = (
    "Son auteur·e lira quels mots l’équipe a cachés, sans savoir qui. Si l’équipe se trompe, il lui reste à retirer "
    "sa proposition ou sa réponse, et à l’écrire autrement."
)


@blueprint.route("/mots/<uuid:words_id>/cacher", methods=["GET", "POST"])
@access.roles("coordinator")
@errors.way_back("common_good.mediation", "Revenir à la médiation")
@access.even_when_full
def hide_in_words(words_id: uuid.UUID) -> ResponseReturnValue:
    """Tick the words of a proposal, of a reply or of a reason that tell who someone is, and hide them."""
    session, form = get_session(), HideForm()
    found = or_404(queries.words_for_staff(session, g.person.lab_id, words_id, lock=may_change()))
    about = or_404(queries.proposal_of(session, found))
    back = url_for("common_good.proposal", proposal_id=about.id)

    def keep(ticked: Sequence[Span], kind: MaskKind) -> None:
        places = hide_words_for_team(found, ticked, kind)
        log_hidden(session, Subject("words", found.id), places=places, kind=kind.value)
        session.commit()

    if form.validate_on_submit() and hide_ticked(form, found.said, keep):
        flash(HIDDEN)
        return redirect(back, 303)
    if about.author_id != g.person.id:
        log_as_read(Reading.PROPOSAL, [about.id])
    pieces = pieces_read(found.text, found.masks, found.said)
    return hiding_page(form, found.said, pieces, back=back, back_label="Revenir à la proposition", told=TOLD)
