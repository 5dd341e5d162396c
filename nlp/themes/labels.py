"""The name of a theme: the few things its people say that together tell who is of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from nlp.language import word_list
from nlp.themes.sayings import NONE, TOO, family, sayings
from nlp.themes.usage import Spread, Usage, crowd_of, keyness, usages_of
from nlp.themes.words import Key, Word

LABEL_TERMS = 3  # at most
HEARD = 0.25  # share of a theme's people who must say one of the terms of its label, or it gets none
OWN = 0.08  # share of a theme's people who say each of its terms
LIKELY = 1.28  # standard deviations: one chance in ten that a term is more frequent there by a fluke
LIFT = 1.8  # least ratio of the share of a theme's people who say a term to that of the others
WIDE = 0.25  # share of the other people who say a word, beyond which it distinguishes nothing
TOGETHER = 0.8  # how often the same people must say two terms for both to be in one label; 1 is chance
PREVAILS = 1.3  # how many times as many people must praise as blame for praise to name a theme, and conversely
ADDS = 0.02  # what a further term must add to the worth of a label
FULLER = 0.4  # share of a word's people that an expression must gather to speak in its place
STEM = 5  # letters that words of one stem begin with
# Factors on the worth of a term: what says more by itself counts for more.
EXPRESSION_BONUS, JUDGMENT_PENALTY, HINT_PENALTY = 1.3, 0.9, 0.3
NO_LABEL = "Thème à nommer"


@dataclass(frozen=True, slots=True)
class Choice:
    """A candidate term, or several joined by ``or_says``, with the people who say it in the theme and elsewhere."""

    usage: Usage = field(default_factory=Usage)
    inside: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()

    def or_says(self, other: "Choice") -> "Choice":
        return Choice(self.usage, self.inside | other.inside, self.outside | other.outside)


@dataclass(frozen=True, slots=True)
class Theme:
    """How many people there are in a theme, and elsewhere."""

    people: int
    others: int

    def recall(self, said: Choice) -> float:
        return len(said.inside) / max(self.people, 1)

    def fallout(self, said: Choice) -> float:
        return len(said.outside) / max(self.others, 1)

    def worth(self, said: Choice) -> float:
        """F-measure of the rule « whoever says so is of the theme », theme and others counted as if as many."""
        recall = self.recall(said)
        return 2 * recall / (1 + recall + self.fallout(said))

    def is_own(self, said: Choice) -> bool:
        """Whether a good share of the theme says so, clearly more than elsewhere."""
        recall, fallout = self.recall(said), self.fallout(said)
        if recall < OWN or recall < LIFT * fallout:
            return False
        return keyness(len(said.inside), self.people, len(said.outside), self.others) >= LIKELY

    def go_together(self, one: Choice, other: Choice) -> bool:
        """Whether those of the theme who say one say the other about as often as the rest of it, or more."""
        by_chance = len(one.inside) * len(other.inside) / max(self.people, 1)
        return len(one.inside & other.inside) >= TOGETHER * by_chance


Pool = dict[Key, Choice]


def labels_of(
    read: Sequence[Sequence[Word]],
    authors: Sequence[str],
    groups: Sequence[int],
    count: int,
    floor: int,
) -> list[str]:
    """Name each theme by at most three things its people say, as they write them.

    A label is read as a rule, « whoever says one of these terms belongs to the theme », and its terms are chosen
    greedily: the next one is the term that most improves the rule, among those that a good share of the theme says,
    the others seldom, and that share people with the terms already chosen. A term that praises or blames is a
    candidate only where praise, or blame, clearly prevails. The widest theme is named first; no two bear the same name.

    Parameters
    ----------
    read
        The passages as words.
    authors, groups
        Author and theme of each passage; -1 for no theme.
    count
        Number of themes, numbered from 0.
    floor
        Fewest people who must say each term in the theme, and write it as it is shown.

    Returns
    -------
    One label per theme, « Thème à nommer » when fewer than a quarter of its people say a term that no
    wider theme is named by.
    """
    crowd = crowd_of(authors, groups)
    people = Spread.of(crowd)
    usages = usages_of(read, authors, groups, floor, sayings)
    themes = [Theme(people.inside(group), people.outside(group)) for group in range(count)]
    labels = [NO_LABEL] * count
    for group in sorted(range(count), key=lambda group: -themes[group].people):
        pool = _pool(usages, crowd[group], group, floor, themes[group])
        labels[group] = _label(pool, themes[group], taken=labels)
    return labels


def _pool(usages: Mapping[Key, Usage], members: set[str], group: int, floor: int, theme: Theme) -> Pool:
    """What may name a theme: what is its own and clear, or only hints when nothing is clear."""
    said = {
        key: Choice(usage, frozenset(inside), frozenset(usage.users - members))
        for key, usage in usages.items()
        if (inside := usage.people.get(group)) and len(inside) >= max(floor, OWN * theme.people)
    }
    wide = _wide(said, theme)
    mood = _mood(usages, group)
    pool = {
        key: choice
        for key, choice in said.items()
        if not wide.issuperset(key)
        and judgment(key) in (0, mood)
        and theme.is_own(choice)
        and choice.usage.writers() >= floor
    }
    clear = {key: choice for key, choice in pool.items() if choice.usage.has_noun or len(key) > 1 or judgment(key)}
    return _without_parts(clear or pool)


def _wide(said: Pool, theme: Theme) -> set[str]:
    """Words of the question or of the institution, which distinguish nothing, alone or together."""
    said_by_all = {key[0] for key, choice in said.items() if len(key) == 1 and theme.fallout(choice) > WIDE}
    return {NONE, TOO} | said_by_all | _families("shared_words")


def _mood(usages: Mapping[Key, Usage], group: int) -> int:
    """Whether a theme rather praises (1), blames (-1), or does both (0): then neither tells what it is about."""
    praise: set[str] = set()
    blame: set[str] = set()
    for key, usage in usages.items():
        if side := judgment(key):
            (praise if side > 0 else blame).update(usage.people.get(group, ()))
    # « aucune difficulté » praises and yet says « difficulté »: who seems to do both counts on neither side.
    praising, blaming = len(praise - blame), len(blame - praise)
    if praising >= PREVAILS * blaming:
        return 1
    return -1 if blaming >= PREVAILS * praising else 0


def _without_parts(pool: Pool) -> Pool:
    """Let an expression speak for its word when a good part of those who use the word use it."""
    fuller: dict[str, int] = defaultdict(int)
    for key, said in pool.items():
        if len(key) > 1 and key[0] != NONE:
            for word in key:
                fuller[word] = max(fuller[word], len(said.inside))
    return {
        key: said for key, said in pool.items() if len(key) > 1 or fuller.get(key[0], 0) < FULLER * len(said.inside)
    }


def _label(pool: Pool, theme: Theme, taken: Sequence[str]) -> str:
    keys, rule = _rule(pool, theme)
    if theme.recall(rule) < HEARD:
        return NO_LABEL
    label = ", ".join(pool[key].usage.form() for key in keys)
    if label not in taken:
        return label
    return _label({key: said for key, said in pool.items() if key != keys[0]}, theme, taken)


def _rule(pool: Pool, theme: Theme) -> tuple[list[Key], Choice]:
    """The terms of a label in the order they were chosen, and the people who say one of them."""
    chosen: list[Key] = []
    rule = Choice()
    while pool and len(chosen) < LABEL_TERMS:
        gains = {
            key: (theme.worth(rule.or_says(said)) - theme.worth(rule)) * clarity(key, said.usage)
            for key, said in pool.items()
        }
        key = min(pool, key=lambda key: (-gains[key], -len(key), key))
        if gains[key] < (ADDS if chosen else 0):
            break
        said = pool[key]
        rule = rule.or_says(said)
        chosen.append(key)
        pool = {
            other: another
            for other, another in pool.items()
            if _stems(other).isdisjoint(_stems(key)) and theme.go_together(said, another)
        }
    return chosen, rule


def _stems(key: Key) -> set[str]:
    """The stems of a key of ``sayings``: « auto entrepreneur » also has that of « autoentrepreneur »."""
    return {word[:STEM] for word in (*key, "".join(key)) if word not in (NONE, TOO)}


def clarity(key: Key, usage: Usage) -> float:
    """How clearly a term says by itself what people say: « aide » hints at a subject, « aucune aide » says it."""
    if len(key) > 1:
        return EXPRESSION_BONUS
    if judgment(key):
        return JUDGMENT_PENALTY if not usage.has_noun else 1.0
    return HINT_PENALTY if key[0] in _families("vague_words") or not usage.has_noun else 1.0


@lru_cache(maxsize=100_000)
def judgment(key: Key) -> int:
    """1 when it praises, -1 when it blames, 0 when it does neither: what is denied is blamed, unless it was blame."""
    blamed, praised = (not _families(name).isdisjoint(key) for name in ("blame_words", "praise_words"))
    if key[0] == NONE and len(key) > 1:
        return 1 if blamed else -1
    if key[0] == TOO or blamed:
        return -1
    return int(praised)


@cache
def _families(name: str) -> frozenset[str]:
    return frozenset(family(word) for word in word_list(name))
