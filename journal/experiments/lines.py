"""What the pages of other features show about experiments."""

import uuid
from datetime import date, datetime

from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.actors.models import Actor
from journal.clock import day_of
from journal.cooperation.models import LabAnswer
from journal.cooperation.rules import is_overdue
from journal.experiments import following
from journal.experiments.models import Experiment, Rung
from journal.experiments.queries import all_of, by_rung, quiet, waiting
from journal.themes.models import Theme, ThemeStatus
from journal.web.lines import Card, Dated, Group, Line, Shared, tally
from journal.web.typography import day, in_guillemets
from journal.web.waiting import Urgency, Waiting


def experiments_card(session: Session, person: Person, _now: datetime) -> Card:
    """The experiments of the Lab, for everyone in it."""
    rungs = dict(by_rung(session, person.lab_id))
    going = sum(len(found) for rung, found in rungs.items() if rung not in {Rung.NORM, Rung.ABANDONED})
    norms = len(rungs.get(Rung.NORM, ()))
    return Card(
        "Les expérimentations",
        "Ce que le Lab essaie, de l’idée à la norme, chaque marche avec sa preuve.",
        facts=(
            *(() if rungs else ("Rien n’est encore essayé.",)),
            *tally(going, "expérimentation avance", "expérimentations avancent"),
            *tally(norms, "est devenue la norme", "sont devenues la norme"),
        ),
        endpoint="experiments.index",
        link="Voir ce que le Lab essaie",
    )


def what_became_of(session: Session, theme: Theme, today: date, _floor: int) -> list[Group]:
    """The answers to a theme and its experiments, for coordinators."""
    followed = following.of_lab(session, theme.lab_id).get(theme.id, following.Followed())
    carried = {each.answer.id: each.experiment.title for each in followed.experiments if each.answer}
    answers = [_answer(row, carried.get(row.id, ""), today) for row in followed.answers]
    tried = [_tried(each) for each in followed.experiments]
    adopted = theme.status is ThemeStatus.ADOPTED
    to_answer = Line("Écrire une réponse", "cooperation.write", {"theme_id": theme.id}) if adopted else None
    to_try = Line("Écrire une expérimentation", "experiments.begin", {"theme": theme.id}) if adopted else None
    return [
        Group("Ce que le Lab répond", answers, "Rien encore.", to_answer),
        Group("Ce que le Lab essaie", tried, "Aucune expérimentation ne part de ce thème.", to_try),
    ]


def _answer(row: LabAnswer, carried_by: str, today: date) -> Line:
    """The state of an answer, its words, and the experiment that carries it out."""
    if row.done_on is not None:
        standing = f"{row.standing}, le {day(row.done_on)}"
    elif is_overdue(row, today):
        standing = f"En retard depuis le {day(row.due_on)}" if row.due_on else row.standing
    else:
        standing = row.standing + (f", pour le {day(row.due_on)}" if row.due_on else "")
    carrying = f" L’expérimentation {in_guillemets(carried_by)} la met en œuvre." if carried_by else ""
    sentence = f"{standing}\u00a0: {row.text}{carrying}"
    return Line(sentence, "cooperation.change", {"answer_id": row.id}, "Changer", about=row.text)


def _tried(each: following.FollowedExperiment) -> Line:
    move = each.now
    since = f" le {day(move.on)}" if move.rung is Rung.ABANDONED else f", depuis le {day(move.on)}"
    sentence = f"{each.experiment.title}\u00a0: {move.rung.label.lower()}{since}."
    values: dict[str, object] = {"experiment_id": each.experiment.id}
    return Line(sentence, "experiments.experiment", values, about=each.experiment.title)


def with_actor(session: Session, actor: Actor, _today: date, _floor: int) -> Shared:
    """The experiments an actor carries, their current rung, and the rungs they reached."""
    carried = [row for row in all_of(session, actor.lab_id) if actor in row.actors]
    told = [(row, move) for row in carried for move in following.moves_of(row)]
    return Shared(
        [_at(row, following.moves_of(row)[-1]) for row in carried],
        [
            Dated(move.on, "Expérimentation", f"{row.title}\u00a0: {move.rung.label.lower()}", *_address(row))
            for row, move in told
        ],
    )


def _at(row: Experiment, move: following.Move) -> Line:
    return Line(f"Porte l’expérimentation {in_guillemets(row.title)}\u00a0: {move.rung.label.lower()}", *_address(row))


def _address(row: Experiment) -> tuple[str, dict[str, object]]:
    return "experiments.experiment", {"experiment_id": row.id}


def on_monday(session: Session, lab_id: uuid.UUID, today: date) -> list[Waiting]:
    """Steps waiting for a decision, then experiments left unchanged for three months."""
    proposed = [
        _waits(row, "Une marche proposée pour {} attend votre avis.", Urgency.AWAITED, day_of(step.at))
        for row, step in waiting(session, lab_id)
    ]
    return proposed + [
        _waits(row, "Rien n’est noté depuis trois mois sur {}.", Urgency.LATER) for row in quiet(session, lab_id, today)
    ]


def _waits(row: Experiment, sentence: str, urgency: Urgency, since: date | None = None) -> Waiting:
    return Waiting(sentence.format(in_guillemets(row.title)), *_address(row), urgency=urgency, since=since)
