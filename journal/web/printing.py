"""Paper, by typst: tagged PDF that a screen reader reads in order (PDF/UA-1).

People's words enter as JSON data, never as typst source: nothing they hold can run.
"""

import itertools
import json
import unicodedata
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import manimgx_fonts
import typst
from fontTools.ttLib import TTFont

FONTS = Path(manimgx_fonts.__file__).parent
# What the fonts inside typst draw: Latin, Greek and Cyrillic letters, punctuation, currencies; then arrows, maths,
# boxes, stars and ticks.
LETTERS = (
    *((0x20, 0x7E), (0xA0, 0x17F), (0x218, 0x21B), (0x391, 0x3A1), (0x3A3, 0x3C9), (0x410, 0x44F)),
    *((0x2010, 0x2027), (0x202F, 0x203A), (0x20AC, 0x20AC), (0x2212, 0x2212)),
)
SYMBOLS = ((0x2190, 0x2211), (0x2213, 0x22FF), (0x2500, 0x25FF), (0x2605, 0x2606), (0x2713, 0x2713), (0x2717, 0x2718))
# What is never drawn and changes what is: line ends, joiners, directions, variants, the key around a digit.
UNSEEN = frozenset("\n\u200c\u200d\u200e\u200f\ufe0e\ufe0f\u20e3")
IN_PLACE_OF_SIGNS = "[signe]"


def pdf(source: Path, data: dict[str, Any], moment: datetime) -> bytes:
    """What a typst file makes of some data; the same data at the same moment always make the same file.

    Signs no font draws leave their place to « [signe] »: an accessible PDF may hold nothing that cannot be drawn, and
    system fonts differ from machine to machine.
    """
    try:
        return _compile(source, drawable(data), moment)
    except typst.TypstError:
        # Signs drawn one by one may not be together: they cost their place, never the file.
        return _compile(source, drawable(data, is_drawn=_is_letter), moment)


def _compile(source: Path, data: Any, moment: datetime) -> bytes:
    return typst.compile(
        str(source),
        root=str(source.parent),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards="ua-1",
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        timestamp=int(moment.astimezone(UTC).timestamp()),
    )


@cache
def is_drawn(sign: str) -> bool:
    """Whether some font at hand draws a sign."""
    return _is_letter(sign) or sign in UNSEEN or _is_among(sign, SYMBOLS) or ord(sign) in _drawn_beside()


def drawable(value: Any, *, is_drawn: Callable[[str], bool] = is_drawn) -> Any:
    """The same strings, lists and dictionaries, with each run of signs that cannot be drawn replaced."""
    if isinstance(value, str):
        runs = itertools.groupby(value, is_drawn)
        return "".join("".join(signs) if drawn else IN_PLACE_OF_SIGNS for drawn, signs in runs)
    if isinstance(value, dict):
        return {name: drawable(each, is_drawn=is_drawn) for name, each in value.items()}
    return [drawable(each, is_drawn=is_drawn) for each in value]


@cache
def _is_letter(sign: str) -> bool:
    return sign == "\n" or _is_among(sign, LETTERS)


def _is_among(sign: str, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(first <= ord(sign) <= last for first, last in ranges)


@cache
def _drawn_beside() -> frozenset[int]:
    """What the fonts beside typst's own draw; read the first time a text needs them."""
    signs: set[int] = set()
    for path in FONTS.glob("*.ttf"):
        with TTFont(path, lazy=True) as font:
            signs.update(font.getBestCmap())
    # Fonts also list control characters, that no accessible PDF may hold.
    return frozenset(sign for sign in signs if not unicodedata.category(chr(sign)).startswith("C"))
