"""Hiding a name that masking left in words about the common good. Nothing hidden is ever shown again."""

import uuid

from flask import g, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import log_as_read
from journal.accounts.readings import Reading
from journal.common_good import queries
from journal.common_good.blueprint import blueprint
from journal.entries.hiding_views import hide_in
from journal.web import access, errors
from journal.web.database import get_session, may_change, or_404

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
    """Hide the words that identify someone in a proposal, a reply or a reason."""
    session = get_session()
    found = or_404(queries.words_for_staff(session, g.person.lab_id, words_id, lock=may_change()))
    about = or_404(queries.proposal_of(session, found))

    def note() -> None:
        if about.author_id != g.person.id:
            log_as_read(Reading.PROPOSAL, [about.id])

    return hide_in(
        found,
        found.said,
        Subject("words", found.id),
        note=note,
        done=HIDDEN,
        back=url_for("common_good.proposal", proposal_id=about.id),
        back_label="Revenir à la proposition",
        told=TOLD,
    )
