"""The map as a table for spreadsheets."""

from journal.actors.mapping import ActorMap, Place
from journal.actors.rules import Position
from journal.web.tables import as_csv, harmless

COLUMNS = (
    "Acteur",
    "Sorte",
    "Point d’application",
    "Au",
    "Synergie",
    "Antagonisme",
    "Attitude proposée",
    "Stratégie conseillée",
    "Actes comptés",
    "Dernier acte",
    "Comparé au",
    "Synergie alors",
    "Antagonisme alors",
)


def map_csv(found: ActorMap) -> bytes:
    """One row per actor. What no act shows is left empty: a minimum is not a fact."""
    return as_csv(COLUMNS, [_row(found, place) for place in found.everyone])


def _row(found: ActorMap, place: Place) -> list[str | int]:
    wording = found.wording(place)
    return [
        harmless(place.actor.name),
        place.actor.kind.label,
        harmless(found.point.sentence),
        found.day.isoformat(),
        *_levels(place.position),
        harmless(wording.name) if wording else "",
        harmless(wording.strategy) if wording else "",
        place.acts,
        place.last_on.isoformat() if place.last_on else "",
        found.since.isoformat(),
        *_levels(place.earlier),
    ]


def _levels(position: Position | None) -> list[str | int]:
    scores = (position.synergy, position.antagonism) if position else ()
    return [score.level if score.is_known else "" for score in scores] or ["", ""]
