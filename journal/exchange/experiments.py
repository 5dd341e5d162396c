"""Experiments and indicators as tables: what the pages show, and nothing under the floor."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.actors.models import ActorKind
from journal.exchange.columns import Column, Kind, Table
from journal.experiments import rules
from journal.experiments.models import Rung
from journal.experiments.queries import all_of as experiments_of
from journal.experiments.rules import accepted
from journal.indicators.models import IndicatorState, Moment
from journal.indicators.queries import all_of as indicators_of
from journal.indicators.rules import current
from journal.indicators.telling import shown, who


@dataclass(frozen=True, slots=True)
class ExportedStep:
    experiment: str
    tried: str
    for_whom: str
    actors: str
    rung: str
    on: date
    evidence: str
    link: str


@dataclass(frozen=True, slots=True)
class ExportedMeasure:
    indicator: str
    unit: str
    perspective: str
    given_by: str
    since: date | None
    on: date
    value: float | None
    shown: str
    source: str
    link: str
    experiment: str
    moment: str


NO_LINK = (("", "aucun lien n’a été donné"),)
STEPS: Table[ExportedStep] = Table(
    "experimentations",
    "Expérimentations",
    "Ce que le Lab essaie, une ligne par marche franchie. Les mots sont ceux de l’équipe, jamais ceux d’une entrée.",
    (
        Column("experiment", "Expérimentation", "Le nom de l’expérimentation.", lambda row: row.experiment),
        Column("tried", "Ce qui est essayé", "Ce que le Lab essaie, en quelques mots.", lambda row: row.tried),
        Column("for_whom", "Pour qui", "Les personnes à qui cela s’adresse.", lambda row: row.for_whom),
        Column(
            "actors",
            "Acteurs",
            "Les organisations qui y prennent part, séparées par des virgules.",
            lambda row: row.actors,
            missing=(("", "aucune organisation n’est inscrite"),),
        ),
        Column(
            "rung",
            "Marche",
            "La marche franchie, de l’idée à la norme.",
            lambda row: row.rung,
            allowed=tuple(rung.label for rung in Rung),
        ),
        Column("on", "Jour", "Le jour où cette marche a été franchie.", lambda row: row.on, kind=Kind.DAY),
        Column("evidence", "Preuve", "Ce qui montre que cette marche est franchie.", lambda row: row.evidence),
        Column("link", "Lien", "Une adresse qui en dit plus.", lambda row: row.link, missing=NO_LINK),
    ),
)
MEASURES: Table[ExportedMeasure] = Table(
    "mesures",
    "Mesures",
    "Les mesures des indicateurs adoptés par le Lab, une ligne par mesure.",
    (
        Column("indicator", "Indicateur", "Le nom de l’indicateur.", lambda row: row.indicator),
        Column("unit", "Unité", "L’unité de la valeur.", lambda row: row.unit),
        Column(
            "perspective",
            "Point de vue",
            "Le côté d’où l’on mesure.",
            lambda row: row.perspective,
            allowed=tuple(kind.label for kind in ActorKind),
        ),
        Column("given_by", "Donnée par", "L’organisation ou le rôle qui donne la mesure.", lambda row: row.given_by),
        Column(
            "since",
            "Depuis le",
            "Le premier jour de la période mesurée.",
            lambda row: row.since,
            kind=Kind.DAY,
            missing=(("", "la mesure est celle d’un seul jour"),),
        ),
        Column("on", "Jour", "Le jour de la mesure, ou le dernier de sa période.", lambda row: row.on, kind=Kind.DAY),
        Column(
            "value",
            "Valeur",
            "La valeur, dans l’unité de l’indicateur.",
            lambda row: row.value,
            kind=Kind.DECIMAL,
            unit="voir la colonne « Unité »",
            missing=(("", "la valeur parlerait de moins de {floor} personnes, ou n’est pas montrée"),),
            rule="Un nombre de personnes est arrondi à cinq et n’est rien dit sous {floor}.",
        ),
        Column("shown", "Ce qui en est montré", "La mesure comme le site l’écrit.", lambda row: row.shown),
        Column(
            "source", "Source", "D’où vient la valeur.", lambda row: row.source, missing=(("", "elle n’est pas dite"),)
        ),
        Column("link", "Lien", "Une adresse qui en dit plus.", lambda row: row.link, missing=NO_LINK),
        Column(
            "experiment",
            "Expérimentation",
            "L’expérimentation que la mesure éclaire.",
            lambda row: row.experiment,
            missing=(("", "aucune"),),
        ),
        Column(
            "moment",
            "Avant ou après",
            "Si la mesure date d’avant ou d’après l’expérimentation.",
            lambda row: row.moment,
            allowed=tuple(moment.label for moment in Moment),
            missing=(("", "la mesure n’est liée à aucune expérimentation"),),
        ),
    ),
)


def steps(session: Session, lab: Lab) -> list[ExportedStep]:
    """Each rung in its last wording, by experiment, without any count of people."""
    return [
        ExportedStep(
            experiment=row.title,
            tried=row.tried,
            for_whom=row.for_whom,
            actors=", ".join(actor.name for actor in row.actors),
            rung=step.rung.label,
            on=step.happened_on,
            evidence=step.evidence,
            link=step.link,
        )
        for row in experiments_of(session, lab.id)
        for step in (each.step for each in rules.path_as_read(accepted(row)))
    ]


def measures(session: Session, lab: Lab, floor: int) -> list[ExportedMeasure]:
    """Each measure of the adopted indicators, as anyone may read it: no value that stands for a few people."""
    return [
        ExportedMeasure(
            indicator=row.name,
            unit=row.unit,
            perspective=measure.kind.label,
            given_by=who(measure),
            since=measure.since,
            on=measure.on,
            value=told.value,
            shown=told.text,
            source=measure.source,
            link=measure.link,
            experiment=measure.experiment.title if measure.experiment else "",
            moment=measure.moment.label if measure.moment else "",
        )
        for row in indicators_of(session, lab.id, IndicatorState.ADOPTED)
        for measure in current(row.measures)
        for told in (shown(row, measure, floor=floor),)
    ]


def steps_csv(session: Session, lab: Lab, _floor: int) -> bytes:
    return STEPS.csv(steps(session, lab))


def measures_csv(session: Session, lab: Lab, floor: int) -> bytes:
    return MEASURES.csv(measures(session, lab, floor))
