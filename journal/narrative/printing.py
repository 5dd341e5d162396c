"""The récit on paper: its months, and its themes as cards."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from journal.narrative import rules
from journal.narrative.models import Digest
from journal.web import printing, typography

SOURCES = Path(__file__).parent / "print"


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
    return printing.pdf(SOURCES / "digest.typ", data, published)


def cards_pdf(themes: Sequence[dict[str, Any]], lab_name: str, made_at: datetime) -> bytes:
    """Cards of the themes, for a workshop."""
    data = {
        "title": f"Les thèmes – {lab_name}",
        "lab": lab_name,
        "note": f"Cartes à découper, faites le {typography.day(made_at)}. Un thème ne se juge pas à sa taille.",
        "themes": list(themes),
    }
    return printing.pdf(SOURCES / "cards.typ", data, made_at)
