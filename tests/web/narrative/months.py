"""What the tests of a month read again of it, and the gesture of approving it."""

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from journal.narrative.models import Digest, DigestParagraph, Quote
from journal.narrative.rules import COOLING

RETIRED = "citation retirée à la demande de son auteur·e"


def typographed(text: str) -> str:
    """A page's text with ordinary spaces: what it says, not how it is set."""
    return " ".join(text.replace("\u00a0", " ").split())


def quotes_of(session: Session) -> list[Quote]:
    fresh = sa.select(Quote).order_by(Quote.asked_at, Quote.id).execution_options(populate_existing=True)
    found = list(session.scalars(fresh))
    session.commit()
    return found


def digests_of(session: Session) -> list[Digest]:
    """Read again what pages have written, and nothing else: SQLite's write lock is for the pages."""
    fresh = sa.select(Digest).options(selectinload(Digest.paragraphs)).execution_options(populate_existing=True)
    found = list(session.scalars(fresh))
    session.commit()
    return found


def a_week_goes_by(session: Session) -> None:
    for quote in quotes_of(session):
        assert quote.answered_at is not None
        quote.answered_at -= COOLING
    session.commit()


def paragraph_of(session: Session, kind: str) -> DigestParagraph:
    (digest,) = digests_of(session)
    return next(p for p in digest.paragraphs if p.kind == kind)


def theme_page(session: Session) -> str:
    return f"/recits/2026-11/paragraphes/{paragraph_of(session, 'theme').id}"


def left_out(session: Session) -> Quote:
    """The one quote of three that the text of a theme does without."""
    (digest,) = digests_of(session)
    text = "".join(paragraph.text for paragraph in digest.paragraphs)
    (quote,) = [quote for quote in quotes_of(session) if quote.text.rstrip(".") not in text]
    return quote


def approve(coordinator, page=None, *, status: int = 303):
    """Press « Approuver » on the page they have read."""
    form = (page or coordinator.get("/recits/2026-11")).select_one("form[action$=approuver]")
    return coordinator.post(form["action"], {"version": form.select_one("[name=version]")["value"]}, status=status)
