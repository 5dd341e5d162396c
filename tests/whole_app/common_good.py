"""What the world’s Lab wants together: a proposal in each state, and a reserve."""

from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.actors.models import Actor, ActorKind
from journal.common_good import services as common_good
from journal.common_good.models import Part, Proposal, ProposalKind, Reserve, Stance
from journal.entries.models import MaskingState
from journal.entries.words import seen_mark
from journal.partners.models import Partner
from tests.factories import NOW
from tests.unit.journal.narrative import scenes


def agree_on_a_common_good(
    session: Session, scene: scenes.Scene, partner: Person, word: str
) -> tuple[list[Proposal], Reserve]:
    """A proposal in each state, made by the author or the other participant; one adopted with a reserve."""
    organisation = Actor(lab_id=scene.lab.id, name=f"Atelier {word}", kind=ActorKind.COMPANY, created_at=NOW)
    session.add(organisation)
    session.flush()
    session.add(Partner(person_id=partner.id, actor_id=organisation.id))
    session.flush()
    author, other = scene.people[:2]
    parts = {part: f"{part.label} {word}" for part in Part}
    common_good.write_first(session, parts, word, by=scene.first, now=NOW)
    unsent, _waiting, offered, discussed, adopted, aside = (
        _propose(session, by, word, sent=number > 0) for number, by in enumerate((author, *(other,) * 5))
    )
    for each in (offered, discussed, adopted, aside):
        common_good.reformulate(session, each, f"Un texte {word}", word, by=scene.first, now=NOW)
    for each in (discussed, adopted, aside):
        common_good.agree(session, each, 1, now=NOW)
        common_good.answer(session, each, 1, Stance.RESERVE, word, by=partner, now=NOW)
        made = common_good.answer(session, each, 1, Stance.RESERVE, word, by=author, now=NOW)
        if made.words is not None:
            made.words.masked_text, made.words.masking_state, made.words.sent_at = word, MaskingState.MASKED, NOW
    statement = common_good.adopt(session, adopted, word, by=scene.first, now=NOW)
    common_good.set_aside(session, aside, word, by=scene.first, now=NOW)
    session.flush()
    # Enough to be walked through by every role: those with a page of their own.
    return [unsent, offered, discussed, aside], statement.reserves[0]


def _propose(session: Session, by: Person, word: str, *, sent: bool) -> Proposal:
    made = common_good.propose(session, Part.WHOM, ProposalKind.REMARK, word, by=by, now=NOW)
    made.words.masked_text, made.words.masking_state = word, MaskingState.MASKED
    if sent:
        common_good.send(session, made.words, seen=seen_mark(made.words), now=NOW)
    return made
