"""Choosing how to say a thing: banks of sentences, and a voice that does not repeat itself.

The choice is a stable hash of what is told, corrected by memory: a sentence already printed comes last, then a turn of
phrase already used in this text, then one used in the texts before, then one that opens like the sentence just said.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cache
from string import Formatter

from nlp import resources
from nlp.french import NBSP, Noun, fill, quoted

Slots = Mapping[str, str | Noun]


@cache
def banks() -> Mapping[str, tuple[str, ...]]:
    """Read the banks of sentences, once."""
    return {name: tuple(sentences) for name, sentences in resources.table("phrases.toml").items()}


def stable_hash(*parts: str) -> int:
    """Hash text to the same number in every process and on every machine."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return int.from_bytes(digest[:8], "big")


def closed(text: str) -> str:
    """End a text with its full stop when nothing ends it."""
    stripped = text.rstrip()
    return stripped if stripped.endswith((".", "!", "?", "…")) else stripped + "."


def in_quotes(text: str) -> str:
    """Quote words and end the sentence: their own punctuation stays inside, a missing full stop comes outside."""
    words = quoted(text)
    return words if closed(text) == text.rstrip() else f"{words}."


class Voice:
    """Says things one after the other, remembering what it said.

    Parameters
    ----------
    seed
        What the text is about (« 2026-11 »); the same seed and the same calls give the same words.
    previous
        The sentences of the last texts, as they were printed.
    """

    def __init__(self, seed: str, previous: frozenset[str] = frozenset()) -> None:
        self._seed = seed
        self._printed = {_comparable(sentence) for sentence in previous}
        self._previous = frozenset(self._printed)
        self._used_before: dict[str, bool] = {}
        self._templates: set[str] = set()
        self._opening_word = ""
        self._ended_on_words = False  # those of someone: what follows does not open on words too

    def say(self, bank: str, about: str, slots: Slots) -> str:
        """Choose a sentence of ``bank`` for what it is ``about``, and write it."""
        return self.say_one_of((bank,), about, slots)

    def say_one_of(self, names: Sequence[str], about: str, slots: Slots) -> str:
        """Choose among several banks together."""
        candidates = [template for name in names for template in banks()[name]]
        template = min(candidates, key=lambda each: self._reluctance(each, about, slots))
        text = fill(template, slots)
        self._templates.add(template)
        self._printed.add(_comparable(text))
        self._opening_word = _first_word(text)
        self._ended_on_words = text.endswith("»")
        return text

    def has_printed(self, words: str) -> bool:
        """Tell whether these words already stand inside a sentence of this text or of the last ones."""
        wanted = _comparable(words)
        return any(wanted in sentence for sentence in self._printed)

    def was_read_before(self, words: str) -> bool:
        """Tell whether these words stand in the last texts, this one left out."""
        wanted = _comparable(words)
        return any(wanted in sentence for sentence in self._previous)

    def is_out_of_words(self, bank: str) -> bool:
        """Tell whether a bank without slots has nothing left that was not said."""
        return all(_comparable(fill(template, {})) in self._printed for template in banks()[bank])

    def draw(self, about: str, choices: int) -> int:
        """Draw a number below ``choices``, always the same for the same seed."""
        return stable_hash(self._seed, about) % choices

    def _reluctance(self, template: str, about: str, slots: Slots) -> tuple[bool, bool, bool, bool, bool, int]:
        text = fill(template, slots)
        return (
            _comparable(text) in self._printed,
            self._ended_on_words and text.startswith("«"),
            template in self._templates,
            self._was_used_before(template),
            _first_word(text) == self._opening_word,
            stable_hash(self._seed, about, template),
        )

    def _was_used_before(self, template: str) -> bool:
        """Recognise in the last texts a turn of phrase, whatever filled it."""
        if template not in self._used_before:
            pattern = _pattern(template)
            self._used_before[template] = any(pattern.fullmatch(sentence) for sentence in self._previous)
        return self._used_before[template]


def _comparable(text: str) -> str:
    return text.replace(NBSP, " ").casefold()


def _first_word(text: str) -> str:
    match = re.match(r"\W*(\w+)", text)
    return match.group(1).casefold() if match else ""


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """Recognise any sentence written from a template; the word before a slot may have been contracted."""
    parts: list[str] = []
    for literal, name, _, _ in Formatter().parse(_comparable(template)):
        fixed = literal if name is None else re.sub(r"\b(?:de|à|que) $", "", literal)
        parts.append(re.escape(fixed) + ("" if name is None else ".+"))
    return re.compile("".join(parts))
