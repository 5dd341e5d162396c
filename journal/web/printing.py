"""Paper, by typst: tagged PDF that a screen reader reads in order (PDF/UA-1).

People's words enter as JSON data, never as typst source: nothing they hold can run.
"""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

# What the font bundled with typst can draw: Latin, Greek and Cyrillic letters, punctuation, currencies. An accessible
# PDF may hold nothing else, and system fonts differ from machine to machine.
NOT_DRAWN = re.compile(
    "[^\\n\u0020-\u007e\u00a0-\u017f\u0218-\u021b\u0391-\u03a1\u03a3-\u03c9\u0410-\u044f"
    "\u2010-\u2027\u202f-\u203a\u20ac\u2212]+"
)
IN_PLACE_OF_SIGN = "[signe]"


def pdf(source: Path, data: dict[str, Any], moment: datetime) -> bytes:
    """What a typst file makes of some data; the same data at the same moment always make the same file."""
    return typst.compile(
        str(source),
        root=str(source.parent),
        format="pdf",
        sys_inputs={"data": json.dumps(_drawable(data), ensure_ascii=False)},
        pdf_standards="ua-1",
        ignore_system_fonts=True,
        timestamp=int(moment.astimezone(UTC).timestamp()),
    )


def _drawable(value: Any) -> Any:
    if isinstance(value, str):
        return NOT_DRAWN.sub(IN_PLACE_OF_SIGN, value)
    if isinstance(value, dict):
        return {name: _drawable(each) for name, each in value.items()}
    return [_drawable(each) for each in value]
