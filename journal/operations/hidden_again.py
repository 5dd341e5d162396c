"""What the team hid stays hidden when an older backup is restored.

The marks of ``journal.operations.tombstones`` hold nobody's words. For each text in which the team hid some, one mark
names the text, and one for each of the words hidden is a hash of them with the identifier of the text: 122 random bits,
which only the database holds. Whoever has the marks alone can guess nothing; whoever has the backup reads the words
there.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import combinations
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstanceState, Session

from journal.entries import services as entries
from journal.entries.hiding import WORD, lay_for_team
from journal.entries.masks import MaskKind, by_team, of_team
from journal.entries.models import Entry
from journal.entries.words import MaskedWords, kinds
from journal.operations.marks import mark
from journal.text import fold
from nlp.spans import Span

TEXT, WORDS = "hidden_in", "hidden_words"


def marks_of(row: Entry | MaskedWords) -> Iterator[str]:
    """The marks of everything the team hid in a text, when it has just hidden some."""
    column = "team_masks" if isinstance(row, Entry) else "masks"
    state: InstanceState[Any] = sa.inspect(row)
    if not state.attrs[column].history.added:
        return
    masks = by_team(row.team_masks) if isinstance(row, Entry) else of_team(row.masks)
    if masks:
        yield mark(TEXT, row.id)
    yield from (_mark_of_words(row, row.text[each.start : each.end]) for each in masks)


def hide_again(session: Session, wanted: Collection[str], *, now: datetime) -> int:
    """Hide again in each text what bears a mark; return in how many texts something was.

    What the words were said to be is not known any more: they are hidden as « autre chose ».
    """
    done = sum(_hide(session, row, _shown(row, wanted), now) for row in _marked(session, wanted))
    session.flush()
    return done


def _marked(session: Session, wanted: Collection[str]) -> Iterator[Entry | MaskedWords]:
    """The texts in which the team hid something; the others are not read."""
    known: list[type[Entry] | type[MaskedWords]] = [Entry, *kinds()]
    for kind in known:
        ids = [row_id for row_id in session.scalars(sa.select(kind.id)) if mark(TEXT, row_id) in wanted]
        found: sa.Select[Any] = sa.select(kind).where(kind.id.in_(ids))
        yield from session.scalars(found).all()


def _shown(row: Entry | MaskedWords, wanted: Collection[str]) -> list[Span]:
    """Where a text still shows words that the team hid."""
    masks = by_team(row.team_masks) if isinstance(row, Entry) else of_team(row.masks)
    hidden = {(each.start, each.end) for each in masks}
    ends = [match.span() for match in WORD.finditer(row.text)]
    spans = [*ends, *((first[0], last[1]) for first, last in combinations(ends, 2))]
    return [(a, b) for a, b in spans if (a, b) not in hidden and _mark_of_words(row, row.text[a:b]) in wanted]


def _hide(session: Session, row: Entry | MaskedWords, spans: list[Span], now: datetime) -> bool:
    if not spans:
        return False
    if isinstance(row, Entry):
        added = [[start, end, MaskKind.OTHER.value, now.isoformat()] for start, end in spans]
        row.team_masks = [*row.team_masks, *added]
        entries.mask_more(session, row, [(a, b) for a, b in row.author_masks])
        return True
    lay_for_team(row, spans, MaskKind.OTHER)
    return True


def _mark_of_words(row: Entry | MaskedWords, words: str) -> str:
    return mark(WORDS, f"{row.id}:{fold(words)}")
