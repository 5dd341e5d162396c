"""The data files of the demonstration."""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any

from journal.entries.models import Sharing
from journal.pathways.models import StepKind
from nlp.emotions import Emotion

COHORTS = {"marseille": "Marseille", "haute-provence": "Haute-Provence"}


@dataclass(frozen=True, slots=True)
class DemoStep:
    kind: StepKind
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class DemoParticipant:
    key: str
    cohort: str
    username: str
    target_jobs: tuple[str, ...]
    steps: tuple[DemoStep, ...]


@dataclass(frozen=True, slots=True)
class DemoEntry:
    """One entry; ``submission`` is its name, the same at each loading."""

    submission: str
    author: str
    month: int
    day: int
    step: StepKind | None
    text: str
    emotions: tuple[tuple[Emotion, int], ...]
    free_emotion: str
    helped: str
    hindered: str
    agency: int | None
    next_step: str
    sharing: Sharing


def participants() -> list[DemoParticipant]:
    return [
        DemoParticipant(
            key=row["key"],
            cohort=cohort,
            username=row["username"],
            target_jobs=tuple(row["target_jobs"]),
            steps=tuple(DemoStep(StepKind(s["kind"]), s["month"], s["day"]) for s in row["steps"]),
        )
        for cohort in COHORTS
        for row in _rows(f"participants-{cohort}.jsonl")
    ]


def entries() -> list[DemoEntry]:
    """Every entry, in chronological order."""
    found = [
        _entry(row, f"demo-{cohort}-{number}")
        for cohort in COHORTS
        for number, row in enumerate(_rows(f"entries-{cohort}.jsonl"))
    ]
    return sorted(found, key=lambda entry: (entry.month, entry.day, entry.submission))


def felt() -> list[DemoEntry]:
    """Emotions recorded without a text."""
    wordless = {"text": "", "helped": "", "hindered": "", "next_step": ""}
    return [_entry(wordless | row, f"demo-felt-{number}") for number, row in enumerate(_rows("felt.jsonl"))]


def _entry(row: dict[str, Any], submission: str) -> DemoEntry:
    return DemoEntry(
        submission=submission,
        step=StepKind(row["step"]) if row["step"] else None,
        emotions=tuple((Emotion(name), intensity) for name, intensity in row["emotions"]),
        sharing=Sharing(row["sharing"]),
        **{
            name: row[name]
            for name in ("author", "month", "day", "text", "free_emotion", "helped", "hindered", "agency", "next_step")
        },
    )


def table(name: str) -> dict[str, Any]:
    """The contents of a TOML file."""
    return tomllib.loads(_text(f"{name}.toml"))


def _rows(name: str) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in _text(name).splitlines() if line.strip())


def _text(name: str) -> str:
    return resources.files("journal.demo").joinpath("data", name).read_text("utf-8")
