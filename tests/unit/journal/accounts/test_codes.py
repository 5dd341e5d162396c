"""Codes are copied by hand, read on paper and typed on a phone."""

from hypothesis import given
from hypothesis import strategies as st

from journal.accounts import codes

CODES = st.lists(st.text(codes.ALPHABET, min_size=4, max_size=4), min_size=4, max_size=6).map("-".join)


@given(CODES, st.sampled_from(["-", " ", "", " - ", "–"]), st.booleans())
def test_case_spaces_and_dashes_do_not_matter(code: str, separator: str, lower: bool) -> None:
    typed = separator.join(code.split("-"))

    assert codes.hash_code(typed.lower() if lower else typed) == codes.hash_code(code)


def test_no_letter_of_a_code_looks_like_another() -> None:
    assert not set("O0I1") & set(codes.ALPHABET)


def test_a_thousand_codes_are_all_different_and_carry_eighty_bits() -> None:
    made = {codes.new_code() for _ in range(1_000)}

    assert len(made) == 1_000
    assert len(codes.ALPHABET) ** 16 >= 2**79


@given(CODES, CODES)
def test_two_codes_never_share_a_hash(one: str, other: str) -> None:
    assert (codes.hash_code(one) == codes.hash_code(other)) == (one.replace("-", "") == other.replace("-", ""))
