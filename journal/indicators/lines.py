"""What the pages of other features show about indicators."""

import uuid
from datetime import date, datetime

from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.actors.models import Actor
from journal.clock import day_of
from journal.experiments.models import Experiment
from journal.indicators.models import Indicator, IndicatorOpinion, IndicatorState
from journal.indicators.queries import all_of, due, is_due, to_discuss
from journal.indicators.rules import current
from journal.indicators.telling import Comparison, shown, tell
from journal.partners.queries import organisation_of, speakers_for
from journal.partners.services import may_speak
from journal.web.lines import Card, Dated, Line, Shared, tally
from journal.web.typography import in_guillemets
from journal.web.waiting import Urgency, Waiting


def indicators_card(session: Session, person: Person, _now: datetime) -> Card:
    """The adopted indicators, for everyone in the Lab."""
    count = len(all_of(session, person.lab_id, IndicatorState.ADOPTED))
    return Card(
        "Les indicateurs",
        "Ce que les acteurs comptent ensemble, chacun de son point de vue.",
        facts=tally(count, "indicateur adopté", "indicateurs adoptés") or ("Aucun n’est encore adopté.",),
        endpoint="indicators.index",
        link="Voir ce qui se mesure",
    )


def around(session: Session, experiment: Experiment, floor: int) -> list[Line]:
    """Measures made before and after an experiment."""
    return [
        Line(
            f"{row.name} ({each.name})\u00a0: {_both_sides(each)}.",
            "indicators.indicator",
            {"indicator_id": row.id},
            "L’indicateur",
            about=row.name,
        )
        for row in all_of(session, experiment.lab_id, IndicatorState.ADOPTED)
        for each in tell(row, floor=floor).comparisons
        if each.experiment.id == experiment.id
    ]


def on_monday(session: Session, lab_id: uuid.UUID, today: date) -> list[Waiting]:
    """Indicators waiting for discussion, then those waiting for a measure."""
    proposed = [
        _waits(row, "attend d’être discuté", Urgency.LATER, day_of(row.at)) for row in to_discuss(session, lab_id)
    ]
    return proposed + [_waits(row, "attend une mesure", Urgency.DATED) for row in due(session, lab_id, today)]


def _waits(row: Indicator, what: str, urgency: Urgency, since: date | None = None) -> Waiting:
    sentence = f"L’indicateur {in_guillemets(row.name)} {what}."
    return Waiting(sentence, "indicators.indicator", {"indicator_id": row.id}, urgency=urgency, since=since)


def for_partner(session: Session, person: Person, now: datetime) -> list[Line]:
    """Indicators on which its organisation gave no opinion, then those it has not measured in time."""
    own = organisation_of(session, person.id)
    if own is None or not may_speak(own):
        return []
    proposed, adopted = to_discuss(session, person.lab_id), all_of(session, person.lab_id, IndicatorState.ADOPTED)
    unsaid = [row for row in proposed if all(said.actor_id != own.id for said in row.opinions)]
    late = [row for row in adopted if own.kind in row.kinds and is_due(row, day_of(now), by=own)]
    told = [(row, "attend votre avis") for row in unsaid] + [(row, "attend votre mesure") for row in late]
    return [
        Line(f"L’indicateur {in_guillemets(row.name)} {what}.", "indicators.indicator", {"indicator_id": row.id})
        for row, what in told
    ]


def with_actor(session: Session, actor: Actor, today: date, floor: int) -> Shared:
    """The indicators an actor measures, and what it proposed, said and measured, as anyone may read it."""
    rows, speakers = all_of(session, actor.lab_id), speakers_for(session, actor)
    measured = [row for row in rows if row.state is IndicatorState.ADOPTED and _measures(row, actor)]
    return Shared(
        [_measuring(row, actor, today) for row in measured],
        [each for row in rows for each in _of_actor(row, actor, speakers, floor)],
    )


def _measures(row: Indicator, actor: Actor) -> bool:
    return any(each.actor_id == actor.id for each in row.measures)


def _measuring(row: Indicator, actor: Actor, today: date) -> Line:
    late = "\u00a0; une mesure est attendue" if is_due(row, today, by=actor) else ""
    sentence = f"Mesure l’indicateur {in_guillemets(row.name)}{late}"
    return Line(sentence, "indicators.indicator", {"indicator_id": row.id})


def _of_actor(row: Indicator, actor: Actor, speakers: set[uuid.UUID], floor: int) -> list[Dated]:
    named = in_guillemets(row.name)
    said = [each for each in row.opinions if each.actor_id == actor.id]
    measured = [each for each in current(row.measures) if each.actor_id == actor.id]
    told = [
        *([(day_of(row.at), f"A proposé {named}")] if row.by_id in speakers else []),
        *((day_of(each.at), f"{each.stance.label}, sur {named}{_because(each)}") for each in said),
        *((each.on, f"A mesuré {named}\u00a0: {shown(row, each, floor=floor).text}") for each in measured),
    ]
    return [Dated(on, "Indicateur", what, "indicators.indicator", {"indicator_id": row.id}) for on, what in told]


def _because(said: IndicatorOpinion) -> str:
    return f"\u00a0: {said.reason}" if said.reason else ""


def _both_sides(each: Comparison) -> str:
    told = (("avant", each.before), ("après", each.after))
    return "\u00a0; ".join(f"{name}, {row.shown.text if row else 'pas mesuré'}" for name, row in told)
