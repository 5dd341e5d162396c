"""What an organisation answers to the demonstration’s last month: one reply in each state, naming nobody."""

from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.actors.naming import names_someone
from journal.demo import loading
from journal.demo.common_good import play_common_good
from journal.demo.dates import DemoDates
from journal.demo.loading import Clock
from journal.demo.replies import WRITTEN, play_replies
from journal.narrative.models import Digest, DigestParagraph, DigestStatus, MonthReply, ReplyState
from journal.narrative.pages.forms import LONGEST_CHANGE, LONGEST_REPLY

KINDS = ("opening", "theme", "answers", "ledger")


def test_one_is_published_one_is_to_write_otherwise_and_one_waits(session: Session) -> None:
    clock = Clock(DemoDates(date(2026, 11, 28)), datetime(2026, 11, 28, 12, tzinfo=UTC))
    lab = loading.write_everything(session, clock)
    play_common_good(session, lab, clock)  # it gives the partner an organisation
    lab.is_public = True
    digest = Digest(lab_id=lab.id, month=date(2026, 10, 1), title="Octobre", drafted_at=clock.now)
    digest.status, digest.published_at = DigestStatus.PUBLISHED, clock.now - timedelta(days=15)
    digest.paragraphs = [
        DigestParagraph(position=at, kind=kind, heading="", draft_text="Ici.", text="Ici.", sentences=[])
        for at, kind in enumerate(KINDS)
    ]
    digest.public_paragraphs = [
        {"kind": kind, "heading": "", "theme": "", "text": "Ici.", "sentences": []} for kind in KINDS
    ]
    session.add(digest)
    session.flush()

    for _ in range(2):  # a loading that was stopped begins again
        play_replies(session, lab, clock)

    found = session.scalars(sa.select(MonthReply)).all()
    assert {row.part: row.state for row in found} == {
        "theme": ReplyState.PUBLISHED,
        "opening": ReplyState.RETURNED,
        "answers": ReplyState.SENT,
    }
    assert all(row.at <= (row.decided_at or clock.now) <= clock.now for row in found)


def test_what_is_written_names_nobody_and_fits() -> None:
    for text, _, reason in WRITTEN:
        assert not names_someone(text)
        assert not names_someone(reason)
        assert len(text) <= LONGEST_REPLY
        assert len(reason) <= LONGEST_CHANGE
