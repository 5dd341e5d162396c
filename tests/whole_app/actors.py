"""The map of the world’s Lab: actors, their acts, their meetings, what ties them."""

from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.actors import acts, alliances, meetings, points
from journal.actors import services as actors
from journal.actors.acts import Fact
from journal.actors.alliances import Party, Terms
from journal.actors.attitudes import Wording
from journal.actors.meetings import Plan
from journal.actors.models import ActorKind, AllianceState, Attitude, Axis
from journal.actors.table import reword
from tests.factories import NOW
from tests.unit.journal.narrative import scenes


def act_and_ally(session: Session, lab: Lab, scene: scenes.Scene, word: str) -> dict[str, tuple[object, ...]]:
    """Two actors, what one did, a withdrawn act, and what ties them: all of it the Lab's own words."""
    by, day = scene.first, NOW.date()
    one, other = (
        actors.add(session, lab.id, f"{name}{word}", ActorKind.COMPANY, note=word, now=NOW) for name in ("", "Autre ")
    )
    point = points.open_point(session, lab.id, word, theme=scene.theme, on=day, now=NOW)
    kept, gone = (acts.write(session, one, point, Fact(word, day, axis, 3), by=by, now=NOW) for axis in Axis)
    acts.withdraw(session, gone, now=NOW)
    terms = Terms(word, day, AllianceState.ONGOING, [Party(one, word, word), Party(other, word, word)], point=point)
    alliance = alliances.make(session, lab.id, terms, by=by, now=NOW)
    plan = Plan(day, word, role=word)
    foreseen, held = (meetings.foresee(session, one, plan, by=by, now=NOW) for _ in range(2))
    meetings.tell(session, held, day, word, today=day)
    reword(session, lab.id, Attitude.ALLY, Wording(word, word))
    return {
        "actor_id": (one.id,),
        "point_id": (point.id,),
        "act_id": (kept.id, gone.id),
        "meeting_id": (foreseen.id, held.id),
        "alliance_id": (alliance.id,),
        "attitude": (Attitude.ALLY.value,),
    }
