"""How good are the suggested emotions, the card of helplines and the warnings about quotes?

- ``blind``: invented entries written before the model was, whose errors nobody reads: only scored.
- ``demonstration``: the entries of the demonstration, against the emotions their invented authors ticked. Their facts
  are told with few emotion words, on purpose. Some were read while the lexicon was written, and all set how sure the
  model is.
- ``EmoTextToKids``: sentences about other people, twelve labels put by hand, mapped to ours. Needs the measuring data;
  the ``train`` split was read while the lexicon was written, the ``validation`` split was not.
- ``distress`` and ``quotes``: the sentences of ``benchmarks/data``, by half.

Run ``python -m benchmarks.emotions`` (``--data`` for the folder that holds ``emotions_fr.jsonl.gz``, ``--peers`` for
the majority and for sentence vectors, ``--errors demonstration`` for what was suggested wrongly).
"""

import argparse
import gzip
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.emotion_peers import (
    LEXICON_CONFIDENCE,
    Felt,
    Peer,
    lexicon,
    majority,
    model,
    sentence_vectors,
)  # fmt: skip
from nlp.distress import shows_distress
from nlp.emotion_clues import clues
from nlp.emotion_suggestions import SET_CONFIDENCE, confidences
from nlp.emotions import Emotion
from nlp.rare_facts import risks

ROOT = Path(__file__).parents[1]
SENTENCES = ROOT / "benchmarks" / "data"
ENTRIES = ROOT / "journal" / "demo" / "data"
SCORED_ONLY = "blind"

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


def entries(name: str) -> list[tuple[str, Felt]]:
    """Texts and what their authors ticked: ``blind``, ``practice`` or ``demonstration``."""
    if name == "demonstration":
        paths = sorted(ENTRIES.glob("entries-*.jsonl"))
        rows = [row for path in paths for row in _rows(path.read_text(encoding="utf-8"))]
        return [(row["text"], {Emotion(emotion) for emotion, _ in row["emotions"]}) for row in rows]
    rows = _rows((SENTENCES / f"emotions_{name}.jsonl").read_text(encoding="utf-8"))
    return [(row["text"], set(map(Emotion, row["emotions"]))) for row in rows]


def compare(name: str, peers: dict[str, Peer]) -> None:
    """Print each emotion for the model, then the total of each peer."""
    golds = entries(name)
    texts = [text for text, _ in golds]
    answers = {
        peer: list(zip(answer(texts), (felt for _, felt in golds), strict=True)) for peer, answer in peers.items()
    }
    scores = [(e.value, Score.of((e in found, e in there) for found, there in answers["model"])) for e in Emotion]
    totals = [
        (peer, Score.of((e in found, e in there) for found, there in both for e in Emotion))
        for peer, both in answers.items()
    ]
    _print(f"{name}, {len(golds)} entries", [*scores, *totals])
    for peer, both in answers.items():
        print(f"{peer}: ", end="")
        _print_company(both)


def print_errors(name: str) -> None:
    """Print what was suggested and not ticked, for sets that may be read."""
    golds = entries(name)
    for (text, there), found in zip(golds, model([text for text, _ in golds]), strict=True):
        if found - there:
            print(f"+{','.join(sorted(found - there))} ({','.join(sorted(there))}) {text[:160]}")


def _print_company(both: Sequence[tuple[set[Emotion], set[Emotion]]]) -> None:
    """Count suggestions as pleasant or unpleasant as one ticked: a smaller mistake than the opposite."""
    pairs = [(emotion, there) for found, there in both for emotion in found if there]
    same_side = sum(any(other.valence == emotion.valence for other in there) for emotion, there in pairs)
    answered = sum(bool(found) for found, _ in both)
    calm = [bool(found) for found, there in both if not there]
    print(f"entries with a suggestion: {answered} of {len(both)}, {sum(calm)} of {len(calm)} without emotion; ", end="")
    print(f"suggestions as pleasant or unpleasant as one ticked: {same_side} of {len(pairs)}")


def emo_text_to_kids(path: Path) -> None:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = _rows(lines.read())
    for split in ("train", "validation"):
        chosen = [row for row in rows if row["split"] == split]
        for peer, answer in (("model", _model_of_anyone), ("lexicon", _lexicon_of_anyone)):
            _print(f"EmoTextToKids {split}, {len(chosen)} sentences, {peer}", _by_label(chosen, answer))


def _model_of_anyone(text: str) -> Felt:
    return {e for e, confidence in confidences(text, of_anyone=True).items() if confidence >= SET_CONFIDENCE}


def _lexicon_of_anyone(text: str) -> Felt:
    return {e for e, strength in clues(text, of_anyone=True).items() if strength >= LEXICON_CONFIDENCE}


def _by_label(rows: Sequence[dict[str, Any]], answer: Callable[[str], Felt]) -> list[tuple[str, Score]]:
    sure = [answer(row["text"]) for row in rows]
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
    parser.add_argument("--peers", action="store_true", help="also the majority and sentence vectors")
    parser.add_argument("--errors", metavar="SET", help="only print the mistakes on practice or demonstration")
    arguments = parser.parse_args()
    if arguments.errors == SCORED_ONLY:
        parser.error(f"'{SCORED_ONLY}' is only scored, never read")
    if arguments.errors:
        print_errors(arguments.errors)
        return
    peers: dict[str, Peer] = {"model": model, "lexicon": lexicon}
    if arguments.peers:
        practice = entries("practice")
        peers |= {"majority": majority(practice), "sentence vectors": sentence_vectors(practice)}
    for name in (SCORED_ONLY, "demonstration"):
        compare(name, peers)
    if arguments.data is not None:
        emo_text_to_kids(arguments.data / "emotions_fr.jsonl.gz")
    yes_or_no("Card of helplines", SENTENCES / "distress_sentences.jsonl", "distress", shows_distress)
    yes_or_no("Risky quotes", SENTENCES / "risky_quotes.jsonl", "risky", lambda text: bool(risks(text)))


if __name__ == "__main__":
    main()
