"""What is shown before an account is closed or changes role: what ends, what goes back to waiting, who is left."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from journal.accounts import queries
from journal.accounts.models import Person, Role
from journal.web.typography import plural

# The gestures asked about on a page of their own, by the role they give; none for a closed account.
ASKED: dict[str, Role | None] = {"fermer": None, "coordination": Role.COORDINATOR, "administration": Role.ADMIN}
# What an account leaves to others, or without anyone, as sentences. Other features register themselves.
LEFT: list[Callable[[Session, Person], list[str]]] = []


def title(person: Person, gesture: str, by: Person) -> str:
    """What is about to be done, and to whom."""
    if gesture == "fermer":
        return "Fermer votre compte" if person is by else f"Fermer le compte {person.username}"
    if gesture == "administration":
        return f"Donner l’administration à {person.username}"
    return "Quitter l’administration" if person is by else f"Passer {person.username} à la coordination"


def what_happens(session: Session, person: Person, gesture: str, by: Person) -> list[str]:
    """Its effects, as sentences."""
    mine = person is by
    ends = "Vous êtes déconnecté·e" if mine else "Cette personne est déconnectée"
    left = [sentence for tell in LEFT for sentence in tell(session, person)]
    remain = _who_remains(session, person)
    return [f"{ends} tout de suite, sur tous les appareils.", _becomes(gesture, mine=mine), *left, *remain]


def is_last_admin(session: Session, person: Person, gesture: str) -> bool:
    """Whether the Lab would have no administrator left, which is refused."""
    return ASKED[gesture] is not Role.ADMIN and person.role is Role.ADMIN and not queries.others_like(session, person)


def _becomes(gesture: str, *, mine: bool) -> str:
    if gesture == "administration":
        return "Elle tiendra les comptes, et ne lira plus ni les textes, ni les thèmes, ni le récit en cours."
    back = " Seule une autre personne de l’administration pourra y revenir." if mine else ""
    if gesture == "fermer":
        return f"Rien n’est effacé\u00a0: ce qui est décidé ou écrit reste, et le compte peut se rouvrir.{back}"
    if mine:
        return f"Vous ne tiendrez plus les comptes, et lirez ce que lit la coordination.{back}"
    return "Elle ne tiendra plus les comptes, et lira ce que lit la coordination."


def _who_remains(session: Session, person: Person) -> list[str]:
    others = queries.others_like(session, person)
    if person.role is Role.ADMIN:
        alone = "\u00a0: si elle n’entre plus, personne ici ne pourra rouvrir son compte" if others == 1 else ""
        return [f"Il restera {_people(others)} à l’administration{alone}."] if others else []
    if person.role is not Role.COORDINATOR:
        return []
    if not others:
        return [
            "Plus personne ne sera à la coordination\u00a0: qui demande à être contacté·e attendra sans réponse, "
            "et aucun récit ne paraîtra."
        ]
    alone = "\u00a0: un thème se lit à deux, et un récit s’approuve par quelqu’un qui n’y a rien écrit"
    return [f"Il restera {_people(others)} à la coordination{alone if others == 1 else ''}."]


def _people(count: int) -> str:
    return "une personne" if count == 1 else plural(count, "personne")
