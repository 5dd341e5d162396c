"""Quotes as the team reads them: proposed by the machine, asked of their authors or left."""

import uuid

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.clock import now
from journal.narrative import queries
from journal.narrative.making import quotes
from journal.narrative.pages.blueprint import blueprint, digest_or_404
from journal.web import access, errors
from journal.web.database import get_session, or_404
from journal.web.queue import enqueue
from journal.web.typography import plural


@blueprint.post("/recits/<month>/citations/demander")
@access.roles("coordinator")
@errors.way_back("narrative.edit", "Relire le récit")
def ask_for_quotes(month: str) -> ResponseReturnValue:
    """Ask their authors for the quotes that someone has read and ticked."""
    session, digest = get_session(), digest_or_404(month)
    ticked = set(request.form.getlist("quote"))
    chosen = [quote for quote in queries.quotes_of(session, digest) if str(quote.id) in ticked]
    asked = quotes.ask(session, digest, chosen, now=now())
    if asked:
        record(session, "ask_for_quotes", by=g.person, on=Subject("digest", digest.id), count=asked)
    session.commit()
    enqueue("mail")
    flash(
        f"{plural(asked, 'citation demandée', 'citations demandées')}." if asked else "Cochez les citations à demander."
    )
    return redirect(url_for("narrative.edit", month=month, _anchor="citations"), 303)


@blueprint.post("/recits/<month>/citations/<uuid:quote_id>/ne-pas-demander")
@access.roles("coordinator")
@errors.way_back("narrative.edit", "Relire le récit")
def drop_quote(month: str, quote_id: uuid.UUID) -> ResponseReturnValue:
    """Leave a proposal unasked; a second click finds nothing left to do."""
    session, digest = get_session(), digest_or_404(month)
    quote = or_404(next((each for each in queries.quotes_of(session, digest) if each.id == quote_id), None))
    quotes.drop(session, quote)
    record(session, "drop_quote", by=g.person, on=Subject("digest", digest.id))
    session.commit()
    return redirect(url_for("narrative.edit", month=month, _anchor="citations"), 303)
