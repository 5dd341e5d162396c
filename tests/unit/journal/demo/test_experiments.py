"""What the demonstration tries and counts: three experiments and two indicators, whatever the day."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Role
from journal.actors import queries
from journal.cooperation.models import LabAnswer
from journal.demo.actors import play_alliances
from journal.demo.dates import DemoDates
from journal.demo.experiments import FIRST, play, written
from journal.demo.loading import Clock
from journal.demo.topics import topics
from journal.experiments.models import Experiment, ExperimentStep, ExperimentVoice, Rung
from journal.experiments.queries import answers_given, by_rung
from journal.indicators.queries import all_of
from journal.indicators.telling import tell
from nlp.prose.types import AnswerKind
from tests.factories import make_lab, make_person
from tests.unit.journal.narrative.scenes import adopt


@pytest.mark.parametrize("today", [date(2026, 11, 28), date(2027, 2, 3), date(2028, 2, 29), date(2026, 12, 20)])
def test_experiments_stand_on_three_rungs_and_one_indicator_divides(session: Session, today: date) -> None:
    lab = make_lab(session)
    by = make_person(session, lab, Role.COORDINATOR)
    for _ in range(25):
        make_person(session, lab, passphrase_hash=None)
    clock = Clock(DemoDates(today), datetime(today.year, today.month, today.day, 12, tzinfo=UTC))

    for month in range(FIRST, 1):
        play(session, lab, by, clock, month)
        play(session, lab, by, clock, month)  # a loading that was stopped begins a month again
    play_alliances(session, lab, clock)

    rungs = dict(by_rung(session, lab.id))
    assert set(rungs) == {Rung.NORM, Rung.REPLICATED, Rung.TRIAL}
    assert (
        len(session.execute(answers_given().where(ExperimentVoice.experiment_id == rungs[Rung.NORM][0].id)).all()) >= 5
    )
    told = [tell(row, floor=5) for row in all_of(session, lab.id)]
    assert [each.disagrees for each in told] == [False, True]
    assert any(each.comparisons for each in told)
    assert max(session.scalars(sa.select(ExperimentStep.happened_on))) <= today
    names = [actor.name for actor in queries.actors_of(session, lab.id)]
    assert len(names) == len(set(names)) == 11


def test_each_experiment_carries_out_an_answer_the_lab_gives_to_its_theme() -> None:
    answers = {topic.label: {text for _, text in topic.answers} for topic in topics()}

    for row in written()["experiments"]:
        assert row["answer"] in answers[row["theme"]], row["title"]


def test_it_carries_out_the_answer_it_names_and_not_the_first_given(session: Session) -> None:
    lab = make_lab(session)
    by = make_person(session, lab, Role.COORDINATOR)
    row = written()["experiments"][0]
    theme = adopt(
        session, lab, row["theme"], (by, make_person(session, lab, Role.COORDINATOR)), born_on=date(2026, 5, 1)
    )
    for number, text in enumerate(("Une réponse donnée avant.", row["answer"])):
        at = datetime(2026, 5, 1 + number, tzinfo=UTC)
        session.add(LabAnswer(lab_id=lab.id, theme_id=theme.id, kind=AnswerKind.DOING, text=text, by_id=by.id, at=at))
    session.flush()

    play(session, lab, by, Clock(DemoDates(date(2026, 11, 28)), datetime(2026, 11, 28, 12, tzinfo=UTC)), FIRST)

    tried = session.scalars(sa.select(Experiment).where(Experiment.title == row["title"])).one()
    assert session.get_one(LabAnswer, tried.answer_id).text == row["answer"]
