"""Texts whose letters and digits were typed, pasted or dressed up otherwise, as every layer reads them.

A phone number copied from a page has hyphens that do not break, from a contact soft or invisible characters; French
dates have spaces that do not break; digits are boxed, bold or wide; PDF files give « ﬁ » as one character. No layer
knows these shapes: each reads the plain text, and what it finds is hidden where it stands in the text as written.
"""

import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

import re2

from nlp.language import UNSEEN
from nlp.masking.applying import merge_masks
from nlp.masking.kinds import Mask

# Most texts hold nothing else: they are read as they are.
_USUAL = re2.compile(r"^[\n\t\x{20}-\x{9f}\x{a1}-\x{ac}\x{ae}-\x{17f}–—‘’“”„†•…‰‹›€]*$")
_HYPHENS = dict.fromkeys("\u2010\u2011\u2212\ufe63\uff0d", "-")
_BLANK = "\u2800"  # a cell of braille without a dot: seen as a space
# Circled, joined, wide, mathematical and boxed letters and digits.
_DRESSED = ((0x2460, 0x24FF), (0xFB00, 0xFB06), (0xFF01, 0xFF5E), (0x1D400, 0x1D7FF), (0x1F100, 0x1F190))


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text as layers read it; ``origins`` says where each of its characters stands in the one that was written."""

    text: str
    origins: tuple[int, ...] | None = None

    def masks_of_written(self, masks: tuple[Mask, ...]) -> tuple[Mask, ...]:
        """Where what was found in the plain text stands in the written one, whatever is invisible in it included."""
        if self.origins is None:
            return masks
        at = self.origins
        return merge_masks(replace(mask, start=at[mask.start], end=at[mask.end - 1] + 1) for mask in masks)


def plain(text: str) -> PlainText:
    """Return ``text`` with usual spaces, hyphens, digits and letters, and nothing invisible."""
    if _USUAL.match(text):
        return PlainText(text)
    shapes = [_shape(char) for char in text]
    origins = tuple(place for place, shape in enumerate(shapes) for _ in shape)
    return PlainText("".join(shapes), origins)


@lru_cache(maxsize=4096)
def _shape(char: str) -> str:
    if char in _HYPHENS:
        return _HYPHENS[char]
    if UNSEEN.match(char):
        return ""
    category = unicodedata.category(char)
    if category == "Zs" or char == _BLANK:
        return " "
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if any(first <= ord(char) <= last for first, last in _DRESSED):
        return unicodedata.normalize("NFKC", char)
    return char
