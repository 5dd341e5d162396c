"""What a form was about to do, in one sentence, for whoever must confirm it because someone else decided first."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from journal.db import in_lab
from journal.text import read_key
from journal.themes.models import Theme, ThemeReview, ThemeStatus
from journal.themes.wording import GESTURES
from journal.web.typography import in_guillemets, plural

Typed = MultiDict[str, str]
STATUSES = {
    ThemeStatus.ADOPTED: ("Adopter {}", "Adopter quand même"),
    ThemeStatus.SET_ASIDE: ("Mettre {} de côté", "Mettre de côté quand même"),
    ThemeStatus.PROPOSED: ("Remettre {} parmi les proposés", "Remettre quand même"),
}


@dataclass(frozen=True, slots=True)
class Act:
    """What is about to be done, and the button that does it."""

    sentence: str
    button: str


def act_of(session: Session, theme: Theme, endpoint: str, typed: Typed) -> Act:
    """The act of a form sent to an endpoint, with what it and its address carried."""
    return ACTS[endpoint.rpartition(".")[2]](session, theme, typed)


def _rename(_session: Session, theme: Theme, _typed: Typed) -> Act:
    return Act(f"Changer le nom de {in_guillemets(theme.label)}", "Changer le nom quand même")


def _status(_session: Session, theme: Theme, typed: Typed) -> Act:
    sentence, button = STATUSES[ThemeStatus(typed["status"])]
    return Act(sentence.format(in_guillemets(theme.label)), button)


def _pin(_session: Session, theme: Theme, typed: Typed) -> Act:
    if typed.get("pinned"):
        return Act(f"Épingler {in_guillemets(theme.label)}", "Épingler quand même")
    return Act(f"Retirer l’épingle de {in_guillemets(theme.label)}", "Retirer l’épingle quand même")


def _describe(_session: Session, theme: Theme, _typed: Typed) -> Act:
    return Act(f"Écrire la fiche de {in_guillemets(theme.label)}", "Enregistrer la fiche quand même")


def _merge(session: Session, theme: Theme, typed: Typed) -> Act:
    other = _named(session, theme, typed.get("into", ""))
    into = in_guillemets(other.label) if other else "un autre thème"
    return Act(f"Réunir {in_guillemets(theme.label)} à {into}", "Réunir quand même")


def _split(_session: Session, theme: Theme, typed: Typed) -> Act:
    label = in_guillemets(typed.get("split_label", ""))
    return Act(f"Faire un thème, {label}, d’une partie de {in_guillemets(theme.label)}", "Séparer quand même")


def _move(session: Session, theme: Theme, typed: Typed) -> Act:
    other = _named(session, theme, typed.get("to", ""))
    where = f" pour le mettre dans {in_guillemets(other.label)}" if other else ""
    return Act(f"Sortir un passage de {in_guillemets(theme.label)}{where}", "Déplacer quand même")


def _typical(_session: Session, theme: Theme, typed: Typed) -> Act:
    if typed.get("passage"):
        return Act(f"Choisir un passage pour montrer {in_guillemets(theme.label)}", "Choisir quand même")
    return Act(f"Retirer le passage type de {in_guillemets(theme.label)}", "Retirer quand même")


def _together(_session: Session, theme: Theme, typed: Typed) -> Act:
    return Act(f"Garder ensemble {_ticked(typed)} et un de {in_guillemets(theme.label)}", "Garder ensemble quand même")


def _apart(_session: Session, theme: Theme, typed: Typed) -> Act:
    return Act(f"Séparer {_ticked(typed)} d’un de {in_guillemets(theme.label)}", "Séparer quand même")


def _undo(session: Session, theme: Theme, typed: Typed) -> Act:
    review = session.get(ThemeReview, uuid.UUID(typed["review_id"]))
    told = GESTURES.get(review.action, "") if review else ""
    return Act(f"Annuler {in_guillemets(told)}, sur {in_guillemets(theme.label)}", "Annuler quand même")


def _ticked(typed: Typed) -> str:
    return plural(len(typed.getlist("others")), "passage")


def _named(session: Session, theme: Theme, key: str) -> Theme | None:
    theme_id = read_key(key)
    return in_lab(session, Theme, theme.lab_id, theme_id) if theme_id else None


# By endpoint.
ACTS: dict[str, Callable[[Session, Theme, Typed], Act]] = {
    "rename": _rename,
    "set_status": _status,
    "pin": _pin,
    "describe": _describe,
    "merge": _merge,
    "split": _split,
    "passage": _move,
    "choose_typical": _typical,
    "together": _together,
    "apart": _apart,
    "undo": _undo,
}
