"""The calls of the demonstration: one closed, one open with something to read and to do, nobody named."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person
from journal.calls import ideas, queries
from journal.calls.models import Call, Idea, IdeaState
from journal.calls.rules import Gesture, Layout, Standing, laid_out
from journal.demo import loading
from journal.demo.calls import calls_written, play_calls
from journal.demo.common_good import play_common_good
from journal.demo.dates import DemoDates
from journal.demo.loading import Clock
from journal.entries.hiding import words_hidden_by_team
from nlp import masking


def clock_on(today: date) -> Clock:
    return Clock(DemoDates(today), datetime(today.year, today.month, today.day, 12, tzinfo=UTC))


def played(session: Session, today: date) -> Lab:
    lab = loading.write_everything(session, clock_on(today))
    play_common_good(session, lab, clock_on(today))
    play_calls(session, lab, clock_on(today))
    return lab


@pytest.mark.parametrize("today", [date(2026, 11, 28), date(2027, 3, 3), date(2027, 1, 20)])
def test_there_is_something_to_read_and_to_do_whatever_the_day(session: Session, today: date) -> None:
    lab = played(session, today)

    now = clock_on(today).now
    found = {ideas.standing_of(each, now): each for each in session.scalars(sa.select(Call))}
    assert set(found) == {Standing.OPEN, Standing.CLOSED}
    assert [each.idea_id is not None for each in queries.outcomes_of(session, found[Standing.CLOSED])] == [True]
    states = [idea.state for idea in queries.sent_to(session, found[Standing.OPEN])]
    assert sorted(states) == sorted([IdeaState.RETAINED, IdeaState.QUESTIONED, IdeaState.WAITING])
    assert queries.waiting(session, lab.id) == 1
    visitor = session.scalars(sa.select(Person).where(Person.username == "arbousier-7")).one()
    assert len(queries.asked_of(session, visitor)) == 1
    assert max(session.scalars(sa.select(Idea.at))) <= now


def test_a_visitor_sees_a_name_hidden_in_their_reply_and_an_idea_to_send_again(session: Session) -> None:
    today = date(2026, 11, 28)
    played(session, today)

    own = session.scalars(sa.select(Idea).join(Person).where(Person.username == "meleze-51")).all()
    answered, taken_back = sorted(own, key=lambda idea: idea.state is IdeaState.UNSENT)
    assert words_hidden_by_team(answered.last_question.words) == ["kiki"]
    assert "[PRÉNOM]" in answered.last_question.words.said
    assert ideas.standing_of(taken_back.call, clock_on(today).now) is Standing.CLOSED
    assert ideas.may(taken_back, Gesture.SEND, clock_on(today).now)


def test_playing_it_twice_changes_nothing(session: Session) -> None:
    lab = played(session, date(2026, 11, 28))
    before = session.scalar(sa.select(sa.func.count()).select_from(Idea))

    play_calls(session, lab, clock_on(date(2026, 11, 28)))

    assert session.scalar(sa.select(sa.func.count()).select_from(Idea)) == before


@pytest.mark.model
def test_the_masker_finds_nobody_in_what_participants_say() -> None:
    written = [idea for call in calls_written() for idea in call["ideas"]]
    for row in (each for each in written if each["who"] != "partenaire"):
        needed = filter(None, (row["needs"], row.get("rewritten")))
        ideas_of = [Layout(row["title"], row["changes"], needs, row.get("with_whom", "")) for needs in needed]
        for text in (*map(laid_out, ideas_of), *row.get("question", [""])[1:]):
            assert [text[m.start : m.end] for m in masking.find_masks(text)] == []
