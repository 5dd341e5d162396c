"""What a simulated year of continuity showed: what was true, what was said."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field


@dataclass
class Tally:
    """What was true, what was said."""

    lasting: int = 0  # (theme, run) that go on from the run before
    kept: int = 0
    alone: int = 0  # of those, the ones whose id is theirs alone in both runs
    never: int = 0  # of those, the ones no theme held half of, in either run
    passages: int = 0
    passages_kept: int = 0
    seen: int = 0  # of those, the ones with an id that the clustering itself showed apart in both runs
    seen_kept: int = 0
    opportunities: int = 0
    confused: int = 0  # themes once told apart that now share an id
    false_merges: int = 0  # themes wrongly proposed to a human for a merge
    raw_merges: int = 0
    false_splits: int = 0
    delays: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    expected: Counter[str] = field(default_factory=Counter)
    died: int = 0
    false_fades: int = 0  # themes said to fade while people go on speaking of them
    followed: int = 0  # (theme, run) that could be said to fade
    greedy_continued: int = 0
    greedy_kept: int = 0

    def add(self, other: "Tally") -> None:
        for name, value in vars(other).items():
            if isinstance(value, int):
                setattr(self, name, getattr(self, name) + value)
        for what, delays in other.delays.items():
            self.delays[what] += delays
        self.expected += other.expected
