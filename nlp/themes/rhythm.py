"""How many people write on a theme lately, against before: whether it is being left, or comes back.

The total of a theme says little of that: on a corpus that only grows it never falls. People are counted in spans of
sixty days, and among those who wrote in the same span, so that a quiet summer does not make every theme fade.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

SPAN = 60  # days
SPANS = 3  # the last one, and those it is compared with
FEWEST_PEOPLE = 5  # people: neither a fall from fewer nor a return of fewer is said
FALL = 0.5  # of the share expected
SURE = 0.001  # chance that as few would have written if nothing had changed


@dataclass(frozen=True, slots=True)
class Rhythm:
    """People who wrote on a theme in the last span (``recent``), out of those who wrote at all (``recent_writers``).

    ``before`` and ``before_writers`` are the same, added up over the earlier spans.
    """

    recent: int
    before: int
    recent_writers: int
    before_writers: int
    spans: int  # earlier ones in which anyone wrote

    @property
    def expected(self) -> float:
        """People who would have written on it lately, had its share stayed the same."""
        return self.recent_writers * self.before / max(self.before_writers, 1)

    @property
    def falls(self) -> bool:
        """Half of the people at least are gone, and chance alone would seldom do it."""
        was_heard = self.before >= FEWEST_PEOPLE * max(self.spans, 1)
        return was_heard and self.recent <= FALL * self.expected and self._chance_of_so_few() <= SURE

    @property
    def is_heard(self) -> bool:
        """Enough people write on it, though fewer perhaps than once."""
        return not self.falls and self.recent >= FEWEST_PEOPLE

    @property
    def is_back(self) -> bool:
        """Enough people write on it, and more than before."""
        return self.is_heard and self.recent > self.expected

    def _chance_of_so_few(self) -> float:
        """Lower tail of the hypergeometric law, as in Fisher's exact test."""
        people, drawn = self.recent + self.before, self.recent_writers
        everyone = self.recent_writers + self.before_writers
        ways = sum(math.comb(people, n) * math.comb(everyone - people, drawn - n) for n in range(self.recent + 1))
        return ways / math.comb(everyone, drawn)


class Rhythms:
    """Who wrote in each of the last spans.

    Parameters
    ----------
    ages
        Days between each passage and the analysis. What is older than the spans, or missing, is left out.
    authors
        Of every passage.
    """

    def __init__(self, ages: Mapping[str, int], authors: Mapping[str, str]) -> None:
        self._authors = authors
        self._span = {key: age // SPAN for key, age in ages.items() if 0 <= age < SPAN * SPANS}
        self._writers = self._people(self._span)

    def _people(self, passages: Collection[str]) -> list[int]:
        who: list[set[str]] = [set() for _ in range(SPANS)]
        for key in passages:
            if key in self._span:
                who[self._span[key]].add(self._authors[key])
        return [len(people) for people in who]

    def of(self, passages: Collection[str]) -> Rhythm:
        """The rhythm of a theme made of some passages."""
        recent, *before = self._people(passages)
        writers, *earlier = self._writers
        return Rhythm(recent, sum(before), writers, sum(earlier), sum(count > 0 for count in earlier))
