"""How good are the suggested emotions, the card of helplines and the warnings about quotes?

- ``blind``: invented entries written before the model was, whose errors nobody reads: only scored.
- ``demonstration``: the entries of the demonstration, against the emotions their invented authors ticked. Their facts
  are told with few emotion words, on purpose. Some were read while the lexicon was written, and all set how sure the
  model is.
- ``EmoTextToKids``: sentences about other people, twelve labels put by hand, mapped to ours. Needs the measuring data;
  the ``train`` split was read while the lexicon was written, the ``validation`` split was not.
- ``distress`` and ``quotes``: the sentences of ``benchmarks/data``, by half.

A question offers three emotions to choose from: it holds when one at least was ticked, and reaches an entry then.

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
    Offered,
    Peer,
    lexicon,
    majority,
    model,
    one_by_one,
    sentence_vectors,
)  # fmt: skip
from nlp.distress import shows_distress
from nlp.emotion_clues import clues
from nlp.emotion_suggestions import SET_CONFIDENCE, offer
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


@dataclass(frozen=True, slots=True)
class Asked:
    """How often emotions are offered to choose from, and how often that helps."""

    texts: int
    felt: int  # texts where something was ticked
    asked: int
    asked_calm: int  # of those asked, where nothing was ticked
    held: int  # one at least of those offered was ticked
    opposite: int  # all that was ticked is of the other valence than anything offered

    @classmethod
    def of(cls, pairs: Iterable[tuple[Offered, Felt]]) -> "Asked":
        """From pairs (offered, ticked)."""
        both = list(pairs)
        asked = [(few, there) for few, there in both if few]
        return cls(
            texts=len(both),
            felt=sum(bool(there) for _, there in both),
            asked=len(asked),
            asked_calm=sum(not there for _, there in asked),
            held=sum(not there.isdisjoint(few) for few, there in asked),
            opposite=sum(
                bool(there) and {e.valence for e in few}.isdisjoint(e.valence for e in there) for few, there in asked
            ),
        )

    def __str__(self) -> str:
        return (
            f"asked {self.asked} of {self.texts}, holds {_share(self.held, self.asked).strip()}, "
            f"reaches {_share(self.held, self.felt).strip()} of {self.felt} with emotion; "
            f"{self.asked_calm} of {self.texts - self.felt} without emotion are asked, "
            f"{self.opposite} questions offer the other valence"
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
    """Print how often the question of each peer holds, then each emotion of the model’s."""
    golds = entries(name)
    texts, felt = [text for text, _ in golds], [there for _, there in golds]
    print(f"\n{name}, {len(golds)} entries")
    answers = {peer: list(zip(answer(texts), felt, strict=True)) for peer, answer in peers.items()}
    for peer, both in answers.items():
        print(f"{peer}: {Asked.of(both)}")
        total = Score.of((e in offered, e in there) for offered, there in both for e in Emotion)
        print(
            f"  each emotion alone: precision {_share(total.right, total.found).strip()}, "
            f"recall {_share(total.right, total.there).strip()}"
        )
    _print(
        "Emotion by emotion",
        [(e.value, Score.of((e in offered, e in there) for offered, there in answers["model"])) for e in Emotion],
    )


def print_errors(name: str) -> None:
    """Print what was offered where nothing of it was ticked, for sets that may be read."""
    golds = entries(name)
    for (text, there), offered in zip(golds, model([text for text, _ in golds]), strict=True):
        if offered and there.isdisjoint(offered):
            print(f"+{','.join(offered)} ({','.join(sorted(there))}) {text[:160]}")


def emo_text_to_kids(path: Path) -> None:
    """Print how often a question holds on sentences about others, a label without counterpart being none of ours."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = _rows(lines.read())
    for split in ("train", "validation"):
        chosen = [row for row in rows if row["split"] == split]
        ours = [set().union(*(COUNTERPARTS.get(label, set()) for label in row["labels"])) for row in chosen]
        for peer, answer in (("model", _model_of_anyone), ("lexicon", _lexicon_of_anyone)):
            offered = [answer(row["text"]) for row in chosen]
            print(f"\nEmoTextToKids {split}, {peer}: {Asked.of(zip(offered, ours, strict=True))}")
            _print("The first offered, by label", _by_label(chosen, offered))


def _model_of_anyone(text: str) -> Offered:
    found = offer(text, of_anyone=True)
    return found.emotions if found.confidence >= SET_CONFIDENCE else ()


def _lexicon_of_anyone(text: str) -> Offered:
    found = clues(text, of_anyone=True)
    return tuple(sorted((e for e in found if found[e] >= LEXICON_CONFIDENCE), key=lambda e: -found[e]))


def _by_label(rows: Sequence[dict[str, Any]], offered: Sequence[Offered]) -> list[tuple[str, Score]]:
    return [
        (
            label,
            Score.of(
                (few[:1] != () and few[0] in ours, label in row["labels"])
                for few, row in zip(offered, rows, strict=True)
            ),
        )
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
    peers: dict[str, Peer] = {"model": model, "one by one": one_by_one, "lexicon": lexicon}
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
