"""An experiment and an indicator whose every word is as long as words get."""

import uuid

from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.actors import services as actors
from journal.actors.models import ActorKind
from journal.clock import now, today
from journal.experiments import services as experiments
from journal.experiments.models import Rung
from journal.indicators import services as indicators
from journal.indicators.models import IndicatorState, Stance, Wanted


def make_experiment(session: Session, by: Person, word: str) -> uuid.UUID:
    words = experiments.StepContent(Rung.IDEA, today(), word, f"https://exemple.org/{word}")
    wording = experiments.ExperimentDescription(word[:100], word, word)
    return experiments.begin(session, wording, words, by=by, now=now()).id


def make_indicator(session: Session, by: Person, word: str) -> uuid.UUID:
    """Adopted, and measured twice from two sides."""
    sides = (ActorKind.COMPANY, ActorKind.FUNDER)
    counted = indicators.Definition(
        word[:100], word, word, word[:30], Wanted.UP, counts_people=False, perspectives=sides
    )
    row = indicators.propose(session, counted, by=by, now=now())
    for kind in sides:
        actor = actors.add(session, by.lab_id, f"{kind.value} {word[:80]}", kind, now=now())
        indicators.give_opinion(session, row, actor.id, Stance.RESERVE, word, by=by, now=now())
    indicators.set_state(session, row, IndicatorState.ADOPTED, reason=word, by=by, now=now())
    for opinion in row.opinions:
        for value in (1200.5, 1300):
            kind = sides[0] if opinion.actor.kind is sides[0] else sides[1]
            reading = indicators.MeasureInput(
                value, today(), kind, word, opinion.actor_id, link=f"https://exemple.org/{word}"
            )
            indicators.measure(session, row, reading, by=by, now=now())
    return row.id
