"""What the team and an author say to each other of an idea."""

from tests.pages import Browser

REPLY = "form[action$='/reponse']"
TRIED = {"title": "Le covoiturage du matin", "tried": "Une liste à l’accueil.", "for_whom": "Qui part à six heures."}


def ask(team: Browser, idea: str) -> None:
    team.submit(team.get(f"{idea}/question"), {"text": "Combien de places ?"})


def waits_on_monday(denis: Browser) -> dict[str, str]:
    """Sentences of the calls on Monday's page, and where each leads."""
    found = denis.get("/themes/semaine").select("section.waiting a[href*='/appels/']")
    return {link.text.replace("\u00a0", " "): str(link["href"]) for link in found}
