"""What the pages of other features show about actors and alliances."""

import uuid
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.actors import queries
from journal.actors.agenda import agenda
from journal.actors.mapping import draw_up
from journal.actors.meetings import meetings_of
from journal.actors.models import Alliance, PointOfApplication
from journal.actors.telling import headlines
from journal.clock import day_of
from journal.months import shift
from journal.themes.models import Theme, ThemeStatus
from journal.themes.queries import heirs
from journal.web.lines import Card, Group, Line, tally
from journal.web.typography import day as in_words
from journal.web.waiting import Urgency, Waiting
from nlp.french import enumerated

COMPARED = 3  # months
WEEK = timedelta(days=7)


def map_card(session: Session, person: Person, now: datetime) -> Card | None:
    """The map, for coordinators only."""
    if person.role is not Role.COORDINATOR:
        return None
    day = day_of(now)
    point = next((point for point in queries.points_of(session, person.lab_id) if point.closed_on is None), None)
    facts = []
    if point is not None:
        found = draw_up(session, point, day=day, since=shift(day, -COMPARED))
        facts = [f"Point d’application\u00a0: {point.sentence}", *headlines(found)[:1]]
    return Card(
        "La carte des acteurs",
        "Où en sont les organisations et les rôles avec qui le Lab avance, d’après leurs actes.",
        facts=tuple(facts),
        endpoint="actors.actor_map",
        link="Voir la carte",
    )


def meetings_card(session: Session, person: Person, now: datetime) -> Card | None:
    """The meetings, for coordinators only."""
    if person.role is not Role.COORDINATOR:
        return None
    found = agenda(queries.actors_of(session, person.lab_id), meetings_of(session, person.lab_id), {}, day_of(now))
    coming = found.to_come[:1]
    return Card(
        "Qui va voir qui",
        "Une alliance se prépare en allant voir\u00a0: qui, quel jour, et pour quoi.",
        facts=(
            *tally(len(found.late), "rencontre est à raconter", "rencontres sont à raconter"),
            *(f"La prochaine\u00a0: {row.who} et {row.actor.name}, le {in_words(row.foreseen_on)}." for row in coming),
        ),
        endpoint="actors.meetings",
        link="Voir les rencontres",
    )


def on_monday(session: Session, lab_id: uuid.UUID, today: date) -> list[Waiting]:
    """Past meetings without an outcome, then those of the next seven days."""
    found = agenda(queries.actors_of(session, lab_id), meetings_of(session, lab_id), {}, today)
    near = [row for row in found.to_come if row.foreseen_on <= today + WEEK]
    told = [(row, "était prévue le {}\u00a0: dites ce qui en est sorti.") for row in found.late]
    told += [(row, "est prévue le {}.") for row in near]
    return [
        Waiting(
            f"La rencontre avec {row.actor.name} {what.format(in_words(row.foreseen_on))}",
            "actors.actor",
            {"actor_id": row.actor_id},
            urgency=Urgency.DATED,
            by=row.foreseen_on,
        )
        for row, what in told
    ]


def alliances_card(session: Session, person: Person, _now: datetime) -> Card | None:
    """The open alliances, for everyone, with links for coordinators."""
    is_team = person.role is Role.COORDINATOR
    found = queries.open_alliances(session, person.lab_id)
    if not found and not is_team:
        return None
    return Card(
        "Les alliances en cours",
        "Des organisations qui avancent ensemble, là où leurs intérêts se touchent.",
        facts=tuple(_sentence(alliance) for alliance in found),
        endpoint="actors.alliances" if is_team else "",
        link="Voir les alliances" if is_team else "",
    )


def _sentence(alliance: Alliance) -> str:
    names = enumerated([member.actor.name for member in alliance.members])
    return f"{names}\u00a0: {alliance.shared_edge}"


def points_from(session: Session, theme: Theme, _today: date, _floor: int) -> list[Group]:
    """The points of application that come from a theme, or from one merged into it, for coordinators."""
    joined = {key for key, kept in heirs(session, theme.lab_id).items() if kept is theme}
    points = [row for row in queries.points_of(session, theme.lab_id) if row.theme_id in {theme.id, *joined}]
    lines = [_on_the_map(row) for row in points]
    to_open = Line("Ouvrir un point d’application", "actors.points") if theme.status is ThemeStatus.ADOPTED else None
    return [Group("Sur la carte des acteurs", lines, "Aucun point d’application ne part de ce thème.", to_open)]


def _on_the_map(row: PointOfApplication) -> Line:
    return Line(_set_to_work(row), "actors.actor_map", {"point": row.id}, "Voir la carte", about=row.sentence)


def _set_to_work(row: PointOfApplication) -> str:
    when = f"clos le {in_words(row.closed_on)}" if row.closed_on else f"ouvert le {in_words(row.opened_on)}"
    return f"{row.sentence.rstrip(' .')}, {when}."
