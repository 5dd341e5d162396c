"""Replies of an organisation to the last month of the demonstration Lab: published, to rewrite, to decide."""

from datetime import timedelta

from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.db import count
from journal.demo.loading import Clock
from journal.demo.stories import cast_of
from journal.narrative.making import replies
from journal.narrative.models import MonthReply, ReplyState
from journal.partners.queries import organisation_of
from nlp.prose.drafts import ParagraphKind

# Each reply, and what the coordination makes of it; the last one waits. Nobody is named in these words.
WRITTEN: tuple[tuple[str, ReplyState | None, str], ...] = (
    (
        "Nous lisons ce qui est dit ici, et une part nous revient. Depuis la rentrée, chaque personne choisit avec "
        "nous l’heure de son premier jour, selon son trajet. Dites-nous si cela change quelque chose.",
        ReplyState.PUBLISHED,
        "",
    ),
    (
        "Ce n’est pas ce que nous voyons chez nous, et les personnes qui le disent ne sont pas restées longtemps.",
        ReplyState.RETURNED,
        "Dites ce que vous voyez, sans parler des personnes qui ont écrit\u00a0: votre désaccord peut paraître ainsi.",
    ),
    ("Cela nous concerne aussi. Nous ne pouvons pas tout changer seuls, et nous proposons d’en parler.", None, ""),
)
ANSWERED_AFTER, DECIDED_AFTER = timedelta(days=2), timedelta(days=4)


def play_replies(session: Session, lab: Lab, clock: Clock) -> None:
    """Write all replies; do nothing if the Lab has some, or no month open to everyone."""
    if count(session, MonthReply, MonthReply.lab_id == lab.id):
        return
    cast = cast_of(session, lab)
    by, team = cast.who("partenaire"), cast.who("coordination")
    actor = organisation_of(session, by.id)
    if actor is None:
        return
    for digest in replies.months_to_read(session, session.get_one(Lab, lab.id))[:1]:
        published = digest.published_at or clock.now
        at, on = (min(published + after, clock.now) for after in (ANSWERED_AFTER, DECIDED_AFTER))
        # Of what is told of themes first.
        parts = sorted(replies.parts_of(session, digest), key=lambda part: not part.startswith(ParagraphKind.THEME))
        for part, (text, decided, reason) in zip(parts, WRITTEN, strict=False):
            made = replies.write(session, digest, part, text, actor=actor, by=by, now=at)
            if decided is not None:
                replies.settle(session, made, decided, reason, seen=replies.read_mark(made), by=team, now=on)
