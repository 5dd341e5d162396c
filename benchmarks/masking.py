"""Measure pseudonymisation on the gold set, and on the structured identifiers when their folder is given.

    python -m benchmarks.masking --set dev|held|practice|fresh|fresh2|fresh3|fresh4|fresh5 [--data FOLDER] [--errors]

Labels are ignored, as readers ignore them: a word is hidden or it is not, whatever the kind of its mask. ``--errors``
shows what was missed and what was masked by mistake. It is refused for sets that are only ever scored: the fresh sets
from the third on, written without looking at the masker. The held half and the first two fresh sets were kept aside
too, until they were read.
"""

import argparse
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import re2

from nlp.language import load
from nlp.masking import Mask, find_masks_many

DATA = Path(__file__).parent / "data"
SCORED_ONLY = frozenset({"fresh3", "fresh4", "fresh5"})
# the sets whose errors were read, which the tagger learns from
READ = {"dev": "gold", "held": "gold", "practice": "practice", "fresh": "fresh", "fresh2": "fresh2"}
_NAMES = READ | {name: name for name in sorted(SCORED_ONLY)}
FILES = {half: DATA / f"masking_{name}.jsonl" for half, name in _NAMES.items()}
DIRECT = frozenset({"PHONE", "MAIL", "NIR", "IBAN", "URL", "ID", "SECU", "TEL"})
_TOKEN = re2.compile(r"[\p{L}\p{M}]+|\p{N}+")


@dataclass(frozen=True, slots=True)
class Gold:
    """A text and the true spans in it."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


@dataclass(slots=True)
class Score:
    """What was found, counted in tokens, in spans and in entries."""

    tokens: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    spans: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    entries: list[int] = field(default_factory=lambda: [0, 0])
    over: list[int] = field(default_factory=lambda: [0, 0])

    def recall(self) -> float:
        """Share of the identifying tokens that are hidden."""
        return _ratio([sum(hit) for hit in zip(*self.tokens.values(), strict=True)])

    def direct(self) -> float:
        """Share of the direct identifiers that are hidden whole."""
        counts = [count for kind, count in self.spans.items() if kind in DIRECT]
        return _ratio([sum(hit) for hit in zip(*counts, strict=True)])


def read_gold(half: str) -> list[Gold]:
    """Return one half of the gold set, or another set whole."""
    rows = (json.loads(line) for line in FILES[half].read_text(encoding="utf-8").splitlines())
    return [Gold(row["text"], tuple((s, e, k) for s, e, k in row["spans"])) for row in rows if row["half"] == half]


def read_structured(folder: Path) -> list[Gold]:
    """Return the fictitious texts with structured identifiers, if the folder has them."""
    path = folder / "identifiants_structures.jsonl.gz"
    if not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [Gold(row["text"], tuple((s, e, k) for s, e, k in row["spans"])) for row in rows]


def score(golds: Sequence[Gold], found: Sequence[Sequence[Mask]]) -> Score:
    """Compare masks with the truth."""
    result = Score()
    for gold, masks in zip(golds, found, strict=True):
        hidden = [(mask.start, mask.end) for mask in masks]
        whole = True
        for start, end, kind in gold.spans:
            tokens = list(_tokens(gold.text, start, end))
            hits = sum(_inside(token, hidden) for token in tokens)
            _count(result.tokens[kind], hits, len(tokens))
            _count(result.spans[kind], hits == len(tokens), 1)
            whole = whole and hits == len(tokens)
        if gold.spans:
            _count(result.entries, whole, 1)
        truth = [(start, end) for start, end, _ in gold.spans]
        innocent = [token for token in _tokens(gold.text, 0, len(gold.text)) if not _inside(token, truth)]
        _count(result.over, sum(_inside(token, hidden) for token in innocent), len(innocent))
    return result


def report(result: Score) -> str:
    """Return the table and the four figures of the bar."""
    lines = [f"{'type':<12}{'tokens':>14}{'spans whole':>16}"]
    for kind in sorted(result.tokens):
        (hit, all_), (whole, spans) = result.tokens[kind], result.spans[kind]
        lines.append(
            f"{kind:<12}{hit:>6}/{all_:<4}{hit / max(all_, 1):>4.2f}{whole:>8}/{spans:<4}{whole / spans:>4.2f}"
        )
    lines += [
        f"token recall      {result.recall():.3f}  (>= 0.97)",
        f"direct, whole     {result.direct():.3f}  (= 1.00)",
        f"entries, whole    {_ratio(result.entries):.3f}  (>= 0.90)",
        f"over-masking      {_ratio(result.over):.3f}  (<= 0.05)",
    ]
    return "\n".join(lines)


def errors(golds: Sequence[Gold], found: Sequence[Sequence[Mask]]) -> Iterator[str]:
    """Yield what was missed (-) and what was masked by mistake (+)."""
    for gold, masks in zip(golds, found, strict=True):
        hidden = [(mask.start, mask.end) for mask in masks]
        missed = [
            f"-{kind}:{gold.text[start:end]}"
            for start, end, kind in gold.spans
            if not all(_inside(token, hidden) for token in _tokens(gold.text, start, end))
        ]
        truth = [(start, end) for start, end, _ in gold.spans]
        over = [
            f"+{mask.kind}/{mask.source}:{gold.text[mask.start : mask.end]}"
            for mask in masks
            if not all(_inside(token, truth) for token in _tokens(gold.text, mask.start, mask.end))
        ]
        if missed or over:
            yield " | ".join([*missed, *over, gold.text[:160]])


def _tokens(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _TOKEN.finditer(text[start:end]):
        yield start + match.start(), start + match.end()


def _inside(token: tuple[int, int], spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= token[0] and token[1] <= end for start, end in spans)


def _count(pair: list[int], hits: int, total: int) -> None:
    pair[0] += hits
    pair[1] += total


def _ratio(pair: Sequence[int]) -> float:
    return pair[0] / pair[1] if pair and pair[1] else 1.0


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=tuple(FILES), default="dev")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    if options.errors and options.set in SCORED_ONLY:
        parser.error(f"'{options.set}' is only scored, never read")
    nlp = load()
    sets = {f"gold, {options.set}": read_gold(options.set)}
    if options.data:
        sets["structured identifiers"] = read_structured(options.data)
    for name, golds in sets.items():
        if golds:
            found = find_masks_many([gold.text for gold in golds], nlp=nlp)
            print(f"\n{name}: {len(golds)} texts\n{report(score(golds, found))}")
            if options.errors:
                print(*errors(golds, found), sep="\n")


if __name__ == "__main__":
    main()
