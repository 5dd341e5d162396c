"""An idea goes forward by its author and the team, whatever order gestures come in; its text loses no word."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from journal.accounts.models import Role
from journal.calls import rules
from journal.calls.models import IdeaState, Invited
from journal.calls.rules import AFTER, HEADINGS, Gesture, Layout, Standing, may

# Each number chooses among the gestures that are possible then: no try is lost.
gestures = st.lists(st.integers(0, 8), min_size=1, max_size=16)
places = st.sampled_from(Standing)
DAY = date(2026, 11, 20)
# What a form leaves of what one types: no line break around it, none in a title.
words = st.text(st.sampled_from("abc é’.,\n "), max_size=40).map(str.strip)
titles = st.text(st.sampled_from("abc é’., "), min_size=1, max_size=20).map(str.strip).filter(bool)
layouts = st.builds(Layout, titles, words, words, words)


def played(choices: list[int], where: Standing = Standing.OPEN) -> list[tuple[IdeaState, Gesture, IdeaState | None]]:
    """A story of an idea: at each turn, one of the gestures that have a place in it."""
    state: IdeaState | None = IdeaState.UNSENT
    steps = []
    for choice in choices:
        possible = [gesture for gesture in Gesture if state is not None and may(state, gesture, where)]
        if state is None or not possible:
            break
        gesture = possible[choice % len(possible)]
        steps.append((state, gesture, AFTER[state, gesture]))
        state = AFTER[state, gesture]
    return steps


class TestWhateverIsTried:
    @given(gestures)
    def test_others_read_nothing_its_author_has_not_sent_and_the_team_not_retained(self, wanted: list[int]) -> None:
        sent = retained = False
        for _, gesture, after in played(wanted):
            sent = (sent or gesture is Gesture.SEND) and gesture is not Gesture.AMEND
            retained |= gesture is Gesture.RETAIN
            if after is IdeaState.RETAINED:
                assert sent
                assert retained

    @given(gestures)
    def test_what_is_written_otherwise_is_its_author_s_alone_until_it_is_sent_again(self, wanted: list[int]) -> None:
        for _, gesture, after in played(wanted):
            if gesture is Gesture.AMEND:
                assert after is IdeaState.UNSENT

    @given(gestures)
    def test_nothing_is_tried_or_supported_before_it_is_shown(self, wanted: list[int]) -> None:
        for state, gesture, _ in played(wanted):
            if gesture in {Gesture.TRY, Gesture.SUPPORT}:
                assert state is IdeaState.RETAINED

    @given(gestures)
    def test_what_others_read_does_not_change_under_their_eyes(self, wanted: list[int]) -> None:
        for state, gesture, _ in played(wanted):
            assert not (state is IdeaState.RETAINED and gesture is Gesture.AMEND)

    @given(gestures, places)
    def test_its_author_may_take_it_back_at_any_time(self, wanted: list[int], where: Standing) -> None:
        for state, _, _after in played(wanted):
            assert may(state, Gesture.WITHDRAW, where)


@given(st.sampled_from(IdeaState), st.booleans())
def test_no_mediator_touches_what_was_not_sent_and_a_closed_call_receives_nothing_new(
    state: IdeaState, was_in_time: bool
) -> None:
    possible = {gesture for gesture in Gesture if may(state, gesture, Standing.CLOSED, was_in_time=was_in_time)}
    sent_again = {Gesture.SEND} if was_in_time else set()
    assert possible <= {Gesture.ANSWER, Gesture.TRY, Gesture.WITHDRAW} | sent_again
    if state is IdeaState.UNSENT:
        everywhere = {gesture for gesture in Gesture for where in Standing if may(state, gesture, where)}
        assert everywhere == {Gesture.SEND, Gesture.AMEND, Gesture.WITHDRAW}


def test_after_the_last_day_only_what_the_team_asked_about_is_written_otherwise() -> None:
    for gesture in (Gesture.SEND, Gesture.AMEND):
        assert not may(IdeaState.UNSENT, gesture, Standing.READING)
        assert may(IdeaState.UNSENT, gesture, Standing.READING, was_in_time=True)


@given(st.integers(-5, 5), st.booleans())
def test_a_call_is_open_on_its_last_day_and_closed_once_closed(offset: int, closed: bool) -> None:
    found = rules.standing(closed=closed, open_until=DAY, today=DAY + timedelta(days=offset))
    assert (found is Standing.CLOSED) is closed
    assert (found is Standing.OPEN) is (not closed and offset <= 0)


@given(st.sampled_from(IdeaState), st.booleans())
def test_the_lab_owes_an_answer_to_whatever_was_sent(state: IdeaState, answered: bool) -> None:
    assert rules.is_owed(state, answered=answered) is (state is not IdeaState.UNSENT and not answered)


def test_only_those_who_are_invited_answer() -> None:
    found = {each: {role for role in Role if rules.is_invited(each, role)} for each in Invited}
    assert found == {
        Invited.PARTICIPANTS: {Role.PARTICIPANT},
        Invited.PARTNERS: {Role.PARTNER},
        Invited.BOTH: {Role.PARTICIPANT, Role.PARTNER},
    }


class TestTheTextOfAnIdea:
    @given(layouts)
    def test_gives_its_parts_back(self, parts: Layout) -> None:
        assert rules.parts_of(rules.laid_out(parts)) == parts

    @given(titles, st.lists(st.sampled_from([*HEADINGS.values(), "ici", "là"]), max_size=8))
    def test_loses_no_word_whatever_stands_where_a_heading_should(self, title: str, lines: list[str]) -> None:
        text = "\n".join([title, *lines])
        found = rules.parts_of(text)
        said = " ".join((found.title, found.changes, found.needs, found.with_whom))
        for word in ("ici", "là"):
            assert said.split().count(word) == text.split().count(word)

    def test_keeps_a_heading_that_its_author_wrote_elsewhere(self) -> None:
        heading = HEADINGS["changes"]
        parts = Layout("Un car", "Tout.", f"Du temps.\n{heading}\nRien.", "")
        assert rules.parts_of(rules.laid_out(parts)) == parts

    def test_shows_everything_when_a_mask_took_a_heading_away(self) -> None:
        found = rules.parts_of("Un car [MASQUÉ]\nTout changerait.\n\nCe qu’il faudrait\u00a0:\nDu temps.")
        assert (found.title, found.changes, found.needs) == ("Un car [MASQUÉ]", "Tout changerait.", "Du temps.")
