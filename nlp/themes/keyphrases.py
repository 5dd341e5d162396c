"""What a theme speaks of and the others do not: specific terms, counted in people, shown as people write them."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from nlp.themes.labels import EXPRESSION_BONUS, FULLER, LABEL_TERMS, STEM, labels_of
from nlp.themes.usage import SURE, Spread, Usage, crowd_of, keyness, usages_of
from nlp.themes.words import QUANTITIES, Key, Reader, evenly
from nlp.types import Passage, Term

HEARD = 10_000  # passages read, at most: what is specific to a theme is said by many, and more would only repeat it
CORPUS_WIDE = 0.3  # share of the other people who use a term, beyond which it is specific to no theme
TERMS, ANTI_TERMS = 10, 5
POOL = 40  # candidates kept for each theme
BOND = 4.0  # weight of being said by the same people, against being specific
NO_NOUN_PENALTY = 0.6  # factor on the strength of a lone verb or adjective

Scored = list[tuple[Key, Term]]


@dataclass(frozen=True, slots=True)
class Keywords:
    """The terms of one theme: its own, those of the others that it avoids, and a label."""

    terms: tuple[Term, ...]
    anti_terms: tuple[Term, ...]
    label: str


def keywords(
    passages: Sequence[Passage],
    groups: Sequence[int],
    count: int,
    read: Reader,
    floor: int,
    *,
    heard: int = HEARD,
) -> list[Keywords]:
    """Find the specific terms of each theme.

    Keyness is the log-odds ratio with an informative Dirichlet prior of Monroe, Colaresi & Quinn (2008,
    « Fightin' Words »), over distinct people instead of occurrences: twenty entries by one person weigh one.

    Parameters
    ----------
    passages
        Masked.
    groups
        Theme of each passage; -1 for no theme.
    count
        Number of themes, numbered from 0.
    read
        Reads passages as words.
    floor
        Fewest people who must use a term: in the theme for its terms, elsewhere for its anti-terms.
    heard
        Beyond so many passages, that many are read, evenly spaced; people are then counted among these alone, so
        that a term may seem to have fewer people than it has, never more.

    Returns
    -------
    One ``Keywords`` per theme. A theme without any term of its own is « à nommer ».
    """
    chosen = evenly(len(passages), heard)
    words = read([passages[i].text for i in chosen])
    authors, groups = [passages[i].author for i in chosen], [groups[i] for i in chosen]
    usages = usages_of(words, authors, groups, floor)
    spreads = {key: Spread.of(usage.people) for key, usage in usages.items()}
    usages = {key: usage for key, usage in usages.items() if spreads[key].everyone >= floor}
    crowd = Spread.of(crowd_of(authors, groups))
    scored = [_scored(usages, spreads, crowd, group, floor) for group in range(count)]
    best = _best_homes(own for own, _ in scored)
    hands = [
        _Hand(_without_repeats(_at_home(own, group, best), POOL), [pair for pair in own if best[pair[0]] != group])
        for group, (own, _) in enumerate(scored)
    ]
    _deal(hands, usages, crowd.everyone)
    labels = labels_of(words, authors, groups, count, floor)
    return [
        Keywords(tuple(hand.terms.values()), tuple(term for _, term in _without_repeats(avoided, ANTI_TERMS)), label)
        for hand, (_, avoided), label in zip(hands, scored, labels, strict=True)
    ]


def _scored(
    usages: dict[Key, Usage], spreads: dict[Key, Spread], people: Spread, group: int, floor: int
) -> tuple[Scored, Scored]:
    """What a theme says more than the others, and what it says less, the most telling first."""
    own, avoided = [], []
    others = people.outside(group)
    for key, usage in usages.items():
        inside, outside = spreads[key].inside(group), spreads[key].outside(group)
        score = keyness(inside, people.inside(group), outside, others)
        if inside >= floor and score > 0 and outside <= CORPUS_WIDE * others:
            own.append((key, Term(usage.form(), round(score, 3), inside)))
        elif outside >= floor and score <= -SURE and usage.has_noun:
            avoided.append((key, Term(usage.form(), round(score, 3), outside)))
    own.sort(key=lambda pair: (-_strength(pair[0], pair[1], usages[pair[0]]), pair[0]))
    avoided.sort(key=lambda pair: (pair[1].weight, pair[0]))
    return own, avoided


def _best_homes(scored: Iterable[Scored]) -> dict[Key, int]:
    """The theme each term is the most specific of."""
    best: dict[Key, tuple[float, int]] = {}
    for group, own in enumerate(scored):
        for key, term in own:
            best[key] = max(best.get(key, (0.0, 0)), (term.weight, -group))
    return {key: -group for key, (_, group) in best.items()}


def _at_home(own: Scored, group: int, best: dict[Key, int]) -> Scored:
    return [(key, term) for key, term in own if best[key] == group]


def bond(one: set[str], other: set[str], everyone: int) -> float:
    """Normalised pointwise mutual information (Bouma, 2009) of two terms, over the people who use them: -1 to 1."""
    both = len(one & other)
    if both in (0, everyone):
        return 1.0 if both else -1.0
    return math.log(both * everyone / (len(one) * len(other))) / math.log(everyone / both)


@dataclass(slots=True)
class _Hand:
    """The terms a theme has taken, and those it may take: its ``own``, then the ``spare`` ones, fitter for another."""

    own: Scored
    spare: Scored
    terms: dict[Key, Term] = field(default_factory=dict)
    bonds: dict[Key, float] = field(default_factory=lambda: defaultdict(float))  # of each own term, with all taken

    def together(self, key: Key) -> float:
        """How far the people who say a term say those taken."""
        return self.bonds[key] / max(len(self.terms), 1)

    def worth(self, key: Key, term: Term, usages: Mapping[Key, Usage]) -> float:
        return _strength(key, term, usages[key]) * math.exp(BOND * self.together(key))

    def choice(self, taken: set[str], usages: Mapping[Key, Usage]) -> tuple[Key, Term] | None:
        """Choose the next term: specific, free, and said with those taken more than by chance.

        With too few to say anything, the best that is free will do, borrowed if need be.
        """
        few = len(self.terms) < LABEL_TERMS
        free = [pair for pair in self.own if _is_free(pair[0], taken) and (few or self.together(pair[0]) > 0)]
        if free:
            return max(free, key=lambda pair: self.worth(pair[0], pair[1], usages))
        return next((pair for pair in self.spare if few and _is_free(pair[0], taken)), None)


def _deal(hands: list[_Hand], usages: Mapping[Key, Usage], everyone: int) -> None:
    """Let themes take their terms in turn: a word that one has taken, alone or in an expression, is no other's.

    A theme left with nothing shows its first one all the same.
    """
    users = cache(lambda key: usages[key].users)
    taken: set[str] = set()
    for hand in hands * TERMS:
        if choice := hand.choice(taken, usages):
            key, term = choice
            hand.terms[key] = term
            taken |= _stems(key)
            for other, _ in hand.own:
                hand.bonds[other] += bond(users(key), users(other), everyone)
    for hand in hands:
        if not hand.terms:
            hand.terms.update(hand.own[:1])


def _is_free(key: Key, taken: set[str]) -> bool:
    return _stems(key).isdisjoint(taken)


def _strength(key: Key, term: Term, usage: Usage) -> float:
    return term.weight * _precision(key, usage)


def _precision(key: Key, usage: Usage) -> float:
    """How precise a term is beside others: an expression says more than a noun, a lone verb or adjective less."""
    if len(key) > 1:
        return EXPRESSION_BONUS
    return 1.0 if usage.has_noun else NO_NOUN_PENALTY


def _stems(key: Key) -> set[str]:
    """The stems of a key of ``words``, quantities left out."""
    return {word[:STEM] for word in key if word not in QUANTITIES}


def _without_repeats(scored: Scored, most: int) -> Scored:
    """Keep one term per idea, sure ones only unless there are too few to make a label."""
    kept: Scored = []
    said: set[str] = set()
    for key, term in scored:
        if len(kept) == most:
            break
        if abs(term.weight) < SURE and len(kept) >= LABEL_TERMS:
            continue
        key, term = _fullest(key, term, scored)
        if _is_free(key, said):
            kept.append((key, term))
            said |= _stems(key)
    return kept


def _fullest(key: Key, term: Term, scored: Scored) -> tuple[Key, Term]:
    """Let an expression speak for its word when a good part of those who use the word use it."""
    fuller = [
        (longer, other)
        for longer, other in scored
        if len(longer) > len(key) and set(key) < set(longer) and other.participants >= FULLER * term.participants
    ]
    return max(fuller, key=lambda pair: (pair[1].participants, pair[0]), default=(key, term))
