"""What may be published, and what is left of words taken back."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from journal.narrative import laying_out, rules, taking_out, whose_words
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

    def test_the_name_of_a_theme_between_guillemets_is_nobodys(self) -> None:
        assert whose_words.foreign_quotes("Le thème « Transport et mobilité » grandit.", []) == []

    words = st.lists(
        st.sampled_from(["bus", "gare", "matin", "voiture", "peur", "joie", "temps", "travail"]),
        min_size=6,
        max_size=14,
    )

    @given(words, st.sampled_from(["{q}", "Avant. {q} Après.", "Avant « {q} » après.", "Une «\u00a0{q}\u00a0». Fin."]))
    @example(["bus", "gare", "matin", "voiture", "peur", "joie"], "Avant {q}")
    def test_once_taken_back_no_run_of_them_is_left_whatever_was_written_around(self, said: list, frame: str) -> None:
        quote = " ".join(said)

        left = taking_out.without_quote(frame.format(q=quote), quote)

        assert not whose_words.shares_words(left, quote)
        assert taking_out.WITHDRAWN in left

    def test_leave_the_rest_of_the_paragraph_as_it_was(self) -> None:
        text = f"Le bus manque. Quelqu’un écrit : {quoted(self.WORDS)}. La question reste."

        left = taking_out.without_quote(text, self.WORDS)

        assert left.startswith("Le bus manque.")
        assert left.endswith("La question reste.")

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


def test_the_team_is_not_set_in_type_as_a_participant_is() -> None:
    quote = "«\u00a0Le bus de six heures ne passe plus.\u00a0»"
    reading = "«\u00a0On finit par ne plus oser.\u00a0»"
    sentences = [
        {"text": f"On lit : {quote}", "evidence": [["passage", "q"], ["theme", "t"]]},
        {"text": f"Une autre lecture : {reading}", "evidence": [["theme", "t"]]},
    ]

    pieces = laying_out.said_by_whom(f"On lit : {quote} Une autre lecture : {reading}", sentences)

    assert [(piece, whose) for piece, whose in pieces if whose] == [(quote, "voice apart"), (reading, "reading")]


@pytest.mark.parametrize(
    ("around", "apart"),
    [
        ("On lit : {} Ensuite, on dit la fatigue.", True),
        ("{} [citation retirée]", True),
        ("Les avis divergent. {}", True),
        ("{}, écrit quelqu’un.", False),
        ("On dit souvent {} quand on attend.", False),
    ],
)
def test_words_that_are_a_sentence_by_themselves_have_lines_of_their_own(around: str, apart: bool) -> None:
    quote = "«\u00a0Le bus ne passe plus jamais ici.\u00a0»"
    pieces = dict(laying_out.said_by_whom(around.format(quote), [{"text": quote, "evidence": [["passage", "p"]]}]))

    assert pieces[quote] == ("voice apart" if apart else "voice")


def test_the_full_stop_after_someones_words_stays_with_them() -> None:
    quote = "«\u00a0Le bus ne passe plus jamais ici\u00a0»"

    assert laying_out.said_by_whom(f"On lit : {quote}. Et puis rien.", []) == [
        ("On lit : ", ""),
        (f"{quote}.", "voice apart"),
        (" Et puis rien.", ""),
    ]


def test_answers_and_trials_have_a_line_each_and_what_a_person_added_too() -> None:
    sentences = [{"text": "Une navette roule.", "evidence": []}, {"text": "Le café ferme.", "evidence": []}]
    text = "Une navette roule. Merci à la mairie. Le café ferme."

    assert laying_out.in_lines(text, "answers", sentences) == [
        "Une navette roule.",
        "Merci à la mairie.",
        "Le café ferme.",
    ]
    assert laying_out.in_lines(text, "theme", sentences) == [text]


@given(st.lists(st.sampled_from(["Un.", "Deux mots.", "Trois."]), max_size=6), st.sampled_from(["answers", "trials"]))
def test_laid_out_in_lines_a_paragraph_loses_no_word(told: list[str], kind: str) -> None:
    text = " ".join(told)

    assert " ".join(laying_out.in_lines(text, kind, [{"text": "Deux mots."}, {"text": "Un."}])) == text


def test_a_long_name_in_guillemets_is_set_as_nobodys_words() -> None:
    names = "On parle de «\u00a0Le groupe et la formatrice\u00a0»."
    tried = "«\u00a0Répondre sous quinze jours, même par un non\u00a0» est la règle."
    sentences = [
        {"text": names, "evidence": [["theme", "t"], ["figure", "t/participants"]]},
        {"text": tried, "evidence": [["experiment", "e"]]},
    ]

    assert {whose for _, whose in laying_out.said_by_whom(f"{names} {tried}", sentences)} == {""}


def test_what_a_person_took_out_of_a_text_is_not_read_under_it() -> None:
    kept, gone = "Les trajets\u00a0pèsent.", "Trois personnes l’ont dit."
    sentences = [{"text": kept, "evidence": []}, {"text": gone, "evidence": [["figure", "participants"]]}]

    read = laying_out.as_read(sentences, "Les trajets pèsent.\nEt on l’a entendu.")

    assert [each["text"] for each in read] == [kept, laying_out.CORRECTED]
    assert read[1]["evidence"] == [["figure", "participants"]]


def test_a_word_of_a_name_is_known_by_its_beginning() -> None:
    assert rules.name_words("Attendre une réponse") == ["attend", "repon"]
    assert rules.name_words("Se déplacer") == ["deplac"]
