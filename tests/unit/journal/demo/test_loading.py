"""The demonstration is loaded once, resumes when stopped, and never overwrites a visitor's choice."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person, Role
from journal.cooperation.models import LabAnswer
from journal.db import open_database
from journal.demo import loading
from journal.demo.dates import DemoDates
from journal.demo.people import LAB
from journal.entries.models import Entry, MaskingState, Origin, Sharing
from journal.messages import queries as messages
from journal.narrative import evidence
from journal.narrative.models import Digest, DigestStatus, Quote, QuoteState
from journal.narrative.rules import COOLING
from journal.rights.queries import consultations
from journal.themes.models import AnalysisRun, RunStatus, Theme, ThemeStatus
from tests.factories import make_lab
from tests.lived import Lived

CLOCK = loading.Clock(DemoDates(date(2026, 11, 24)), datetime(2026, 11, 24, 10, tzinfo=UTC))


def write(session: Session) -> Lab:
    lab = loading.write_everything(session, CLOCK)
    session.commit()
    return lab


def test_everything_is_written_private_and_nothing_is_in_the_future(session: Session) -> None:
    write(session)

    entries = session.scalars(sa.select(Entry)).all()
    assert {entry.origin for entry in entries} == {Origin.DEMO}
    assert {entry.sharing for entry in entries} == {Sharing.PRIVATE}
    assert max(entry.happened_on for entry in entries) <= CLOCK.dates.today
    assert max(entry.written_at for entry in entries) < CLOCK.now


def test_only_the_people_shown_on_the_terminal_can_sign_in(session: Session) -> None:
    write(session)

    known = session.scalars(sa.select(Person.username).where(Person.passphrase_hash.is_not(None))).all()
    assert len(known) == 6
    seen = session.scalars(sa.select(Person.last_seen_on).where(Person.last_seen_on.is_not(None))).all()
    assert max(seen) <= CLOCK.dates.today, "nobody came tomorrow"


def test_loading_twice_writes_once(session: Session) -> None:
    write(session)
    before = session.scalar(sa.select(sa.func.count()).select_from(Entry))

    write(session)

    assert session.scalar(sa.select(sa.func.count()).select_from(Entry)) == before


def test_a_database_with_a_real_lab_is_left_alone(session: Session) -> None:
    make_lab(session, "Lab Bretagne")

    with pytest.raises(loading.OtherLab):
        loading.write_everything(session, CLOCK)


@pytest.mark.model
def test_a_loading_stopped_half_way_resumes_and_ends_with_six_published_months(
    lived_demonstration: Lived, tmp_path: Path
) -> None:
    shutil.copy(lived_demonstration.path, tmp_path / "journal.db")
    database = open_database(f"sqlite:///{tmp_path / 'journal.db'}")
    with database.write() as session:
        check_it_is_whole(session, lived_demonstration)
    database.close()


def check_it_is_whole(session: Session, lived: Lived) -> None:
    lab = session.scalars(sa.select(Lab).where(Lab.name == LAB)).one()
    entries = sa.select(sa.func.count()).select_from(Entry)
    assert 0 < lived.masked_before_it_stopped < (session.scalar(entries) or 0)
    assert session.scalar(entries.where(Entry.masking_state != MaskingState.MASKED)) == 0
    assert session.get_one(Entry, lived.withdrawn_meanwhile).sharing is Sharing.PRIVATE
    runs = session.scalars(sa.select(AnalysisRun)).all()
    assert [run.status for run in runs] == [RunStatus.SUCCEEDED] * 7
    digests = session.scalars(sa.select(Digest).order_by(Digest.month)).all()
    assert [digest.status for digest in digests] == [DigestStatus.PUBLISHED] * 6 + [DigestStatus.DRAFT]
    assert digests[-1].month == lived.clock.dates.first_of(0)
    assert all(len(digest.paragraphs) > 3 for digest in digests)
    for digest in digests:
        opened = [each for p in digest.paragraphs for each in evidence.open_all(session, p.sentences, lab.id)]
        assert all(each.evidence for each in opened), "a sentence rests on nothing"
        assert not {item.text for each in opened for item in each.evidence} & evidence.GONE
    check_that_a_visitor_may_answer(session, digests[-1], lived.clock.now)
    printed = session.execute(
        sa.select(Quote.answered_at, Digest.published_at, Quote.digest_id, Quote.author_id)
        .join(Digest, Digest.id == Quote.digest_id)
        .where(Quote.state == QuoteState.ACCEPTED)
    ).all()
    assert printed
    assert all(row.published_at - row.answered_at >= COOLING for row in printed)
    assert len({(row.digest_id, row.author_id) for row in printed}) == len(printed)
    assert session.scalar(sa.select(LabAnswer.id).where(LabAnswer.done_on.is_not(None)).limit(1))
    statuses = set(session.scalars(sa.select(Theme.status)))
    assert {ThemeStatus.ADOPTED, ThemeStatus.PROPOSED} <= statuses


def check_that_a_visitor_may_answer(session: Session, draft: Digest, now: datetime) -> None:
    """One of the people shown on the terminal is asked for a quote and written to, and may see who read their texts."""
    asked = session.scalars(sa.select(Quote).where(Quote.state == QuoteState.ASKED)).all()
    assert {quote.digest_id for quote in asked} == {draft.id}
    visitor = session.scalars(sa.select(Person).where(Person.username == "meleze-51")).one()
    assert visitor.id in {quote.author_id for quote in asked}
    assert [(each.role, each.texts) for each in consultations(session, visitor)] == [(Role.COORDINATOR, 1)] * 2
    assert messages.current(session, visitor, now=now) is not None
    coordinator = session.scalars(sa.select(Person).where(Person.username == "coordination")).one()
    sent = messages.sent_by_team(session, coordinator, now=now)
    assert [bool(each.answer) for each in sent] == [False, False, True]
    assert all(each.excerpt or each.said for each in sent)
