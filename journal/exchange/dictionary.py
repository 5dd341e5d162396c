"""The data dictionary of an export, built from the same declarations as the export."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from journal.exchange.columns import Column, Table
from journal.exchange.gathering import Export
from journal.web.typography import day, spaced

AnyTable = Table[Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """A column of a table, and the fewest people behind its figures."""

    table: AnyTable
    column: Column[Any]
    floor: int

    def told(self, text: str) -> str:
        return spaced(text.format(floor=self.floor))


@dataclass(frozen=True, slots=True)
class Rule:
    about: str
    sentence: str


DICTIONARY: Table[Entry] = Table(
    "dictionnaire",
    "Dictionnaire",
    "Ce que veut dire chaque colonne de chaque table.",
    (
        Column("table", "Table", "Le nom de la table, ou de la feuille.", lambda row: row.table.title),
        Column("title", "Colonne", "Le titre de la colonne.", lambda row: row.column.title, width=26),
        Column("key", "Nom court", "Le nom de la colonne pour un programme.", lambda row: row.column.key, width=16),
        Column("meaning", "Ce que c’est", "Ce qu’elle contient.", lambda row: row.told(row.column.meaning), width=50),
        Column("kind", "Type", "Le type de ses valeurs.", lambda row: row.column.kind.label),
        Column(
            "unit",
            "Unité",
            "L’unité de ses valeurs.",
            lambda row: row.told(row.column.unit),
            missing=(("", "sans unité"),),
        ),
        Column(
            "allowed",
            "Valeurs possibles",
            "Toutes ses valeurs, séparées par des points-virgules.",
            lambda row: spaced(" ; ".join(row.column.allowed)),
            missing=(("", "toutes celles de son type"),),
            width=40,
        ),
        Column(
            "missing",
            "Valeurs manquantes",
            "Ce que veut dire une case vide, ou une valeur qui en tient lieu.",
            lambda row: _missing(row),
            missing=(("", "la colonne est toujours remplie"),),
            width=40,
        ),
        Column(
            "rule",
            "Règle",
            "Le seuil, l’arrondi ou le choix auquel ses valeurs obéissent.",
            lambda row: row.told(row.column.rule),
            missing=(("", "aucune"),),
            width=60,
        ),
    ),
)
RULES: Table[Rule] = Table(
    "regles",
    "Règles",
    "D’où viennent ces données, et ce à quoi elles obéissent.",
    (
        Column("about", "Au sujet de", "Ce dont parle la règle.", lambda row: row.about, width=26),
        Column(
            "sentence", "Ce qu’il faut savoir", "La règle, en une phrase ou deux.", lambda row: row.sentence, width=110
        ),
    ),
)


def _missing(row: Entry) -> str:
    told = (f"{f'« {value} »' if value else 'vide'} : {meaning}" for value, meaning in row.column.missing)
    return row.told(" ; ".join(told))


def entries(tables: Iterable[AnyTable], *, floor: int) -> list[Entry]:
    return [Entry(table, column, floor) for table in tables for column in table.columns]


# True of every file; ``{floor}`` is replaced.
ALWAYS = (
    (
        "Seuil",
        "Les comptes sont des personnes, jamais des textes. Rien n’est dit de moins de {floor} personnes ; un "
        "thème que portent moins de {floor} personnes n’est pas même nommé.",
    ),
    (
        "Arrondi",
        "Un compte est arrondi à cinq. Les comptes d’un thème changent ensemble, quand cinq personnes au moins "
        "sont arrivées, parties, ou disent autre chose : d’un fichier à l’autre ils ne disent rien de quelqu’un. "
        "Ils diffèrent de ceux d’une page, parfois. Les comptes ne s’additionnent pas : une "
        "personne peut être dans plusieurs.",
    ),
    (
        "Mois et étape",
        "Un passage ne dit son mois et son étape que si {floor} personnes au moins les partagent, ensemble, dans "
        "chacun de ses thèmes ; ce que le premier fichier n’en disait pas, aucun autre ne le dit. Ceux qui "
        "manquent ne manquent pas au hasard : ils manquent là où peu de personnes ont écrit.",
    ),
    (
        "Ce qui n’y est jamais",
        "Ni auteur·e, ni jour, ni lien d’un passage à un autre. Une personne peut avoir écrit plusieurs passages : "
        "ne les comptez pas comme des personnes.",
    ),
    (
        "D’un fichier à l’autre",
        "Des passages nouveaux n’entrent dans un fichier que si {floor} personnes au moins les ont écrits ; sinon "
        "ils attendent le suivant. Ceux qui sont repris en partent aussitôt, parfois d’une seule personne : ne "
        "gardez que le dernier fichier.",
    ),
    (
        "Ce que vous acceptez",
        "Ne pas chercher à reconnaître quelqu’un, ni à relier ces données à d’autres ; ne pas les donner plus "
        "loin ; les effacer quand le travail est fini.",
    ),
)


def rules(export: Export) -> list[Rule]:
    """What recipients of these files must know, in sentences."""
    told = (
        ("Le Lab", f"{export.lab}. Fichier fait le {_day(export)} ; textes lus jusqu’au {_until(export)}."),
        (
            "Consentement",
            "Un passage est ici parce que son auteur·e a choisi « Peut être cité » et n’était pas revenu·e sur ce "
            "choix le jour du fichier. Ce qui est repris ensuite ne quitte pas un fichier déjà fait : refaites-le "
            "souvent, et effacez les anciens. Publier un passage demande encore le oui de son auteur·e, par le Lab.",
        ),
        (
            "Masquage",
            "Ce qui désigne quelqu’un est remplacé par sa nature : [PRÉNOM], [VILLE], [ENTREPRISE]… Masquage : "
            f"{_versions(export)}. Il en manque : ce que vous reconnaîtriez, signalez-le au Lab, qui le cachera.",
        ),
        *ALWAYS,
    )
    return [Rule(about, spaced(sentence.replace("{floor}", str(export.floor)))) for about, sentence in told]


def _day(export: Export) -> str:
    return day(export.made_on) if export.made_on else "jour inconnu"


def _until(export: Export) -> str:
    return day(export.read_until) if export.read_until else "jour de la première analyse, qui n’a pas eu lieu"


def _versions(export: Export) -> str:
    if len(export.masking) > 1:
        return f"versions {', '.join(export.masking[:-1])} et {export.masking[-1]}"
    return f"version {''.join(export.masking) or 'aucune'}"


def sentences(export: Export) -> str:
    """The rules as one text, for formats without a table for them."""
    return "\n\n".join(f"{rule.about}\n{rule.sentence}" for rule in rules(export))


def as_records(tables: Sequence[AnyTable], *, floor: int) -> list[dict[str, Any]]:
    """The dictionary for JSON, column by column."""
    return [
        {"table": row.table.name, **{column.key: column.cell(row) for column in DICTIONARY.columns[1:]}}
        for row in entries(tables, floor=floor)
    ]
