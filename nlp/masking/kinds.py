"""What a mask is: a stretch of the original text, the kind of thing it hides, and what found it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class MaskKind(StrEnum):
    """Stored by value; shown by ``label``, in French capitals between square brackets."""

    FIRST_NAME = "first_name"
    SURNAME = "surname"
    TOWN = "town"
    PLACE = "place"
    POSTCODE = "postcode"
    ADDRESS = "address"
    COMPANY = "company"
    ORGANISATION = "organisation"
    HEALTH = "health"
    PHONE = "phone"
    MAIL = "mail"
    LINK = "link"
    IDENTIFIER = "identifier"
    DATE = "date"
    AGE = "age"
    RARE_FACT = "rare_fact"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The French word a reader sees, without brackets."""
        return _LABELS[self]


_LABELS = {
    MaskKind.FIRST_NAME: "PRÉNOM",
    MaskKind.SURNAME: "NOM",
    MaskKind.TOWN: "VILLE",
    MaskKind.PLACE: "LIEU",
    MaskKind.POSTCODE: "CODE POSTAL",
    MaskKind.ADDRESS: "ADRESSE",
    MaskKind.COMPANY: "ENTREPRISE",
    MaskKind.ORGANISATION: "ORGANISME",
    MaskKind.HEALTH: "LIEU DE SOIN",
    MaskKind.PHONE: "TÉLÉPHONE",
    MaskKind.MAIL: "ADRESSE MAIL",
    MaskKind.LINK: "LIEN",
    MaskKind.IDENTIFIER: "IDENTIFIANT",
    MaskKind.DATE: "DATE",
    MaskKind.AGE: "ÂGE",
    MaskKind.RARE_FACT: "DÉTAIL PERSONNEL",
    MaskKind.OTHER: "MASQUÉ",
}


PEOPLE = frozenset({MaskKind.FIRST_NAME, MaskKind.SURNAME})
IN_SPACE = frozenset({MaskKind.TOWN, MaskKind.PLACE})


class MaskSource(StrEnum):
    """What found a mask, the most certain first."""

    AUTHOR = "author"
    RULE = "rule"
    GAZETTEER = "gazetteer"
    GUESS = "ner"  # a model, or the place where a word stands
    # Readers who saw what all the others missed. Last: it changes nothing of what they hide, so that a reader learns
    # nothing by hiding.
    TEAM = "team"


@dataclass(frozen=True, slots=True, order=True)
class Mask:
    """The characters ``[start, end)`` of the original text, hidden as ``kind``."""

    start: int
    end: int
    kind: MaskKind
    source: MaskSource = MaskSource.RULE

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a mask needs 0 <= start < end, not {self.start} and {self.end}")


class Match(Protocol):
    """What a match of a regular expression is asked here."""

    def start(self, group: int = 0, /) -> int: ...
    def end(self, group: int = 0, /) -> int: ...
    def group(self, group: int | str = 0, /) -> str: ...


def mask_of(match: Match, kind: MaskKind, group: int = 0) -> Mask:
    """Return the mask, by rule, of what ``match`` caught."""
    return Mask(match.start(group), match.end(group), kind, MaskSource.RULE)
