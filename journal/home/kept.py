"""How long things are kept, for « Vos données », with the durations that the code applies."""

from datetime import timedelta

from journal.accounts import audit, reopening, sessions, throttle
from journal.accounts.models import NOTICE
from journal.config import Settings
from journal.contact import rules as contact
from journal.messages import rules as messages
from journal.web.typography import plural


def how_long(settings: Settings) -> list[tuple[str, str]]:
    """What is kept, and for how long, in French."""
    return [*_of_ones_words(settings), *_of_ones_account(), *_of_the_lab(settings)]


def _of_ones_words(settings: Settings) -> list[tuple[str, str]]:
    months, backups = settings.retention_months, plural(settings.backup_days, "jour")
    return [
        (
            "Votre compte, votre parcours, vos textes",
            f"Tant que vous venez. Après {months}\u00a0mois sans visite, ils s’effacent. "
            f"Avec une adresse mail, vous êtes prévenu·e {_days(NOTICE)} avant\u00a0; "
            "une seule visite suffit à tout garder.",
        ),
        (
            "Ce que vous effacez",
            "Parti du site aussitôt, et de ses fichiers dans la journée. "
            f"Il reste {backups} au plus dans les sauvegardes, sans jamais revenir.",
        ),
        (
            "Une demande de contact",
            f"{_days(contact.KEPT)} après que l’équipe y a répondu. Retirée, elle part aussitôt.",
        ),
        (
            "Un mot de l’équipe, et votre réponse",
            f"{_days(messages.KEPT)} après le mot. Ils partent aussitôt si vous reprenez le texte dont il parle.",
        ),
    ]


def _of_ones_account() -> list[tuple[str, str]]:
    return [
        (
            "Ce que fait l’équipe, et qui a lu",
            f"{_days(audit.KEPT)}, dans un registre d’identifiants et de nombres, sans les mots de personne.",
        ),
        (
            "Vos connexions",
            f"{_hours(sessions.KEPT_AFTER)} après la dernière. "
            "L’adresse de votre appareil sur internet n’est pas gardée.",
        ),
        (
            "Une phrase de passe ratée, un lien demandé",
            f"{_hours(throttle.PER_PLACE[1])}, le temps d’arrêter qui essaierait de deviner.",
        ),
        (
            "Votre choix de rouvrir votre journal par mail",
            "Jusqu’à ce que vous y renonciez, ou changiez d’adresse. "
            f"Chaque lien ne sert qu’une fois, dans les {plural(reopening.LIFE // timedelta(minutes=1), 'minute')}.",
        ),
    ]


def _of_the_lab(settings: Settings) -> list[tuple[str, str]]:
    return [
        (
            "Ce qui a paru",
            "Les récits publiés et le bien commun adopté restent, sans nom. "
            "Une phrase de vous s’en retire quand vous voulez.",
        ),
        (
            "Les comptes de l’équipe et des partenaires",
            "Jusqu’à ce que la personne efface le sien. "
            f"Après {settings.staff_months}\u00a0mois sans visite, ils se ferment.",
        ),
    ]


def _days(kept: timedelta) -> str:
    years, rest = divmod(kept.days, 365)
    return plural(kept.days, "jour") if rest else plural(years, "an")


def _hours(kept: timedelta) -> str:
    return plural(kept // timedelta(hours=1), "heure")
