"""The name of a theme: the few terms that together tell who is of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from nlp.language import word_list
from nlp.usage import Spread, Usage
from nlp.words import Key

LABEL_TERMS, SHORT_LABEL = 3, 2  # terms of a label: at most, and as long as there are some
HEARD = 0.15  # share of a theme's people who say its label, under which it would mislead
EXPRESSION_BONUS, VAGUE_MALUS, NO_NOUN_MALUS = 1.3, 0.3, 0.6
NO_LABEL = "Thème à nommer"


@dataclass(frozen=True, slots=True)
class Rule:
    """A label read as a rule: whoever says one of its terms is of the theme. Who says so in it, and elsewhere."""

    inside: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()

    def or_says(self, usage: Usage, group: int) -> "Rule":
        elsewhere = chain.from_iterable(who for theme, who in usage.people.items() if theme != group)
        return Rule(self.inside.union(usage.people.get(group, ())), self.outside.union(elsewhere))

    def recall(self, people: Spread, group: int) -> float:
        return len(self.inside) / max(people.inside(group), 1)

    def worth(self, people: Spread, group: int) -> float:
        """F-measure of the rule, the theme and the others counted as if they were as many."""
        recall, fallout = self.recall(people, group), len(self.outside) / max(people.outside(group), 1)
        return 2 * recall / (1 + recall + fallout)


def label_of(choice: Sequence[tuple[Key, Usage]], group: int, people: Spread) -> str:
    """Join the terms that together tell who is of a theme: each is the one that adds most to those before it.

    The most specific terms alone would mislead: « région » may be said twice as often in a theme where one in ten
    says it. Verbs and adjectives only help when nouns are missing.

    Parameters
    ----------
    choice
        Specific terms of the theme, no two about the same thing, with who uses them.
    group
        Number of the theme.
    people
        How many people there are in each theme.

    Returns
    -------
    At most three terms, or « Thème à nommer » when fewer than 15 % of the theme's people say any of them.
    """
    nouns = {key: usage for key, usage in choice if usage.has_noun}
    left = nouns if len(nouns) > 1 else dict(choice)
    chosen: list[str] = []
    rule = Rule()
    while left and len(chosen) < LABEL_TERMS:
        worth = rule.worth(people, group)
        gains = {
            key: (rule.or_says(usage, group).worth(people, group) - worth) * label_appeal(key, usage)
            for key, usage in left.items()
        }
        key = min(left, key=lambda key: (-gains[key], key))
        if gains[key] <= 0 and len(chosen) >= SHORT_LABEL:
            break
        usage = left.pop(key)
        rule = rule.or_says(usage, group)
        chosen.append(usage.form())
    return ", ".join(chosen) if rule.recall(people, group) >= HEARD else NO_LABEL


def label_appeal(key: Key, usage: Usage) -> float:
    """What makes a term clear in a label: « aide » hints at a subject, « aucune aide » says it."""
    vague = len(key) == 1 and key[0] in word_list("vague_words")
    return appeal(key, usage) * (VAGUE_MALUS if vague else 1.0)


def appeal(key: Key, usage: Usage) -> float:
    """What makes a term say more than its keyness: an expression is clearer, a lone verb or adjective vaguer."""
    if len(key) > 1:
        return EXPRESSION_BONUS
    return 1.0 if usage.has_noun else NO_NOUN_MALUS
