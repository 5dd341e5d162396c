"""How good are the suggested emotions, the card of helplines and the warnings about quotes?

Four tables:

- ``demonstration``: the entries of the demonstration, against the emotions their invented authors ticked. Their facts
  are told with few emotion words, on purpose; most of what is felt there cannot be seen by a lexicon.
- ``EmoTextToKids``: sentences about other people, twelve labels put by hand, mapped to ours. Needs the measuring data;
  the ``train`` split was read while the lexicon was written, the ``validation`` split was not.
- ``distress`` and ``quotes``: the sentences of ``benchmarks/data``, by half.

Run ``python -m benchmarks.emotions`` (``--data`` for the folder that holds ``emotions_fr.jsonl.gz``).
"""

import argparse
import gzip
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.distress import shows_distress
from nlp.emotion_suggestions import SET_CONFIDENCE, confidences, suggest
from nlp.emotions import Emotion
from nlp.rare_facts import risks

ROOT = Path(__file__).parents[1]
SENTENCES = ROOT / "benchmarks" / "data"
ENTRIES = ROOT / "journal" / "demo" / "data"

# « surprise », « admiration », « dégoût », « jalousie » and « autre » have no counterpart among the twenty.
COUNTERPARTS = {
    "colère": {Emotion.ANGER, Emotion.FRUSTRATION, Emotion.ANNOYANCE, Emotion.INJUSTICE},
    "peur": {Emotion.WORRY},
    "joie": {Emotion.JOY, Emotion.ENTHUSIASM, Emotion.RELIEF},
    "tristesse": {Emotion.SADNESS, Emotion.DISCOURAGEMENT, Emotion.LONELINESS},
    "fierté": {Emotion.PRIDE},
    "embarras": {Emotion.SHAME},
    "culpabilité": {Emotion.SHAME},
}


@dataclass(frozen=True, slots=True)
class Score:
    """What was found and what was there."""

    right: int
    found: int
    there: int

    @classmethod
    def of(cls, pairs: Iterable[tuple[bool, bool]]) -> "Score":
        """From pairs (found, there)."""
        both = list(pairs)
        return cls(
            right=sum(found and there for found, there in both),
            found=sum(found for found, _ in both),
            there=sum(there for _, there in both),
        )

    def row(self, name: str) -> str:
        return (
            f"{name:<18}{_share(self.right, self.found)}{_share(self.right, self.there)}{self.found:>9}{self.there:>9}"
        )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:>11.2f}" if whole else f"{'–':>11}"


def _print(title: str, scores: Iterable[tuple[str, Score]]) -> None:
    print(f"\n{title}\n{'':<18}{'precision':>11}{'recall':>11}{'found':>9}{'there':>9}")
    for name, score in scores:
        print(score.row(name))


def demonstration(paths: Sequence[Path]) -> None:
    rows = [row for path in paths for row in _rows(path.read_text(encoding="utf-8"))]
    ticked = [{Emotion(emotion) for emotion, _ in row["emotions"]} for row in rows]
    offered = [{each.emotion for each in suggest(row["text"])} for row in rows]
    both = list(zip(offered, ticked, strict=True))
    scores = [(e.value, Score.of((e in found, e in there) for found, there in both)) for e in Emotion]
    every = Score.of((e in found, e in there) for found, there in both for e in Emotion)
    _print(f"Demonstration, {len(rows)} entries", [*scores, ("all", every)])
    _print_company(both)


def _print_company(both: Sequence[tuple[set[Emotion], set[Emotion]]]) -> None:
    """Count suggestions as pleasant or unpleasant as one ticked: a smaller mistake than the opposite."""
    pairs = [(emotion, there) for found, there in both for emotion in found if there]
    same_side = sum(any(other.valence == emotion.valence for other in there) for emotion, there in pairs)
    answered = sum(bool(found) for found, _ in both)
    print(f"entries with a suggestion: {answered} of {len(both)}; ", end="")
    print(f"suggestions as pleasant or unpleasant as one ticked: {same_side} of {len(pairs)}")


def emo_text_to_kids(path: Path) -> None:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = _rows(lines.read())
    for split in ("train", "validation"):
        chosen = [row for row in rows if row["split"] == split]
        _print(f"EmoTextToKids {split}, {len(chosen)} sentences", _by_label(chosen))


def _by_label(rows: Sequence[dict[str, Any]]) -> list[tuple[str, Score]]:
    sure = [
        {e for e, confidence in confidences(row["text"], of_anyone=True).items() if confidence >= SET_CONFIDENCE}
        for row in rows
    ]
    return [
        (label, Score.of((bool(found & ours), label in row["labels"]) for found, row in zip(sure, rows, strict=True)))
        for label, ours in COUNTERPARTS.items()
    ]


def yes_or_no(title: str, path: Path, label: str, answer: Callable[[str], bool]) -> None:
    rows = _rows(path.read_text(encoding="utf-8"))
    halves = ((half, [row for row in rows if row["half"] == half]) for half in ("dev", "held"))
    _print(title, [(half, Score.of((answer(row["text"]), row[label]) for row in chosen)) for half, chosen in halves])


def _rows(lines: str) -> list[dict[str, Any]]:
    # Not splitlines(): a text may hold a line separator of its own.
    return [json.loads(line) for line in lines.split("\n") if line]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder that holds emotions_fr.jsonl.gz")
    arguments = parser.parse_args()
    for path in sorted(ENTRIES.glob("entries-*.jsonl")):
        print(f"\n{path.stem}", end="")
        demonstration([path])
    if arguments.data is not None:
        emo_text_to_kids(arguments.data / "emotions_fr.jsonl.gz")
    yes_or_no("Card of helplines", SENTENCES / "distress_sentences.jsonl", "distress", shows_distress)
    yes_or_no("Risky quotes", SENTENCES / "risky_quotes.jsonl", "risky", lambda text: bool(risks(text)))


if __name__ == "__main__":
    main()
