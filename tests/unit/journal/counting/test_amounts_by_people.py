"""Someone keeps every number of texts ever told, of all months and both editions: none differs by a few people's texts.

And each is true: what was counted differs from what is by fewer than five people, however much each of them wrote.
"""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from journal.counting.rules import GUESSABLE, STICKY, Figure, contributed, one_dominates, sticky_amount

PEOPLE = [f"somebody {number}" for number in range(14)]
# The floor of each edition: what both tell of the same texts bears one name.
FLOORS = {"the Lab": 5, "everyone": 11}
DAYS = ("the month", "the living récit")
Texts = dict[str, frozenset[int]]


def differing(one: Texts, other: Texts) -> int:
    return sum(one.get(who) != other.get(who) for who in one.keys() | other.keys())


class Reader(RuleBasedStateMachine):
    """Reads all that is ever told, and remembers whose texts were behind each number."""

    WITH_THE_RULE = True

    @initialize()
    def nobody_yet(self) -> None:
        self.texts: dict[str, set[int]] = {}
        self.written = 0
        self.told: dict[str, list[Figure]] = {days: [] for days in DAYS}
        self.behind: dict[Figure, Texts] = {}
        self.true_when_told: list[tuple[int, Texts, Texts]] = []

    @rule(who=st.sets(st.sampled_from(PEOPLE), max_size=9), many=st.integers(1, 30))
    def write(self, who: set[str], many: int) -> None:
        for person in who:
            self.texts.setdefault(person, set()).update(range(self.written, self.written + many))
            self.written += many

    @rule(who=st.sets(st.sampled_from(PEOPLE), max_size=9), some=st.integers(1, 40))
    def withdraw(self, who: set[str], some: int) -> None:
        for person in who & self.texts.keys():
            self.texts[person] = set(sorted(self.texts[person])[some:])
            if not self.texts[person]:
                del self.texts[person]

    @rule(days=st.sampled_from(DAYS), edition=st.sampled_from(list(FLOORS)))
    def publish(self, days: str, edition: str) -> None:
        """The month tells the first hundred texts alone."""
        mine = {who: frozenset(t for t in texts if days != "the month" or t < 100) for who, texts in self.texts.items()}
        by = {who: texts for who, texts in mine.items() if texts}
        now = contributed({who: sorted(texts) for who, texts in by.items()}, key="key")
        seen = [figure for figures in self.told.values() for figure in figures] if self.WITH_THE_RULE else []
        last = self.told[days][-1] if self.told[days] and self.WITH_THE_RULE else None
        figure = sticky_amount(now, sum(map(len, by.values())), last, seen, floor=FLOORS[edition])
        if figure is not None:
            self.behind.setdefault(figure, by)
            self.told[days].append(figure)
            self.true_when_told.append((FLOORS[edition], self.behind[figure], by))

    @invariant()
    def no_two_numbers_differ_by_the_texts_of_a_few(self) -> None:
        everything = [self.behind[figure] for figures in getattr(self, "told", {}).values() for figure in figures]
        assert all(differing(one, other) not in range(1, STICKY) for one in everything for other in everything)

    @invariant()
    def each_rests_on_enough_people_and_lacks_what_a_few_changed_at_most(self) -> None:
        for floor, behind, now in getattr(self, "true_when_told", []):
            assert len(behind) >= floor
            assert differing(behind, now) < STICKY


TestAReaderOfEverything = Reader.TestCase
TestAReaderOfEverything.settings = settings(
    max_examples=120, stateful_step_count=25, suppress_health_check=[HealthCheck.too_slow]
)


class WithoutTheRule(Reader):
    WITH_THE_RULE = False


def test_the_reader_tells_a_few_apart_when_the_rule_is_switched_off() -> None:
    once = settings(max_examples=400, database=None, phases=[Phase.generate])
    with pytest.raises(AssertionError):
        run_state_machine_as_test(WithoutTheRule, settings=once)


def test_a_hash_says_nothing_of_who_wrote_nor_of_what() -> None:
    one, other = (contributed({"somebody": [text]}, key="key")[0] for text in ("a text", "another"))

    assert one != other
    assert len(one) == len(other) == 20
    assert Figure(1, frozenset({one})).differing(frozenset({other})) == 1, "one person, and not two"
    assert "somebody" not in one


def test_whoever_has_the_key_and_tries_each_emotion_is_left_with_many_that_may_be_the_one() -> None:
    felt = contributed({"somebody": "shame"}, key="key", kept=GUESSABLE)

    tried = [contributed({"somebody": f"feeling {number}"}, key="key", kept=GUESSABLE) for number in range(700)]

    assert 20 < tried.count(felt) < 80


def test_an_amount_of_which_one_person_has_more_than_85_in_100_tells_of_them() -> None:
    assert one_dominates([86, 10, 4])
    assert not one_dominates([85, 10, 5])
    assert not one_dominates([])
