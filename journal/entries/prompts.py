"""Questions to start from: three at most, chosen from the step one is at and what one wrote last."""

import hashlib
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.entries.models import Entry
from journal.pathways.models import StepKind
from nlp.french import attach, month_name

OFFERED = 3
# The families of the questions of a Lab: those its team wrote, and the one its last récit asks.
LAB, MONTH = "lab", "month"
# How many last entries are looked at, so that a question does not come back too soon.
REMEMBERED = 12
# Which families come first after a text that felt good, or bad; a first text starts with the simplest.
FIRST = ("moment", "place", "person")
AFTER_GOOD = ("change", "person", "surprise", "ambivalence", "moment", "extremes", "help", "place")
AFTER_BAD = ("help", "person", "ambivalence", "extremes", "change", "moment", "place", "surprise")
AFTER_MIXED = ("surprise", "change", "help", "moment", "ambivalence", "person", "place", "extremes")


# Questions of other features: each function finds, for a person, the question of that name, or nothing. Filled by
# ``journal.features``.
ASKED: list[Callable[[Session, Person, str], str]] = []
# And those that a Lab offers to a person, in the order of its team.
OF_THE_LAB: list[Callable[[Session, Person], "list[Prompt]"]] = []


@dataclass(frozen=True, slots=True)
class Prompt:
    id: str
    family: str
    label: str
    text: str
    steps: frozenset[StepKind]

    @property
    def is_of_the_lab(self) -> bool:
        return self.family in {LAB, MONTH}

    def suits(self, step: StepKind | None) -> bool:
        return not self.steps or step in self.steps


@cache
def bank() -> tuple[Prompt, ...]:
    """Every question, family by family."""
    families = tomllib.loads((Path(__file__).parent / "prompts.toml").read_text(encoding="utf-8"))
    return tuple(
        Prompt(row["id"], name, family["label"], row["text"], frozenset(map(StepKind, row.get("steps", ()))))
        for name, family in families.items()
        for row in family["prompts"]
    )


# Of who comes to tell how the day of an action went; their own words are not in it, as an entry keeps its question.
AFTERWARDS = "Comment cela s’est-il passé\u00a0?"


def in_words(words: str) -> Prompt:
    """A question from no bank, stored with an entry in its own words."""
    return Prompt(words, "", "", words, frozenset())


def of_the_lab(words: str, steps: Iterable[StepKind]) -> Prompt:
    """A question of a Lab: entries store its words, so that the team may change it without changing them."""
    return Prompt(words, LAB, "Question de votre Lab", words, frozenset(steps))


def of_the_month(words: str, month: date) -> Prompt:
    """The question that the récit of a month asks everyone of its Lab."""
    return Prompt(words, MONTH, f"Question du récit {attach('de ', month_name(month))}", words, frozenset())


def lab_prompts(session: Session, person: Person) -> list[Prompt]:
    """What the Lab of a person offers them."""
    return [prompt for source in OF_THE_LAB for prompt in source(session, person)]


def asked(session: Session, person: Person, name: str) -> Prompt | None:
    """A question asked of everyone, such as a month's."""
    words = next((found for source in ASKED if (found := source(session, person, name))), "")
    return in_words(words) if words else None


def kept(prompt: str) -> Prompt:
    """A question stored with an entry or a draft; one from no bank is stored in words."""
    return next((known for known in bank() if known.id == prompt), in_words(prompt))


def wording(prompt: str) -> str:
    """The words of a question stored with an entry; an imported one, or one asked to everyone, is stored in words."""
    return kept(prompt).text


def offered(
    last: Sequence[Entry], step: StepKind | None = None, own: Sequence[Prompt] = (), *, written: int = 0
) -> list[Prompt]:
    """Three questions of three families, the last one of the Lab when it has one that suits.

    The same past always gives the same three.

    Parameters
    ----------
    last
        What the person wrote, newest first.
    step
        Where they are on their pathway; the step of their last entry when it is not said.
    own
        What the Lab offers, in its order.
    written
        How many texts the person wrote: from one to the next, the Lab's questions come in turn.
    """
    step = step or (last[0].step if last else None)
    used = {entry.prompt for entry in last[:REMEMBERED]}
    seed = str(last[0].id) if last else ""
    families = _families(last[0]) if last else FIRST
    found = list(_one_per_family(families, step, used, seed))[:OFFERED]
    fit = _suiting([known for known in own if known.id not in used], step)
    return [*found[: OFFERED - 1], fit[written % len(fit)]] if fit else found


def _suiting(own: Sequence[Prompt], step: StepKind | None) -> list[Prompt]:
    """What suits a step; when something was written for it, only that and what the last récit asks everyone."""
    fit = [known for known in own if known.suits(step)]
    if not any(known.steps for known in fit):
        return fit
    return [known for known in fit if known.steps or known.family == MONTH]


def _families(entry: Entry) -> Sequence[str]:
    valence = sum(row.emotion.valence * row.weight for row in entry.emotions)
    order = AFTER_GOOD if valence > 0 else AFTER_BAD if valence < 0 else AFTER_MIXED
    family = next((known.family for known in bank() if known.id == entry.prompt), "")
    return [name for name in order if name != family]


def _one_per_family(families: Sequence[str], step: StepKind | None, used: set[str], seed: str) -> Iterator[Prompt]:
    for family in families:
        fit = [known for known in bank() if known.family == family and known.suits(step) and known.id not in used]
        if fit:
            # What was written for this very step comes before what suits them all.
            yield min(fit, key=lambda known: (not known.steps, _shuffled(seed, known.id)))


def _shuffled(seed: str, name: str) -> str:
    return hashlib.sha256(f"{seed}:{name}".encode()).hexdigest()
