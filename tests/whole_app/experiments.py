"""What the world's Lab tries and counts: one of each thing an address may name."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from journal.actors import services as actors
from journal.actors.models import Actor, ActorKind
from journal.cooperation.models import LabAnswer
from journal.experiments import services as experiments
from journal.experiments.models import Experiment, Helped, Rung
from journal.indicators import services as indicators
from journal.indicators.models import Indicator, IndicatorState, Moment, Stance, Wanted
from tests.factories import NOW
from tests.unit.journal.narrative import scenes

GESTURES = ("adopter", "ecarter", "discuter")


def try_and_count(session: Session, scene: scenes.Scene, answer: LabAnswer, word: str) -> dict[str, tuple[object, ...]]:
    """Values of addresses; everything written holds ``word``."""
    actor = actors.add(session, scene.lab.id, f"{word} ici", ActorKind.COMPANY, note=word, now=NOW)
    tried = _try_something(session, scene, actor, answer, word)
    counted, discussed = _count_something(session, scene, actor, tried, word)
    return {
        "experiment_id": (tried.id,),
        "experiment_step_id": tuple(step.id for step in tried.steps),
        "indicator_id": (counted.id, discussed.id),
        "measure_id": tuple(each.id for each in counted.measures),
    }


def _try_something(session: Session, scene: scenes.Scene, actor: Actor, answer: LabAnswer, word: str) -> Experiment:
    """An idea that became a trial, what someone proposes next, and what the author says of it."""
    wording = experiments.ExperimentDescription(word, word, word, [scene.theme.id], [actor.id], answer.id)
    said = {"happened_on": date(2026, 9, 1), "evidence": word, "link": f"https://exemple.org/{word}"}
    idea = experiments.StepContent(Rung.IDEA, **said)
    row = experiments.begin(session, wording, idea, by=scene.first, now=NOW)
    experiments.add_step(session, row, experiments.StepContent(Rung.TRIAL, **said), by=scene.first, now=NOW)
    proposed = experiments.StepContent(Rung.EVALUATED, **said)
    experiments.add_step(session, row, proposed, by=scene.second, now=NOW, proposed=True)
    gone = experiments.add_step(session, row, proposed, by=scene.second, now=NOW, proposed=True)
    experiments.decline(session, row, gone, word, by=scene.first, now=NOW)
    experiments.say(session, row, Helped.YES, by=scene.people[0], now=NOW)
    return row


def _count_something(
    session: Session, scene: scenes.Scene, actor: Actor, tried: Experiment, word: str
) -> tuple[Indicator, Indicator]:
    """An indicator measured around what is tried, and another that is only discussed."""
    sides = (ActorKind.COMPANY, ActorKind.PARTICIPANTS)
    counted = indicators.Definition(word, word, word, word, Wanted.UP, counts_people=False, perspectives=sides)
    by, now = scene.first, NOW
    rows = [indicators.propose(session, counted, by=by, now=now) for _ in range(2)]
    for row in rows:
        indicators.give_opinion(session, row, actor.id, Stance.RESERVE, word, by=by, now=now)
    group = actors.add(session, scene.lab.id, f"{word} encore", ActorKind.PARTICIPANTS, now=now)
    indicators.give_opinion(session, rows[0], group.id, Stance.FOR, word, by=by, now=now)
    indicators.set_state(session, rows[0], IndicatorState.ADOPTED, reason=word, by=by, now=now)
    indicators.revise(session, rows[0], replace(counted, tells=f"{word} mieux"), reason=word, by=by, now=now)
    link = f"https://exemple.org/{word}"
    for moment, on in ((Moment.BEFORE, date(2026, 5, 1)), (Moment.AFTER, date(2026, 10, 1))):
        for kind, people in zip(sides, (None, 12), strict=True):
            reading = indicators.MeasureInput(12.5, on, kind, word, actor.id, people=people, link=link)
            reading = replace(reading, experiment=tried.id, moment=moment)
            indicators.measure(session, rows[0], reading, by=by, now=now)
    return rows[0], rows[1]
