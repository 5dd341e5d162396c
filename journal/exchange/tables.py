"""The tables of an export: themes, their counts, passages, with the definition of each column."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from journal.exchange.columns import Column, Kind, Table
from journal.exchange.gathering import Export, ExportedPassage, ExportedTheme
from journal.pathways.models import StepKind
from journal.themes.models import ThemeStatus
from journal.themes.wording import SOLIDITY

ROUNDED = (
    "Arrondi à cinq ; rien sous {floor} personnes ; ne change que si cinq personnes au moins sont arrivées ou parties."
)
PARTS = (
    "Arrondi à cinq vers le bas, et gardé assez loin du nombre de personnes du thème pour ne rien dire des autres ; "
    "rien sous {floor} personnes ; ne change que si cinq personnes au moins sont arrivées, parties, ou disent autre "
    "chose."
)
NONE_ENOUGH = (("", "rien n’est dit par {floor} personnes au moins"),)
HELD = (("", "rien ne peut en être dit avant que cinq personnes au moins soient arrivées ou parties"),)
NOT_WRITTEN = (("", "l’équipe ne l’a pas écrit"),)
FEW = "moins de {floor}"
HIDDEN = (("", "la personne ne l’a pas dit, ou trop peu de personnes le partagent"),)
BY_TEAM = "Écrit par l’équipe."


def _people(counts: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{name} (au moins {people})" for name, people in counts)


def _counted(
    key: str, title: str, meaning: str, value: Callable[[ExportedTheme], Sequence[tuple[str, int]]]
) -> Column[ExportedTheme]:
    """A column of choices or situations, each with its number of people."""
    return Column(key, title, meaning, lambda row: _people(value(row)), missing=NONE_ENOUGH, rule=PARTS, width=34)


def _words(
    key: str, title: str, meaning: str, value: Callable[[ExportedTheme], Sequence[str]], *, width: int = 30
) -> Column[ExportedTheme]:
    """Terms used by enough people."""
    rule = "Chaque mot est dit par {floor} personnes au moins."
    return Column(key, title, meaning, lambda row: ", ".join(value(row)), missing=NONE_ENOUGH, rule=rule, width=width)


def _written(key: str, title: str, meaning: str, value: Callable[[ExportedTheme], str]) -> Column[ExportedTheme]:
    """A field of the codebook."""
    return Column(key, title, meaning, value, missing=NOT_WRITTEN, rule=BY_TEAM, width=50)


THEMES: Table[ExportedTheme] = Table(
    "themes",
    "Thèmes",
    "Un thème par ligne : ceux que portent assez de personnes et que l’équipe n’a pas mis de côté.",
    (
        Column("label", "Thème", "Le nom du thème.", lambda row: row.label, width=32),
        Column(
            "status",
            "État",
            "Ce que l’équipe a décidé du thème.",
            lambda row: row.status,
            allowed=(ThemeStatus.PROPOSED.label, ThemeStatus.ADOPTED.label),
            rule="Une analyse propose, une personne adopte.",
            width=12,
        ),
        Column(
            "solidity",
            "Solidité",
            "Ce que valent les contours du thème, quand l’analyse est refaite sans une partie des personnes.",
            lambda row: row.solidity,
            allowed=tuple(SOLIDITY.values()),
            width=14,
        ),
        Column(
            "participants",
            "Personnes (arrondi à cinq)",
            "Combien de personnes parlent de ce thème.",
            lambda row: row.participants,
            kind=Kind.WHOLE,
            unit="personnes",
            missing=HELD,
            rule=ROUNDED,
            width=12,
        ),
        _words(
            "terms",
            "Mots",
            "Les mots propres à ce thème, du plus propre au moins propre, séparés par des virgules.",
            lambda row: row.terms,
            width=40,
        ),
        _counted(
            "emotions",
            "Émotions (personnes)",
            "Les émotions choisies par les personnes, chacune avec leur nombre.",
            lambda row: row.emotions,
        ),
        _counted(
            "steps",
            "Étapes (personnes)",
            "Les étapes du parcours où ces textes ont été vécus, chacune avec le nombre de personnes.",
            lambda row: row.steps,
        ),
        _words(
            "helped",
            "Ce qui aide",
            "Les mots qui disent ce qui a aidé les personnes.",
            lambda row: row.helped,
        ),
        _words(
            "hindered",
            "Ce qui freine",
            "Les mots qui disent ce qui les a freinées.",
            lambda row: row.hindered,
        ),
        _written("definition", "Définition", "Ce que le thème veut dire.", lambda row: row.definition),
        _written("includes", "Ce qui y entre", "Ce qui fait partie du thème.", lambda row: row.includes),
        _written(
            "excludes",
            "Ce qui n’y entre pas",
            "Ce qui n’en fait pas partie.",
            lambda row: row.excludes,
        ),
        Column(
            "readings",
            "Lectures",
            "Ce que des personnes de l’équipe comprennent du thème, chacune à sa façon.",
            lambda row: "\n\n".join(row.readings),
            missing=(("", "deux personnes n’ont pas encore écrit la leur"),),
            rule="Deux au moins, de deux personnes : une lecture seule attend que l’autre soit écrite.",
            width=60,
        ),
        Column(
            "answers",
            "Ce que le Lab répond",
            "Ce que le Lab fait, fera ou ne peut pas faire.",
            lambda row: "\n\n".join(row.answers),
            missing=(("", "le Lab n’a pas encore répondu"),),
            rule=BY_TEAM,
            width=50,
        ),
        Column(
            "months",
            "Mois (personnes)",
            "Combien de personnes en ont parlé, mois après mois.",
            lambda row: ", ".join(f"{month} ({_told(people)})" for month, people in row.months),
            missing=NONE_ENOUGH,
            rule=ROUNDED,
            width=34,
        ),
        Column(
            "key",
            "Identifiant",
            "Ce qui désigne le thème d’un fichier à l’autre, et dans un projet REFI-QDA.",
            lambda row: str(row.key),
            rule="Ne change jamais, même si le nom change.",
            width=38,
        ),
        Column("color", "Couleur", "La couleur du thème sur la carte.", lambda row: row.color, width=10),
    ),
)


def _told(people: int | None) -> str:
    return "trop peu de personnes" if people is None else f"environ {people}"


@dataclass(frozen=True, slots=True)
class Count:
    """How many people of a theme chose an emotion, were at a step, wrote in a month."""

    theme: ExportedTheme
    about: str
    value: str
    people: int | str


COUNTS: Table[Count] = Table(
    "comptes",
    "Comptes",
    "Combien de personnes de chaque thème : une ligne par émotion, par étape et par mois.",
    (
        Column("theme", "Thème", "Le nom du thème.", lambda row: row.theme.label),
        Column(
            "theme_key",
            "Identifiant",
            "L’identifiant du thème, comme dans la table des thèmes.",
            lambda row: str(row.theme.key),
        ),
        Column(
            "about",
            "Ce qui est compté",
            "Ce par quoi les personnes du thème sont comptées.",
            lambda row: row.about,
            allowed=("émotion", "étape", "mois"),
            rule="Une personne peut être comptée dans plusieurs lignes : elles ne s’additionnent pas.",
        ),
        Column("value", "Valeur", "L’émotion, l’étape, ou le mois (AAAA-MM).", lambda row: row.value),
        Column(
            "people",
            "Personnes (arrondi à cinq)",
            "Combien de personnes ; au moins, pour une émotion ou une étape.",
            lambda row: row.people,
            kind=Kind.WHOLE,
            unit="personnes",
            missing=((FEW, "il y en a moins de {floor}, zéro compris"),),
            rule=ROUNDED,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class ThemedPassage:
    """A passage, and how each of its themes is written beside it."""

    passage: ExportedPassage
    themes: tuple[str, ...]


PASSAGES: Table[ThemedPassage] = Table(
    "passages",
    "Passages",
    "Un passage masqué par ligne, que son auteur·e accepte de voir cité. Leur ordre ne dit rien.",
    (
        Column(
            "text",
            "Passage masqué",
            "Les mots de la personne, en partie ou en entier.",
            lambda row: row.passage.text,
            rule="Prénoms, lieux, employeurs et nombres sont masqués : [PRÉNOM], [VILLE]… Le masquage en manque.",
            width=90,
        ),
        Column(
            "month",
            "Mois",
            "Le mois où cela a été vécu, jamais le jour.",
            lambda row: row.passage.month,
            kind=Kind.MONTH,
            missing=HIDDEN,
            rule=(
                "Dit seulement si {floor} personnes au moins partagent ce mois et cette étape, ensemble, dans chaque "
                "thème du passage."
            ),
            width=10,
        ),
        Column(
            "step",
            "Étape",
            "L’étape du parcours où cela a été vécu.",
            lambda row: row.passage.step,
            allowed=tuple(step.label for step in StepKind),
            missing=HIDDEN,
            rule="Dite seulement si {floor} personnes au moins la partagent dans chaque thème du passage.",
            width=20,
        ),
        Column(
            "themes",
            "Thèmes",
            "Les noms des thèmes du passage, séparés par « ; ».",
            lambda row: " ; ".join(row.themes),
            width=40,
        ),
        Column(
            "key",
            "Repère",
            "Un nom tiré au hasard, pour citer le passage.",
            lambda row: str(row.passage.key),
            rule="Ne vaut que pour ce fichier : le prochain aura d’autres repères.",
            width=38,
        ),
    ),
)


def labelled(export: Export) -> list[ThemedPassage]:
    labels = {theme.key: theme.label for theme in export.themes}
    return [ThemedPassage(passage, tuple(labels[key] for key in passage.themes)) for passage in export.passages]


def counts(export: Export) -> list[Count]:
    few = FEW.format(floor=export.floor)
    return [
        Count(theme, about, value, few if people is None else people)
        for theme in export.themes
        for about, rows in (("émotion", theme.emotions), ("étape", theme.steps), ("mois", theme.months))
        for value, people in rows
    ]


def themes_csv(export: Export) -> bytes:
    return THEMES.csv(export.themes)


def passages_csv(export: Export) -> bytes:
    return PASSAGES.csv(labelled(export))
