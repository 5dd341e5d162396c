"""The coordinators' guide, docs/guide-coordination.md, as HTML in the application.

The guide is deployed with the folder of the project, beside the templates.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from journal.text import fold
from journal.web.typography import spaced

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDE = DOCS / "guide-coordination.md"
PICTURES = DOCS / "captures" / "mois"
# A table wider than a phone is scrolled with the keyboard too.
SCROLLS = (
    '<div class="table-scroll" tabindex="0" role="group" aria-label="Tableau, à faire défiler sur un petit écran">'
)
READER = MarkdownIt("commonmark", {"html": False}).enable("table")
# Which chapter speaks of a page.
CHAPTERS = {
    "accounts.invitations": "inviter-et-etre-joint-e",
    "accounts.cohorts": "inviter-et-etre-joint-e",
    "contact.requests": "inviter-et-etre-joint-e",
    "messages.write": "ecrire-a-la-personne-d-un-passage",
    "messages.of_words": "ecrire-a-la-personne-d-un-passage",
    "messages.sent": "ecrire-a-la-personne-d-un-passage",
    "accounts.people": "administrer",
    "home.site_state": "administrer",
    "narrative.opening": "administrer",
    "legal.lab": "administrer",
    "register.register": "lire-le-registre",
    "themes.overview": "ce-que-vous-lisez-et-ce-que-vous-ne-lisez-pas",
    "themes.monday": "le-lundi",
    "themes.theme": "lire-un-theme",
    "themes.hide": "ce-que-le-masquage-oublie",
    "themes.unclassified": "lire-un-theme",
    "themes.proposals_page": "decider-et-revenir-en-arriere",
    "narrative.digests": "composer-le-recit-du-mois",
    "cooperation.answers": "repondre",
    "common_good.index": "le-bien-commun",
    "common_good.mediation": "le-bien-commun",
    "partners.partners": "le-bien-commun",
    "actors.actor_map": "la-carte-des-acteurs",
    "actors.actors": "la-carte-des-acteurs",
    "actors.meetings": "la-carte-des-acteurs",
    "actors.alliances": "la-carte-des-acteurs",
    "prompts.index": "les-questions-pour-ecrire",
    "calls.index": "les-appels-a-idees",
    "calls.call": "les-appels-a-idees",
    "replication.index": "les-experimentations",
    "experiments.index": "les-experimentations",
    "experiments.experiment": "les-experimentations",
    "indicators.index": "les-indicateurs",
    "indicators.indicator": "les-indicateurs",
    "exchange.index": "travailler-avec-d-autres-outils",
    "tokens.index": "travailler-avec-d-autres-outils",
}


@dataclass(frozen=True, slots=True)
class Chapter:
    anchor: str
    title: str
    body: Markup


@dataclass(frozen=True, slots=True)
class Guide:
    """What comes before its first chapter, without its title, then its chapters."""

    opening: Markup
    chapters: tuple[Chapter, ...]


@cache
def guide(pictures: str) -> Guide:
    """The guide as a page shows it.

    Parameters
    ----------
    pictures
        Address before the name of a picture.
    """
    tokens = READER.parse(GUIDE.read_text("utf-8"))[3:]  # the page says the title itself
    for token in tokens:
        _adapt(token, pictures)
    starts = [place for place, token in enumerate(tokens) if token.type == "heading_open"]
    spans = pairwise([*starts, len(tokens)])
    return Guide(_html(tokens[: starts[0]]), tuple(_chapter(tokens[start:end]) for start, end in spans))


def chapter_of(endpoint: str) -> Chapter | None:
    """The chapter about a page, if any."""
    return next((each for each in guide("").chapters if each.anchor == CHAPTERS.get(endpoint)), None)


def _chapter(tokens: Sequence[Token]) -> Chapter:
    """A heading and what is under it; a table, which Markdown cannot name, is named after its chapter."""
    title = spaced(tokens[1].content)
    anchor = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")
    for token in tokens:
        if token.type == "table_open":
            token.attrSet("aria-labelledby", f"{anchor}-titre")
    return Chapter(anchor, title, _html(tokens[3:]))


def _html(tokens: Sequence[Token]) -> Markup:
    html = str(READER.renderer.render(tokens, READER.options, {}))
    html = html.replace("<table", SCROLLS + "<table").replace("</table>", "</table></div>")
    return Markup(html)  # noqa: S704  our own file, in which HTML is escaped


def _adapt(token: Token, pictures: str) -> None:
    """Add no-break spaces, the URLs of pictures, and the scope of table headers."""
    if token.type == "text":
        token.content = spaced(token.content)
    elif token.type == "image":
        token.attrSet("src", pictures + Path(str(token.attrs["src"])).name)
        token.attrSet("loading", "lazy")
    elif token.type == "th_open":
        token.attrSet("scope", "col")
    for child in token.children or ():
        _adapt(child, pictures)
