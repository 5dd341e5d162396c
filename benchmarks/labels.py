"""Can a reader who sees the label of a theme alone tell what people say there?

The texts are the two sets about looking for work. ``--sheets FOLDER`` writes what readers are given, who have seen
neither the code nor each other's answers:

- ``matching.md``: each label with four groups of accounts, one of its theme and three of other themes. The reader says
  which goes with the label; one time in four, chance does.
- ``labels.md``, then ``accounts.md``: the reader writes what each label seems to say, then counts, out of ten accounts
  of its theme, those that say it and those that speak of its subject.

``key.json``, which no reader sees, says which group is right: ``--score ANSWERS`` compares ``{"1": "B", …}`` with it.
Without either, the labels are printed.

Run ``python -m benchmarks.labels --data DIR``.
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import numpy as np

from benchmarks.peers import Sample
from benchmarks.themes import part, read
from nlp.themes.labels import NO_LABEL
from nlp.themes.pipeline import find_themes
from nlp.types import FoundTheme, Passage

JOB = ("chercher un emploi", "chercher une formation")
GROUPS = "ABCD"
IN_A_GROUP = 6
TO_READ = 10

Accounts = list[str]


@dataclass(frozen=True, slots=True)
class Question:
    """A label, the groups of accounts it may go with, and which of them is of its theme."""

    job: str
    label: str
    groups: dict[str, Accounts]
    right: str
    to_read: Accounts  # other accounts of the theme


def themes_of(sample: Sample) -> Sequence[FoundTheme]:
    """The themes of a sample: one passage for each account, one author for each passage."""
    passages = [Passage(key, key, key, text) for key, text in zip(sample.keys, sample.texts, strict=True)]
    return find_themes(passages, sample.vectors).themes


def about_work(folder: Path) -> dict[str, Sample]:
    """Read the two sets about looking for work."""
    sample = read(folder, "vie", None)
    return {job: part(sample, [i for i, label in enumerate(sample.truth) if label == job]) for job in JOB}


def ask(job: str, sample: Sample, rng: np.random.Generator) -> list[Question]:
    """Draw a question for each theme of a sample that the machine names; themes it does not name serve as others.

    An account comes back only once all those of its theme were shown: seen twice, it would tell which group is which.
    """
    texts = dict(zip(sample.keys, sample.texts, strict=True))
    themes = themes_of(sample)
    accounts = {
        theme.key: cycle(rng.permutation([texts[one.passage] for one in theme.members if one.main]).tolist())
        for theme in themes
    }
    return [_question(job, theme, accounts, rng) for theme in themes if theme.label != NO_LABEL]


def _question(job: str, theme: FoundTheme, accounts: Mapping[str, Iterator[str]], rng: np.random.Generator) -> Question:
    others = rng.choice([key for key in accounts if key != theme.key], len(GROUPS) - 1, replace=False)
    groups = [list(islice(accounts[str(key)], IN_A_GROUP)) for key in (theme.key, *others)]
    order = rng.permutation(len(GROUPS))
    placed = {letter: groups[i] for letter, i in zip(GROUPS, order, strict=True)}
    right = GROUPS[int(np.argmin(order))]
    return Question(job, theme.label, placed, right, list(islice(accounts[theme.key], TO_READ)))


def write_sheets(questions: Sequence[Question], folder: Path) -> None:
    """Write the sheets of readers and their key, numbered alike."""
    folder.mkdir(parents=True, exist_ok=True)
    numbered = list(enumerate(questions, 1))
    sheets = {
        "labels.md": [f"{number}. {one.label} ({one.job})" for number, one in numbered],
        "accounts.md": [f"## {number}. {one.label}\n\n{_listed(one.to_read)}" for number, one in numbered],
        "matching.md": [f"## {number}. {one.label} ({one.job})\n\n{_grouped(one.groups)}" for number, one in numbered],
        "key.json": [json.dumps({str(number): one.right for number, one in numbered})],
    }
    for name, parts in sheets.items():
        (folder / name).write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _grouped(groups: dict[str, Accounts]) -> str:
    return "\n\n".join(f"### {letter}\n\n{_listed(groups[letter])}" for letter in GROUPS)


def _listed(accounts: Accounts) -> str:
    return "\n".join("- " + " ".join(account.split()) for account in accounts)


def score(folder: Path, answers: Path) -> None:
    """Print which labels led a reader to the accounts of their theme."""
    key = json.loads((folder / "key.json").read_text(encoding="utf-8"))
    said = json.loads(answers.read_text(encoding="utf-8"))
    found = [number for number, right in key.items() if said.get(number) == right]
    print(f"{len(found)} labels of {len(key)} led to their theme; the others: {sorted(set(key) - set(found), key=int)}")


def show(samples: dict[str, Sample]) -> None:
    """Print the labels, never a text."""
    for job, sample in samples.items():
        print(f"\n### {job}\n\n| label | people | solidity |\n|---|---|---|")
        for theme in themes_of(sample):
            print(f"| {theme.label} | {theme.participants} | {theme.solidity} ({theme.stability:.2f}) |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of measuring texts")
    parser.add_argument("--sheets", type=Path, help="folder for the sheets, outside the project: they hold texts")
    parser.add_argument("--score", type=Path, help="a reader's answers to matching.md, as JSON")
    parser.add_argument("--seed", type=int, default=0, help="of the draw of accounts")
    options = parser.parse_args()
    if options.score:
        score(options.sheets, options.score)
    elif options.sheets:
        rng = np.random.default_rng(options.seed)
        samples = about_work(options.data)
        write_sheets([one for job, sample in samples.items() for one in ask(job, sample, rng)], options.sheets)
    else:
        show(about_work(options.data))


if __name__ == "__main__":
    main()
