"""A name the team hid is hidden in a backup made before it did, whatever the text then becomes."""

from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.calls import ideas, mediating
from journal.calls import services as calls
from journal.calls.models import Idea, IdeaState, IdeaWords, Invited
from journal.calls.rules import Layout
from journal.calls.services import Asking
from journal.clock import day_of
from journal.common_good import services as common_good
from journal.common_good.models import Part, Proposal, ProposalKind, Reserve, Stance, Words
from journal.config import Settings
from journal.entries.hiding import hide_for_team, hide_words_for_team
from journal.entries.masking.entries import remake
from journal.entries.masks import MaskKind
from journal.entries.models import Entry, MaskingState, Sharing
from journal.entries.words import MaskedWords, seen_mark
from journal.narrative.making import contributions
from journal.narrative.models import Contribution, ContributionState
from journal.operations import tombstones
from journal.operations.marks import mark
from tests.factories import NOW, make_entry, make_lab, make_person
from tests.unit.journal.narrative.scenes import make_scene
from tests.unit.journal.operations.conftest import Restored

SAID = "Il manque le vélo, Karim Benali le dit et personne ne l’entend."
HIDDEN = "Il manque le vélo, [MASQUÉ] le dit et personne ne l’entend."
NAME = (SAID.index("Karim"), SAID.index(" le dit"))


def readable(words: MaskedWords) -> None:
    words.masked_text, words.masking_state = SAID, MaskingState.MASKED


def hide_in(kind: type[MaskedWords]) -> Callable[[Session], int]:
    return lambda own: hide_words_for_team(own.scalars(sa.select(kind)).one(), [NAME], MaskKind.SURNAME)


def test_a_contribution_sent_again_keeps_what_the_team_hid(session: Session, restored: Restored) -> None:
    scene = make_scene(session)
    written = contributions.write(session, scene.theme, SAID, by=scene.people[0], now=NOW)
    readable(written)
    written.state = ContributionState.WAITING

    again = restored(hide_in(Contribution))

    back = again.scalars(sa.select(Contribution)).one()
    assert back.state is ContributionState.UNSENT
    contributions.send(again, back, seen=seen_mark(back), now=NOW)
    assert back.masked_text == HIDDEN


def test_words_on_the_common_good_and_the_reserve_made_of_them_keep_it_too(
    session: Session, restored: Restored
) -> None:
    lab = make_lab(session)
    author, other, mediator = (make_person(session, lab) for _ in range(3))
    common_good.write_first(session, dict.fromkeys(Part, "Ensemble."), "Juin.", by=mediator, now=NOW)
    proposal = _discussed(session, author, mediator)
    answer = common_good.answer(session, proposal, 1, Stance.RESERVE, SAID, by=other, now=NOW)
    readable(answer.words)
    answer.words.sent_at = NOW
    session.flush()
    common_good.adopt(session, proposal, "Oui.", by=mediator, now=NOW)

    again = restored(_hide_in_answers)

    assert [each.said for each in again.scalars(sa.select(Words).where(Words.answer_id.is_not(None)))] == [HIDDEN]
    assert again.scalars(sa.select(Reserve.text)).all() == [HIDDEN]


def _discussed(session: Session, author: Person, mediator: Person) -> Proposal:
    kind = ProposalKind.REMARK
    proposal = common_good.propose(session, Part.WHOM, kind, "Encore.", by=author, now=NOW)
    proposal.words.masked_text, proposal.words.masking_state = "Encore.", MaskingState.MASKED
    common_good.send(session, proposal.words, seen=seen_mark(proposal.words), now=NOW)
    common_good.reformulate(session, proposal, "Pour tout le monde.", "", by=mediator, now=NOW)
    common_good.agree(session, proposal, 1, now=NOW)
    return proposal


def test_a_reply_about_an_idea_keeps_it_and_the_idea_stays_with_the_team(session: Session, restored: Restored) -> None:
    lab = make_lab(session)
    author, mediator = (make_person(session, lab) for _ in range(2))
    until = day_of(NOW)
    call = calls.open_call(session, Asking("Et ?", "Oui.", Invited.BOTH, until), by=mediator, now=NOW)
    idea = ideas.write(session, call, Layout("Un car"), by=author, now=NOW)
    readable(idea.words)
    ideas.send(session, idea.words, seen=seen_mark(idea.words), now=NOW)
    asked = mediating.ask(session, idea, "Où ?", seen=mediating.read_mark(idea), by=mediator, now=NOW)
    reply = ideas.reply(session, idea, asked, SAID, by=author, now=NOW)
    readable(reply)
    ideas.send(session, reply, seen=seen_mark(reply), now=NOW)

    again = restored(_hide_in_replies)

    back = again.scalars(sa.select(Idea)).one()
    assert back.state is IdeaState.WAITING
    assert back.questions[0].words.said == HIDDEN


def _hide_in_replies(own: Session) -> None:
    words = own.scalars(sa.select(IdeaWords).where(IdeaWords.question_id.is_not(None))).one()
    hide_words_for_team(words, [NAME], MaskKind.SURNAME)


def _hide_in_answers(own: Session) -> None:
    words = own.scalars(sa.select(Words).where(Words.answer_id.is_not(None))).one()
    hide_words_for_team(words, [NAME], MaskKind.SURNAME)


def test_an_entry_shared_again_keeps_it(session: Session, restored: Restored) -> None:
    make_entry(session, make_person(session), SAID, sharing=Sharing.QUOTABLE)

    def hide(own: Session) -> None:
        passage = own.scalars(sa.select(Entry)).one().passages[0]
        hide_for_team(passage, [NAME], MaskKind.SURNAME, now=NOW)

    again = restored(hide)

    back = again.scalars(sa.select(Entry)).one()
    assert (back.sharing, back.masking_state) == (Sharing.PRIVATE, MaskingState.RECEIVED)
    remake(back, [], NOW)  # the worker, had the machine found nothing
    assert back.masked_text == HIDDEN


def test_what_the_team_did_not_hide_is_left(session: Session, restored: Restored) -> None:
    scene = make_scene(session)
    for person in scene.people[:2]:
        written = contributions.write(session, scene.theme, SAID, by=person, now=NOW)
        readable(written)
        written.state = ContributionState.WAITING
    kept_id = written.id

    def hide(own: Session) -> None:
        found = own.scalars(sa.select(Contribution).where(Contribution.id != kept_id)).one()
        hide_words_for_team(found, [NAME], MaskKind.SURNAME)

    again = restored(hide)

    kept = again.get_one(Contribution, kept_id)
    assert (kept.masked_text, kept.version, kept.state) == (SAID, 1, ContributionState.WAITING)


def test_the_marks_say_nothing_without_the_identifier_of_the_text(
    session: Session, restored: Restored, settings: Settings
) -> None:
    scene = make_scene(session)
    readable(contributions.write(session, scene.theme, SAID, by=scene.people[0], now=NOW))

    restored(hide_in(Contribution))

    marks = tombstones.read_file(tombstones.file_of(settings))
    assert not marks & {mark(kind, words) for kind in ("hidden_words", "hidden_in") for words in ("karim benali", SAID)}
