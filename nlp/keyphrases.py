"""What a theme speaks of and the others do not: specific terms, counted in people, shown as people write them."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nlp.labels import EXPRESSION_BONUS, FULLER, LABEL_TERMS, STEM, labels_of
from nlp.types import Term
from nlp.usage import SURE, Spread, Usage, crowd_of, keyness, usages_of
from nlp.words import QUANTITIES, Key, Word

CORPUS_WIDE = 0.3  # share of the other people beyond which a term says nothing of one theme
TERMS, ANTI_TERMS = 10, 5
POOL, BOND = 40, 2.0  # terms to choose from; how much going together orders them
SHOWN_BOND = 4.0  # the same, for the terms shown
NO_NOUN_MALUS = 0.6

Scored = list[tuple[Key, Term]]


@dataclass(frozen=True, slots=True)
class Keywords:
    """The terms of one theme: its own, those of the others that it avoids, and a label."""

    terms: tuple[Term, ...]
    anti_terms: tuple[Term, ...]
    label: str


def keywords(
    read: Sequence[Sequence[Word]],
    authors: Sequence[str],
    groups: Sequence[int],
    count: int,
    min_participants: int = 5,
) -> list[Keywords]:
    """Find the specific terms of each theme.

    Keyness is the log-odds ratio with an informative Dirichlet prior of Monroe, Colaresi & Quinn (2008,
    « Fightin' Words »), over distinct people instead of occurrences: twenty entries by one person weigh one.

    Parameters
    ----------
    read
        The passages as words.
    authors, groups
        Author and theme of each passage; -1 for no theme.
    count
        Number of themes, numbered from 0.
    min_participants
        Fewest people who must use a term: in the theme for its terms, elsewhere for its anti-terms.

    Returns
    -------
    One ``Keywords`` per theme. A theme without any term of its own is « à nommer ».
    """
    usages = usages_of(read, authors, groups, min_participants)
    spreads = {key: Spread.of(usage.people) for key, usage in usages.items()}
    usages = {key: usage for key, usage in usages.items() if spreads[key].everyone >= min_participants}
    crowd = Spread.of(crowd_of(authors, groups))
    scored = [_scored(usages, spreads, crowd, group, min_participants) for group in range(count)]
    best = _best_homes(own for own, _ in scored)
    pools = [
        _pool(_together(usages, _at_home(own, group, best), crowd.everyone, BOND), own)
        for group, (own, _) in enumerate(scored)
    ]
    shown = _dealt([_together(usages, pool, crowd.everyone, SHOWN_BOND) for pool in pools])
    labels = labels_of(read, authors, groups, count, min_participants)
    return [_of_theme(label, terms, avoided) for label, terms, (_, avoided) in zip(labels, shown, scored, strict=True)]


def _scored(
    usages: dict[Key, Usage], spreads: dict[Key, Spread], people: Spread, group: int, least: int
) -> tuple[Scored, Scored]:
    """What a theme says more than the others, and what it says less, the most telling first."""
    own, avoided = [], []
    others = people.outside(group)
    for key, usage in usages.items():
        inside, outside = spreads[key].inside(group), spreads[key].outside(group)
        score = keyness(inside, people.inside(group), outside, others)
        if inside >= least and score > 0 and outside <= CORPUS_WIDE * others:
            own.append((key, Term(usage.form(), round(score, 3), inside)))
        elif outside >= least and score <= -SURE and usage.has_noun:
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


def _together(usages: dict[Key, Usage], scored: Scored, everyone: int, strongly: float) -> Scored:
    """Order the first terms so that each goes with those before it: what the same people say makes one subject."""
    left = dict(scored[:POOL])
    users = {key: usages[key].users for key in left}
    bonds: dict[Key, float] = dict.fromkeys(left, 0.0)
    said: set[str] = set()
    ordered: Scored = []
    counted = 0
    while left:
        pull = strongly / max(counted, 1)
        key = min(left, key=lambda key: (-_strength(key, left[key], usages[key]) * math.exp(pull * bonds[key]), key))
        ordered.append((key, left.pop(key)))
        if _stems(key).isdisjoint(said):
            said |= _stems(key)
            counted += 1
            for other in left:
                bonds[other] += bond(users[key], users[other], everyone)
    return ordered + scored[POOL:]


def bond(one: set[str], other: set[str], everyone: int) -> float:
    """Normalised pointwise mutual information (Bouma, 2009) of two terms, over the people who use them: -1 to 1."""
    both = len(one & other)
    if both in (0, everyone):
        return 1.0 if both else -1.0
    return math.log(both * everyone / (len(one) * len(other))) / math.log(everyone / both)


def _pool(home: Scored, own: Scored) -> Scored:
    """Terms no other theme is more specific of; a theme borrows when that leaves too few."""
    terms = _without_repeats(home, POOL)
    return terms if len(terms) >= LABEL_TERMS else _without_repeats([*terms, *own], POOL)


def _dealt(pools: Sequence[Scored]) -> list[Scored]:
    """Let themes take their terms in turn: a word that one has taken, alone or in an expression, is no other's.

    A theme left with too few to make a label keeps its first ones all the same.
    """
    taken: set[str] = set()
    dealt: list[Scored] = [[] for _ in pools]
    for _ in range(TERMS):
        for terms, pool in zip(dealt, pools, strict=True):
            free = next((pair for pair in pool if _stems(pair[0]).isdisjoint(taken)), None)
            if free:
                terms.append(free)
                taken |= _stems(free[0])
    return [
        terms if len(terms) >= LABEL_TERMS else pool[:LABEL_TERMS] for terms, pool in zip(dealt, pools, strict=True)
    ]


def _of_theme(label: str, terms: Scored, avoided: Scored) -> Keywords:
    return Keywords(
        terms=tuple(term for _, term in terms),
        anti_terms=tuple(term for _, term in _without_repeats(avoided, ANTI_TERMS)),
        label=label,
    )


def _strength(key: Key, term: Term, usage: Usage) -> float:
    return term.weight * appeal(key, usage)


def appeal(key: Key, usage: Usage) -> float:
    """What makes a term say more than its keyness: an expression is clearer, a lone verb or adjective vaguer."""
    if len(key) > 1:
        return EXPRESSION_BONUS
    return 1.0 if usage.has_noun else NO_NOUN_MALUS


def _stems(key: Key) -> set[str]:
    return {word[:STEM] for word in key if word not in QUANTITIES}


def _without_repeats(scored: Scored, most: int) -> Scored:
    """Keep one term per idea, sure ones only unless there are too few to make a label."""
    kept: Scored = []
    said: Counter[str] = Counter()
    for key, term in scored:
        if abs(term.weight) < SURE and len(kept) >= LABEL_TERMS:
            continue
        key, term = _fullest(key, term, scored)
        stems = _stems(key)
        if any(stem in said for stem in stems):
            continue
        kept.append((key, term))
        said.update(stems)
    return kept[:most]


def _fullest(key: Key, term: Term, scored: Scored) -> tuple[Key, Term]:
    """Let an expression speak for its word when a good part of those who use the word use it."""
    fuller = [
        (longer, other)
        for longer, other in scored
        if len(longer) > len(key) and set(key) < set(longer) and other.participants >= FULLER * term.participants
    ]
    return max(fuller, key=lambda pair: (pair[1].participants, pair[0]), default=(key, term))
