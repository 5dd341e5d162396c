"""What may be told of the steps of a pathway: people counted once, in fives, and never a few of them."""

from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person
from journal.counting.rules import fewest_with_parts, part_of_published, rounded
from journal.entries.models import Entry, Sharing
from journal.narrative.figures import PUBLIC, keep_figures, open_figures
from journal.narrative.gathering.pathway import Lived, counts_of, steps_told
from journal.narrative.models import PublishedFigure
from journal.pathways.models import StepKind
from nlp.emotions import Emotion
from nlp.prose.types import StepFacts
from tests.factories import make_entry, make_lab, make_person
from tests.unit.journal.narrative.scenes import FIGURES, NOVEMBER

ALWAYS = (date(2026, 1, 1), date(2026, 12, 31))
FLOOR = 5


def write(session: Session, author: Person, step: StepKind = StepKind.INTERVIEWS, **values: object) -> Entry:
    return make_entry(session, author, **({"sharing": Sharing.THEMES, "step": step} | values))


def some_people(session: Session, lab: Lab, people: int) -> list[Person]:
    return [make_person(session, lab, passphrase_hash=None) for _ in range(people)]


def told(session: Session, lab: Lab, *, everyone: int = 40, prefix: str = "") -> dict[str, StepFacts]:
    """What a récit composed now says of each step; it is published, and the next is compared with it."""
    figures = open_figures(session, lab.id, NOVEMBER, prefix=prefix, **FIGURES)
    steps = steps_told(session, lab.id, ALWAYS, figures, everyone=everyone)
    keep_figures(session, figures)
    return {step.ref: step for step in steps}


class TestAStep:
    @pytest.mark.parametrize(("people", "told_as"), [(7, None), (8, 10), (12, 10), (13, 15)])
    def test_is_told_from_eight_people_rounded_to_five(
        self, session: Session, people: int, told_as: int | None
    ) -> None:
        lab = make_lab(session)
        for author in some_people(session, lab, people):
            write(session, author)

        step = told(session, lab).get("interviews")

        assert (step.participants if step else None) == told_as

    def test_tells_what_was_felt_without_a_text_too(self, session: Session) -> None:
        lab = make_lab(session)
        for author in some_people(session, lab, 8):
            write(session, author, text="", emotions={Emotion.ANGER: 3})

        step = told(session, lab)["interviews"]

        assert step.participants == 10
        assert [emotion for emotion, _ in step.emotions] == [Emotion.ANGER]

    def test_counts_a_person_once_however_much_they_write(self, session: Session) -> None:
        lab = make_lab(session)
        for author in some_people(session, lab, 7):
            for _ in range(4):
                write(session, author)

        assert told(session, lab) == {}

    @pytest.mark.parametrize(
        "closed",
        [
            {"sharing": Sharing.PRIVATE},
            {"masked": False},
            {"step": None},
            {"happened_on": date(2025, 12, 31)},
        ],
    )
    def test_leaves_out_what_is_not_shared_masked_and_of_these_days(
        self, session: Session, closed: dict[str, object]
    ) -> None:
        lab = make_lab(session)
        authors = some_people(session, lab, 8)
        for author in authors[1:]:
            write(session, author)
        write(session, authors[0], **closed)

        assert told(session, lab) == {}

    def test_leaves_out_other_labs(self, session: Session) -> None:
        lab, other = make_lab(session), make_lab(session)
        for author in [*some_people(session, lab, 7), *some_people(session, other, 8)]:
            write(session, author)

        assert told(session, lab) == {}

    def test_is_told_to_nobody_outside_the_lab(self, session: Session) -> None:
        lab = make_lab(session)
        for author in some_people(session, lab, 20):
            write(session, author)

        assert told(session, lab, prefix=PUBLIC) == {}

    def test_holds_still_until_five_people_have_come_or_left(self, session: Session) -> None:
        lab = make_lab(session)
        authors = some_people(session, lab, 22)
        entries = [write(session, author, emotions={Emotion.WORRY: 3}, agency=5) for author in authors[:12]]
        before = told(session, lab)

        for author in authors[12:15]:
            write(session, author, emotions={Emotion.JOY: 5}, agency=1)
        entries[0].sharing = Sharing.PRIVATE
        session.flush()
        assert told(session, lab) == before

        for author in authors[15:]:
            write(session, author, emotions={Emotion.JOY: 5}, agency=1)
        after = told(session, lab)["interviews"]
        assert after.participants == 20
        assert dict(after.emotions) == {Emotion.WORRY: 10, Emotion.JOY: 10}

    def test_is_left_out_beside_a_total_that_holds_still_from_another_day(self, session: Session) -> None:
        lab = make_lab(session)
        for author in some_people(session, lab, 25):
            write(session, author)

        assert told(session, lab, everyone=15) == {}


