"""What may be published, and when a figure may move. Pure."""

import hmac
import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from journal.narrative.models import DigestStatus, ResonanceAnswer

ROUND_TO = 5
# A published figure changes only when this many people differ from those behind the last one.
STICKY = 5
LONGEST_PARAGRAPH = 6_000
# « … » of at least this many words is someone's words: it must be a quote its author allowed, to the letter.
QUOTE_WORDS = 5
WITHDRAWN = "citation retirée à la demande de son auteur·e"
QUOTED = re.compile(r"«[\s\u00a0\u202f]*([^»]*?)[\s\u00a0\u202f]*»")
TRANSITIONS = frozenset(
    {
        (DigestStatus.DRAFT, DigestStatus.APPROVED),
        (DigestStatus.APPROVED, DigestStatus.DRAFT),
        (DigestStatus.APPROVED, DigestStatus.PUBLISHED),
    }
)


def first_of(day: date) -> date:
    return day.replace(day=1)


def last_of(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def previous_month(month: date) -> date:
    return first_of(first_of(month) - timedelta(days=1))


def hashed(people: Iterable[object], *, key: str) -> list[str]:
    """People as keyed hashes: comparable from month to month, useless to a reader of the database."""
    return sorted(hmac.new(key.encode(), str(person).encode(), "sha256").hexdigest()[:20] for person in people)


def sticky(people: Collection[str], last: tuple[int, Collection[str]] | None, *, floor: int) -> tuple[int, bool] | None:
    """The figure to publish for these people, and whether it moves.

    Parameters
    ----------
    people
        Who stands behind the figure now.
    last
        The figure last published and who stood behind it.
    floor
        Fewest people a figure may speak for.

    Returns
    -------
    The rounded figure and whether it differs from the last one; nothing when it may not be published.

    Notes
    -----
    A figure moves only when at least five people differ from those behind the last one, so that no reader of two
    months can tell what one person did.
    """
    now = set(people)
    if last is not None and len(now ^ set(last[1])) < STICKY:
        return (last[0], False) if len(now) >= floor or last[0] >= floor else None
    if len(now) < floor:
        return None
    value = max(floor, ROUND_TO * round(len(now) / ROUND_TO))
    return value, last is None or value != last[0]


def foreign_quotes(text: str, allowed: Sequence[str]) -> list[str]:
    """Passages between « » that no author allowed to the letter."""
    known = {_plain(quote) for quote in allowed}
    found = [match.strip() for match in QUOTED.findall(text)]
    return [quote for quote in found if len(quote.split()) >= QUOTE_WORDS and _plain(quote) not in known]


def _plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split()).rstrip(".… ")


def without_quote(text: str, quote: str) -> str:
    """A paragraph once a quote was taken back: its place says so."""
    return text.replace(quote, WITHDRAWN) if quote else text


def resonance(answers: Sequence[tuple[ResonanceAnswer, str]], *, floor: int) -> float | None:
    """How far participants recognise themselves, every group weighing the same.

    The geometric mean over groups of (for + 1) / (all + 2), after Polis' group-informed consensus: a large cohort
    cannot drown a small one. Groups under the floor are put together; nothing is said for fewer than ``floor`` people.
    """
    if len(answers) < floor:
        return None
    groups: dict[str, list[ResonanceAnswer]] = {}
    for answer, group in answers:
        groups.setdefault(group, []).append(answer)
    small = [name for name, members in groups.items() if len(members) < floor]
    if small:
        groups["*"] = [answer for name in small for answer in groups.pop(name)]
    weights = {ResonanceAnswer.YES: 1.0, ResonanceAnswer.PARTLY: 0.5}
    product = 1.0
    for members in groups.values():
        product *= (sum(weights.get(answer, 0.0) for answer in members) + 1) / (len(members) + 2)
    return float(product ** (1 / len(groups)))
