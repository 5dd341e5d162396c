"""What other pages say of it: those of experiments, and the cooperation’s."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.experiments.models import Experiment
from journal.experiments.services import path
from journal.replication import queries, rules
from journal.replication.models import Replication
from journal.web.lines import Card, Group, Line, tally
from journal.web.typography import day, plural


def opened_card(session: Session, person: Person, _now: datetime) -> Card | None:
    """What other Labs open, to coordinators, where there are others."""
    if person.role is not Role.COORDINATOR or not queries.has_others(session, person.lab_id):
        return None
    opened = len(queries.opened_by_others(session, person.lab_id))
    return Card(
        "Essais ouverts par d’autres Labs",
        "Ce que d’autres ont essayé et évalué, à reprendre chez vous si cela vous parle.",
        facts=tally(opened, "essai est ouvert", "essais sont ouverts"),
        endpoint="replication.index",
        link="Lire leurs fiches",
    )


def taken_from(session: Session, row: Experiment, person: Person) -> list[Line]:
    """The Lab an experiment was taken up from."""
    origin = queries.origin_of(session, row)
    if origin is None:
        return []
    sentence = f"Repris d’un essai de {origin.source_lab.name}."
    if person.role is not Role.COORDINATOR:
        return [Line(sentence)]
    told = "Changer ce que nous lui avons dit" if origin.found else "Lui dire ce que nous avons trouvé"
    return [Line(sentence, "replication.tell", {"experiment_id": row.id}, told)]


def in_other_labs(session: Session, row: Experiment, person: Person) -> list[Group]:
    """The Labs that take an experiment up; to coordinators, the way to open it."""
    if not queries.has_others(session, row.lab_id):
        return []
    found = queries.taken_up_elsewhere(session, row)
    way = _way(session, row) if person.role is Role.COORDINATOR else None
    if not found and way is None:
        return []
    lines = [Line(_told(each)) for each in found]
    return [Group(_title(len(found)), lines, "Aucun autre Lab ne l’a encore repris.", way)]


def evidence(session: Session, row: Experiment) -> list[str]:
    """What other Labs tell, that may prove a rung: those who try it, and not those for whom it is an idea still."""
    return [_told(each) for each in queries.taken_up_elsewhere(session, row) if each.was_tried]


def opened_ways(session: Session, person: Person) -> list[Line]:
    """The way to what other Labs open, from the list of one’s own."""
    if person.role is not Role.COORDINATOR or not queries.has_others(session, person.lab_id):
        return []
    return [Line("", "replication.index", {}, "Essais ouverts par d’autres Labs")]


def _title(labs: int) -> str:
    return f"Dans d’autres Labs\u00a0: {plural(labs, 'reprise')}" if labs else "Dans d’autres Labs"


def _told(each: Replication) -> str:
    told = f"{each.lab.name}\u00a0: {each.rung.label.lower()}, depuis le {day(each.since)}."
    return f"{told} {each.found}" if each.found else told


def _way(session: Session, row: Experiment) -> Line | None:
    if queries.sheet_of(session, row) is not None:
        return Line("", "replication.open_to_others", {"experiment_id": row.id}, "Changer la fiche, ou la refermer")
    if rules.may_be_opened(path(row)):
        return Line("", "replication.open_to_others", {"experiment_id": row.id}, "Ouvrir cet essai aux autres Labs")
    return None