class TestWhatIsSaidOfAStep:
    def test_an_emotion_is_told_from_five_people_and_never_as_everyones(self, session: Session) -> None:
        lab = make_lab(session)
        for number, author in enumerate(some_people(session, lab, 15)):
            felt: dict[Emotion, int | None] = {Emotion.WORRY: 3}
            felt |= {Emotion.HOPE: 3} if number < 5 else {}
            felt |= {Emotion.SHAME: 3} if number < 4 else {}
            write(session, author, emotions=felt)
            write(session, author, emotions=felt)

        step = told(session, lab)["interviews"]

        assert step.emotions == ((Emotion.WORRY, 10), (Emotion.HOPE, 5))

    def test_acting_is_told_of_people_by_their_mean_from_five(self, session: Session) -> None:
        lab = make_lab(session)
        for number, author in enumerate(some_people(session, lab, 15)):
            for agency in (5, 4) if number < 6 else (1, 2) if number < 10 else (1, 5):
                write(session, author, agency=agency)

        step = told(session, lab)["interviews"]

        assert (step.acted, step.carried) == (5, 0), "four were carried along: too few to say"
        assert step.agency_spread == 3

    def test_a_mean_and_a_spread_are_of_five_people_at_least(self) -> None:
        felt = [Lived(moods=[0.5]) for _ in range(4)]
        silent = [Lived() for _ in range(10)]
        assert counts_of([*felt, *silent], floor=FLOOR) == {}

        assert counts_of([*felt, Lived(moods=[-0.3, -0.3, -0.3]), *silent], floor=FLOOR) == {"mood": 130, "spread": 2}

    def test_a_mood_is_a_mean_of_people_so_that_one_who_writes_often_does_not_set_it(self, session: Session) -> None:
        lab = make_lab(session)
        authors = some_people(session, lab, 10)
        for author in authors:
            write(session, author, emotions={Emotion.JOY: 5})
        for _ in range(30):
            write(session, authors[0], emotions={Emotion.SADNESS: 5})

        mood = told(session, lab)["interviews"].mood

        assert mood is not None
        assert mood > 0.7


@given(st.integers(8, 60), st.integers(0, 60), st.sampled_from([5, 7, 11]))
def test_a_part_is_true_and_leaves_room_for_a_floor_of_people_on_both_sides(people: int, part: int, floor: int) -> None:
    everyone = rounded(people, floor=floor)
    part = min(part, people)
    if everyone is None or everyone < fewest_with_parts(floor):
        return

    shown = part_of_published(part, everyone, floor=floor)

    assert shown <= part
    assert shown == 0 or shown >= floor
    assert shown == 0 or everyone - shown >= floor
    assert shown % 5 == 0
    if part >= 2 * floor:
        assert shown, "a part that is large enough is never silent"


def test_two_steps_whose_people_differ_by_one_tell_the_same_count(session: Session) -> None:
    lab = make_lab(session)
    authors = some_people(session, lab, 13)
    for author in authors:
        write(session, author, StepKind.TRAINING)
    for author in authors[:12]:
        write(session, author, StepKind.IMMERSION)

    steps = told(session, lab)

    assert steps["training"].participants == steps["immersion"].participants == 15


def test_no_two_counts_ever_told_are_of_people_a_few_of_whom_differ(session: Session) -> None:
    """Whoever kept every récit, and lays two steps or two days side by side, learns what no four people did."""
    lab = make_lab(session)
    steps = list(StepKind)[:3]
    walking: list[Entry] = []
    for day in range(8):
        for number, author in enumerate(some_people(session, lab, 4)):
            # Everyone writes at the first step, most at the second, some at the third.
            walking += [write(session, author, step) for step in steps[: 1 + (number + day) % 3]]
        walking[day * 2].sharing = Sharing.PRIVATE
        session.flush()
        told(session, lab)

    rows = session.scalars(sa.select(PublishedFigure).where(PublishedFigure.name.endswith("participants"))).all()
    sets = [set(people) for row in rows for people in (row.people, *(earlier for _, earlier in row.earlier))]

    assert len(rows) == len(steps)
    assert len(sets) > len(rows), "some moved"
    assert {len(one ^ other) for one in sets for other in sets}.isdisjoint(range(1, 5))
