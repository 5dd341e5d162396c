"""The figures of one publication: each is decided once under the sticky rule, and kept if it is published.

Any two figures ever told, of two days or of two editions, rest on the same contributions, or at least five people
contribute otherwise (docs/decisions/0019-figures-that-follow.md).
"""

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.counting.disclosure import Disclosure
from journal.counting.rules import (
    GUESSABLE,
    Figure,
    contributed,
    hashed,
    one_dominates,
    sticky_amount,
    sticky_people,
    to_five,
)
from journal.narrative.models import PublishedFigure

PUBLIC = "public/"
# In the name of every number of texts.
TEXTS = "texts/"


@dataclass(slots=True)
class PublishedFigures:
    """The figures already published for a Lab, and those being decided for one text."""

    lab_id: uuid.UUID
    month: date
    floor: int
    key: str
    rows: dict[str, PublishedFigure]
    prefix: str = ""  # of what each edition tells apart: numbers of people, and texts in no theme told
    decided: dict[str, Figure] = field(default_factory=dict)

    @property
    def is_public(self) -> bool:
        return bool(self.prefix)

    def people(self, name: str, people: set[uuid.UUID]) -> int | None:
        """The number of people that may be published."""
        full, who, seen = self.prefix + name, hashed(people, key=self.key), self._told(_counts_people)
        return self._keep(full, sticky_people(who, self._last(full), seen, floor=self.floor))

    def texts(self, name: str, by: Mapping[uuid.UUID, Collection[uuid.UUID]]) -> int:
        """How many texts, to the nearest five; 0 when too few people wrote them.

        ``name`` is the same in both editions where they tell the same texts, so that they say the same number. A number
        of texts is compared with every other ever told, whatever its name: two differ by the texts of five people.
        Where nearly all are of one person, nothing new is told.
        """
        who = contributed({person: sorted(map(str, texts)) for person, texts in by.items()}, key=self.key)
        value = to_five(sum(map(len, by.values())))
        last, seen = self._last(name), self._told(_counts_texts)
        if one_dominates(map(len, by.values())):
            return self._keep(name, last) or 0
        return self._keep(name, sticky_amount(who, value, last, seen, floor=self.floor)) or 0

    def amounts(self, name: str, by: Mapping[uuid.UUID, object], counts: Mapping[str, int]) -> dict[str, int]:
        """Amounts about the same people, which move together, once enough of them contribute otherwise.

        They are the same for every reader: whoever reads two editions learns nothing from both.

        Parameters
        ----------
        name
            What the amounts are of.
        by
            What each person contributes to them.
        counts
            The amounts now.
        """
        who, seen = contributed(by, key=self.key, kept=GUESSABLE), self._versions(name)
        figure = sticky_amount(who, len(by), self._last(name), seen, floor=self.floor)
        if figure is None:
            return {}
        self.decided[name] = figure
        # Who they are about is stored once, under ``name``, so that nothing records who felt what: what was told of
        # them carries a stamp.
        stamp = frozenset(hashed(["/".join(sorted(figure.people))], key=self.key))
        told = self._told_with(name, stamp) if figure in seen else dict(counts)
        self.decided |= {f"{name}/{key}": Figure(value, stamp) for key, value in told.items()}
        return told

    def _told_with(self, name: str, stamp: frozenset[str]) -> dict[str, int]:
        """The amounts that were told of some people."""
        keys = [key for key in self.rows if key.startswith(f"{name}/")]
        kept = {key.removeprefix(f"{name}/"): self._versions(key) for key in keys}
        return {key: each.value for key, versions in kept.items() for each in versions if each.people == stamp}

    def before(self, name: str) -> tuple[int, date] | None:
        """The figure last told in an earlier month, and when."""
        row = self.rows.get(self.prefix + name)
        return (row.value, row.month) if row and row.month < self.month else None

    def _last(self, name: str) -> Figure | None:
        row = self.rows.get(name)
        return Figure(row.value, frozenset(row.people)) if row else None

    def _keep(self, name: str, figure: Figure | None) -> int | None:
        if figure is None:
            return None
        self.decided[name] = figure
        return figure.value

    def _told(self, kind: Callable[[str], bool]) -> list[Figure]:
        """Every figure of a kind ever published for this Lab, and those of this text."""
        told = [figure for name in self.rows if kind(name) for figure in self._versions(name)]
        return told + [figure for name, figure in self.decided.items() if kind(name)]

    def _versions(self, name: str) -> list[Figure]:
        row = self.rows.get(name)
        if row is None:
            return []
        return [Figure(row.value, frozenset(row.people)), *(Figure(v, frozenset(p)) for v, p in row.earlier)]


def _counts_people(name: str) -> bool:
    return name.endswith("participants")


def _counts_texts(name: str) -> bool:
    return TEXTS in name


def open_figures(
    session: Session, lab_id: uuid.UUID, month: date, disclosure: Disclosure, *, prefix: str = ""
) -> PublishedFigures:
    """The figures of one text, to be decided with the threshold of its readers."""
    floor = disclosure.public_floor if prefix == PUBLIC else disclosure.floor
    rows = session.scalars(sa.select(PublishedFigure).where(PublishedFigure.lab_id == lab_id))
    return PublishedFigures(lab_id, month, floor, disclosure.key, {row.name: row for row in rows}, prefix)


def keep_texts(session: Session, figures: PublishedFigures) -> None:
    """Keep the numbers of texts of a draft: composed again after each text, it would tell what one person wrote."""
    _write(session, figures, {name: figure for name, figure in figures.decided.items() if _counts_texts(name)})


def keep_figures(session: Session, figures: PublishedFigures) -> None:
    """Keep the figures of a publication: later ones are compared with all of them."""
    _write(session, figures, figures.decided)


def _write(session: Session, figures: PublishedFigures, decided: Mapping[str, Figure]) -> None:
    for name, figure in sorted(decided.items()):
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
