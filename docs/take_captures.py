"""Take the screenshots of docs/captures: every page, at the width of a phone and of a desk.

Usage, with the demonstration Lab served by ``make run`` in another terminal::

    .venv/bin/python docs/take_captures.py

Chromium is needed (``apt-get install chromium``).
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from journal.demo.people import ACCOUNTS

BASE = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
FOLDER = Path(__file__).parent / "captures"
WIDTHS = (360, 1280)
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PUBLIC = {
    "accueil": "/",
    "connexion": "/connexion",
    "rejoindre": "/rejoindre",
    "secours": "/compte/secours",
    "aide": "/aide",
    "donnees": "/vos-donnees",
    "accessibilite": "/accessibilite",
    "mentions": "/mentions-legales",
    "rouvrir-par-mail": "/compte/secours/mail",
}
PAGES = {
    "participant": {
        "journal": "/journal/",
        "entree": "main a:has-text('Relire')",
        "partage": "main a[href$='/partage']",
        "ecrire": "/journal/ecrire",
        "parcours": "/journal/parcours",
        "etapes": "/parcours/etapes",
        "prochains-pas": "/journal/prochains-pas",
        "recit": "/recit",
        "recit-du-mois": "main a[href^='/recit/20']",
        "citations": "/recit/citations",
        "bien-commun": "/bien-commun",
        "proposition": "main a[href^='/bien-commun/propositions/']",
        "experimentations": "/experimentations",
        "experimentation": "main h2 a[href^='/experimentations/'], main h3 a[href^='/experimentations/']",
        "droits": "/mes-droits/",
        "mots-du-mois": "main a[href^='/mes-droits/mois/']",
        "contact": "/contact",
        "compte": "/compte",
        "sessions": "/compte/sessions",
    },
    "coordinator": {
        "semaine": "/themes/semaine",
        "jetons": "/jetons",
        "themes": "/themes/",
        "theme": "main h2 a[href^='/themes/'], main h3 a[href^='/themes/']",
        "scission": "main a[href$='/scission']",
        "carte": "/themes/carte",
        "mois": "/themes/mois",
        "parcours": "/recit/parcours",
        "non-classes": "/themes/non-classes",
        "propositions": "/themes/propositions",
        "recits": "/recits",
        "recit-corrige": "main a[href^='/recits/20']",
        "paragraphe": "main a[href*='/paragraphes/']",
        "mediation": "/mediation",
        "cacher": "main a[href$='/cacher']",
        "reponses": "/reponses",
        "demandes": "/contact/demandes",
        "cooperation": "/cooperation",
        "appels": "/appels",
        "appel": "main h2 a[href^='/appels/'], main h3 a[href^='/appels/']",
        "idee": "main a[href^='/appels/idees/']",
        "questions": "/questions",
        "question": "main a[href='/questions/nouvelle']",
        "acteurs": "/cooperation/acteurs",
        "acteur": "main a:has-text('Autocars des Collines')",
        "experimentations": "/experimentations",
        "experimentation": "main a:has-text('Répondre sous')",
        "fiches": "/essais-ouverts",
        "fiche": "main a[href^='/essais-ouverts/']",
        "invitations": "/invitations",
    },
    "admin": {
        "comptes": "/comptes",
        "groupes": "/groupes",
        "ouverture": "/ouverture",
        "lab": "/lab",
        "registre": "/registre",
        "etat": "/etat",
    },
}
# Pictures for the guide, besides those that the journey of a month leaves (``tests/browser/test_month.py``): the way to
# each, from an address and link by link, then the heading it begins with.
GUIDE = {
    "appels-a-idees": (("/appels", PAGES["coordinator"]["appel"]), ""),
    "ecrire-a-la-personne": (
        (
            "/themes/",
            PAGES["coordinator"]["theme"],
            "main a:has-text('Corriger sa place')",
            "main a:has-text('Écrire à la personne')",
        ),
        "",
    ),
    "questions-pour-ecrire": (("/questions",), ""),
    "avec-le-lab": (("/cooperation/acteurs", PAGES["coordinator"]["acteur"]), "Avec le Lab"),
    "avant-et-depuis": (("/experimentations", PAGES["coordinator"]["experimentation"]), "avant et depuis"),
}


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=OPTIONS)
        for width in WIDTHS:
            take_all(chromium, width)
        take_for_the_guide(chromium)
        chromium.close()


def take_all(chromium: Browser, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 800}, locale="fr-FR")
    take(page, PUBLIC, "public", width)
    for role, pages in PAGES.items():
        take(enter(chromium, role, width, 800), pages, role, width)


def take_for_the_guide(chromium: Browser) -> None:
    """What fits in one screen, as a coordinator sees it."""
    page = enter(chromium, "coordinator", 1000, 900)
    for name, (way, heading) in GUIDE.items():
        for where in way:
            follow(page, where)
        if heading:
            shown = page.get_by_role("heading", name=heading).first
            shown.evaluate("each => each.scrollIntoView({block: 'start', behavior: 'instant'})")
        page.screenshot(path=FOLDER / "mois" / f"{name}.png")


def enter(chromium: Browser, role: str, width: int, height: int) -> Page:
    account = next(account for account in ACCOUNTS if account.role.value == role)
    page = chromium.new_context(viewport={"width": width, "height": height}, locale="fr-FR").new_page()
    page.goto(f"{BASE}/connexion")
    page.fill("#username", account.username)
    page.fill("#passphrase", account.passphrase)
    page.click("main button[type=submit]")
    return page


def follow(page: Page, where: str) -> bool:
    """Go to an address, or by a link of the page; whether there is one."""
    if where.startswith("/"):
        page.goto(BASE + where)
    elif page.locator(where).count():
        page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
        page.locator(where).first.click()
    else:
        return False
    page.wait_for_load_state("networkidle")
    return True


def take(page: Page, pages: dict[str, str], role: str, width: int) -> None:
    """Open each page, by its address or by a link of the page before, and photograph it whole."""
    for name, where in pages.items():
        if not follow(page, where):
            sys.stderr.write(f"{name}: no link to it\n")
            continue
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            sys.stderr.write(f"{name}: {wide} px wide at {width}\n")
        page.screenshot(path=FOLDER / f"{role}-{name}-{width}.png", full_page=True)


if __name__ == "__main__":
    main()
