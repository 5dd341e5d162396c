"""A message to an author: what the team may know of it never depends on the author, but by an answer."""

import uuid
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.clock import day_of
from journal.messages import rules
from journal.messages.forms import TEMPLATE
from journal.messages.models import MessageAnswer, TeamMessage
from tests.factories import NOW

DAYS = st.floats(0, 90).map(lambda days: NOW - timedelta(days=days))


def message(sent_at: datetime, put_away_at: datetime | None = None, answered_at: datetime | None = None) -> TeamMessage:
    row = TeamMessage(id=uuid.uuid4(), sent_at=sent_at, put_away_at=put_away_at)
    row.answer = MessageAnswer(words="", at=answered_at) if answered_at else None
    return row


messages = st.builds(message, DAYS, st.none() | DAYS, st.none() | DAYS)


class TestWhatItsReaderIsShown:
    @given(st.lists(messages, max_size=8))
    def test_one_message_at_a_time_the_oldest_that_still_waits(self, sent: list[TeamMessage]) -> None:
        shown = rules.to_read(sent, takes=True, now=NOW)

        waiting = [row for row in sent if row.put_away_at is None and row.answer is None and rules.is_open(row, NOW)]
        assert (shown is None) == (not waiting)
        if shown is not None:
            assert shown in waiting
            assert shown.sent_at == min(row.sent_at for row in waiting)

    @given(st.lists(messages, max_size=8))
    def test_nothing_reaches_whoever_wants_none(self, sent: list[TeamMessage]) -> None:
        assert rules.to_read(sent, takes=False, now=NOW) is None

    def test_the_next_one_comes_once_the_first_is_put_away_or_answered(self) -> None:
        first, second = message(NOW - timedelta(hours=2)), message(NOW - timedelta(hours=1))
        assert rules.to_read([second, first], takes=True, now=NOW) is first
        first.put_away_at = NOW
        assert rules.to_read([second, first], takes=True, now=NOW) is second


class TestWhatTheTeamMayKnow:
    @given(DAYS, st.none() | DAYS, st.none() | DAYS, DAYS)
    def test_whether_a_passage_may_be_written_about_does_not_tell_whether_a_message_was_read(
        self, sent_at: datetime, one: datetime | None, other: datetime | None, now: datetime
    ) -> None:
        found = {rules.may_be_written_about(message(sent_at, put_away), now) for put_away in (one, other)}
        assert len(found) == 1

    @given(DAYS, DAYS, DAYS)
    def test_nor_does_it_tell_of_an_answer_before_the_team_reads_it(
        self, sent_at: datetime, answered_at: datetime, now: datetime
    ) -> None:
        answered, silent = message(sent_at, answered_at=answered_at), message(sent_at)
        if not rules.is_told(answered.answer, now):
            assert rules.may_be_written_about(answered, now) == rules.may_be_written_about(silent, now)

    @given(DAYS, DAYS, DAYS)
    def test_all_the_answers_of_a_day_come_together(self, one: datetime, other: datetime, now: datetime) -> None:
        told = [rules.is_told(MessageAnswer(words="", at=at), now) for at in (one, other)]
        if day_of(one) == day_of(other):
            assert told[0] == told[1]
        assert all(day_of(at) < day_of(now) for at, is_told in zip((one, other), told, strict=True) if is_told)

    def test_no_answer_is_told_before_the_end_of_its_day(self) -> None:
        midnight = datetime.fromisoformat("2026-11-21T00:00:00+01:00")
        answer = MessageAnswer(words="", at=midnight - timedelta(hours=23))
        assert not rules.is_told(answer, midnight - timedelta(seconds=1))
        assert rules.is_told(answer, midnight)

    def test_what_is_kept_outlasts_what_may_still_be_answered(self) -> None:
        """An answer given on the last day is read for weeks, and goes with its message, on a day set by the sending."""
        assert rules.OPEN_FOR + timedelta(days=7) <= rules.KEPT


@pytest.mark.parametrize(
    "words",
    [
        "Voyez https://exemple.fr",
        "HTTP://x",
        "www.exemple.org",
        "lisez bit.ly/abc",
        "suivi-nour.fr",
        "a@b.fr puis bit.io",
        "https://suivi.fr/@nour",
        "suivi.fr/?qui=nour@b.fr",
        "WWW.EXEMPLE.ORG",
        "SUIVI-NOUR.FR",
        "Suivi.Fr/nour",
        "t.co/nour",
    ],
)
def test_an_address_of_the_web_is_found(words: str) -> None:
    assert rules.holds_a_web_address(words)


@pytest.mark.parametrize(
    "words",
    [
        TEMPLATE,
        "Écrivez à coordination@lab.exemple.fr.",
        "Appelez le 04.65.71.00.00.",
        "Oui. Non. À 9.30 h, p.ex.",
        "Oui.Non.",
        "Le R.S.A.",
    ],
)
def test_ordinary_words_are_not_taken_for_one(words: str) -> None:
    assert not rules.holds_a_web_address(words)
