"""How masks are merged and laid on a text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.masking import Mask, MaskKind, MaskSource, apply_masks, merge_masks

_LENGTH = 40


@st.composite
def _masks(draw: st.DrawFn) -> list[Mask]:
    masks = []
    for _ in range(draw(st.integers(0, 8))):
        start = draw(st.integers(0, _LENGTH - 1))
        end = draw(st.integers(start + 1, _LENGTH))
        masks.append(Mask(start, end, draw(st.sampled_from(MaskKind)), draw(st.sampled_from(MaskSource))))
    return masks


def _covered(masks: list[Mask] | tuple[Mask, ...]) -> set[int]:
    return {position for mask in masks for position in range(mask.start, mask.end)}


@given(_masks(), _masks())
def test_merging_hides_all_that_either_hides_and_nothing_more(auto: list[Mask], author: list[Mask]) -> None:
    assert _covered(merge_masks(auto, author)) == _covered(auto) | _covered(author)


@given(_masks())
def test_merged_masks_are_sorted_and_do_not_overlap(masks: list[Mask]) -> None:
    merged = merge_masks(masks)

    assert all(a.end <= b.start for a, b in pairwise(merged))


@given(_masks())
def test_merging_does_not_depend_on_the_order(masks: list[Mask]) -> None:
    assert merge_masks(masks) == merge_masks(masks[::-1])


@given(_masks())
def test_merging_twice_changes_nothing_more(masks: list[Mask]) -> None:
    assert merge_masks(merge_masks(masks)) == merge_masks(masks)


@given(st.text(alphabet="abcé0 ", min_size=_LENGTH, max_size=_LENGTH), _masks())
def test_what_is_not_masked_is_kept_as_it_was_and_the_rest_is_gone(text: str, masks: list[Mask]) -> None:
    covered = _covered(masks)

    masked = apply_masks(text, masks)

    for kind in sorted(MaskKind, key=lambda each: -len(each.label)):
        for number in range(20, 1, -1):
            masked = masked.replace(f"[{kind.label} {number}]", "")
        masked = masked.replace(f"[{kind.label}]", "")
    assert masked == "".join(char for at, char in enumerate(text) if at not in covered)


def test_the_mask_of_the_author_wins_over_the_machine() -> None:
    auto = Mask(0, 5, MaskKind.TOWN, MaskSource.GUESS)
    author = Mask(0, 5, MaskKind.OTHER, MaskSource.AUTHOR)

    assert merge_masks([auto], [author]) == (author,)


def test_what_is_left_of_a_weaker_mask_stays_hidden() -> None:
    merged = merge_masks([Mask(0, 10, MaskKind.PLACE, MaskSource.GUESS), Mask(3, 6, MaskKind.DATE, MaskSource.RULE)])

    assert [(mask.start, mask.end) for mask in merged] == [(0, 3), (3, 6), (6, 10)]


def test_labels_are_numbered_from_the_second_thing_of_a_kind() -> None:
    text = "ana bob ana"
    masks = [Mask(at, at + 3, MaskKind.FIRST_NAME) for at in (0, 4, 8)]

    assert apply_masks(text, masks) == "[PRÉNOM] [PRÉNOM 2] [PRÉNOM]"


def test_the_same_number_typed_two_ways_has_one_label() -> None:
    text = "06 11, 06.11"
    masks = [Mask(0, 5, MaskKind.PHONE), Mask(7, 12, MaskKind.PHONE)]

    assert apply_masks(text, masks) == "[TÉLÉPHONE], [TÉLÉPHONE]"


def test_a_mask_made_for_another_text_is_refused() -> None:
    with pytest.raises(ValueError, match="another"):
        apply_masks("court", [Mask(0, 9, MaskKind.TOWN)])


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 2), (-1, 4)])
def test_a_mask_that_hides_nothing_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="start < end"):
        Mask(start, end, MaskKind.TOWN)


@given(_masks(), _masks())
def test_what_the_team_hides_changes_nothing_of_what_was_hidden(before: list[Mask], ticked: list[Mask]) -> None:
    others = merge_masks(mask for mask in before if mask.source is not MaskSource.TEAM)
    team = [Mask(mask.start, mask.end, mask.kind, MaskSource.TEAM) for mask in ticked]

    kept = [mask for mask in merge_masks(others, team) if mask.source is not MaskSource.TEAM]

    assert kept == list(others)


def test_what_the_team_hides_is_not_said_to_be_what_was_hidden() -> None:
    """« rose » the flower, hidden as a first name, would tell that [PRÉNOM] is Rose."""
    text = "Rose aime la rose et la rose."
    hidden = Mask(0, 4, MaskKind.FIRST_NAME)
    team = [Mask(at, at + 4, MaskKind.FIRST_NAME, MaskSource.TEAM) for at in (13, 24)]

    assert apply_masks(text, [hidden, *team]) == "[PRÉNOM] aime la [PRÉNOM 2] et la [PRÉNOM 2]."
