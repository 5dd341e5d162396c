"""The common good of the demonstration: three versions, one proposal in mediation, one set aside, nobody named."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person
from journal.common_good import queries
from journal.common_good.models import ProposalState, Words
from journal.common_good.signs import signs_said
from journal.demo import experiments, loading
from journal.demo.common_good import ORGANISATION, play_common_good, proposals_written
from journal.demo.dates import DemoDates
from journal.demo.history import team_of
from journal.demo.loading import Clock
from journal.indicators.queries import all_of
from journal.indicators.signs import answered
from journal.partners.queries import organisation_of
from nlp import masking


def played(session: Session, today: date) -> Lab:
    clock = Clock(DemoDates(today), datetime(today.year, today.month, today.day, 12, tzinfo=UTC))
    lab = loading.write_everything(session, clock)
    play_common_good(session, lab, clock)
    return lab


@pytest.mark.parametrize("today", [date(2026, 11, 28), date(2027, 3, 3)])
def test_there_is_something_to_read_and_to_do_whatever_the_day(session: Session, today: date) -> None:
    lab = played(session, today)

    history = queries.history(session, lab.id)
    assert [revision.statement.number for revision in history] == [3, 2, 1]
    assert all(revision.difference for revision in history[:2])
    assert sum(map(len, queries.reserves_by_part(session, lab.id).values())) == 2
    assert [each.reason != "" for each in queries.set_aside(session, lab.id)] == [True]
    for state in (ProposalState.WAITING, ProposalState.OFFERED, ProposalState.AGREED):
        assert len(queries.in_state(session, lab.id, state)) == 1
    assert max(session.scalars(sa.select(Words.at))).date() <= today


def test_a_partner_speaks_for_an_organisation_of_the_lab(session: Session) -> None:
    played(session, date(2026, 11, 28))

    partner = session.scalars(sa.select(Person).where(Person.username == "partenaire")).one()
    assert organisation_of(session, partner.id).name == ORGANISATION
    assert partner.email is None


def test_playing_it_twice_changes_nothing(session: Session) -> None:
    lab = played(session, date(2026, 11, 28))
    before = session.scalar(sa.select(sa.func.count()).select_from(Words))

    play_common_good(session, lab, Clock(DemoDates(date(2026, 11, 28)), datetime(2026, 11, 28, 12, tzinfo=UTC)))

    assert session.scalar(sa.select(sa.func.count()).select_from(Words)) == before


@pytest.mark.model
def test_the_masker_finds_nobody_in_what_participants_say() -> None:
    for row in proposals_written()["proposals"]:
        texts = [row["text"], *(turn.get("not_yet", "") for turn in row.get("turns", ()))]
        texts += [row["answers"]["reason"][1]] if "reason" in row.get("answers", {}) else []
        for text in texts:
            assert [text[m.start : m.end] for m in masking.find_masks(text)] == []


def test_two_signs_are_measured_one_of_which_was_reworded_since_and_one_waits_for_an_indicator(
    session: Session,
) -> None:
    clock = Clock(DemoDates(date(2026, 11, 28)), datetime(2026, 11, 28, 12, tzinfo=UTC))
    lab = played(session, date(2026, 11, 28))
    by = team_of(session, lab).first
    for month in range(experiments.FIRST, 1):
        experiments.play(session, lab, by, clock, month)

    for _ in range(2):  # a loading that was stopped begins again
        experiments.tie_to_signs(session, lab, by, clock)

    told = [each for row in all_of(session, lab.id) for each in answered(session, row)]
    assert sorted(each.is_reworded for each in told) == [False, True]
    today = queries.current(session, lab.id)
    assert today is not None
    assert len({*signs_said(today)} - {each.today for each in told}) == 1
