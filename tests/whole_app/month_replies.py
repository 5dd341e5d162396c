"""What the organisation of the world answers to its published month: one reply published, one that waits."""

from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.narrative.making import replies
from journal.narrative.models import Digest, ReplyState
from journal.partners.queries import organisation_of
from tests.factories import NOW


def answer_the_month(
    session: Session, digest: Digest, partner: Person, team: Person, word: str
) -> dict[str, tuple[object, ...]]:
    """Write both, decide of the first; give what addresses name."""
    actor = organisation_of(session, partner.id)
    assert actor is not None
    parts = list(replies.parts_of(session, digest))[:2]
    made = [replies.write(session, digest, part, word, actor=actor, by=partner, now=NOW) for part in parts]
    seen = replies.read_mark(made[0])
    replies.settle(session, made[0], ReplyState.PUBLISHED, "", seen=seen, by=team, now=NOW)
    return {"month_part": (made[0].part, "opening"), "reply_id": tuple(each.id for each in made)}
