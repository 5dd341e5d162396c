"""One month of the récit as a message."""

from email.message import EmailMessage

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from journal.accounts import subscriptions
from journal.accounts.models import Person, Role
from journal.accounts.subscriptions import Subscription
from journal.config import Settings
from journal.narrative import laying_out, redacting
from journal.narrative.making import quotes
from journal.narrative.models import Digest, DigestDelivery, Quote
from journal.web import mail, typography

READ = "Le lire sur le site"
# The page of the month asks participants about each of its themes.
READ_AND_ANSWER = f"{READ}, et dire si vous vous y reconnaissez"


def subscribed() -> sa.ColumnElement[bool]:
    """Whoever receives the month; a partner reads the récit only where it is public."""
    return sa.and_(Person.wants_digest, Person.role != Role.PARTNER, subscriptions.reachable())


def build(session: Session, delivery: DigestDelivery, settings: Settings) -> EmailMessage | None:
    """The message of a delivery; none when its person has unsubscribed since, and the delivery goes."""
    person = session.scalar(sa.select(Person).where(Person.id == delivery.person_id, subscribed()))
    if person is None or not person.email:
        session.delete(delivery)
        return None
    digest = session.get_one(Digest, delivery.digest_id)
    # Neutral: it shows on the screen of a phone, before anyone opens it.
    subject = f"Le récit {typography.of_month(digest.month).split(typography.NBSP)[0]} est paru"
    address = f"{settings.base_url}/recit/{digest.month:%Y-%m}"
    leave = subscriptions.unsubscribe_url(person, Subscription.DIGEST, settings)
    parts = mailable(session, digest)
    message = mail.message(settings, person.email, subject, reference=str(delivery.id), leave=leave)
    quoted = bool(quotes.printed_in(session, digest))
    to_read = READ_AND_ANSWER if person.role is Role.PARTICIPANT else READ
    message.set_content(_plain_text(digest.title, parts, f"{to_read}\u00a0:\n{address}", leave, quoted=quoted))
    page = current_app.jinja_env.get_template("emails/digest.html")
    html = page.render(
        subject=subject,
        title=digest.title,
        parts=parts,
        address=address,
        to_read=to_read,
        unsubscribe=leave,
        quoted=quoted,
    )
    message.add_alternative(html, subtype="html")
    return message


def mailable(session: Session, digest: Digest) -> list[tuple[str, list[str]]]:
    """A month without anyone's own words: a quote may be withdrawn later, a message cannot be called back."""
    words = session.scalars(sa.select(Quote.text).where(Quote.digest_id == digest.id, Quote.text != "")).all()
    parts = [(part, redacting.without_voices(part.kind, part.text, words)) for part in digest.paragraphs]
    return [(part.heading, laying_out.in_lines(text, part.kind, part.sentences)) for part, text in parts if text]


def _plain_text(title: str, parts: list[tuple[str, list[str]]], to_read: str, leave: str, *, quoted: bool) -> str:
    told = [
        f"{heading}\n{'-' * len(heading)}\n\n{_plain_lines(lines)}" if heading else _plain_lines(lines)
        for heading, lines in parts
    ]
    kept_back = (
        "Les citations ne partent pas par mail\u00a0: sur le site, leurs auteur·es peuvent encore les retirer.\n"
    )
    farewell = f"{kept_back if quoted else ''}{subscriptions.farewell(leave)}"
    return mail.laid_out(title, to_read, *told, foot=farewell)


def _plain_lines(lines: list[str]) -> str:
    return lines[0] if len(lines) == 1 else "\n".join(f"- {line}" for line in lines)
