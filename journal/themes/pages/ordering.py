"""In which order the themes of a Lab are read. Pure."""

from collections.abc import Iterable

from journal.tables import Labelled
from journal.text import fold
from journal.themes.cards import Card
from journal.themes.models import Theme, ThemeState, ThemeStatus
from nlp.types import Solidity, ThemeEvent

EVENTS = (ThemeEvent.BORN, ThemeEvent.REAPPEARS, ThemeEvent.GROWS, ThemeEvent.FADES)
DOUBTS = (Solidity.WATCH, Solidity.FRAGILE, Solidity.UNMEASURED)


class Order(Labelled):
    """The orders one may ask for, in the address."""

    PEOPLE = "personnes", "Les plus nombreux d’abord"
    MOVED = "bouge", "Ceux qui bougent d’abord"
    DOUBTS = "fragiles", "Les plus fragiles d’abord"
    NAME = "nom", "Par nom"


def order_of(text: str) -> Order:
    """What an address asks for: anything unreadable gives the usual order."""
    return Order(text) if text in set(Order) else Order.PEOPLE


def in_order(shown: Iterable[Card], order: Order) -> list[Card]:
    """Themes in this order, then by people; of those too few speak of, nothing is told by their place."""
    return sorted(shown, key=lambda card: (_first(card, order), -(card.people or 0), *by_name(card.theme)))


def _first(card: Card, order: Order) -> tuple[object, ...]:
    if order is Order.NAME:
        return by_name(card.theme)
    state = card.state if card.people else None
    if order is Order.MOVED:
        return (EVENTS.index(state.event) if state and state.event in EVENTS else len(EVENTS),)
    if order is Order.DOUBTS:
        return (DOUBTS.index(state.solidity) if state and state.solidity in DOUBTS else len(DOUBTS),)
    return ()


def to_review(states: Iterable[ThemeState]) -> list[Theme]:
    """The themes of a run that nobody has decided about, by name."""
    fresh = [state.theme for state in states if state.passages and state.theme.status is ThemeStatus.PROPOSED]
    return sorted(fresh, key=by_name)


def by_name(theme: Theme) -> tuple[str, str]:
    """Its place among the others by name, the same for everyone when two bear the same."""
    return fold(theme.label), str(theme.id)
