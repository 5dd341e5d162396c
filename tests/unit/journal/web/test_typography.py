"""What is shown of a long text: its beginning, cut cleanly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.web.typography import shortened


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Le bus.", "Le bus."),
        ("Onze minutes. Le bus saute.", "Onze minutes…"),
        ("Onze minutes de retard", "Onze minutes…"),
        ("Anticonstitutionnellement", "Anticonstitut…"),
    ],
)
def test_a_long_text_stops_after_a_word(text: str, shown: str) -> None:
    assert shortened(text, 13) == shown


@given(st.text(), st.integers(1, 50))
def test_what_is_shown_is_its_beginning(text: str, length: int) -> None:
    shown = shortened(text, length)
    assert text.startswith(shown.removesuffix("…") if len(text) > length else shown)
    assert len(shown) <= length + 1
