"""What may be opened to other Labs, and what counts as trying it elsewhere. Pure."""

from collections.abc import Sequence

from journal.experiments.models import Rung
from journal.experiments.rules import LADDER

LONGEST_TITLE = 120
LONGEST_TEXT = 1_000


def may_be_opened(path: Sequence[Rung]) -> bool:
    """Whether an experiment has something to tell other Labs: it was evaluated once, even if abandoned since."""
    return Rung.EVALUATED in path


def is_tried(path: Sequence[Rung]) -> bool:
    """Whether a Lab that took an experiment up tries it, or tried it: an idea is not yet evidence."""
    return any(rung in LADDER[LADDER.index(Rung.TRIAL) :] for rung in path)
