"""How far participants recognise themselves in what the récit says of a theme. Pure."""

import hashlib
from collections.abc import Iterable, Sequence

from journal.narrative.models import ResonanceAnswer
from journal.text import WORD, fold

RECOGNISED, DIVIDED = 0.6, 0.4
CONTESTED = "Contesté\u00a0: à reprendre"
VERSION_LENGTH = 16


def part_version(label: str, definition: str, readings: Iterable[str]) -> str:
    """Which version of a theme's part these words of the team make: accents, case, punctuation and order aside.

    The rest of a part (figures, emotions, quotes) follows what people share, and makes no other version of it.
    """
    said = [" ".join(WORD.findall(fold(text))) for text in (label, definition, *readings)]
    return hashlib.sha256("\x1f".join([*said[:2], *sorted(said[2:])]).encode()).hexdigest()[:VERSION_LENGTH]


def score(answers: Sequence[tuple[ResonanceAnswer, str]], *, floor: int) -> float | None:
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
    for name in sorted(groups):
        members = groups[name]
        product *= (sum(weights.get(answer, 0.0) for answer in members) + 1) / (len(members) + 2)
    return float(product ** (1 / len(groups)))


def in_words(score: float) -> str:
    """What a resonance says, in words: its figure would tell more closely than it is known."""
    if score >= RECOGNISED:
        return "On s’y reconnaît"
    return "Les avis sont partagés" if score >= DIVIDED else CONTESTED


def is_contested(words: str) -> bool:
    """Whether a part said to be received in these words is to be written again."""
    return words == CONTESTED
