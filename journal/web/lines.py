"""A sentence that tells something, and where to go from it: what one feature says on the page of another."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence; ``endpoint`` and ``values`` make the address it leads to, when there is one; ``link`` says so."""

    sentence: str
    endpoint: str = ""
    values: dict[str, object] = field(default_factory=dict)
    link: str = "Voir"


@dataclass(frozen=True, slots=True)
class Card:
    """What a feature shows of itself on the page of another: what it is, what there is to know, the way to it."""

    title: str
    sentence: str
    facts: tuple[str, ...] = ()
    endpoint: str = ""
    link: str = ""
