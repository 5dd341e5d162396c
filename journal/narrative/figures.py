"""The figures of one publication: each is decided once under the sticky rule, and kept if it is published."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.counting.disclosure import Disclosure
from journal.counting.rules import Figure, hashed, sticky_amount, sticky_people
from journal.narrative.models import PublishedFigure

PUBLIC = "public/"


@dataclass(slots=True)
class PublishedFigures:
    """The figures already published for a Lab, and those being decided for one text."""

    lab_id: uuid.UUID
    month: date
    floor: int
    key: str
    rows: dict[str, PublishedFigure]
    prefix: str = ""  # public texts have figures of their own
    decided: dict[str, Figure] = field(default_factory=dict)

    @property
    def is_public(self) -> bool:
        return bool(self.prefix)

    def people(self, name: str, people: set[uuid.UUID]) -> int | None:
        """The number of people that may be published."""
        who, seen = hashed(people, key=self.key), self._all_sets()
        return self._keep(name, sticky_people(who, self._last(name), seen, floor=self.floor))

    def amount(self, name: str, people: set[uuid.UUID], value: int) -> int | None:
        """An amount other than a number of people, which changes only when enough people behind it do."""
        who, seen = hashed(people, key=self.key), self._versions(self.prefix + name)
        return self._keep(name, sticky_amount(who, value, self._last(name), seen, floor=self.floor))

    def amounts(self, name: str, people: set[uuid.UUID], counts: Mapping[str, int]) -> dict[str, int]:
        """Amounts about the same people, which all change together, and only when enough of these people differ."""
        if self.amount(name, people, len(people)) is None:
            return {}
        full = self.prefix + name
        behind = self.decided[full].people
        last = {
            key.removeprefix(f"{full}/"): each.value for key, each in self.rows.items() if key.startswith(f"{full}/")
        }
        # People behind an earlier figure may answer differently by now: only a set never published changes the amounts.
        held = any(behind == figure.people for figure in self._versions(full))
        told = last if held else {**dict.fromkeys(last, 0), **counts}
        # Who they are about is stored once, under ``name``, so that nothing records who felt what.
        self.decided |= {f"{full}/{key}": Figure(value, frozenset()) for key, value in told.items()}
        return told

    def before(self, name: str) -> tuple[int, date] | None:
        """The figure last told in an earlier month, and when."""
        row = self.rows.get(self.prefix + name)
        return (row.value, row.month) if row and row.month < self.month else None

    def _last(self, name: str) -> Figure | None:
        row = self.rows.get(self.prefix + name)
        return Figure(row.value, frozenset(row.people)) if row else None

    def _keep(self, name: str, figure: Figure | None) -> int | None:
        if figure is None:
            return None
        self.decided[self.prefix + name] = figure
        return figure.value

    def _all_sets(self) -> list[Figure]:
        """Every figure about people ever published for this Lab, and those of this text."""
        told = [figure for name in self.rows for figure in self._versions(name) if _counts_people(name)]
        return told + [figure for name, figure in self.decided.items() if _counts_people(name)]

    def _versions(self, name: str) -> list[Figure]:
        row = self.rows.get(name)
        if row is None:
            return []
        return [Figure(row.value, frozenset(row.people)), *(Figure(v, frozenset(p)) for v, p in row.earlier)]


def _counts_people(name: str) -> bool:
    return name.endswith("participants")


def open_figures(
    session: Session, lab_id: uuid.UUID, month: date, disclosure: Disclosure, *, prefix: str = ""
) -> PublishedFigures:
    """The figures of one text, to be decided with the threshold of its readers."""
    floor = disclosure.public_floor if prefix == PUBLIC else disclosure.floor
    rows = session.scalars(sa.select(PublishedFigure).where(PublishedFigure.lab_id == lab_id))
    return PublishedFigures(lab_id, month, floor, disclosure.key, {row.name: row for row in rows}, prefix)


def keep_figures(session: Session, figures: PublishedFigures) -> None:
    """Keep the figures of a publication: later ones are compared with all of them."""
    for name, figure in sorted(figures.decided.items()):
        people = sorted(figure.people)
        row = figures.rows.get(name)
        if row is None:
            row = PublishedFigure(
                lab_id=figures.lab_id, name=name, value=figure.value, people=people, month=figures.month, earlier=[]
            )
            session.add(row)
            figures.rows[name] = row
        elif row.people != people:
            row.earlier = [*row.earlier, [row.value, row.people]]
        row.value, row.people, row.month = figure.value, people, figures.month
    session.flush()


def values(figures: PublishedFigures) -> dict[str, int]:
    """The names and values of the figures, without the people behind them."""
    return {name: figure.value for name, figure in sorted(figures.decided.items())}
