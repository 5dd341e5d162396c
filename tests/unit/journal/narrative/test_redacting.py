"""What is left of a paragraph once its author takes words back."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from journal.narrative import redacting, whose_words
from nlp.french import quoted

WORDS = "Sans voiture, la moitié des annonces du secteur me sont fermées d’avance."
words = st.lists(
    st.sampled_from(["bus", "gare", "matin", "voiture", "peur", "joie", "temps", "travail"]),
    min_size=6,
    max_size=14,
)


@given(words, st.sampled_from(["{q}", "Avant. {q} Après.", "Avant « {q} » après.", "Une «\u00a0{q}\u00a0». Fin."]))
@example(["bus", "gare", "matin", "voiture", "peur", "joie"], "Avant {q}")
def test_no_run_of_them_is_left_whatever_was_written_around(said: list, frame: str) -> None:
    quote = " ".join(said)

    left = redacting.without_quote(frame.format(q=quote), quote)

    assert not whose_words.shares_words(left, quote)
    assert redacting.WITHDRAWN in left


def test_the_rest_of_the_paragraph_stays_as_it_was() -> None:
    text = f"Le bus manque. Quelqu’un écrit : {quoted(WORDS)}. La question reste."

    left = redacting.without_quote(text, WORDS)

    assert left.startswith("Le bus manque.")
    assert left.endswith("La question reste.")


@pytest.mark.parametrize("unseen", list("\u00ad\u200b\u2060\u202c\ufeff"), ids=ascii)
def test_words_copied_from_elsewhere_with_what_nobody_sees_in_them_go_too(unseen: str) -> None:
    copied = WORDS.replace("annonces", f"an{unseen}nonces").replace("secteur", f"sec{unseen}teur")

    for text, quote in ((copied, WORDS), (WORDS, copied)):
        left = redacting.without_quote(f"Le bus manque. Quelqu’un écrit : {quoted(text)}. La question reste.", quote)
        assert "voiture" not in left
        assert "fermées" not in left
        assert whose_words.borrowed(f"On lit : {text}", [quote], ())
