"""What the team may do to an account: the names used in URLs, and the messages shown afterwards."""

from collections.abc import Callable
from typing import NamedTuple

from flask import flash, g, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from journal.accounts import leaving, services, staff
from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.accounts.models import Person, Role
from journal.clock import now
from journal.web.database import get_session


class Gesture(NamedTuple):
    act: Callable[[Session, Person], None]
    # Says whose account it is: a participant’s was named by hand, and a letter more may be someone else’s.
    done: str


GESTURES = {
    "fermer": Gesture(
        lambda session, person: staff.set_disabled(session, person, disabled=True, now=now()), "Le compte {} est fermé."
    ),
    "rouvrir": Gesture(
        lambda session, person: staff.set_disabled(session, person, disabled=False, now=now()),
        "Le compte {} est rouvert.",
    ),
    "coordination": Gesture(
        lambda session, person: staff.set_role(session, person, Role.COORDINATOR),
        "Le compte {} est maintenant à la coordination.",
    ),
    "administration": Gesture(
        lambda session, person: staff.set_role(session, person, Role.ADMIN),
        "Le compte {} est maintenant à l’administration.",
    ),
    "sessions": Gesture(
        lambda session, person: services.end_all(session, person.id),
        "Tous les appareils du compte {} sont déconnectés.",
    ),
    "deuxieme-etape": Gesture(
        staff.reset_second_factor, "La personne choisira un nouveau téléphone à sa prochaine connexion."
    ),
}


def asked(person: Person, gesture: str, *, back: str) -> ResponseReturnValue:
    """What closing an account or changing its role will do, asked beforehand."""
    session = get_session()
    return render_template(
        "accounts/leaving.html",
        title=leaving.title(person, gesture, g.person),
        sentences=leaving.what_happens(session, person, gesture, g.person),
        refused=staff.LAST_ADMIN if leaving.is_last_admin(session, person, gesture) else "",
        confirm="Fermer le compte" if gesture == "fermer" else "Changer le rôle",
        closes=gesture == "fermer",
        back=back,
    )


def change(person: Person, gesture: str) -> None:
    session, (act, done) = get_session(), GESTURES[gesture]
    act(session, person)
    record(session, "change_person", by=g.person, on=Subject("person", person.id), gesture=gesture)
    session.commit()
    flash(done.format(person.username))
