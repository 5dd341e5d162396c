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


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (Backlog(0, None), []),
        (Backlog(1, date(2026, 11, 3)), ["Une idée attend votre lecture. Depuis le 3 novembre 2026."]),
        (Backlog(3, None), ["3 idées attendent votre lecture. "]),
        # Half past eleven at night in London is the day after in Paris.
        (
            Backlog(2, datetime(2026, 11, 3, 23, 30, tzinfo=UTC)),
            ["2 idées attendent votre lecture. Depuis le 4 novembre 2026."],
        ),
    ],
)
def test_rows_are_told_in_one_sentence_with_the_day_of_the_oldest(rows: Backlog, said: list[str]) -> None:
    told = how_many(rows, Urgency.AWAITED, "Une idée attend", "idées attendent", "votre lecture", "calls.index")

    assert [f"{line.sentence} {line.since_when}".replace("\u00a0", " ") for line in told] == said
