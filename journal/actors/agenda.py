"""« Qui va voir qui » : overdue meetings, meetings to come, and actors nobody plans to meet. Pure."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from journal.actors.models import Actor, Meeting
from journal.text import fold


@dataclass(frozen=True, slots=True)
class Contact:
    """An actor, its next planned meeting and the last one held."""

    actor: Actor
    following: Meeting | None
    last: Meeting | None

    @property
    def who(self) -> str:
        """Who in the Lab is in touch with it: whoever meets it next, otherwise whoever met it last."""
        latest = self.following or self.last
        return latest.who if latest else ""


@dataclass(frozen=True, slots=True)
class Agenda:
    """Past meetings without an outcome, meetings to come, and actors nobody plans to meet."""

    late: Sequence[Meeting]
    to_come: Sequence[Meeting]
    unseen: Sequence[Contact]


def contact(actor: Actor, meetings: Iterable[Meeting]) -> Contact:
    """The last and next meetings with an actor, from all its meetings, in any order."""
    own = [each for each in meetings if each.actor_id == actor.id]
    foreseen = [each for each in own if not each.is_settled]
    held = [each for each in own if each.held_on is not None]
    return Contact(
        actor,
        min(foreseen, key=lambda each: each.foreseen_on, default=None),
        max(held, key=lambda each: (each.held_on or each.foreseen_on, each.at), default=None),
    )


def agenda(actors: Sequence[Actor], meetings: Sequence[Meeting], ranks: Mapping[uuid.UUID, int], today: date) -> Agenda:
    """What a Lab has to do to keep its alliances alive.

    Parameters
    ----------
    actors
        Those the Lab works with; meetings with others are left out.
    meetings
        All that was foreseen.
    ranks
        Where each actor comes among those nobody is to see, the first where time is best spent; the others last.
    today
        The day of a meeting is not late.
    """
    known = {actor.id for actor in actors}
    foreseen = sorted(
        (each for each in meetings if each.actor_id in known and not each.is_settled),
        key=lambda each: (each.foreseen_on, fold(each.actor.name)),
    )
    unseen = [each for each in (contact(actor, meetings) for actor in actors) if each.following is None]
    unseen.sort(key=lambda each: (ranks.get(each.actor.id, len(ranks)), fold(each.actor.name)))
    return Agenda(
        [each for each in foreseen if each.foreseen_on < today],
        [each for each in foreseen if each.foreseen_on >= today],
        unseen,
    )
