"""What a theme speaks of and the others do not: specific terms, counted in people, shown as people write them."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from nlp.types import Term
from nlp.words import Role, Word

LONGEST = 4  # words of an expression, links included
CORPUS_WIDE = 0.3  # share of all people beyond which a term says nothing of one theme
SURE = 1.64  # standard deviations: one chance in twenty of being a fluke
TERMS = 10
LABEL_TERMS = 3
ABSORBS = 0.5  # share of a word's people that an expression must gather to speak in its place
PRIOR = 2.0

Key = tuple[str, ...]


@dataclass(slots=True)
class Usage:
    """Who uses a term, in which theme, and in which written forms."""

    people: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    forms: Counter[str] = field(default_factory=Counter)
    noun: bool = True

    def everyone(self) -> set[str]:
        return set().union(*self.people.values())


@dataclass(frozen=True, slots=True)
class Keywords:
    """The terms of one theme: its own, those of the others it avoids, and a label."""

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
    « Fightin' Words »), over distinct authors instead of occurrences: twenty entries by one person weigh one.

    Parameters
    ----------
    read
        The passages as words.
    authors, groups
        Author and theme of each passage; -1 for no theme.
    count
        Number of themes, numbered from 0.
    min_participants
        Fewest people who must use a term, in the theme for its terms, elsewhere for its anti-terms.

    Returns
    -------
    One ``Keywords`` per theme. A theme without any term of its own has an empty label.
    """
    usages = _usages(read, authors, groups, min_participants)
    people = _people(authors, groups)
    everyone = len(set(authors))
    usages = {k: u for k, u in usages.items() if len(u.everyone()) <= max(CORPUS_WIDE * everyone, min_participants)}
    found, taken = [], Counter[str]()
    for group in range(count):
        terms = _specific(usages, people, group, min_participants)
        found.append((terms, _avoided(usages, people, group, min_participants)))
    for terms, _ in found:
        taken.update(key[0] for key, _ in terms[:1])
    return [Keywords(tuple(t for _, t in terms), tuple(t for _, t in anti), _label(terms)) for terms, anti in found]


def _people(authors: Sequence[str], groups: Sequence[int]) -> dict[int, set[str]]:
    people: dict[int, set[str]] = defaultdict(set)
    for author, group in zip(authors, groups, strict=True):
        people[group].add(author)
    return people


def candidates(words: Sequence[Word]) -> Iterator[tuple[Key, str, bool]]:
    """List the words and expressions of a passage: key, written form, whether a noun heads it."""
    for start, first in enumerate(words):
        if first.role not in (Role.NOUN, Role.OTHER):
            continue
        span: list[Word] = []
        for word in words[start : start + LONGEST]:
            if word.role is Role.BREAK:
                break
            span.append(word)
            if word.role is not Role.LINK:
                yield _key(span), _written(span), any(w.role is Role.NOUN for w in span)


def _key(span: Sequence[Word]) -> Key:
    return tuple(word.key for word in span if word.role is not Role.LINK)


def _written(span: Sequence[Word]) -> str:
    text = " ".join(word.text for word in span)
    for elided in ("d", "l"):
        text = text.replace(f" {elided} ", f" {elided}’")
    return text


def _usages(
    read: Sequence[Sequence[Word]], authors: Sequence[str], groups: Sequence[int], least: int
) -> dict[Key, Usage]:
    usages: dict[Key, Usage] = {}
    for words, author, group in zip(read, authors, groups, strict=True):
        for key, written, noun in candidates(words):
            usage = usages.setdefault(key, Usage())
            usage.people[group].add(author)
            usage.forms[written] += 1
            usage.noun = noun
    return {key: usage for key, usage in usages.items() if len(usage.everyone()) >= least}


def keyness(inside: int, people: int, outside: int, others: int) -> float:
    """Log-odds ratio of a term in standard deviations, with a prior drawn from the whole population.

    Parameters
    ----------
    inside, outside
        People who use the term in the theme, and elsewhere.
    people, others
        All people in the theme, and elsewhere.
    """
    prior = PRIOR * (inside + outside) / max(people + others, 1)
    rest = PRIOR - prior
    a, b = inside + prior, outside + prior
    odds = math.log(a / max(people - inside + rest, 0.5)) - math.log(b / max(others - outside + rest, 0.5))
    return odds / math.sqrt(1 / a + 1 / b)


def _specific(usages: dict[Key, Usage], people: dict[int, set[str]], group: int, least: int) -> list[tuple[Key, Term]]:
    scored = []
    for key, usage in usages.items():
        inside = len(usage.people.get(group, ()))
        if inside < least or (len(key) == 1 and not usage.noun):
            continue
        score = _score(usage, people, group)
        if score >= SURE:
            scored.append((key, Term(_form(usage), round(score, 3), inside)))
    scored.sort(key=lambda pair: (-pair[1].weight * _length_bonus(pair[0]), pair[0]))
    return _without_repeats(scored)


def _length_bonus(key: Key) -> float:
    return 1.25 if len(key) > 1 else 1.0


def _score(usage: Usage, people: dict[int, set[str]], group: int) -> float:
    others = set().union(*(who for g, who in people.items() if g != group)) if len(people) > 1 else set()
    outside = set().union(*(who for g, who in usage.people.items() if g != group))
    return keyness(len(usage.people.get(group, ())), len(people.get(group, ())), len(outside), len(others))


def _avoided(usages: dict[Key, Usage], people: dict[int, set[str]], group: int, least: int) -> list[tuple[Key, Term]]:
    scored = []
    for key, usage in usages.items():
        if len(key) > 1 or not usage.noun:
            continue
        outside = len(set().union(*(who for g, who in usage.people.items() if g != group)))
        score = _score(usage, people, group)
        if outside >= least and score <= -SURE:
            scored.append((key, Term(_form(usage), round(score, 3), outside)))
    scored.sort(key=lambda pair: (pair[1].weight, pair[0]))
    return scored[:5]


def _form(usage: Usage) -> str:
    return min(usage.forms, key=lambda form: (-usage.forms[form], form))


def _without_repeats(scored: list[tuple[Key, Term]]) -> list[tuple[Key, Term]]:
    """Keep one term per idea: an expression speaks for its words when most who use the word use it."""
    kept: list[tuple[Key, Term]] = []
    for key, term in scored:
        longer = [k for k, _ in kept if set(key) & set(k)]
        if longer:
            continue
        kept.append(_fullest(key, term, scored))
        if len(kept) == TERMS:
            break
    return kept


def _fullest(key: Key, term: Term, scored: list[tuple[Key, Term]]) -> tuple[Key, Term]:
    fuller = [
        (k, t)
        for k, t in scored
        if len(k) > len(key) and set(key) < set(k) and t.participants >= ABSORBS * term.participants
    ]
    return max(fuller, key=lambda pair: (pair[1].participants, pair[0]), default=(key, term))


def _label(terms: list[tuple[Key, Term]]) -> str:
    return ", ".join(term.text for _, term in terms[:LABEL_TERMS])
