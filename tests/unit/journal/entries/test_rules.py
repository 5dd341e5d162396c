"""Who may count and read an entry: one table, true of the Python rule and of its SQL twin."""

import itertools
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from journal.entries import queries, rules
from journal.entries.models import Entry, MaskingState, Sharing
from tests.factories import NOW, make_entry, make_person

TABLE = [
    # sharing, masking: counts in themes, read by staff, may be shared
    (Sharing.PRIVATE, MaskingState.RECEIVED, False, False, False),
    (Sharing.PRIVATE, MaskingState.FAILED, False, False, False),
    (Sharing.PRIVATE, MaskingState.MASKED, False, False, True),
    (Sharing.THEMES, MaskingState.RECEIVED, False, False, False),
    (Sharing.THEMES, MaskingState.FAILED, False, False, False),
    (Sharing.THEMES, MaskingState.MASKED, True, False, True),
    (Sharing.QUOTABLE, MaskingState.RECEIVED, False, False, False),
    (Sharing.QUOTABLE, MaskingState.FAILED, False, False, False),
    (Sharing.QUOTABLE, MaskingState.MASKED, True, True, True),
]


def test_the_table_has_every_sharing_with_every_masking() -> None:
    assert len({row[:2] for row in TABLE}) == len(Sharing) * len(MaskingState)


@pytest.mark.parametrize(("sharing", "state", "counts", "read", "shareable"), TABLE)
def test_the_rule_and_its_sql_agree_with_the_table(
    session: Session, sharing: Sharing, state: MaskingState, counts: bool, read: bool, shareable: bool
) -> None:
    entry = make_entry(session, make_person(session), sharing=sharing, masking_state=state)

    assert rules.counts_in_themes(entry) is counts
    assert rules.may_be_read_by_staff(entry) is read
    assert rules.may_be_shared(entry) is shareable
    assert (session.scalar(sa.select(Entry.id).where(queries.counted())) is not None) is counts
    assert (session.scalar(sa.select(Entry.id).where(queries.readable_by_staff())) is not None) is read


def test_today_is_accepted_and_tomorrow_is_not() -> None:
    today = date(2026, 11, 25)

    assert rules.day_problem(today, today) is None
    assert rules.day_problem(today + timedelta(days=1), today) is not None


@given(st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60)), max_size=12), st.integers(0, 50))
def test_merged_spans_hide_exactly_what_was_asked_inside_the_text(spans: list[tuple[int, int]], length: int) -> None:
    merged = rules.merge_spans(spans, length)

    asked = {place for start, end in spans for place in range(max(0, start), min(end, length))}
    assert {place for start, end in merged for place in range(start, end)} == asked
    assert all(before[1] < after[0] for before, after in itertools.pairwise(merged))


@given(st.lists(st.text(alphabet="0123456789-x ", max_size=8)))
def test_reading_places_never_fails(parts: list[str]) -> None:
    for start, end in rules.read_spans(parts):
        assert start >= 0
        assert end >= 0


@pytest.mark.parametrize(
    ("minutes_ago", "is_flood"),
    [
        ([0] * 9, False),
        ([0] * 10, True),
        ([2] * 10, False),
        (range(2, 31), False),
        (range(2, 32), True),
        ([2] * 29 + [24 * 60 + 1], False),
    ],
)
def test_nobody_writes_more_than_ten_entries_a_minute_nor_thirty_a_day(
    minutes_ago: Sequence[int], is_flood: bool
) -> None:
    assert rules.too_many([NOW - timedelta(minutes=each) for each in minutes_ago], NOW) is is_flood


@given(days=st.lists(st.dates(date(2026, 1, 1), date(2026, 11, 30)), max_size=30))
def test_a_journal_shows_at_once_its_last_months_and_no_more_than_it_takes(days: list[date]) -> None:
    entries = [Entry(happened_on=day) for day in sorted(days, reverse=True)]

    months = rules.by_month(entries)

    assert [entry for each in months for entry in each.entries] == entries
    shown = list(itertools.takewhile(lambda each: each.is_open, months))
    at_once = [entry for each in shown for entry in each.entries]
    assert not any(each.is_open for each in months[len(shown) :])
    assert len(at_once) >= min(rules.SHOWN_AT_ONCE, len(entries))
    assert not shown or len(at_once) - len(shown[-1].entries) < rules.SHOWN_AT_ONCE
