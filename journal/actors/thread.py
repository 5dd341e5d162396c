"""« Avec le Lab » : what an actor and the Lab share today, and everything that happened between them, by date."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy.orm import Session

from journal.actors import queries
from journal.actors.meetings import meetings_of
from journal.actors.models import Actor, Alliance, AllianceState
from journal.clock import day_of
from journal.months import first_of
from journal.web.lines import Dated, Line, Shared
from nlp.french import enumerated

# What each feature shares with an actor, as coordinators read it, under a floor: registered in journal.features.
WITH_THE_LAB: list[Callable[[Session, Actor, date, int], Shared]] = []
RECENT = 8


@dataclass(frozen=True, slots=True)
class Thread:
    """The present; then the past by month, newest first: what is shown at once, then the rest."""

    today: Sequence[Line]
    recent: Sequence[tuple[date, Sequence[Dated]]]
    earlier: Sequence[tuple[date, Sequence[Dated]]]
    kinds: Sequence[tuple[str, int]]


def thread(session: Session, actor: Actor, today: date, floor: int) -> Thread:
    """Everything that links an actor and the Lab."""
    return woven([share(session, actor, today, floor) for share in (_own, *WITH_THE_LAB)])


def woven(shared: Sequence[Shared]) -> Thread:
    """The contributions of several features as one thread, without losing any. Pure."""
    past = sorted((each for one in shared for each in one.past), key=lambda each: each.on, reverse=True)
    today = [line for one in shared for line in one.today]
    kinds = Counter(each.kind for each in past)
    return Thread(today, _by_month(past[:RECENT]), _by_month(past[RECENT:]), sorted(kinds.items()))


def _by_month(past: Sequence[Dated]) -> list[tuple[date, Sequence[Dated]]]:
    return [(month, list(each)) for month, each in groupby(past, key=lambda each: first_of(each.on))]


def _own(session: Session, actor: Actor, _today: date, _floor: int) -> Shared:
    """Its alliances, its acts, its meetings."""
    allied = [
        row for row in queries.alliances_of(session, actor.lab_id) if any(m.actor_id == actor.id for m in row.members)
    ]
    open_ones = [row for row in allied if row.state is not AllianceState.CLOSED]
    past = [each for row in allied for each in _of_alliance(session, row, actor)]
    return Shared([_allied(row, actor) for row in open_ones], [*past, *_acts(session, actor), *_met(session, actor)])


def _allied(row: Alliance, actor: Actor) -> Line:
    sentence = f"Alliance {row.state.label.lower()}, avec {_others(row, actor)}\u00a0: {row.shared_edge}"
    return Line(sentence, "actors.alliance", {"alliance_id": row.id})


def _of_alliance(session: Session, row: Alliance, actor: Actor) -> list[Dated]:
    """The day an actor joined an alliance, and the day the alliance ended with what was learnt."""
    address = {"alliance_id": row.id}
    told = [
        revision
        for revision, _ in reversed(queries.revisions_of(session, row))
        if str(actor.id) in {part["actor"] for part in revision.content["parts"]}
    ]
    joined = day_of(told[0].at) if told else row.starts_on
    sentence = f"Alliance avec {_others(row, actor)}\u00a0: {row.shared_edge}"
    found = [Dated(max(joined, row.starts_on), "Alliance", sentence, "actors.alliance", address)]
    if row.closed_on:
        found.append(Dated(row.closed_on, "Alliance", f"Alliance close. {row.learnt}", "actors.alliance", address))
    return found


def _others(row: Alliance, actor: Actor) -> str:
    return enumerated([member.actor.name for member in row.members if member.actor_id != actor.id])


def _acts(session: Session, actor: Actor) -> list[Dated]:
    return [Dated(act.happened_on, "Acte", act.text) for act in queries.acts_of(session, actor) if not act.is_withdrawn]


def _met(session: Session, actor: Actor) -> list[Dated]:
    """Meetings held with it, and those it held for the Lab."""
    found = []
    for row in meetings_of(session, actor.lab_id):
        if row.held_on is not None and actor.id in (row.actor_id, row.visitor_id):
            visited = f"Est allé voir {row.actor.name}" if row.visitor_id == actor.id else f"Vu par {row.who}"
            address = {"meeting_id": row.id}
            found.append(
                Dated(row.held_on, "Rencontre", f"{visited}\u00a0: {row.outcome}", "actors.tell_meeting", address)
            )
    return found
