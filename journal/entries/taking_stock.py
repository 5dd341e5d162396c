"""What one wrote, gathered to take stock before a meeting or for oneself: what one did, what helped, what is next.

Pure, and in one's own words: nothing is counted, because a count of one's acts would read as a mark.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from journal.clock import day_of
from journal.entries.models import WAITING, Entry, NextStep, NextStepState
from journal.web import typography
from nlp.distress import shows_distress

# « J’ai plutôt agi », « j’ai agi ».
ACTED = 4


@dataclass(frozen=True, slots=True)
class Line:
    """Something one wrote, the day it is about, and what came of it where one said so."""

    day: date
    text: str
    entry_id: uuid.UUID | None
    outcome: str = ""
    preposition: str = "le"

    @property
    def when(self) -> str:
        return f"{self.preposition} {typography.day(self.day)}"


def gather(entries: Iterable[Entry], steps: Iterable[NextStep], since: date | None) -> list[tuple[str, list[Line]]]:
    """The parts of the page that have something to say, each from its oldest line to its newest.

    Parameters
    ----------
    entries, steps
        All that one person wrote and chose.
    since
        The day from which it is looked at; what is still to be done is there whatever its day.
    """
    # A text about the worst is for its author to look for, not for a page to bring back.
    kept = [each for each in entries if _is_since(each.happened_on, since) and not shows_distress(each.text)]
    settled = [each for each in steps if each.state is NextStepState.DONE and _is_since(_settled_on(each), since)]
    acted = [Line(e.happened_on, e.text, e.id) for e in kept if (e.agency or 0) >= ACTED]
    done = [Line(_settled_on(each), each.text, each.entry_id, each.outcome) for each in settled]
    parts = (
        ("Ce que j’ai fait", [*acted, *done]),
        ("Ce qui m’a aidé", [Line(e.happened_on, e.helped, e.id) for e in kept]),
        ("Ce qui m’a freiné", [Line(e.happened_on, e.hindered, e.id) for e in kept]),
        ("Ce que je choisis pour la suite", [_to_come(each) for each in steps if each.state in WAITING]),
    )
    found = [(title, _in_order(lines)) for title, lines in parts]
    return [(title, lines) for title, lines in found if lines]


def _in_order(lines: Sequence[Line]) -> list[Line]:
    said = (line for line in lines if line.text.strip() and not shows_distress(f"{line.text} {line.outcome}"))
    return sorted(said, key=lambda line: (line.day, line.text))


def _to_come(step: NextStep) -> Line:
    if step.due_on:
        return Line(step.due_on, step.text, step.entry_id, preposition="pour le")
    return Line(day_of(step.created_at), step.text, step.entry_id, preposition="noté le")


def _settled_on(step: NextStep) -> date:
    return day_of(step.changed_at or step.created_at)


def _is_since(day: date, since: date | None) -> bool:
    return since is None or day >= since
