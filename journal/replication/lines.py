"""What the pages of other features show about replications."""

import uuid
from datetime import date, datetime

from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.clock import day_of
from journal.experiments.models import Experiment
from journal.experiments.services import path
from journal.replication import queries, rules
from journal.replication.models import Replication
from journal.replication.standing import in_words, stands
from journal.web.lines import Card, Group, Line, new_since, tally
from journal.web.typography import in_guillemets, plural
from journal.web.waiting import Urgency, Waiting


def opened_card(session: Session, person: Person, _now: datetime) -> Card | None:
    """What other Labs open, for coordinators, where there are other Labs."""
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
    lines = [Line(sentence, "replication.tell", {"experiment_id": row.id}, told)]
    sheet = queries.sheet_of_origin(session, origin)
    if sheet is not None:
        there = f"Là-bas aujourd’hui\u00a0: {stands(sheet)}." if stands(sheet) else ""
        lines.append(Line(there, "replication.sheet", {"opened_id": sheet.id}, "Relire sa fiche"))
    return lines


def in_other_labs(session: Session, row: Experiment, person: Person) -> list[Group]:
    """The Labs that take an experiment up; for coordinators, the link to open it."""
    if not queries.has_others(session, row.lab_id):
        return []
    found = queries.taken_up_elsewhere(session, row)
    way = _way(session, row) if person.role is Role.COORDINATOR else None
    if not found and way is None:
        return []
    lines = [Line(_told(each)) for each in found]
    return [Group(_title(len(found)), lines, _none(session, row), way)]


def evidence(session: Session, row: Experiment) -> list[str]:
    """What other Labs report that may be evidence for a rung: those that try it or did, not those that plan to."""
    found = [_told(each) for each in queries.taken_up_elsewhere(session, row) if each.was_tried]
    origin = queries.origin_of(session, row)
    sheet = queries.sheet_of_origin(session, origin) if origin else None
    return [*found, f"{sheet.lab.name}\u00a0: {stands(sheet)}."] if sheet and stands(sheet) else found


def gone_with(session: Session, row: Experiment) -> list[str]:
    """What other Labs can no longer read once an experiment is deleted, and the words of a closed sheet."""
    lost = ["la fiche que les autres Labs en lisent"] if queries.sheet_of(session, row) else []
    lost += ["les mots de la fiche que vous avez refermée"] if queries.shut_sheet_of(session, row) else []
    origin = queries.origin_of(session, row)
    return [*lost, f"ce que {origin.source_lab.name} lit de votre reprise"] if origin else lost


def on_monday(session: Session, lab_id: uuid.UUID, today: date) -> list[Waiting]:
    """The Labs that took up an experiment in the last two weeks, which the team may want to help."""
    return [
        Waiting(
            f"{taken.lab.name} reprend votre expérimentation {in_guillemets(row.title)}.",
            "experiments.experiment",
            {"experiment_id": row.id},
            urgency=Urgency.LATER,
            since=day_of(taken.at),
        )
        for taken, row in queries.taken_up_since(session, lab_id, new_since(today))
    ]


def opened_ways(session: Session, person: Person) -> list[Line]:
    """The link to what other Labs open, from the list of one’s own."""
    if person.role is not Role.COORDINATOR or not queries.has_others(session, person.lab_id):
        return []
    return [Line("", "replication.index", {}, "Essais ouverts par d’autres Labs")]


def _title(labs: int) -> str:
    return f"Dans d’autres Labs\u00a0: {plural(labs, 'reprise')}" if labs else "Dans d’autres Labs"


def _told(each: Replication) -> str:
    told = f"{each.lab.name}\u00a0: {in_words(each.rung, each.since)}."
    return f"{told} {each.found}" if each.found else told


def _none(session: Session, row: Experiment) -> str:
    if queries.sheet_of(session, row) is None:
        return "Tant qu’il n’est pas ouvert aux autres Labs, aucun ne peut le reprendre."
    return "Aucun autre Lab ne l’a encore repris."


def _way(session: Session, row: Experiment) -> Line | None:
    if queries.sheet_of(session, row) is not None:
        return Line("", "replication.open_to_others", {"experiment_id": row.id}, "Changer la fiche, ou la refermer")
    if rules.may_be_opened(path(row)):
        again = queries.shut_sheet_of(session, row) is not None
        label = "Rouvrir la fiche aux autres Labs" if again else "Ouvrir cet essai aux autres Labs"
        return Line("", "replication.open_to_others", {"experiment_id": row.id}, label)
    return None
