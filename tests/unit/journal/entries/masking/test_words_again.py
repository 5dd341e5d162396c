"""Words an older masker read are masked again: anew while nobody else may read them, only ever further once sent."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal import jobs
from journal.accounts.models import AuditEvent, Lab, Role
from journal.calls.models import Call, Idea, IdeaWords, Invited
from journal.common_good.models import Part, Proposal, ProposalKind, Reserve, Words
from journal.common_good.services import write_first as write_statement
from journal.db import Database, count
from journal.entries import queries
from journal.entries.masking.words import mask_words, mask_words_again
from journal.entries.models import MaskingState
from journal.entries.sending import written
from journal.entries.words import AS_IT_IS, MaskedWords, kinds, seen_mark
from journal.errors import SeenOtherwise
from journal.narrative.making import contributions
from journal.narrative.models import Contribution, ContributionState, MonthReply
from nlp.masking import MASKING_VERSION, Mask, MaskKind, apply_masks
from tests.factories import NOW, make_lab, make_person
from tests.unit.journal.entries.masking.meanwhile import clock_that
from tests.worker import sweep

TEXT = "Hier avec Nadia on est allées à Manosque. Appelez-moi au 06 39 98 12 34, j’ai attendu longtemps."
NADIA = (10, 15, MaskKind.FIRST_NAME)
WAITED = (72, 96, MaskKind.OTHER)  # « j’ai attendu longtemps », which no masker would hide
KEY = "a key of the tests"


def masked_by_the_first(text: str, *hidden: tuple[int, int, MaskKind]) -> dict[str, Any]:
    masks = [Mask(*each) for each in hidden]
    return {
        "text": text,
        "masked_text": apply_masks(text, masks),
        "masks": [[mask.start, mask.end, mask.kind.value, mask.source.value] for mask in masks],
        "masking_state": MaskingState.MASKED,
        "masking_version": "1",
        "at": NOW,
    }


def contribution(session: Session, *hidden: tuple[int, int, MaskKind], sent: bool, **values: Any) -> Contribution:
    author = make_person(session)
    state = ContributionState.WAITING if sent else ContributionState.UNSENT
    made = Contribution(
        lab_id=author.lab_id, author_id=author.id, state=state, **masked_by_the_first(TEXT, *hidden) | values
    )
    session.add(made)
    session.commit()
    return made


def words(session: Session, *hidden: tuple[int, int, MaskKind], sent: bool, **values: Any) -> Words:
    author = make_person(session)
    about = Proposal(
        lab_id=author.lab_id, author_id=author.id, part=Part.WHOM, kind=ProposalKind.REMARK, role=author.role, at=NOW
    )
    about.words = Words(
        lab_id=author.lab_id,
        author_id=author.id,
        sent_at=NOW if sent else None,
        **masked_by_the_first(TEXT, *hidden) | values,
    )
    session.add(about)
    session.commit()
    return about.words


def idea(session: Session, *hidden: tuple[int, int, MaskKind], sent: bool, **values: Any) -> IdeaWords:
    author = make_person(session)
    call = Call(lab_id=author.lab_id, question="?", why="", invited=Invited.BOTH, open_until=NOW.date(), at=NOW)
    about = Idea(lab_id=author.lab_id, call=call, author_id=author.id, role=author.role, at=NOW)
    about.words = IdeaWords(
        lab_id=author.lab_id,
        author_id=author.id,
        sent_at=NOW if sent else None,
        **masked_by_the_first(TEXT, *hidden) | values,
    )
    session.add(about)
    session.commit()
    return about.words


MAKERS = pytest.mark.parametrize("make", [contribution, idea, words])


def again(app: Flask, session: Session, of: MaskedWords, **options: int) -> int:
    done = mask_words_again(app.extensions["database"], type(of), now=lambda: NOW, key=KEY, **options)
    session.expire_all()
    return done


def test_every_table_of_such_words_is_known() -> None:
    assert kinds() == [Contribution, IdeaWords, MonthReply, Words]


@pytest.mark.model
class TestWhatWasSent:
    @MAKERS
    def test_hides_what_the_present_masker_finds(self, make, app: Flask, session: Session) -> None:
        made = make(session, NADIA, sent=True)

        sweep(app, [jobs.mask_again])

        session.expire_all()
        assert not any(word in made.masked_text for word in ("Nadia", "Manosque", "06 39"))
        assert made.masking_version == MASKING_VERSION
        assert made.read_before == [TEXT.replace("Nadia", "[PRÉNOM]")]

    @MAKERS
    def test_shows_nothing_that_was_hidden(self, make, app: Flask, session: Session) -> None:
        made = make(session, WAITED, sent=True, author_masks=[[0, 4]])

        assert again(app, session, made) == 1

        assert "attendu" not in made.masked_text
        assert "Hier" not in made.masked_text

    @MAKERS
    def test_is_written_in_the_log_without_a_word_of_it(self, make, app: Flask, session: Session) -> None:
        made = make(session, sent=True)

        again(app, session, made)

        [event] = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "mask_again"))
        assert (event.subject_id, event.detail) == (made.id, {})

    def test_says_nothing_when_nothing_more_is_hidden(self, app: Flask, session: Session) -> None:
        plain = "Le car de sept heures est parti sans moi."
        made = contribution(session, sent=True, text=plain, masked_text=plain)

        assert again(app, session, made) == 1

        assert (made.masked_text, made.read_before, made.masking_version) == (plain, [], MASKING_VERSION)
        assert session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "mask_again")).all() == []

    def test_keeps_its_older_masks_when_the_present_masker_fails_on_it(self, app: Flask, session: Session) -> None:
        broken = contribution(session, sent=True, masked_text="pas ce que disent ses masques")

        assert [again(app, session, broken), again(app, session, broken)] == [1, 0]

        assert broken.masked_text == "pas ce que disent ses masques"
        assert count(session, Contribution, queries.words_refused_by_the_present(Contribution)) == 1


@pytest.mark.model
class TestWhatWasNotSent:
    @MAKERS
    def test_is_masked_anew_but_for_what_its_author_hid(self, make, app: Flask, session: Session) -> None:
        made = make(session, WAITED, sent=False, author_masks=[[0, 4]])

        again(app, session, made)

        assert "attendu longtemps" in made.masked_text
        assert not any(word in made.masked_text for word in ("Hier", "Nadia", "Manosque"))
        assert (made.read_before, made.masking_version) == ([], MASKING_VERSION)

    def test_is_not_sent_as_it_was_read_before(self, app: Flask, session: Session) -> None:
        made = contribution(session, sent=False)
        seen = seen_mark(made)

        again(app, session, made)

        with pytest.raises(SeenOtherwise):
            contributions.send(session, made, seen=seen, now=NOW)

    def test_sent_meanwhile_it_is_left_for_the_next_round(self, app: Flask, session: Session) -> None:
        made = contribution(session, WAITED, sent=False)
        database: Database = app.extensions["database"]

        def send() -> None:
            with database.write() as other:
                held = other.get_one(Contribution, made.id)
                contributions.send(other, held, seen=seen_mark(held), now=NOW)
                other.commit()

        assert mask_words_again(database, Contribution, now=clock_that(send), key=KEY) == 0
        again(app, session, made)

        assert "attendu" not in made.masked_text, "sent with these words hidden, it never shows them"
        assert made.masking_version == MASKING_VERSION


@pytest.mark.model
def test_the_command_counts_them_and_stops_where_it_is_done(app: Flask, session: Session) -> None:
    contribution(session, sent=True)
    words(session, sent=False)

    told = app.test_cli_runner().invoke(args=["remask"])

    assert "2\u00a0textes relus." in told.output
    for kind in kinds():
        assert count(session, kind, queries.words_masked_by_an_older(kind)) == 0


@pytest.mark.model
def test_masked_by_the_present_masker_words_say_so(app: Flask, session: Session) -> None:
    made = contribution(session, sent=False, masking_state=MaskingState.RECEIVED, masked_text=None, masking_version="")

    mask_words(app.extensions["database"], Contribution, now=lambda: NOW)

    session.expire_all()
    assert (made.masking_state, made.masking_version) == (MaskingState.MASKED, MASKING_VERSION)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.PARTNER])
def test_what_is_said_for_a_role_is_never_masked(role: Role, app: Flask, session: Session) -> None:
    author = make_person(session, make_lab(session), role)
    about = Proposal(
        lab_id=author.lab_id, author_id=author.id, part=Part.WHOM, kind=ProposalKind.REMARK, role=role, at=NOW
    )
    about.words = written(Words, TEXT, by=author, now=NOW)
    session.add(about)
    session.commit()

    assert again(app, session, about.words) == 0
    assert (about.words.said, about.words.masking_version) == (TEXT, AS_IT_IS)


@pytest.mark.model
def test_a_reserve_that_remains_hides_what_its_words_hide(app: Flask, session: Session) -> None:
    made = words(session, NADIA, sent=True)
    mediator = make_person(session, session.get_one(Lab, made.lab_id), Role.COORDINATOR)
    statement = write_statement(session, dict.fromkeys(Part, "Ensemble."), "", by=mediator, now=NOW)
    statement.reserves = [Reserve(person_id=made.author_id, role=Role.PARTICIPANT, text=made.said, at=NOW)]
    session.commit()

    again(app, session, made)

    assert statement.reserves[0].text == made.masked_text
    assert "Manosque" not in statement.reserves[0].text
