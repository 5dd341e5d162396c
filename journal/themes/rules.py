"""What may be done to a theme. Pure."""

from journal.themes.models import ThemeStatus

LONGEST_LABEL = 60
LONGEST_NOTE = 2_000
READINGS_NEEDED = 2
# Who may become what. Merging has its own use case: it changes two themes at once.
TRANSITIONS = frozenset(
    {
        (ThemeStatus.PROPOSED, ThemeStatus.ADOPTED),
        (ThemeStatus.PROPOSED, ThemeStatus.SET_ASIDE),
        (ThemeStatus.ADOPTED, ThemeStatus.SET_ASIDE),
        (ThemeStatus.ADOPTED, ThemeStatus.PROPOSED),
        (ThemeStatus.SET_ASIDE, ThemeStatus.PROPOSED),
        (ThemeStatus.SET_ASIDE, ThemeStatus.ADOPTED),
    }
)


def label_problem(label: str) -> str | None:
    """Why a name is refused, as a sentence."""
    if not label:
        return "Donnez un nom au thème, avec des mots de tous les jours."
    if len(label) > LONGEST_LABEL:
        return f"Soixante caractères au plus : ce nom en compte {len(label)}."
    return None


def may_enter_narrative(status: ThemeStatus, readers: int) -> bool:
    """A theme is told once it is adopted and read by two people."""
    return status is ThemeStatus.ADOPTED and readers >= READINGS_NEEDED
