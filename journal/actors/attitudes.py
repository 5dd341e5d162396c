"""From a place of the map to an attitude, and to what is advised: the usual table, which a Lab may change. Pure.

After Jean-Christian Fauvet. Schools differ, and some places are named by none: ``SOURCES`` says how each is known.
"""

from dataclasses import dataclass

from journal.actors.models import Attitude, Axis
from journal.tables import Labelled

Cell = tuple[int, int]  # synergy, antagonism


class Source(Labelled):
    """Where the usual attitude of a place comes from."""

    NAMED = "named", "nommée dans les textes de la sociodynamique"
    INFERRED = "inferred", "déduite de la définition de l’attitude"
    PROPOSED = "proposed", "proposée par ce site\u00a0: aucun texte ne la nomme"


@dataclass(frozen=True, slots=True)
class Wording:
    """The name of an attitude, and the strategy it suggests."""

    name: str
    strategy: str


@dataclass(frozen=True, slots=True)
class Level:
    """A level of an axis: its name, and the behaviour by which it is recognised."""

    number: int
    name: str
    behaviour: str


SCALES: dict[Axis, tuple[Level, ...]] = {
    Axis.SYNERGY: (
        Level(1, "Minimaliste", "n’y met pas d’énergie\u00a0: au mieux, évite la faute"),
        Level(2, "Intéressé", "suit, vient, participe quand on l’invite"),
        Level(3, "Coopérant", "prend des initiatives, dans le cadre prévu"),
        Level(4, "Engagé", "prend seul des initiatives, et un risque pour que cela réussisse"),
    ),
    Axis.ANTAGONISM: (
        Level(1, "Conciliant", "n’oppose rien"),
        Level(2, "Résistant", "critique la manière, sans remettre en cause le fond"),
        Level(3, "Opposant", "défend autre chose, souvent de ne rien faire, et continue de parler"),
        Level(4, "Irréconciliant", "défend autre chose sans limite, quitte à rompre"),
    ),
}

CELLS: dict[Cell, Attitude] = {
    (1, 1): Attitude.PASSIVE,
    (2, 1): Attitude.PASSIVE,
    (3, 1): Attitude.MILITANT,
    (4, 1): Attitude.MILITANT,
    (1, 2): Attitude.GRUMBLER,
    (2, 2): Attitude.PASSIVE,
    (3, 2): Attitude.ALLY,
    (4, 2): Attitude.ALLY,
    (1, 3): Attitude.OPPONENT,
    (2, 3): Attitude.OPPONENT,
    (3, 3): Attitude.HESITANT,
    (4, 3): Attitude.ALLY,
    (1, 4): Attitude.IRREDUCIBLE,
    (2, 4): Attitude.IRREDUCIBLE,
    (3, 4): Attitude.TORN,
    (4, 4): Attitude.TORN,
}
SOURCES: dict[Cell, Source] = {
    (1, 3): Source.INFERRED,
    (2, 3): Source.INFERRED,
    (1, 4): Source.INFERRED,
    (2, 4): Source.INFERRED,
    (4, 4): Source.INFERRED,
    (3, 4): Source.PROPOSED,
}
# What a place adds to its attitude.
NOTES: dict[Cell, str] = {
    (2, 2): "Tenté, à des conditions qu’il dit\u00a0: le premier à aller chercher parmi les passifs.",
    (3, 2): "L’allié à faire naître en premier.",
    (1, 2): "Critique sans rien proposer\u00a0: à compter parmi les passifs.",
}
WORDINGS: dict[Attitude, Wording] = {
    Attitude.PASSIVE: Wording(
        "Passif",
        "Informer, pour que le lien ne se perde pas. Mettre en relation avec des alliés. "
        "Associer à une action, en laissant libre.",
    ),
    Attitude.GRUMBLER: Wording(
        "Grognon",
        "Faire comme avec les passifs\u00a0: informer, écouter ce qui gêne, mettre en relation avec des alliés.",
    ),
    Attitude.HESITANT: Wording(
        "Hésitant",
        "Négocier\u00a0: l’enjeu est fort, il peut devenir allié ou opposant de poids. Répondre à ses objections, "
        "une par une. Le mettre en contact avec des alliés.",
    ),
    Attitude.ALLY: Wording(
        "Allié",
        "Lui donner l’essentiel du temps, environ deux fois plus qu’aux opposants. "
        "Se servir de ses critiques\u00a0: elles améliorent le projet. L’aider à réussir et à le faire voir.",
    ),
    Attitude.MILITANT: Wording(
        "Militant",
        "Donner des responsabilités, et suivre\u00a0: sans distance critique, il convainc peu ceux qui doutent.",
    ),
    Attitude.OPPONENT: Wording(
        "Opposant",
        "Écouter. Ne chercher ni à convaincre ni à forcer. Négocier ce qui peut l’être.",
    ),
    Attitude.IRREDUCIBLE: Wording(
        "Irréductible",
        "Ne pas s’y épuiser\u00a0: rester correct, garder le lien possible, donner son temps aux alliés.",
    ),
    Attitude.TORN: Wording(
        "Déchiré",
        "Très investi, il peut abîmer ce qu’il a porté. Repérer ce qui le blesse, traiter ses objections vite.",
    ),
}


@dataclass(frozen=True, slots=True)
class Table:
    """A Lab's table: the usual one, with the Lab's changes."""

    cells: dict[Cell, Attitude]
    wordings: dict[Attitude, Wording]

    def attitude(self, cell: Cell) -> Attitude:
        return self.cells[cell]

    def wording(self, cell: Cell) -> Wording:
        return self.wordings[self.cells[cell]]

    def source(self, cell: Cell) -> Source | None:
        """Where the usual attitude of a place comes from; None when the Lab chose another."""
        return SOURCES.get(cell, Source.NAMED) if self.cells[cell] is CELLS[cell] else None

    def note(self, cell: Cell) -> str:
        return NOTES.get(cell, "") if self.cells[cell] is CELLS[cell] else ""

    @property
    def is_usual(self) -> bool:
        return self.cells == CELLS and self.wordings == WORDINGS


def usual_table_with(cells: dict[Cell, Attitude], wordings: dict[Attitude, Wording]) -> Table:
    """The usual table, with the changes of a Lab."""
    return Table(CELLS | cells, WORDINGS | wordings)
