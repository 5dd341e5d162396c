"""An empty map on paper, for the Lab to fill in around a table. It does not say where any actor stands."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from journal.actors.attitudes import SCALES, Level
from journal.actors.mapping import ActorMap
from journal.actors.models import Attitude, Axis
from journal.text import fold
from journal.web import printing

SOURCE = Path(__file__).parent / "print" / "workshop.typ"
STEPS = (
    "Relisez ensemble ce que le Lab veut faire bouger\u00a0: tout se place par rapport à cela, et à rien d’autre.",
    "Prenez une carte par organisation ou par rôle. Jamais le nom d’une personne.",
    "Cherchez un acte\u00a0: ce qui a été fait, ou ne l’a pas été, un jour donné. Une opinion n’est pas un acte.",
    "Dites l’énergie pour d’abord\u00a0: on voit l’énergie contre plus vite, et trop fort.",
    "Posez la carte sur sa place. Sans acte, laissez-la à côté\u00a0: un silence n’est ni un accord ni un refus.",
    "Vous n’êtes pas d’accord\u00a0? Gardez les deux places, et cherchez l’acte qui manque.",
    "Avant de finir, dites qui ira voir qui. Les actes se notent ensuite sur le site, un par un.",
)


def workshop_pdf(found: ActorMap, lab_name: str, made_at: datetime) -> bytes:
    """An empty map of a point of application, the scales in words, and one card per actor to cut out."""
    return printing.pdf(SOURCE, sheet(found, lab_name), made_at)


def sheet(found: ActorMap, lab_name: str) -> dict[str, Any]:
    """What is printed: names and blanks, because participants and partners at the table may not read positions."""
    cells = found.table.cells
    return {
        "title": "La carte des acteurs, à faire ensemble",
        "lab": lab_name,
        "point": found.point.sentence,
        "allies": [f"{x}-{y}" for (x, y), attitude in sorted(cells.items()) if attitude is Attitude.ALLY],
        "synergy": _levels(SCALES[Axis.SYNERGY]),
        "antagonism": _levels(SCALES[Axis.ANTAGONISM]),
        "steps": list(STEPS),
        "actors": [
            {"name": place.actor.name, "kind": place.actor.kind.label}
            for place in sorted(found.everyone, key=lambda place: fold(place.actor.name))
        ],
    }


def _levels(scale: Sequence[Level]) -> list[dict[str, str]]:
    return [{"level": str(each.number), "name": each.name, "behaviour": each.behaviour} for each in scale]
