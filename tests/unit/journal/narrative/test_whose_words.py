"""Whose words stand in a text: someone’s who was asked, someone’s who was not, nobody’s."""

from hypothesis import given
from hypothesis import strategies as st

from journal.narrative import whose_words
from nlp.french import quoted


class TestSomeonesWords:
    WORDS = "Sans voiture, la moitié des annonces du secteur me sont fermées d’avance."

    def test_may_be_left_out_but_never_altered(self) -> None:
        altered = self.WORDS.replace("moitié", "plupart")

        assert whose_words.foreign_quotes(f"On lit {quoted(self.WORDS)}", [self.WORDS]) == []
        assert whose_words.foreign_quotes(f"On lit {quoted(altered)}", [self.WORDS]) != []
        assert whose_words.foreign_quotes("On ne lit plus rien.", [self.WORDS]) == []

    def test_may_hold_quotation_marks_of_their_own(self) -> None:
        words = 'Il m\'a dit "revenez lundi avec votre dossier" ... puis rien !'

        assert whose_words.foreign_quotes(f"On lit {quoted(words)}.", [words]) == []

    @given(st.characters(categories=["Cf"]) | st.sampled_from("\u034f\u1160\u3164\uffa0\ufe0f\U000e0100"))
    def test_are_the_same_with_what_nobody_sees_between_their_letters(self, unseen: str) -> None:
        copied = unseen.join(self.WORDS)

        assert whose_words.words_of(copied) == whose_words.words_of(self.WORDS)

    @given(st.characters(categories=["Zs"]) | st.just("\u2800"))
    def test_are_apart_wherever_a_space_shows(self, space: str) -> None:
        copied = self.WORDS.replace(" ", space)

        assert whose_words.words_of(copied) == whose_words.words_of(self.WORDS)

    def test_the_name_of_a_theme_between_guillemets_is_nobodys(self) -> None:
        assert whose_words.foreign_quotes("Le thème « Transport et mobilité » grandit.", []) == []

    def test_nobody_was_asked_for_are_known_by_a_long_run_of_them(self) -> None:
        assert whose_words.borrowed(f"On lit que {self.WORDS.lower()}", [self.WORDS], []).startswith(
            "sans voiture la moitié"
        )
        assert whose_words.borrowed("Sans voiture, la moitié des annonces restent loin.", [self.WORDS], []) == ""
        assert whose_words.borrowed("Il n’y a pas de bus.", ["Non, il n’y a pas de bus le soir."], []) == ""

    def test_nobody_was_asked_for_are_known_whole_when_they_are_few(self) -> None:
        assert whose_words.borrowed("Hier, le bus ne passe plus jamais.", ["Le bus ne passe plus jamais."], []) != ""
        assert whose_words.borrowed("Le bus ne passe plus.", ["Le bus ne passe plus."], []) == ""

    def test_that_may_be_said_are_nobodys_to_refuse(self) -> None:
        assert whose_words.borrowed(self.WORDS, [f"Chez nous {self.WORDS}"], [f"On lit {quoted(self.WORDS)}"]) == ""


class TestTheEyeHearsWhoSpeaks:
    @given(st.text(alphabet="ab «»\u00a0.", max_size=60))
    def test_and_cutting_a_text_into_voices_loses_nothing(self, text: str) -> None:
        assert "".join(piece for piece, _ in whose_words.voices(text)) == text

    def test_but_the_name_of_a_theme_is_not_a_voice(self) -> None:
        text = "Sur « Se déplacer », on lit : « Le bus de six heures ne passe plus »."

        assert [piece for piece, said in whose_words.voices(text) if said] == ["« Le bus de six heures ne passe plus »"]
