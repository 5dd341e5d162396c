"""The map of the site: each page that opens by itself, and who finds it there.

The pages left out are a step of something begun elsewhere: their list or their form leads to them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import current_app

from journal.web.access import PUBLIC, declared

STRANGER = "stranger"


@dataclass(frozen=True)
class Chapter:
    """Pages that go together. ``only``: the roles it is for, where a public page would be of no use to the others."""

    title: str
    pages: tuple[tuple[str, str], ...]
    only: frozenset[str] | None = None


CHAPTERS = (
    Chapter(
        "Entrer",
        (
            ("home.index", "Votre parcours, en vos mots"),
            ("accounts.sign_in", "Se connecter"),
            ("accounts.enter_code", "Rejoindre avec un code"),
            ("accounts.recover", "Phrase de passe oubliée"),
            ("accounts.ask_by_mail", "Recevoir un lien par mail"),
        ),
        frozenset({STRANGER}),
    ),
    Chapter(
        "Mon journal",
        (
            ("entries.timeline", "Mon journal"),
            ("entries.write", "Écrire"),
            ("entries.next_steps", "Mes prochains pas"),
            ("entries.pathway", "Mon parcours"),
            ("pathways.steps", "Mes étapes"),
            ("entries.take_stock", "Faire le point"),
        ),
    ),
    Chapter(
        "Les thèmes",
        (
            ("themes.monday", "Cette semaine"),
            ("themes.overview", "Thèmes"),
            ("themes.proposals_page", "Propositions"),
            ("themes.unclassified", "Passages non classés"),
            ("themes.theme_map", "Carte des thèmes"),
            ("themes.months", "Les thèmes mois par mois"),
            ("narrative.pathway", "Le parcours"),
        ),
    ),
    Chapter(
        "Le récit",
        (
            ("narrative.story", "Le récit collectif"),
            ("narrative.my_quotes", "Mes mots dans le récit"),
            ("narrative.replies", "Le récit du mois, et nos réponses"),
            ("narrative.digests", "Récits du mois"),
            ("narrative.mediation", "Médiation"),
            ("cooperation.answers", "Ce que le Lab répond"),
            ("exchange.index", "Travailler avec d’autres outils"),
            ("tokens.index", "Jetons pour les programmes"),
        ),
    ),
    Chapter(
        "Coopération",
        (
            ("cooperation.hub", "Coopération"),
            ("common_good.index", "Le bien commun"),
            ("common_good.history", "L’histoire du bien commun"),
            ("common_good.mediation", "Médiation du bien commun"),
            ("calls.index", "Appels à idées"),
            ("experiments.index", "Les expérimentations"),
            ("indicators.index", "Les indicateurs"),
            ("replication.index", "Essais ouverts par d’autres Labs"),
            ("prompts.index", "Questions pour écrire"),
        ),
    ),
    Chapter(
        "Les acteurs",
        (
            ("actors.actor_map", "Carte des acteurs"),
            ("actors.actors", "Les acteurs du Lab"),
            ("actors.points", "Points d’application"),
            ("actors.attitudes", "Attitudes et stratégies"),
            ("actors.meetings", "Qui va voir qui"),
            ("actors.alliances", "Alliances"),
            ("partners.partners", "Les partenaires"),
        ),
    ),
    Chapter(
        "L’équipe et les personnes",
        (
            ("messages.read", "Avec l’équipe"),
            ("contact.ask", "Être contacté·e"),
            ("contact.requests", "Demandes de contact"),
            ("messages.sent", "Mots envoyés"),
            ("accounts.invitations", "Invitations"),
            ("accounts.cohorts", "Les groupes"),
        ),
    ),
    Chapter(
        "Tenir le site",
        (
            ("accounts.people", "Comptes du Lab"),
            ("legal.lab", "Le Lab"),
            ("narrative.opening", "Lecture publique"),
            ("register.register", "Le registre"),
            ("home.site_state", "État du site"),
        ),
    ),
    Chapter(
        "Mon compte",
        (
            ("accounts.profile", "Mon compte"),
            ("accounts.change_passphrase", "Changer de phrase de passe"),
            ("accounts.own_sessions", "Où je suis connecté·e"),
            ("accounts.reopening", "Rouvrir mon journal par mail"),
            ("rights.index", "Mes droits"),
            ("rights.erase", "Tout effacer"),
        ),
    ),
    Chapter(
        "Ce site",
        (
            ("home.help_page", "Aide"),
            ("home.coordination_guide", "Guide de la coordination"),
            ("home.privacy", "Vos données"),
            ("home.accessibility", "Accessibilité"),
            ("legal.notice", "Mentions légales"),
        ),
    ),
)


def chapters_for(role: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield the title and the pages of each chapter that a role may read."""
    for chapter in CHAPTERS:
        pages = [page for page in chapter.pages if _may_open(role, page[0])]
        if pages and (chapter.only is None or role in chapter.only):
            yield chapter.title, pages


def _may_open(role: str, endpoint: str) -> bool:
    who = declared(current_app, endpoint) or frozenset()
    return who == PUBLIC or role in who
