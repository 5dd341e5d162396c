"""A sign keeps its lineage while its words change, and no sign takes the place of another."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from journal.common_good.models import CommonGood
from journal.common_good.signs import Sign, followed, lineage, signs_of, signs_said
from tests.factories import NOW

SIGNED = "Des contrats signés à la fin des formations."
LASTING = "Des contrats signés à la fin des formations, et encore en cours six mois après."
ANSWERED = "Des candidatures qui reçoivent une réponse."
CONFIDENT = "Plus de confiance, dite par chacun·e."
said = st.lists(st.sampled_from([SIGNED, LASTING, ANSWERED, CONFIDENT, "Rien.", "Des repas."]), max_size=5, unique=True)


def statements(*texts: str) -> list[CommonGood]:
    return [CommonGood(number=n, signs=text, at=NOW + timedelta(days=n)) for n, text in enumerate(texts, start=1)]


class TestHowATextIsCut:
    def test_one_line_gives_a_sign_for_each_sentence(self) -> None:
        assert signs_of(f"{SIGNED} {ANSWERED} À 80 % au moins.") == [SIGNED, ANSWERED, "À 80 % au moins."]

    def test_several_lines_give_a_sign_each_whatever_their_sentences(self) -> None:
        assert signs_of(f"- {SIGNED} Tous.\n\n• {ANSWERED}\n") == [f"{SIGNED} Tous.", ANSWERED]

    def test_a_full_stop_inside_a_sentence_cuts_nothing(self) -> None:
        assert signs_of("Une réponse en env. 15 jours, p. ex. par mail") == [
            "Une réponse en env. 15 jours, p. ex. par mail"
        ]

    @given(st.text(st.sampled_from("abÉ .!?\n-«»"), max_size=80))
    def test_no_word_is_lost_and_no_sign_is_empty(self, text: str) -> None:
        signs = signs_of(text)

        assert all(sign.strip() for sign in signs)
        assert "".join("".join(signs).split()).replace("-", "") == "".join(text.split()).replace("-", "")


class TestFromOneTextToTheNext:
    @given(said, said)
    def test_each_sign_becomes_one_at_most_and_comes_from_one_at_most(self, old: list[str], new: list[str]) -> None:
        found = followed(old, new)

        assert len({*found.values()}) == len(found)
        assert {*found} <= {*range(len(old))}
        assert {*found.values()} <= {*range(len(new))}

    @given(said, said)
    def test_a_sign_said_in_the_same_words_is_itself(self, old: list[str], new: list[str]) -> None:
        found = followed(old, new)

        for place, words in enumerate(old):
            if words in new:
                assert new[found[place]] == words

    @given(said.flatmap(lambda signs: st.tuples(st.just(signs), st.permutations(signs))))
    def test_an_order_that_changes_loses_no_sign(self, both: tuple[list[str], list[str]]) -> None:
        old, new = both
        assert {old[a]: new[b] for a, b in followed(old, new).items()} == {sign: sign for sign in old}

    def test_a_sign_that_says_something_else_is_another_sign(self) -> None:
        assert followed([SIGNED, ANSWERED], [LASTING, CONFIDENT]) == {0: 0}


class TestALineage:
    def test_it_goes_on_through_two_revisions_and_says_when_the_words_changed(self) -> None:
        known = statements(f"{SIGNED} {ANSWERED}", f"{ANSWERED} {SIGNED}", f"{ANSWERED} {LASTING}", f"{LASTING}")

        found = lineage(Sign(1, 0, SIGNED), known)

        assert found.today == Sign(4, 0, LASTING)
        assert found.is_reworded
        assert found.changed_at == known[2].at
        gone = lineage(Sign(1, 1, ANSWERED), known)
        assert (gone.today, gone.changed_at) == (None, known[3].at)

    def test_words_that_come_back_are_not_said_to_have_changed(self) -> None:
        found = lineage(Sign(1, 0, SIGNED), statements(SIGNED, LASTING, SIGNED))

        assert found.today == Sign(3, 0, SIGNED)
        assert not found.is_reworded
        assert found.changed_at is None

    def test_what_was_said_before_it_was_tied_does_not_count(self) -> None:
        known = statements(SIGNED, LASTING)
        assert lineage(signs_said(known[1])[0], known).changed_at is None
