"""What may be published, when a figure may move, and what is left of words taken back."""

from collections.abc import Collection

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from journal.narrative import rules
from journal.narrative.models import ResonanceAnswer as Answer
from journal.narrative.rules import Figure, sticky_people
from nlp.french import quoted

PEOPLE = [f"p{number:02}" for number in range(30)]
people = st.frozensets(st.sampled_from(PEOPLE))


class TestAFigure:
    @given(people)
    def test_never_speaks_for_fewer_than_five_people(self, now: frozenset[str]) -> None:
        figure = sticky_people(now, None, [], floor=5)

        assert (figure is None) == (len(now) < 5)

    @given(people.filter(lambda p: len(p) >= 5))
    def test_is_told_to_the_nearest_five(self, now: frozenset[str]) -> None:
        figure = sticky_people(now, None, [], floor=5)

        assert figure is not None
        assert figure.value % 5 == 0
        assert abs(figure.value - len(now)) <= 2

    def test_holds_still_when_one_person_comes(self) -> None:
        last = Figure(10, frozenset(PEOPLE[:12]))

        assert sticky_people(PEOPLE[:13], last, [last], floor=5) == last

    def test_holds_still_when_one_person_leaves_a_theme_of_five(self) -> None:
        last = Figure(5, frozenset(PEOPLE[:5]))

        assert sticky_people(PEOPLE[:4], last, [last], floor=5) == last

    def test_moves_when_five_people_come(self) -> None:
        last = Figure(10, frozenset(PEOPLE[:10]))

        assert sticky_people(PEOPLE[:15], last, [last], floor=5) == Figure(15, frozenset(PEOPLE[:15]))

    def test_goes_back_to_what_was_told_rather_than_differ_by_one_from_an_old_month(self) -> None:
        old, last = Figure(10, frozenset(PEOPLE[:10])), Figure(15, frozenset(PEOPLE[:15]))

        assert sticky_people(PEOPLE[:9], last, [old, last], floor=5) == old

    def test_is_not_told_at_all_to_everyone_when_its_neighbour_is_under_their_threshold(self) -> None:
        neighbour = Figure(10, frozenset(PEOPLE[:10]))

        assert sticky_people(PEOPLE[:13], None, [neighbour], floor=11) is None


class Attacker(RuleBasedStateMachine):
    """Someone keeps every figure ever told, and compares them two by two."""

    STICKY_RULE = True

    @initialize()
    def nobody_yet(self) -> None:
        self.writing: dict[str, set[str]] = {"a": set(), "b": set()}
        self.told: dict[str, list[Figure]] = {"a": [], "b": []}

    @rule(name=st.sampled_from("ab"), who=st.sets(st.sampled_from(PEOPLE), max_size=8))
    def write(self, name: str, who: set[str]) -> None:
        self.writing[name] |= who

    @rule(name=st.sampled_from("ab"), who=st.sets(st.sampled_from(PEOPLE), max_size=8))
    def withdraw(self, name: str, who: set[str]) -> None:
        self.writing[name] -= who

    @rule(name=st.sampled_from("ab"))
    def publish(self, name: str) -> None:
        seen = [figure for figures in self.told.values() for figure in figures]
        last = self.told[name][-1] if self.told[name] else None
        if not self.STICKY_RULE:
            last, seen = None, []
        figure = sticky_people(self.writing[name], last, seen, floor=5)
        if figure is not None:
            self.told[name].append(figure)

    @invariant()
    def no_two_figures_differ_by_a_few_people(self) -> None:
        everything = [figure for figures in getattr(self, "told", {}).values() for figure in figures]
        for one in everything:
            for other in everything:
                assert len(one.people ^ other.people) not in range(1, 5)


TestAnAttackerWhoSeesEveryRelease = Attacker.TestCase
TestAnAttackerWhoSeesEveryRelease.settings = settings(max_examples=120, stateful_step_count=25)


class Careless(Attacker):
    STICKY_RULE = False


def test_the_attacker_succeeds_when_the_rule_is_switched_off() -> None:
    from hypothesis.stateful import run_state_machine_as_test

    with pytest.raises(AssertionError):
        run_state_machine_as_test(Careless, settings=settings(max_examples=400, database=None))


class TestSomeonesWords:
    WORDS = "Sans voiture, la moitié des annonces du secteur me sont fermées d’avance."

    def test_may_be_left_out_but_never_altered(self) -> None:
        altered = self.WORDS.replace("moitié", "plupart")

        assert rules.foreign_quotes(f"On lit {quoted(self.WORDS)}", [self.WORDS]) == []
        assert rules.foreign_quotes(f"On lit {quoted(altered)}", [self.WORDS]) != []
        assert rules.foreign_quotes("On ne lit plus rien.", [self.WORDS]) == []

    def test_may_hold_quotation_marks_of_their_own(self) -> None:
        words = 'Il m\'a dit "revenez lundi avec votre dossier" ... puis rien !'

        assert rules.foreign_quotes(f"On lit {quoted(words)}.", [words]) == []

    def test_the_name_of_a_theme_between_guillemets_is_nobodys(self) -> None:
        assert rules.foreign_quotes("Le thème « Transport et mobilité » grandit.", []) == []

    words = st.lists(
        st.sampled_from(["bus", "gare", "matin", "voiture", "peur", "joie", "temps", "travail"]),
        min_size=6,
        max_size=14,
    )

    @given(words, st.sampled_from(["{q}", "Avant. {q} Après.", "Avant « {q} » après.", "Une «\u00a0{q}\u00a0». Fin."]))
    @example(["bus", "gare", "matin", "voiture", "peur", "joie"], "Avant {q}")
    def test_once_taken_back_no_run_of_them_is_left_whatever_was_written_around(self, said: list, frame: str) -> None:
        quote = " ".join(said)

        left = rules.without_quote(frame.format(q=quote), quote)

        assert not rules.shares_words(left, quote)
        assert rules.WITHDRAWN in left

    def test_leave_the_rest_of_the_paragraph_as_it_was(self) -> None:
        text = f"Le bus manque. Quelqu’un écrit : {quoted(self.WORDS)}. La question reste."

        left = rules.without_quote(text, self.WORDS)

        assert left.startswith("Le bus manque.")
        assert left.endswith("La question reste.")


