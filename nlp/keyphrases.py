"""What a theme speaks of and the others do not: specific terms, counted in people, shown as people write them."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from nlp.language import word_list
from nlp.types import Term
from nlp.words import Key, Word, expressions

CORPUS_WIDE = 0.3  # share of the other people beyond which a term says nothing of one theme
SURE = 1.64  # standard deviations: one chance in twenty of being a fluke
TERMS, ANTI_TERMS, LABEL_TERMS = 10, 5, 3
FULLER = 0.4  # share of a word's people that an expression must gather to speak in its place
EXPRESSION_BONUS, NO_NOUN_MALUS = 1.3, 0.6
POOL, BOND = 40, 2.0  # first terms ordered so that they go together, and how much that counts
SHORT_LABEL, CLEAR = 2, 2  # terms of a label without enough clear ones; what a clear one is worth
NO_LABEL = "Thème à nommer"
PRIOR = 1.0
STEM = 5
TABLE = 2**24  # bytes

Scored = list[tuple[Key, Term]]
Crowd = dict[int, set[str]]  # people by theme


@dataclass(frozen=True, slots=True)
class Spread:
    """How many people there are in each theme, and in that theme alone."""

    everyone: int
    within: dict[int, int]
    only: dict[int, int]

    @classmethod
    def of(cls, crowd: Crowd) -> "Spread":
        themes = Counter(chain.from_iterable(crowd.values()))
        only = {group: sum(themes[person] == 1 for person in who) for group, who in crowd.items()}
        return cls(len(themes), {group: len(who) for group, who in crowd.items()}, only)

    def inside(self, group: int) -> int:
        return self.within.get(group, 0)

    def outside(self, group: int) -> int:
        return self.everyone - self.only.get(group, 0)


@dataclass(slots=True)
class Usage:
    """Who uses a term, in which theme, and in which written forms."""

    people: Crowd = field(default_factory=lambda: defaultdict(set))
    forms: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    said: int = 0
    said_as_noun: int = 0

    @property
    def users(self) -> set[str]:
        return set(chain.from_iterable(self.people.values()))

    @property
    def has_noun(self) -> bool:
        """Whether it mostly stands as a noun: a tagger mistakes one « propose » or « totalement » in many."""
        return 2 * self.said_as_noun > self.said

    def form(self) -> str:
        """The form most people write."""
        return min(self.forms, key=lambda form: (-len(self.forms[form]), form))


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
    people: Crowd = defaultdict(set)
    for author, group in zip(authors, groups, strict=True):
        people[group].add(author)
    usages = _usages(read, authors, groups, min_participants)
    spreads = {key: Spread.of(usage.people) for key, usage in usages.items()}
    usages = {key: usage for key, usage in usages.items() if spreads[key].everyone >= min_participants}
    crowd = Spread.of(people)
    scored = [_scored(usages, spreads, crowd, group, min_participants) for group in range(count)]
    best = _best_homes(own for own, _ in scored)
    return [
        _of_theme(usages, _together(usages, _at_home(own, group, best), crowd.everyone), own, avoided)
        for group, (own, avoided) in enumerate(scored)
    ]


def keyness(inside: int, people: int, outside: int, others: int) -> float:
    """Log-odds ratio of a term in standard deviations, with a prior drawn from the whole population.

    Parameters
    ----------
    inside, outside
        People who use the term in the theme, and elsewhere.
    people, others
        All people in the theme, and elsewhere.
    """
    prior = PRIOR * (inside + outside + 1) / (people + others + 2)
    a, b = inside + prior, outside + prior
    odds = math.log(a / (people + PRIOR - a)) - math.log(b / (others + PRIOR - b))
    return odds / math.sqrt(1 / a + 1 / b)


def _usages(
    read: Sequence[Sequence[Word]], authors: Sequence[str], groups: Sequence[int], least: int
) -> dict[Key, Usage]:
    """Gather who uses what, for terms said often enough.

    Most expressions are said once, and would fill the memory: they are left out by a first reading, which counts
    in a table without names. Two expressions may share a place there, so that it only ever counts too many.
    """
    said = bytearray(TABLE)
    for words in read:
        for found in expressions(words):
            place = hash(found.key) % TABLE
            said[place] = min(said[place] + 1, least)
    usages: dict[Key, Usage] = defaultdict(Usage)
    for words, author, group in zip(read, authors, groups, strict=True):
        for found in expressions(words):
            if said[hash(found.key) % TABLE] >= least:
                usages[found.key].people[group].add(author)
                usages[found.key].forms[found.text].add(author)
                usages[found.key].said += 1
                usages[found.key].said_as_noun += found.has_noun
    return usages


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


def _together(usages: dict[Key, Usage], scored: Scored, everyone: int) -> Scored:
    """Order the first terms so that each goes with those before it: what the same people say makes one subject."""
    left = dict(scored[:POOL])
    users = {key: usages[key].users for key in left}
    bonds: dict[Key, float] = dict.fromkeys(left, 0.0)
    said: set[str] = set()
    ordered: Scored = []
    counted = 0
    while left:
        pull = BOND / max(counted, 1)
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


def _of_theme(usages: dict[Key, Usage], home: Scored, own: Scored, avoided: Scored) -> Keywords:
    """A theme's terms are those no other is more specific of; it borrows when that leaves too few for a label."""
    terms = _without_repeats(home)
    if len(terms) < LABEL_TERMS:
        terms = _without_repeats([*terms, *own])
    return Keywords(
        terms=tuple(term for _, term in terms),
        anti_terms=tuple(term for _, term in _without_repeats(avoided)[:ANTI_TERMS]),
        label=_label([(term.text, _clarity(key, usages[key])) for key, term in terms]),
    )


def _label(terms: Sequence[tuple[str, int]]) -> str:
    """Join the first clear terms. Vague nouns only help when those are missing, verbs and adjectives without nouns."""
    clear = [text for text, clarity in terms if clarity == CLEAR]
    if len(clear) < SHORT_LABEL:
        best_first = sorted(terms, key=lambda pair: -pair[1])
        nouns = [text for text, clarity in best_first if clarity]
        clear = (nouns or [text for text, _ in terms])[:SHORT_LABEL]
    return ", ".join(clear[:LABEL_TERMS]) or NO_LABEL


def _clarity(key: Key, usage: Usage) -> int:
    """Whether a term says its subject by itself: 2, hints at it: 1, or needs a noun: 0."""
    if not usage.has_noun:
        return 0
    return 1 if len(key) == 1 and key[0] in word_list("vague_words") else CLEAR


def _strength(key: Key, term: Term, usage: Usage) -> float:
    return term.weight * _appeal(key, usage)


def _appeal(key: Key, usage: Usage) -> float:
    """What makes a term say more than its keyness: an expression is clearer, a lone verb or adjective vaguer."""
    if len(key) > 1:
        return EXPRESSION_BONUS
    return 1.0 if usage.has_noun else NO_NOUN_MALUS


def _stems(key: Key) -> set[str]:
    return {word[:STEM] for word in key}


def _without_repeats(scored: Scored) -> Scored:
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
    return kept[:TERMS]


def _fullest(key: Key, term: Term, scored: Scored) -> tuple[Key, Term]:
    """Let an expression speak for its word when a good part of those who use the word use it."""
    fuller = [
        (longer, other)
        for longer, other in scored
        if len(longer) > len(key) and set(key) < set(longer) and other.participants >= FULLER * term.participants
    ]
    return max(fuller, key=lambda pair: (pair[1].participants, pair[0]), default=(key, term))
