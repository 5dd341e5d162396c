"""Messages from the coordinators of the demonstration to three authors: one was answered, the others wait."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts import audit
from journal.accounts.audit import Subject
from journal.accounts.models import Lab, Person
from journal.config import Settings
from journal.demo.loading import Clock
from journal.entries.models import Entry, Passage
from journal.entries.queries import readable_by_staff
from journal.messages import services
from journal.messages.services import Letter
from journal.messages.writings import Writing, key_of, place_of
from journal.narrative.models import Contribution


@dataclass(frozen=True, slots=True)
class _Written:
    """A message about the passage or contribution that contains these words, sent so many days ago."""

    about: str
    days: int
    words: str
    answer: str = ""


WRITTEN = (
    _Written(
        "tenir jusqu a la retraite",
        5,
        "Bonjour,\n\nJe vous ai lu·e, et je ne sais pas qui vous êtes. Tenir avec une douleur, jour après jour, c’est "
        "beaucoup. Si vous voulez savoir ce que la médecine du travail peut demander pour vous, dites-le ici, ou de la "
        "façon qui vous va. Vous n’avez rien à répondre.",
        "merci. ca m a fait drole que quelqu un l ait lu. je veux bien savoir pour la medecine du travail, mais a "
        "l atelier, pour tout le monde, je poserai mes questions la",
    ),
    # Of someone a visitor may sign in as: it waits in their journal.
    _Written(
        "ya marqué",
        1,
        "Bonjour,\n\nJ’ai lu qu’on vous avait noté absent un jour où le car n’est pas passé. Je ne sais pas qui vous "
        "êtes, et je ne cherche pas à le savoir. C’est injuste, et je voulais que vous sachiez que quelqu’un l’a lu."
        "\n\nVous n’avez rien à répondre. Si cela pèse encore, on peut en parler, comme vous voulez.",
    ),
    _Written(
        "Moi je ne l’aurai jamais",
        3,
        "Bonjour,\n\nVous avez écrit que vous n’aurez jamais le permis, et que vous cherchez quand même. Je voulais "
        "vous dire que je l’ai lu, en plus de la réponse de l’équipe. Si vous avez envie de parler de ce que cela "
        "fait, c’est possible, quand vous voulez. Vous n’avez rien à répondre.",
    ),
)


def write_to_authors(session: Session, lab: Lab, clock: Clock, settings: Settings, *, by: Person) -> None:
    """Write each message and the one answer."""
    key = settings.key_for("audit")
    for each in WRITTEN:
        about, moment = _about(session, lab, each.about), clock.now - timedelta(days=each.days)
        if about is None:
            continue
        letter = Letter(each.words, "Claire", "coordination du Lab")
        message, place = services.send(session, about, letter, by=by, now=moment), place_of(session, about)
        read, on = Subject(place.reading.subject, place.row_id), Subject("team_message", message.id)
        audit.record(session, place.reading.value, by=by, on=read, at=moment, key=key)
        detail = {key_of(about).removesuffix("_id"): str(about.id)}
        audit.record(session, services.SENT, by=by, on=on, at=moment, key=key, **detail)
        if each.answer:
            services.answer(session, message, each.answer, now=moment + timedelta(days=2))


def _about(session: Session, lab: Lab, words: str) -> Writing | None:
    said = sa.select(Contribution).where(Contribution.lab_id == lab.id, Contribution.masked_text.contains(words))
    contribution = session.scalars(said.where(Contribution.sent_under != "").order_by(Contribution.id)).first()
    if contribution is not None:
        return contribution
    holding = sa.select(Passage).join(Passage.entry).where(Entry.lab_id == lab.id, readable_by_staff())
    return session.scalars(holding.where(Passage.text.contains(words)).order_by(Passage.id)).first()
