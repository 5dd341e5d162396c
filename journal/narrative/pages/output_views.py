"""The récit outside the site: on paper."""

import uuid
from typing import Any

from flask import Response, g
from flask.typing import ResponseReturnValue

from journal.accounts.models import Lab
from journal.clock import now
from journal.narrative.beside import replies_to
from journal.narrative.making import editions
from journal.narrative.models import Digest
from journal.narrative.pages import printed_cards, printing
from journal.narrative.pages.blueprint import blueprint, published_or_404
from journal.narrative.pages.public_views import open_lab_or_404, public_digest_or_404
from journal.narrative.queries import go_unnamed
from journal.web import access
from journal.web.database import get_session
from journal.web.pages import attachment
from journal.web.settings import settings


@blueprint.get("/recit/<month>/pdf")
@access.roles("participant", "coordinator")
def digest_pdf(month: str) -> ResponseReturnValue:
    digest, session = published_or_404(month), get_session()
    return _paper(digest, session.get_one(Lab, digest.lab_id), editions.carried_away(session, digest), "ledger")


@blueprint.get("/public/<uuid:lab_id>/recit/<month>/pdf")
@access.public
def public_pdf(lab_id: uuid.UUID, month: str) -> ResponseReturnValue:
    lab = open_lab_or_404(lab_id)
    digest = public_digest_or_404(lab, month)
    return _paper(digest, lab, editions.in_public(get_session(), digest), "public_ledger")


def _paper(digest: Digest, lab: Lab, parts: list[dict[str, Any]], ledger: str) -> Response:
    """A month on paper, with the account of its texts that this edition tells: none in a month published before."""
    told, beside = digest.provenance.get(ledger, {}), replies_to(get_session(), digest)
    sheet = printing.digest_pdf(digest, lab.name, parts, beside, ledger=told)
    return attachment(sheet, "application/pdf", f"recit-{digest.month:%Y-%m}.pdf")


@blueprint.get("/recit/cartes")
@access.roles("coordinator")
def theme_cards() -> ResponseReturnValue:
    """Cards of the themes told, for a workshop."""
    lab = get_session().get_one(Lab, g.person.lab_id)
    made = printed_cards.cards(get_session(), lab, floor=settings().lab_threshold)
    sheet = printing.cards_pdf(made, lab.name, now(), unnamed=go_unnamed(get_session(), lab.id))
    return attachment(sheet, "application/pdf", "cartes-des-themes.pdf")
