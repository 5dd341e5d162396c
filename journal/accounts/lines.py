"""What the pages of other features show about accounts."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal.accounts import queries, reopening
from journal.accounts.models import Person
from journal.web.lines import Line
from journal.web.typography import moment


def on_the_timeline(session: Session, person: Person) -> list[Line]:
    """That the journal was opened by an email link, until its owner confirms it was them."""
    row = reopening.choice_of(session, person)
    if row is None or row.reopened_at is None:
        return []
    sentence = f"Votre journal a été rouvert par mail le {moment(row.reopened_at)}."
    return [Line(sentence, "accounts.reopening", link="C’était vous\u00a0?")]


def too_few(coordinators: int) -> str:
    """What a Lab lacks while fewer than two people coordinate it, as sentences."""
    if not coordinators:
        return (
            "Personne n’est à la coordination\u00a0: qui demande à être contacté·e attend sans réponse, "
            "et aucun récit ne paraît. Invitez quelqu’un, ou rouvrez un compte."
        )
    if coordinators == 1:
        return (
            "Une seule personne est à la coordination\u00a0: un thème se lit à deux, "
            "et un récit s’approuve par quelqu’un qui n’y a rien écrit. Invitez une deuxième personne."
        )
    return ""


def first_steps(session: Session, person: Person, now: datetime) -> list[Line]:
    """What a coordinator should do first in a new Lab, and what it lacks until two coordinate it."""
    steps = []
    if not queries.anyone_joined(session, person):
        steps.append(_to_invite(session, person, now))
    if not queries.other_coordinators(session, person):
        steps.append(
            Line(
                "Vous êtes seul·e à la coordination\u00a0: il faut être deux pour lire un thème et approuver un récit. "
                "L’administration peut inviter quelqu’un."
            )
        )
    return steps


def _to_invite(session: Session, person: Person, now: datetime) -> Line:
    """The next step for participants to join: a group, then a code, then handing it out."""
    nobody = "Personne n’a encore rejoint le Lab\u00a0:"
    if queries.invites_participants(session, person.lab_id, now):
        return Line(f"{nobody} un code est prêt, donnez-le à votre groupe.", "accounts.invitations")
    if queries.cohorts(session, person.lab_id):
        return Line(f"{nobody} invitez votre groupe.", "accounts.invitations")
    return Line(f"{nobody} créez un groupe, puis invitez-le.", "accounts.cohorts")
