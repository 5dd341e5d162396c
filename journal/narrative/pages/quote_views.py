"""Quotes as the team reads them: proposed by the machine, asked of their authors or left aside."""

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.clock import now
from journal.narrative import queries
from journal.narrative.making import quotes
from journal.narrative.pages.blueprint import blueprint, digest_or_404
from journal.web import access, errors
from journal.web.database import get_session
from journal.web.queue import enqueue
from journal.web.typography import plural

DROP = "drop"


@blueprint.post("/recits/<month>/citations/demander")
@access.roles("coordinator")
@errors.way_back("narrative.edit", "Relire le récit")
def ask_for_quotes(month: str) -> ResponseReturnValue:
    """Ask their authors for the quotes that someone has read and ticked; leave the others unasked when told to."""
    session, digest = get_session(), digest_or_404(month)
    ticked = set(request.form.getlist("quote"))
    # Those of the page alone: what a colleague had proposed meanwhile was not read.
    left = set(request.form.getlist("shown")) - ticked if request.form.get("others") == DROP else set()
    known = queries.quotes_of(session, digest)
    asked = quotes.ask(session, digest, [quote for quote in known if str(quote.id) in ticked], now=now())
    dropped = quotes.drop(session, digest, [quote for quote in known if str(quote.id) in left])
    if asked:
        record(session, "ask_for_quotes", by=g.person, on=Subject("digest", digest.id), count=asked)
    if dropped:
        record(session, "drop_quote", by=g.person, on=Subject("digest", digest.id), count=dropped)
    session.commit()
    enqueue("mail")
    told = ((asked, "citation demandée", "citations demandées"), (dropped, "citation écartée", "citations écartées"))
    done = [plural(*each) for each in told if each[0]]
    flash(f"{', '.join(done)}." if done else "Cochez les citations à demander.")
    return redirect(url_for("narrative.edit", month=month, _anchor="citations"), 303)
