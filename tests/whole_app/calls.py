"""What the world's Lab asks, and the ideas it receives: one in each state, all of it holding one word."""

from datetime import timedelta

from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person
from journal.calls import ideas, mediating, services
from journal.calls.models import Call, Idea, Invited
from journal.calls.rules import Layout
from journal.calls.services import Asking, Origins
from journal.clock import day_of
from journal.common_good.models import Part
from journal.cooperation.services import AnswerContent
from journal.entries.models import MaskingState
from journal.entries.words import seen_mark
from journal.experiments.services import ExperimentDescription
from journal.narrative.models import Digest
from nlp.prose.types import AnswerKind
from tests.factories import NOW, make_person
from tests.unit.journal.narrative import scenes


def ask_for_ideas(
    session: Session, scene: scenes.Scene, partner: Person, digest: Digest, word: str
) -> dict[str, tuple[object, ...]]:
    """Values of addresses: a call that goes on, one that is closed, and ideas at each step."""
    opened, closed = (_open(session, scene, digest, word) for _ in range(2))
    author, other = scene.people[:2]
    people = (author, author, other, other, partner)
    unsent, asked, kept, waiting, theirs = (_propose(session, opened, by, word) for by in people)
    for idea in (asked, kept, waiting):
        _send(session, idea)
    mediating.ask(session, asked, word, seen=mediating.read_mark(asked), by=scene.first, now=NOW)
    said = ideas.reply(session, asked, asked.questions[0], word, by=author, now=NOW)
    said.masked_text, said.masking_state = word, MaskingState.MASKED
    for idea in (kept, theirs):
        mediating.retain(session, idea, seen=str(idea.words.version), now=NOW)
        seen = mediating.read_mark(idea)
        mediating.answer(session, idea, AnswerContent(AnswerKind.DOING, word), seen=seen, by=scene.first, now=NOW)
    ideas.support(session, kept, by=author, now=NOW)
    ideas.support(session, kept, by=partner, now=NOW)
    mediating.try_it(session, kept, ExperimentDescription(word, word, word), by=scene.first, now=NOW)
    services.close(session, closed, word, by=scene.first, now=NOW)
    return {
        "call_id": (opened.id, closed.id),
        "idea_id": (unsent.id, asked.id, kept.id, theirs.id),
        "idea_words_id": (unsent.words.id, said.id, kept.words.id),
    }


def _open(session: Session, scene: scenes.Scene, digest: Digest, word: str) -> Call:
    origins = Origins([scene.theme.id], Part.WHOM, digest.id)
    until = day_of(NOW) + timedelta(days=3650)  # open on whatever day the tests run
    asking = Asking(word, word, Invited.BOTH, until, origins)
    return services.open_call(session, asking, by=scene.first, now=NOW)


def _propose(session: Session, call: Call, by: Person, word: str) -> Idea:
    made = ideas.write(session, call, Layout(word, word, word, word), by=by, now=NOW)
    if made.words.sent_at is None:
        made.words.masked_text, made.words.masking_state = made.words.text, MaskingState.MASKED
        session.flush()
    return made


def _send(session: Session, idea: Idea) -> None:
    ideas.send(session, idea.words, seen=seen_mark(idea.words), now=NOW)


def ask_once_more(session: Session, lab: Lab, by: Person, word: str, *, over: bool) -> Call:
    """One more call, with an idea that is read and one that everyone reads; ``over`` when its last day is past."""
    until = day_of(NOW) + timedelta(days=3650)
    call = services.open_call(session, Asking(word, word, Invited.BOTH, until), by=by, now=NOW)
    for retained in (False, True):
        idea = _propose(session, call, make_person(session, lab), word)
        _send(session, idea)
        if retained:
            mediating.retain(session, idea, seen=str(idea.words.version), now=NOW)
    call.open_until = day_of(NOW) if over else until
    session.flush()
    return call
