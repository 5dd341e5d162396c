"""What may be opened to other Labs, and what counts as trying it elsewhere, wherever the ladder led."""

from hypothesis import given
from hypothesis import strategies as st

from journal.experiments.models import Rung
from journal.experiments.rules import may_follow
from journal.replication.rules import is_tried, may_be_opened


def walked(choices: list[int]) -> list[Rung]:
    """A path that the ladder allows."""
    path: list[Rung] = []
    for choice in choices:
        following = may_follow(path)
        path.append(following[choice % len(following)])
    return path


paths = st.lists(st.integers(0, 6), min_size=1, max_size=12).map(walked)


@given(paths)
def test_only_what_was_evaluated_is_opened_even_if_it_was_left_since(path: list[Rung]) -> None:
    assert may_be_opened(path) is (Rung.EVALUATED in path)
    if may_be_opened(path):
        assert may_be_opened([*path, Rung.ABANDONED])


@given(paths)
def test_an_idea_taken_up_is_no_evidence_and_a_trial_is(path: list[Rung]) -> None:
    assert is_tried(path) is bool({*path} - {Rung.IDEA, Rung.ABANDONED})


@given(paths)
def test_whatever_may_be_opened_was_tried(path: list[Rung]) -> None:
    assert is_tried(path) or not may_be_opened(path)
