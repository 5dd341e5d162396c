"""What waits for the team: how soon, since when."""

from datetime import UTC, date, datetime

import pytest

from journal.db import Backlog
from journal.web.waiting import Urgency, Waiting, how_many, in_groups


def waiting(sentence: str, urgency: Urgency, since: date | None = None, by: date | None = None) -> Waiting:
    return Waiting(sentence, urgency=urgency, since=since, by=by)


def test_what_worries_comes_first_and_no_group_is_empty() -> None:
    later, worrying = waiting("plus tard", Urgency.LATER), waiting("d’abord", Urgency.WORRYING)

    assert in_groups([later, worrying]) == [(Urgency.WORRYING, [worrying]), (Urgency.LATER, [later])]
    assert in_groups([]) == []


def test_the_earliest_comes_first_and_what_has_no_day_last() -> None:
    lines = [
        waiting("sans jour", Urgency.DATED),
        waiting("le 20", Urgency.DATED, by=date(2026, 11, 20)),
        waiting("pour le 5, depuis le 30", Urgency.DATED, since=date(2026, 11, 30), by=date(2026, 11, 5)),
        waiting("depuis le 10", Urgency.DATED, since=date(2026, 11, 10)),
    ]

    ((_, told),) = in_groups(lines)

    assert [line.sentence for line in told] == ["pour le 5, depuis le 30", "depuis le 10", "le 20", "sans jour"]


SATURDAY = date(2026, 11, 7)
# Half past eleven on Sunday night in London is Monday in Paris.
SUNDAY = datetime(2026, 11, 8, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rows", "urgency", "said"),
    [
        (Backlog(0, None), Urgency.DATED, []),
        (Backlog(1, date(2026, 11, 3)), Urgency.DATED, ["Une idée attend un mot. Depuis le 3 novembre 2026."]),
        (Backlog(3, None), Urgency.DATED, ["3 idées attendent un mot. "]),
        (Backlog(2, SUNDAY), Urgency.DATED, ["2 idées attendent un mot. Depuis le 9 novembre 2026."]),
        # When a person wrote is nobody's to know to the day.
        (
            Backlog(1, date(2026, 11, 8)),
            Urgency.AWAITED,
            ["Une idée attend un mot. Depuis la semaine du 2 novembre 2026."],
        ),
        (Backlog(2, SUNDAY), Urgency.AWAITED, ["2 idées attendent un mot. Depuis la semaine du 9 novembre 2026."]),
    ],
)
def test_rows_are_told_in_one_sentence_with_since_when_the_oldest_waits(
    rows: Backlog, urgency: Urgency, said: list[str]
) -> None:
    told = how_many(rows, urgency, "Une idée attend", "idées attendent", "un mot", "calls.index")

    assert [f"{line.sentence} {line.since_when}".replace("\u00a0", " ") for line in told] == said
