"""What may be published of people’s words and answers. Pure."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from journal.clock import day_of
from journal.counting.rules import ROUND_TO, to_five
from journal.months import week_of
from journal.narrative.whose_words import WORD
from journal.text import fold

LONGEST_PARAGRAPH = 6_000
# A quote its author agreed to waits this long before it may be published: time to change one's mind.
COOLING = timedelta(days=7)
# In a Lab of fewer people, a quote beside the Lab's name or the month may be enough to tell who speaks.
NAMED_FROM = 50
# A word of a theme's name is known by its beginning: at least so many letters, all but its ending.
SHORTEST_START, LONGEST_ENDING = 5, 2
LEDGER = {
    "shared": "Partagés et masqués",
    "entries": "Écrits en tout",  # here and below, some lines are of months published before
    "in_themes": "Dans les thèmes racontés",
    "too_short": "Trop courts pour rejoindre un thème",
    "elsewhere": "Partagés, dans aucun des thèmes racontés",
    "private": "Gardés privés par leurs auteur·es",
    "not_masked": "Partagés, pas encore masqués",
}


def ledger_lines(ledger: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What became of the texts, for anyone to read: to the nearest five; the same of none as of a few people’s."""
    return [(label, _amount(int(ledger[name]))) for name, label in LEDGER.items() if name in ledger]


def counted_on(ledger: Mapping[str, Any], drafted_at: datetime) -> datetime | None:
    """When a month's numbers were counted; none where they were held before numbers said their day."""
    return drafted_at if "shared" in ledger else None


def _amount(count: int) -> str:
    return "trop peu pour le dire" if count < ROUND_TO else f"environ {to_five(count)}"


def name_words(label: str) -> list[str]:
    """How the words of a theme's name begin, whatever their ending: « réponse » is known in « réponses »."""
    words = [fold(word) for word in WORD.findall(label)]
    return [word[: max(SHORTEST_START, len(word) - LONGEST_ENDING)] for word in words if len(word) >= SHORTEST_START]


def may_appear_from(agreed_at: datetime) -> date:
    """The day from which a quote may be published: its author, who reads this day, had the time to change their mind.

    A whole day, in Paris: by the minute, whoever reads the page again and again would learn when the author answered.
    """
    return day_of(agreed_at) + COOLING


def waits_until(agreed_at: datetime) -> date:
    """The day by which every quote agreed to in the same week may be published.

    The team is told this day: the very one would say on which day, or at which minute, the author answered.
    """
    return week_of(day_of(agreed_at)) + timedelta(weeks=1) + COOLING


def themes_behind(sentences: Iterable[Mapping[str, Any]]) -> tuple[set[str], set[str]]:
    """The themes a paragraph names, and those of which it tells a figure."""
    rests_on = [(kind, ref) for sentence in sentences for kind, ref in sentence["evidence"]]
    named = {ref for kind, ref in rests_on if kind == "theme"}
    return named, {ref.partition("/")[0] for kind, ref in rests_on if kind == "figure" and "/" in ref}


def without_themes(parts: Iterable[Mapping[str, Any]], gone: Callable[[str], bool]) -> list[dict[str, Any]]:
    """Parts without those of themes that are gone, nor a sentence anywhere that rests on one of them."""
    told = []
    for part in parts:
        kept = [each for each in part["sentences"] if not any(map(gone, set().union(*themes_behind([each]))))]
        if kept and not (part["theme"] and gone(part["theme"])):
            whole = len(kept) == len(part["sentences"])
            told.append({**part} if whole else {**part, "sentences": kept, "text": " ".join(s["text"] for s in kept)})
    return told
