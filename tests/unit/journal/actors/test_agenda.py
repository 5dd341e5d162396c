"""Whom the Lab is to see, and whom nobody is: each actor has one place, and allies come first."""

import uuid
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from journal.actors.agenda import agenda, contact
from journal.actors.models import Actor, Meeting
from tests.factories import NOW

TODAY = date(2026, 11, 30)
ACTORS = [Actor(id=uuid.UUID(int=n), name=f"Acteur {n}") for n in range(5)]
GONE = Actor(id=uuid.UUID(int=9), name="Parti")


@st.composite
def meetings(draw: st.DrawFn) -> Meeting:
    actor = draw(st.sampled_from([*ACTORS, GONE]))
    on = TODAY + timedelta(days=draw(st.integers(-30, 30)))
    state = draw(st.sampled_from(["foreseen", "held", "dropped"]))
    made = Meeting(actor_id=actor.id, actor=actor, role="la coordination", foreseen_on=on, at=NOW)
    made.held_on, made.dropped_at = on if state == "held" else None, NOW if state == "dropped" else None
    return made


@given(st.lists(meetings(), max_size=12))
def test_an_actor_is_to_be_seen_or_is_not_and_never_both(known: list[Meeting]) -> None:
    found = agenda(ACTORS, known, {}, TODAY)

    foreseen = {each.actor_id for each in (*found.late, *found.to_come)}
    unseen = {each.actor.id for each in found.unseen}
    assert foreseen | unseen == {actor.id for actor in ACTORS}
    assert not foreseen & unseen


@given(st.lists(meetings(), max_size=12))
def test_what_is_settled_is_on_no_list_and_what_is_not_is_on_one(known: list[Meeting]) -> None:
    found = agenda(ACTORS, known, {}, TODAY)

    listed = [*found.late, *found.to_come]
    waiting = [each for each in known if not each.is_settled and each.actor is not GONE]
    assert {*map(id, listed)} == {*map(id, waiting)}
    assert len(listed) == len(waiting)
    assert all(each.foreseen_on < TODAY for each in found.late)
    assert all(each.foreseen_on >= TODAY for each in found.to_come)
    assert [each.foreseen_on for each in listed] == sorted(each.foreseen_on for each in listed)


@given(st.permutations(range(5)), st.integers(0, 5))
def test_those_whom_nobody_sees_come_in_the_order_of_their_ranks_then_by_name(order: list[int], placed: int) -> None:
    ranks = {ACTORS[n].id: rank for rank, n in enumerate(order[:placed])}

    names = [each.actor.name for each in agenda(ACTORS, [], ranks, TODAY).unseen]

    assert names == [ACTORS[n].name for n in order[:placed]] + [f"Acteur {n}" for n in sorted(order[placed:])]


def test_who_is_in_touch_is_whoever_goes_next_otherwise_whoever_went_last() -> None:
    def meeting(days: int, role: str, *, held: bool) -> Meeting:
        on = TODAY + timedelta(days=days)
        return Meeting(
            actor_id=ACTORS[0].id, role=role, foreseen_on=on, held_on=on if held else None, dropped_at=None, at=NOW
        )

    past = [meeting(-40, "l’accueil", held=True), meeting(-9, "la coordination", held=True)]
    assert contact(ACTORS[0], past).who == "la coordination"
    coming = [meeting(20, "le tutorat", held=False), meeting(3, "l’accueil", held=False)]
    assert contact(ACTORS[0], [*past, *coming]).who == "l’accueil"
    assert contact(ACTORS[1], past).who == ""
