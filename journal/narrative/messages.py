"""One month of the récit as a message, and the address that ends the subscription."""

import uuid
from email.message import EmailMessage
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.config import Settings
from journal.narrative import rules
from journal.narrative.models import Digest, DigestDelivery, Quote
from journal.web import typography


def build(session: Session, delivery_id: uuid.UUID, settings: Settings) -> EmailMessage | None:
    """The message of a delivery; none when its person has unsubscribed since, and the delivery goes."""
    delivery = session.get_one(DigestDelivery, delivery_id)
    person = session.get_one(Person, delivery.person_id)
    if not person.wants_digest or not person.email or person.disabled_at:
        session.delete(delivery)
        return None
    digest = session.get_one(Digest, delivery.digest_id)
    # Neutral: it shows on the screen of a phone, before anyone opens it.
    subject = f"Le récit {typography.of_month(digest.month).split(typography.NBSP)[0]} est paru"
    address = f"{settings.base_url}/recit/{digest.month:%Y-%m}"
    leave = f"{settings.base_url}/desabonnement/{unsubscribe_token(person, settings)}"
    parts = mailable(session, digest)
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = settings.mail_from
    message["To"] = person.email
    message["Message-ID"] = f"<{delivery.id}@{urlsplit(settings.base_url).hostname}>"
    message["List-Unsubscribe"] = f"<{leave}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_plain_text(digest.title, parts, address, leave))
    page = current_app.jinja_env.get_template("emails/digest.html")
    html = page.render(subject=subject, title=digest.title, parts=parts, address=address, unsubscribe=leave)
    message.add_alternative(html, subtype="html")
    return message


def mailable(session: Session, digest: Digest) -> list[tuple[str, str]]:
    """A month without anyone's own words: a quote may be withdrawn later, a message cannot be called back."""
    quotes = session.scalars(sa.select(Quote.text).where(Quote.digest_id == digest.id, Quote.text != "")).all()
    parts = [(paragraph.heading, rules.without_sentences(paragraph.text, quotes)) for paragraph in digest.paragraphs]
    return [(heading, text) for heading, text in parts if text]


def _plain_text(title: str, parts: list[tuple[str, str]], address: str, leave: str) -> str:
    told = [f"{heading}\n{'-' * len(heading)}\n\n{text}" if heading else text for heading, text in parts]
    farewell = (
        "Les citations ne partent pas par mail : sur le site, leurs auteur·es peuvent encore les retirer.\n"
        f"Vous recevez ce message parce que vous l’avez demandé. Ne plus le recevoir : {leave}"
    )
    return "\n\n".join([title, f"Le lire sur le site : {address}", *told, "--", farewell]) + "\n"


def unsubscribe_token(person: Person, settings: Settings) -> str:
    return _signer(settings).dumps(person.id.hex)


def subscriber(session: Session, token: str, settings: Settings) -> Person | None:
    """Whose subscription a token ends; nobody's when its signature is not ours."""
    try:
        person_id = uuid.UUID(hex=str(_signer(settings).loads(token)))
    except (BadSignature, ValueError):
        return None
    return session.get(Person, person_id)


def _signer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.key_for("unsubscribe"))
