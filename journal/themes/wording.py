"""Themes told in everyday French: what the words of the pages are made from. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from journal.themes.models import ReviewAction
from journal.web.typography import NBSP, in_guillemets
from nlp.counts import number
from nlp.emotions import Emotion
from nlp.french import MONTHS, enumerated
from nlp.themes.labels import NO_LABEL
from nlp.types import Solidity, ThemeEvent

EVENTS = {
    ThemeEvent.BORN: "vient d’apparaître",
    ThemeEvent.GROWS: "grandit",
    ThemeEvent.STABLE: "stable",
    ThemeEvent.FADES: "s’efface",
    ThemeEvent.REAPPEARS: "réapparaît",
    ThemeEvent.MERGED: "en réunit deux",
    ThemeEvent.SPLIT: "se sépare en plusieurs",
    ThemeEvent.MOVED: "revu",
}
LEFT_FOR, HEARD_FOR, MOST_MONTHS = 3, 2, 12
LEFT = "on en parle moins"
FEW = "trop peu de personnes"
SOLIDITY = {
    Solidity.SOLID: "solide",
    Solidity.FRAGILE: "fragile",
    Solidity.WATCH: "à surveiller",
    Solidity.UNMEASURED: "pas encore mesuré",
}
# Told beside each badge: a coordinator may be asked « comment le savez-vous ? ».
DONE_AGAIN = "L’analyse a été refaite vingt fois, en autant de thèmes, chaque fois sans une partie des personnes."
SOLIDITY_IN_SHORT = {
    Solidity.SOLID: (
        "Ce thème est revenu presque chaque fois, avec les mêmes passages. Il ne tient pas à quelques voix."
    ),
    Solidity.FRAGILE: (
        "Ce thème est revenu souvent, mais pas toujours avec les mêmes passages. Lisez ses passages à la "
        "limite avant de vous appuyer dessus."
    ),
    Solidity.WATCH: (
        "Ce thème a beaucoup changé d’une fois à l’autre. C’est peut-être le début de quelque chose : "
        "attendez d’autres textes avant de conclure."
    ),
    Solidity.UNMEASURED: "Vous venez de faire ce thème : la prochaine analyse dira s’il tient.",
}
BADGES = {
    Solidity.SOLID: "badge-solid",
    Solidity.FRAGILE: "badge-fragile",
    Solidity.WATCH: "badge-watch",
    Solidity.UNMEASURED: "badge-watch",
}
QUARTERS = {
    (1, 1): "agréable, grâce à ce que l’on fait",
    (1, -1): "agréable, sans que cela dépende de soi",
    (-1, 1): "désagréable, et l’on réagit",
    (-1, -1): "désagréable, et l’on subit",
}
ACTIONS: Mapping[str, str] = {
    ReviewAction.RENAME: "a changé le nom",
    ReviewAction.STATUS: "a changé l’état",
    ReviewAction.PIN: "a changé l’épingle",
    ReviewAction.DESCRIBE: "a écrit la fiche",
    ReviewAction.TYPICAL: "a choisi le passage type",
    ReviewAction.MERGE: "a réuni ce thème à un autre",
    ReviewAction.ABSORB: "y a réuni un autre thème",
    ReviewAction.SPLIT: "a fait deux thèmes de celui-ci",
    ReviewAction.MAKE: "a fait ce thème de passages non classés",
    ReviewAction.MOVE: "a déplacé un passage",
    ReviewAction.TOGETHER: "a gardé des passages ensemble",
    ReviewAction.APART: "a séparé des passages",
    ReviewAction.REFUSE: "a refusé une proposition",
    ReviewAction.UNDO: "a annulé une décision",
}
# The same, as something one may do, or undo.
GESTURES: Mapping[str, str] = {
    ReviewAction.RENAME: "changer le nom",
    ReviewAction.STATUS: "changer l’état",
    ReviewAction.PIN: "changer l’épingle",
    ReviewAction.DESCRIBE: "écrire la fiche",
    ReviewAction.TYPICAL: "choisir le passage type",
    ReviewAction.MERGE: "réunir ce thème à un autre",
    ReviewAction.SPLIT: "faire deux thèmes de celui-ci",
    ReviewAction.MAKE: "faire ce thème",
    ReviewAction.MOVE: "déplacer un passage",
    ReviewAction.TOGETHER: "garder des passages ensemble",
    ReviewAction.APART: "séparer des passages",
}


def solidity_sentence(solidity: Solidity) -> str:
    """How far a theme may be trusted, and how that was measured."""
    return f"{how_measured(solidity)} {SOLIDITY_IN_SHORT[solidity]}".strip()


def how_measured(solidity: Solidity) -> str:
    return "" if solidity is Solidity.UNMEASURED else DONE_AGAIN


def event_of(event: ThemeEvent, *, quiet: bool) -> str:
    """What a theme has become. One that people left goes on fading until they are back, though it was said once."""
    return EVENTS[ThemeEvent.FADES if quiet and event is ThemeEvent.STABLE else event]


def few_months(values: Mapping[str, int], until: date) -> list[str]:
    """The months to show, « 2026-11 » style: from the first that has something, twelve at most, none left out."""
    last = until.year * 12 + until.month - 1
    firsts = [_rank(month) for month in values if _rank(month) > last - MOST_MONTHS]
    return [_month(rank) for rank in range(min(firsts, default=last), last + 1)]


def _rank(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _month(rank: int) -> str:
    return f"{rank // 12}-{rank % 12 + 1:02d}"


def month_name(month: str) -> str:
    """« novembre 2026 »."""
    return f"{MONTHS[int(month[5:]) - 1]}{NBSP}{month[:4]}"


def short_month(month: str) -> str:
    """« nov. », for the foot of a column."""
    name = MONTHS[int(month[5:]) - 1]
    return name if len(name) <= 4 else f"{name[:4] if name.startswith(('jui', 'févr')) else name[:3]}."


def left_since(months: Sequence[tuple[str, int | None]], until: date) -> str:
    """The month since which too few people speak of a theme: three ended ones at least, after two that were shown."""
    silent = len(months)
    while silent and not months[silent - 1][1]:
        silent -= 1
    under_way = (until + timedelta(days=1)).month == until.month
    ended = len(months) - silent - under_way
    heard = sum(value is not None for _, value in months)
    return months[silent][0] if ended >= LEFT_FOR and heard >= HEARD_FOR else ""


def trend_sentence(months: Sequence[tuple[str, int | None]], *, floor: int, left: str = "") -> str:
    """What the columns show, in a few sentences; ``left`` is the month since which too few people speak of it."""
    shown = [(month, value) for month, value in months if value]
    if not shown:
        return "Aucun mois ne réunit encore assez de personnes pour être montré."
    most = max(value for _, value in shown)
    best = [month_name(month) for month, value in shown if value == most]
    if len(best) > 3:
        told = f"Aucun mois ne se détache : environ {most} personnes aux mois les plus hauts."
    elif len(best) > 1:
        told = f"Les mois où l’on en parle le plus sont {enumerated(best)} : environ {most} personnes."
    else:
        told = f"Le mois où l’on en parle le plus est {best[0]} : environ {most} personnes."
    if left:
        told += f" Depuis {month_name(left)}, aucun mois ne réunit {number(floor)} personnes."
    if any(value is None and not (left and month >= left) for month, value in months):
        told += " Les mois sans colonne comptent trop peu de personnes pour être montrés."
    return told


def emotion_sentence(emotions: Mapping[str, int]) -> str:
    """The three emotions that come back most, with those told by the same number as the third."""
    if not emotions:
        return "Trop peu de personnes ont dit ce qu’elles ressentaient pour le montrer."
    least = sorted(emotions.values(), reverse=True)[:3][-1]
    first = sorted((-people, name) for name, people in emotions.items() if people >= least)
    return f"Ce qui revient le plus : {enumerated([Emotion(name).label.lower() for _, name in first])}."


def quarter_sentence(quarters: Mapping[tuple[int, int], int]) -> str:
    """Where the emotions of a theme stand on the board."""
    if not quarters:
        return ""
    most = max(quarters.values())
    first = [QUARTERS[quarter] for quarter in sorted(quarters, reverse=True) if quarters[quarter] == most]
    if len(first) > 2:
        return "Des ressentis de toutes sortes s’y mêlent."
    return f"Le plus souvent : {' ; ou '.join(first)}."


def agency_sentence(agency: float | None) -> str:
    """Where the « subi / agi » dial stands on average, five people at least."""
    if agency is None:
        return ""
    if agency < 2.5:
        return "Les personnes disent surtout avoir subi."
    return "Les personnes disent surtout avoir agi." if agency > 3.5 else "Entre subi et agi."


def number_sentence(as_good: tuple[int, int] | None) -> str:
    """How sure the number of themes is: a badge says how each holds among as many, never that so many there are."""
    if as_good is None:
        return ""
    fewest, most = as_good
    if fewest == most:
        return "Davantage de thèmes sépareraient moins bien ces passages."  # fewer may have been left aside
    return (
        f"Le nombre de thèmes n’est pas sûr : de {fewest} à {most}, ils sépareraient ces passages presque aussi bien. "
        "L’un peut en mêler deux, deux peuvent n’en faire qu’un : c’est en lisant que vous en décidez."
    )


def the_theme(label: str) -> str:
    """A theme that begins a sentence; one the analysis could not name has no name to quote."""
    return "Un thème encore sans nom" if label == NO_LABEL else f"Le thème {in_guillemets(label)}"


def merge_reasons(share: float, wins: int) -> str:
    """Why two themes might be one."""
    part = "presque tous" if share >= 0.8 else "une bonne partie de" if share >= 0.6 else "plus de la moitié de"
    return (
        f"Dans {number(wins)} analyses de suite, les passages de ces deux thèmes se sont retrouvés ensemble\u00a0: "
        f"{part} ceux du plus petit rejoignent l’autre. Les personnes en parlent peut-être comme d’une même chose."
    )


def split_reasons(parts: int, wins: int) -> str:
    """Why a theme might be several."""
    return (
        f"Dans {number(wins)} analyses de suite, les passages de ce thème se sont séparés en {number(parts)} ensembles "
        "qui se tiennent chacun. Il mêle peut-être plusieurs choses que les personnes vivent séparément."
    )
