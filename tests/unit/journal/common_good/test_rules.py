"""A proposal goes forward by the yes of its author and the reasons of the team, whatever order gestures come in."""

from hypothesis import given
from hypothesis import strategies as st

from journal.common_good import rules
from journal.common_good.models import ProposalState
from journal.common_good.rules import AFTER, CLOSED, IN_THE_OPEN, Gesture, may

# Each number chooses among the gestures that are possible then: no try is lost.
gestures = st.lists(st.integers(0, 5), min_size=1, max_size=14)
texts = st.text(st.sampled_from("abc é’.,\n "), max_size=60)


def played(choices: list[int]) -> list[tuple[ProposalState, Gesture, ProposalState | None]]:
    """A story of a proposal: at each turn, one of the gestures that have a place in it."""
    state: ProposalState | None = ProposalState.UNSENT
    steps = []
    for choice in choices:
        possible = [gesture for gesture in Gesture if state is not None and may(state, gesture)]
        if state is None or not possible:
            break
        gesture = possible[choice % len(possible)]
        steps.append((state, gesture, AFTER[state, gesture]))
        state = AFTER[state, gesture]
    return steps


class TestWhateverIsTried:
    @given(gestures)
    def test_nothing_is_adopted_without_the_yes_to_the_last_reformulation(self, wanted: list[int]) -> None:
        last = None
        for _, gesture, after in played(wanted):
            if gesture in {Gesture.REFORMULATE, Gesture.AGREE, Gesture.NOT_YET}:
                last = gesture
            if after is ProposalState.ADOPTED:
                assert last is Gesture.AGREE

    @given(gestures)
    def test_what_is_closed_never_opens_again(self, wanted: list[int]) -> None:
        closed = False
        for _ in played(wanted):
            assert not closed, "something happened after the end"
            closed = _[2] in CLOSED or _[2] is None

    @given(gestures)
    def test_others_read_nothing_before_a_yes_or_a_reason(self, wanted: list[int]) -> None:
        agreed = set_aside = False
        for _, gesture, after in played(wanted):
            agreed |= gesture is Gesture.AGREE
            set_aside |= gesture is Gesture.SET_ASIDE
            if after in IN_THE_OPEN:
                assert agreed or set_aside

    @given(gestures)
    def test_its_author_may_take_it_back_until_it_is_closed(self, wanted: list[int]) -> None:
        for state, _, _after in played(wanted):
            assert may(state, Gesture.WITHDRAW)


def test_nothing_follows_an_adoption_nor_a_setting_aside() -> None:
    assert not [gesture for state in CLOSED for gesture in Gesture if may(state, gesture)]


def test_no_mediator_touches_what_was_not_sent() -> None:
    assert {gesture for gesture in Gesture if may(ProposalState.UNSENT, gesture)} == {Gesture.SEND, Gesture.WITHDRAW}


class TestADifference:
    @given(texts, texts)
    def test_tells_both_texts_whole(self, before: str, after: str) -> None:
        chunks = rules.difference(before, after)

        told = "".join(chunk.text for chunk in chunks if chunk.change != "added")
        assert "".join(told.split()) == "".join(before.split())
        assert "".join(chunk.text for chunk in chunks if chunk.change != "removed") == after

    @given(texts)
    def test_of_a_text_with_itself_is_that_text(self, text: str) -> None:
        assert not [chunk for chunk in rules.difference(text, text) if chunk.change]

    def test_is_made_of_whole_words(self) -> None:
        chunks = rules.difference("Un emploi qui dure.", "Un travail qui dure vraiment.")

        assert [(chunk.text, chunk.change) for chunk in chunks] == [
            ("Un ", ""),
            ("emploi ", "removed"),
            ("travail ", "added"),
            ("qui dure ", ""),
            ("vraiment", "added"),
            (".", ""),
        ]

    def test_keeps_long_runs_together(self) -> None:
        before = "Un travail, et que chacun sache où il en est."
        after = "Un travail, que chacun sache où il en est, ici."

        changed = [(chunk.text, chunk.change) for chunk in rules.difference(before, after) if chunk.change]

        assert changed == [("et ", "removed"), (", ici", "added")]
