"""The récit on paper, by typst: tagged PDF that a screen reader reads in order (PDF/UA-1).

People's words enter as JSON data, never as typst source: nothing they hold can run.
"""

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from journal.narrative import rules
from journal.narrative.models import Digest
from journal.web import typography

SOURCES = Path(__file__).parent / "print"
# What the font bundled with typst can draw: Latin, Greek and Cyrillic letters, punctuation, currencies. An accessible
# PDF may hold nothing else, and system fonts differ from machine to machine.
NOT_DRAWN = re.compile(
    "[^\\n\u0020-\u007e\u00a0-\u017f\u0218-\u021b\u0391-\u03a1\u03a3-\u03c9\u0410-\u044f"
    "\u2010-\u2027\u202f-\u203a\u20ac\u2212]+"
)
IN_PLACE_OF_SIGN = "[signe]"


def digest_pdf(digest: Digest, lab_name: str, parts: Sequence[dict[str, str]]) -> bytes:
    """A published month; the same text always makes the same file."""
    published = digest.published_at or digest.drafted_at
    provenance = digest.provenance
    data = {
        "kicker": "Le récit du mois",
        "title": digest.title,
        "lab": lab_name,
        "published": f"Publié le {typography.day(published)}.",
        "parts": [{"kind": p["kind"], "heading": p["heading"], "text": p["text"]} for p in parts if p["text"]],
        "ledger": [list(line) for line in rules.ledger_lines(provenance.get("ledger", {}))],
        "making": f"Empreinte du corpus : {provenance.get('fingerprint', '')[:12]}. Nombres arrondis à cinq.",
    }
    return _compile("digest.typ", data, published)


def cards_pdf(themes: Sequence[dict[str, Any]], lab_name: str, made_at: datetime) -> bytes:
    """Cards of the themes, for a workshop."""
    data = {
        "title": f"Les thèmes – {lab_name}",
        "lab": lab_name,
        "note": f"Cartes à découper, faites le {typography.day(made_at)}. Un thème ne se juge pas à sa taille.",
        "themes": list(themes),
    }
    return _compile("cards.typ", data, made_at)


def _compile(source: str, data: dict[str, Any], moment: datetime) -> bytes:
    return typst.compile(
        str(SOURCES / source),
        root=str(SOURCES),
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
