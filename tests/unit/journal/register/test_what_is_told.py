"""Which events the register tells, and how much of each: the team's actions, and nothing that dates a participant's."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.accounts.models import Role
from journal.clock import PARIS, day_of
from journal.register.actions import ON_THE_SERVER, SHOWN, TEAM, WITHHELD
from journal.register.rules import FEW, GONE, SERVER, Colleague, Line, Logged, by_day
from tests.unit.journal.register.logged import patterns

TODAY = date(2026, 11, 30)
NOON = datetime(2026, 11, 29, 12, 20, tzinfo=PARIS)
CAMILLE, PARTNER, SOMEONE = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
COLLEAGUES: dict[uuid.UUID | None, Colleague] = {
    CAMILLE: Colleague("camille", Role.COORDINATOR),
    PARTNER: Colleague("atelier-12", Role.PARTNER),
}
FOLLOWING = sorted(action for action, shown in SHOWN.items() if shown.follows)
# Moments of a few days, so that several fall on the same one.
MOMENTS = st.integers(0, 4 * 24 * 60).map(lambda minutes: NOON - timedelta(minutes=minutes))


def logged(action: str, at: datetime = NOON, **values: object) -> Logged:
    event = Logged(at, action, CAMILLE, Role.COORDINATOR.value)
    return replace(event, **values)  # type: ignore[arg-type]


def told(*events: Logged, today: date = TODAY) -> list[Line]:
    latest_first = sorted(events, key=lambda event: event.at, reverse=True)
    return [line for _, lines in by_day(latest_first, COLLEAGUES, today=today) for line in lines]


def sentences(lines: Sequence[Line]) -> list[str]:
    return [f"{line.what} {line.how_many}".strip() for line in lines]


def test_every_action_that_the_code_logs_is_told_or_withheld_and_no_other() -> None:
    logged_by_the_code, known = patterns(), SHOWN.keys() | WITHHELD.keys()

    assert [each for each in logged_by_the_code if not any(re.fullmatch(each, action) for action in known)] == []
    assert [action for action in known if not any(re.fullmatch(each, action) for each in logged_by_the_code)] == []
    assert SHOWN.keys() & WITHHELD.keys() == set()
    assert SHOWN.keys() >= ON_THE_SERVER


@given(action=st.sampled_from(sorted(SHOWN)), role=st.sampled_from([role for role in Role if role not in TEAM]))
def test_nothing_that_a_participant_or_a_partner_did_is_told(action: str, role: Role) -> None:
    assert told(logged(action, actor_id=SOMEONE, actor_role=role.value)) == []


@pytest.mark.parametrize("action", [*sorted(WITHHELD), "an_action_of_tomorrow"])
def test_what_is_withheld_or_unknown_is_told_of_nobody(action: str) -> None:
    assert told(logged(action), logged(action, actor_id=None, actor_role="")) == []


@given(action=st.sampled_from(FOLLOWING), moments=st.lists(MOMENTS, min_size=1, max_size=8))
def test_what_follows_a_participant_has_no_hour_and_no_small_number(action: str, moments: list[datetime]) -> None:
    lines = told(*(logged(action, at) for at in moments))

    assert {line.hour for line in lines} == {None}
    for line in lines:
        numbers = [int(number) for number in re.findall(r"\d+", line.how_many)]
        same_day = sum(day_of(at) == line.day for at in moments)
        assert numbers == ([5 * round(same_day / 5)] if same_day >= FEW else [])


@given(moments=st.lists(MOMENTS, min_size=2, max_size=6), seed=st.randoms(use_true_random=False))
def test_the_order_of_a_day_tells_nothing_of_what_follows_a_participant(moments: list[datetime], seed: object) -> None:
    events = [logged(FOLLOWING[number % len(FOLLOWING)], at) for number, at in enumerate(moments)]
    moved = [replace(event, at=event.at.replace(hour=seed.randrange(24))) for event in events]  # type: ignore[attr-defined]

    assert told(*events) == told(*moved)


@pytest.mark.parametrize("action", FOLLOWING)
def test_what_follows_a_participant_waits_for_the_day_to_be_over(action: str) -> None:
    assert told(logged(action), today=day_of(NOON)) == []
    assert len(told(logged(action), today=day_of(NOON) + timedelta(days=1))) == 1


def test_helping_a_participant_is_told_as_vaguely_and_an_account_of_the_team_is_named() -> None:
    helped = logged("change_person", subject_id=SOMEONE, detail={"gesture": "fermer"})
    closed = replace(helped, subject_id=CAMILLE)
    ended = replace(helped, subject_id=PARTNER, detail={"gesture": "sessions"})

    lines = told(helped, closed, ended)

    assert sentences(lines) == [
        "Compte fermé\u00a0: camille",
        "Compte déconnecté de ses appareils\u00a0: partenaire",
        "Compte fermé\u00a0: participant·e moins de cinq fois",
    ]
    assert [line.hour for line in lines] == [12, 12, None]
    assert told(helped, today=day_of(NOON)) == []


def test_the_same_done_again_within_an_hour_is_one_line() -> None:
    lines = told(
        logged("publier"), logged("publier", NOON + timedelta(minutes=9)), logged("publier", NOON.replace(hour=9))
    )

    assert [(line.hour, line.how_many) for line in lines] == [(12, "2\u00a0fois"), (9, "")]


def test_a_line_says_who_by_name_and_role_or_that_it_came_from_the_server() -> None:
    lines = told(
        logged("publier"),
        logged("publier", NOON.replace(hour=11), actor_id=SOMEONE, actor_role=Role.ADMIN.value),
        logged("import", NOON.replace(hour=10), actor_id=None, actor_role=""),
    )

    assert [(line.role, line.who) for line in lines] == [
        ("Coordination", "camille"),
        ("Administration", GONE),
        ("", SERVER),
    ]


@pytest.mark.parametrize(
    ("action", "detail", "words"),
    [
        ("invite", {"role": "coordinator"}, "Code d’invitation\u00a0: coordination"),
        ("export_themes", {"format": "themes.csv"}, "Export\u00a0: themes.csv"),
        ("change_lab", {"changed": ["host", "name"]}, "Ce que le Lab dit de lui\u00a0: l’hébergeur et le nom"),
        ("too_few_people", {"passages": ["a", "b"]}, "Recherche ou thème refusé\u00a0: trop peu de personnes"),
        ("ask_for_quotes", {"count": 1}, "Accord demandé pour des citations"),
    ],
)
def test_a_detail_adds_what_the_team_chose_and_no_identifier(
    action: str, detail: dict[str, object], words: str
) -> None:
    assert sentences(told(logged(action, detail=detail))) == [words]
