"""What matters on a map, in sentences. Pure."""

from collections import defaultdict

from journal.actors.mapping import ActorMap, Place
from journal.actors.models import Attitude
from journal.web.typography import day, in_guillemets
from nlp.counts import number
from nlp.french import enumerated, quoted

# What is told by name; the table tells the rest.
NAMES_TOLD = 3
PASSAGES_TOLD = 3


def headlines(found: ActorMap) -> list[str]:
    """What a strategist should read first, most pressing first."""
    if not found.everyone:
        return []
    return [sentence for sentence in (_silence(found), _allies(found), *_moves(found)) if sentence]


def _silence(found: ActorMap) -> str:
    silent, total = len(found.silent), len(found.everyone)
    if not silent:
        return ""
    if silent == total:
        return "Aucun acteur n’a encore d’acte connu\u00a0: la carte commence avec le premier."
    told = "a aucun" if silent == 1 else "ont aucun"
    return (
        f"{_several(silent)} sur {number(total)} n’{told} acte connu\u00a0: ce qui menace un projet est plus souvent "
        "l’absence d’alliés que l’opposition."
    )


def _allies(found: ActorMap) -> str:
    if not found.placed:
        return ""
    allies = found.count(Attitude.ALLY)
    against = found.count(Attitude.OPPONENT, Attitude.IRREDUCIBLE)
    if not allies:
        return "Aucun allié pour l’instant\u00a0: chercher d’abord, parmi ceux qui coopèrent, qui ose aussi critiquer."
    said = "Un seul allié" if allies == 1 else f"{number(allies).capitalize()} alliés"
    facing = {0: "aucun opposant", 1: "un opposant"}.get(against, f"{number(against)} opposants")
    if allies >= against:
        return f"{said}, {facing}\u00a0: c’est aux alliés que le temps va d’abord."
    return f"{said} pour {facing}\u00a0: le temps passé avec les opposants manque aux alliés."


def _moves(found: ActorMap) -> list[str]:
    """Who changed attitude, those who became allies first, in the Lab's words."""
    moved: dict[tuple[Attitude, Attitude], list[Place]] = defaultdict(list)
    for place in found.placed:
        if place.position and place.earlier:
            before, after = found.table.attitude(place.earlier.cell), found.table.attitude(place.position.cell)
            if before is not after:
                moved[before, after].append(place)
    passages = sorted(moved.items(), key=lambda item: (item[0][1] is not Attitude.ALLY, -len(item[1])))
    told = [_passage(found, *passage, places) for passage, places in passages[:PASSAGES_TOLD]]
    return [f"Depuis le {day(found.since)}, {told[0]}", *told[1:]] if told else []


def _passage(found: ActorMap, before: Attitude, after: Attitude, places: list[Place]) -> str:
    verb = "passe" if len(places) == 1 else "passent"
    names = (quoted(found.table.wordings[attitude].name) for attitude in (before, after))
    return f"{_names(places)} {verb} de {' à '.join(names)}."


def _names(places: list[Place]) -> str:
    names = [in_guillemets(place.actor.name) for place in places[:NAMES_TOLD]]
    more = len(places) - NAMES_TOLD
    if more > 0:
        names.append("un autre" if more == 1 else f"{number(more)} autres")
    return enumerated(names)


def _several(count: int) -> str:
    return "Un acteur" if count == 1 else f"{number(count).capitalize()} acteurs"
