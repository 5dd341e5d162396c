"""A paragraph as it is laid out: whose words are set apart, its lines, its sentences as readers see them. Pure."""

import re
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from journal.narrative.whose_words import voices

CORRECTED = "Une phrase corrigée ou enlevée par l’équipe."
# What stands before and after a quote that is a sentence by itself: the end of a sentence or a colon; then its full
# stop, and the beginning of another sentence or the end of the text.
ENDED = re.compile(r"(?:^|[:.!?…»])\s*$")
ENDS_HERE = re.compile(r"(\.?)(?=\s*$|\s+[^\Wa-zà-ÿ]|\s+[«\[])")
# Whose words they are, where a participant's have lines of their own.
APART = "voice apart"
# Under so many characters, what follows the first words of a participant is not worth a fold.
WORTH_FOLDING = 160
# What a small screen shows of a part where nobody is quoted.
FIRST_SENTENCES = 2
# The parts of a text that are read one thing after another: one line for each.
LISTED = frozenset({"answers", "changes", "trials"})


def said_by_whom(text: str, sentences: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """A text cut where quotation marks open and close: « voice » for a participant's words, « reading » for the team's.

    Told apart by what the machine's sentences rest on: words that rest on no passage are not a participant's. A long
    name, of a theme or of an experiment, is in guillemets too and is nobody's voice. A participant's words that are a
    sentence by themselves are « apart », with the full stop that closes them: they have lines of their own.
    """
    whose = {
        piece: "reading" if _is_a_sentence(piece) else ""
        for sentence in sentences
        if all(kind != "passage" for kind, _ in sentence["evidence"])
        for piece, said in voices(sentence["text"])
        if said
    }
    pieces = [(piece, whose.get(piece, "voice") if said else "") for piece, said in voices(text)]
    for place, (piece, who) in enumerate(pieces):
        before = pieces[place - 1][0] if place else ""
        after = pieces[place + 1][0] if place + 1 < len(pieces) else ""
        if who == "voice" and ENDED.search(before) and (ends := ENDS_HERE.match(after)):
            pieces[place] = (piece + ends[1], APART)
            if after:
                pieces[place + 1] = (after[ends.end(1) :], "")
    return [pair for pair in pieces if pair[0]]


def in_lines(text: str, kind: str, sentences: Iterable[Mapping[str, Any]]) -> list[str]:
    """A paragraph as it is laid out: whole, or a line for each thing the Lab answers or tries.

    Cut where the machine's sentences begin and end; what a person wrote between them has lines of its own.
    """
    if kind not in LISTED:
        return [text]
    lines, at = [], 0
    for sentence in sentences:
        found = text.find(sentence["text"], at)
        if found >= 0:
            lines += [text[at:found], sentence["text"]]
            at = found + len(sentence["text"])
    return [line.strip() for line in [*lines, text[at:]] if line.strip()]


def lead_and_rest(text: str, kind: str, sentences: Iterable[Mapping[str, Any]]) -> tuple[str, str]:
    """A theme's part, cut in what a small screen shows and what it folds.

    It shows the first words of a participant, and what leads to them; where nobody is quoted, the first sentences.
    """
    sentences = list(sentences)
    pieces = said_by_whom(text, sentences) if kind == "theme" else []
    first = next((place for place, (_, whose) in enumerate(pieces, start=1) if whose == APART), 0)
    if first:
        lead, rest = ("".join(piece for piece, _ in some).strip() for some in (pieces[:first], pieces[first:]))
        return (lead, rest) if len(rest) >= WORTH_FOLDING else (text, "")
    at = _after_first_sentences(text, sentences) if pieces and len(sentences) > FIRST_SENTENCES + 1 else 0
    return (text[:at].strip(), text[at:].strip()) if at and text[at:].strip() else (text, "")


def _after_first_sentences(text: str, sentences: Iterable[Mapping[str, Any]]) -> int:
    """Where the first sentences of the machine end, if they still begin the text."""
    at = 0
    for sentence in islice(sentences, FIRST_SENTENCES):
        if not text[at:].lstrip().startswith(sentence["text"]):
            return 0
        at = text.index(sentence["text"], at) + len(sentence["text"])
    return at


def tells_its_doubt(sentences: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a part says that its theme is fragile, or has still to be confirmed."""
    return any(ref.endswith("/solidity") for sentence in sentences for _, ref in sentence["evidence"])


def _is_a_sentence(piece: str) -> bool:
    return piece.rstrip("»\u00a0\u202f ").endswith((".", "!", "?", "…"))


def as_read(sentences: Iterable[Mapping[str, Any]], text: str) -> list[dict[str, Any]]:
    """The machine's sentences as readers may see them: one that no longer stands in the text keeps no word."""
    words = " ".join(text.split())
    return [
        {**sentence, "text": sentence["text"] if " ".join(sentence["text"].split()) in words else CORRECTED}
        for sentence in sentences
    ]