def crowd(yes: int, no: int, group: str) -> list[tuple[Answer, str]]:
    return [(Answer.YES, group)] * yes + [(Answer.NO, group)] * no


class TestResonance:
    def test_is_not_told_under_five_answers(self) -> None:
        assert rules.resonance(crowd(4, 0, "a"), floor=5) is None

    @given(st.integers(5, 400))
    def test_a_large_cohort_cannot_drown_a_small_one(self, size: int) -> None:
        score = rules.resonance(crowd(size, 0, "large") + crowd(0, 6, "small"), floor=5)

        assert score is not None
        assert score < 0.4

    @given(st.integers(5, 60), st.integers(0, 60), st.integers(5, 60), st.integers(0, 60))
    def test_one_more_yes_never_lowers_it_and_one_more_no_never_raises_it(self, a: int, b: int, c: int, d: int) -> None:
        answers = crowd(a, b, "one") + crowd(c, d, "two")
        score = rules.resonance(answers, floor=5)

        assert rules.resonance([*answers, (Answer.YES, "one")], floor=5) >= score  # type: ignore[operator]
        assert rules.resonance([*answers, (Answer.NO, "one")], floor=5) <= score  # type: ignore[operator]

    @given(st.permutations(crowd(5, 2, "a") + crowd(2, 6, "b") + crowd(1, 1, "c") + crowd(2, 2, "d")))
    def test_does_not_depend_on_the_order_of_answers(self, answers: Collection) -> None:
        assert rules.resonance(list(answers), floor=5) == rules.resonance(sorted(answers), floor=5)

    @given(st.lists(st.tuples(st.sampled_from(Answer), st.sampled_from("abcd")), min_size=5, max_size=50))
    def test_stays_between_none_and_all(self, answers: list) -> None:
        score = rules.resonance(answers, floor=5)

        assert score is not None
        assert 0 < score < 1


class TestTheEyeHearsWhoSpeaks:
    @given(st.text(alphabet="ab «»\u00a0.", max_size=60))
    def test_and_loses_nothing(self, text: str) -> None:
        assert "".join(piece for piece, _ in rules.voices(text)) == text

    def test_but_the_name_of_a_theme_is_not_a_voice(self) -> None:
        text = "Sur « Se déplacer », on lit : « Le bus de six heures ne passe plus »."

        assert [piece for piece, said in rules.voices(text) if said] == ["« Le bus de six heures ne passe plus »"]


def test_the_team_is_not_set_in_type_as_a_participant_is() -> None:
    quote = "«\u00a0Le bus de six heures ne passe plus.\u00a0»"
    reading = "«\u00a0On finit par ne plus oser.\u00a0»"
    sentences = [
        {"text": f"On lit : {quote}", "evidence": [["passage", "q"], ["theme", "t"]]},
        {"text": f"Une autre lecture : {reading}", "evidence": [["theme", "t"]]},
    ]

    pieces = rules.said_by_whom(f"On lit : {quote} Une autre lecture : {reading}", sentences)

    assert [(piece, whose) for piece, whose in pieces if whose] == [(quote, "voice"), (reading, "reading")]


def test_a_long_name_in_guillemets_is_set_as_nobodys_words() -> None:
    names = "On parle de «\u00a0Le groupe et la formatrice\u00a0»."
    tried = "«\u00a0Répondre sous quinze jours, même par un non\u00a0» est la règle."
    sentences = [
        {"text": names, "evidence": [["theme", "t"], ["figure", "t/participants"]]},
        {"text": tried, "evidence": [["experiment", "e"]]},
    ]

    assert {whose for _, whose in rules.said_by_whom(f"{names} {tried}", sentences)} == {""}


def test_what_a_person_took_out_of_a_text_is_not_read_under_it() -> None:
    kept, gone = "Les trajets\u00a0pèsent.", "Trois personnes l’ont dit."
    sentences = [{"text": kept, "evidence": []}, {"text": gone, "evidence": [["figure", "participants"]]}]

    read = rules.as_read(sentences, "Les trajets pèsent.\nEt on l’a entendu.")

    assert [each["text"] for each in read] == [kept, rules.CORRECTED]
    assert read[1]["evidence"] == [["figure", "participants"]]


def test_a_word_of_a_name_is_known_by_its_beginning() -> None:
    assert rules.name_words("Attendre une réponse") == ["attend", "repon"]
    assert rules.name_words("Se déplacer") == ["deplac"]
