"""A paragraph laid out: its lines, and the words set apart in it as someone’s."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.narrative import laying_out


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


class TestWhatASmallScreenFolds:
    QUOTE = "«\u00a0Le bus ne passe plus jamais ici.\u00a0»"
    LONG = "On dit la fatigue, et l’on compte les trajets avant de lire les annonces. " * 3

    def cut(self, text: str, kind: str = "theme") -> tuple[str, str]:
        said = {"text": f"On lit : {self.QUOTE}", "evidence": [["passage", "p"]]}
        return laying_out.lead_and_rest(text, kind, [said])

    def test_is_what_follows_the_first_words_of_a_participant(self) -> None:
        text = f"On lit : {self.QUOTE} {self.LONG.strip()}"

        assert self.cut(text) == (f"On lit : {self.QUOTE}", self.LONG.strip())

    @pytest.mark.parametrize("kind", ["answers", "minority", "opening"])
    def test_is_nothing_of_another_part(self, kind: str) -> None:
        text = f"On lit : {self.QUOTE} {self.LONG.strip()}"

        assert self.cut(text, kind) == (text, "")

    def test_is_what_follows_the_first_two_sentences_where_nobody_is_quoted(self) -> None:
        text = "Le bus manque. Dix personnes en parlent. On attend. On marche."
        said = [{"text": f"{words}.", "evidence": []} for words in text.strip(".").split(". ")]

        assert laying_out.lead_and_rest(text, "theme", said) == (text[:40], "On attend. On marche.")
        assert laying_out.lead_and_rest(text, "theme", said[:3]) == (text, ""), "one more sentence is not worth it"
        corrected = text.replace("Dix", "Huit")
        assert laying_out.lead_and_rest(corrected, "theme", said) == (corrected, ""), "nobody knows where to cut it"

    @pytest.mark.parametrize("text", [LONG, f"On lit : {QUOTE} Puis la fatigue.", f"{LONG} On lit : {QUOTE}", ""])
    def test_is_nothing_of_a_part_nobody_speaks_in_or_that_is_nearly_over(self, text: str) -> None:
        assert self.cut(text) == (text, "")
