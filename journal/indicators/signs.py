"""The signs of the common good that an indicator answers, chosen when it is proposed or revised."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.common_good.models import CommonGood
from journal.common_good.queries import statements
from journal.common_good.signs import Answering, Lineage, Sign, lineage, signs_said
from journal.indicators.models import Indicator, IndicatorSign, IndicatorState
from journal.indicators.queries import all_of
from journal.indicators.telling import Perspective, tell

GONE = " (n’est plus dans le texte)"


def choices(session: Session, lab_id: uuid.UUID, row: Indicator | None = None) -> list[tuple[str, str]]:
    """The signs an indicator may answer: current ones, then former ones that it already answers."""
    said = statements(session, lab_id)
    today = [(each.key, each.words) for each in signs_said(said[-1])] if said else []
    gone = [each.then for each in _lineages(row, said) if each.today is None] if row else []
    return today + [(each.key, each.words + GONE) for each in gone]


def answered(session: Session, row: Indicator) -> list[Lineage]:
    """The signs that an indicator answers, and what became of each since they were linked."""
    return _lineages(row, statements(session, row.lab_id)) if row.signs else []


def keys_of(lineages: Sequence[Lineage]) -> list[str]:
    """The names in its form of the signs an indicator answers, as currently worded where they still exist."""
    return [(each.today or each.then).key for each in lineages]


def tie(session: Session, row: Indicator, keys: Sequence[str]) -> None:
    """Link an indicator to these signs only; keys that name no sign of its Lab are ignored."""
    known = {(each.statement_id, each.words): each for each in row.signs}
    row.signs = [
        known.get((statement.id, sign.words))
        or IndicatorSign(statement=statement, statement_id=statement.id, place=sign.place, words=sign.words)
        for statement in statements(session, row.lab_id)
        for sign in signs_said(statement)
        if sign.key in keys
    ]


def by_sign(session: Session, person: Person, floor: int) -> Mapping[str, Sequence[Answering]]:
    """For each current sign, the indicators that answer it; those under discussion, only for those who discuss them."""
    discusses = person.role in {Role.COORDINATOR, Role.PARTNER}
    states = (IndicatorState.ADOPTED, IndicatorState.PROPOSED) if discusses else (IndicatorState.ADOPTED,)
    said, found = statements(session, person.lab_id), defaultdict(list)
    for row in all_of(session, person.lab_id, *states):
        for each in _lineages(row, said):
            if each.today is not None:
                found[each.today.key].append(_answering(row, each, floor))
    return found


def _lineages(row: Indicator, said: Sequence[CommonGood]) -> list[Lineage]:
    return [lineage(Sign(tied.statement.number, tied.place, tied.words), said) for tied in row.signs]


def _answering(row: Indicator, became: Lineage, floor: int) -> Answering:
    is_adopted = row.state is IndicatorState.ADOPTED
    perspectives = tell(row, floor=floor).perspectives if is_adopted else ()
    measures = [(each.kind.label, _last_measures(each)) for each in perspectives]
    return Answering(row.name, {"indicator_id": row.id}, is_adopted, measures, became)


def _last_measures(perspective: Perspective) -> list[str]:
    """The last measure of each actor of a perspective, as anyone may read it; never their sum."""
    lasts = [(series.name, series.rows[-1]) for series in perspective.series if series.rows]
    return [f"{row.shown.text} ({name}, {row.when})" for name, row in lasts]
