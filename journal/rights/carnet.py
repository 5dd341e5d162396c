"""The carnet: everything one wrote, in order, as a page to read and a tagged PDF to keep."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from markupsafe import Markup

from journal.entries import prompts, rules
from journal.entries.lines import how_many
from journal.entries.models import Entry
from journal.web import printing, typography

SOURCES = Path(__file__).parent / "print"


def pages(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """What the carnet says of each text, oldest first."""
    return [_page(entry) for entry in sorted(entries, key=lambda entry: (entry.happened_on, entry.written_at))]


def _page(entry: Entry) -> dict[str, Any]:
    felt = [
        row.emotion.label.lower() + (f" ({rules.INTENSITIES[row.intensity]})" if row.intensity else "")
        for row in entry.emotions
    ]
    notes = (
        ("Ressenti", ", ".join([*felt, *([entry.free_emotion] if entry.free_emotion else [])])),
        ("Ce qui a aidé", entry.helped),
        ("Ce qui a freiné", entry.hindered),
        ("Subi ou agi", rules.AGENCY.get(entry.agency or 0, "")),
        ("Mon prochain pas", entry.next_step.text if entry.next_step else ""),
        ("Pour le", typography.day(entry.next_step.due_on) if entry.next_step and entry.next_step.due_on else ""),
        ("Ce que cela a changé", entry.next_step.outcome if entry.next_step else ""),
    )
    return {
        "day": typography.day(entry.happened_on),
        "step": entry.step.label if entry.step else "",
        "asked": prompts.wording(entry.prompt),
        "text": entry.text,
        "notes": [[name, value] for name, value in notes if value],
    }


def style() -> Markup:
    """The page's style sheet, inlined: a file on a disk has no site to fetch it from."""
    return Markup("<style>{}</style>").format(Markup((SOURCES / "carnet.css").read_text(encoding="utf-8")))  # noqa: S704


def pdf(entries: Sequence[Entry], moment: datetime) -> bytes:
    """The carnet as tagged PDF (PDF/UA-1); the same texts on the same day give the same file."""
    data = {
        "title": "Mon carnet",
        "made": f"{how_many(entries)}, au {typography.day(moment)}.",
        "pages": pages(entries),
    }
    return printing.pdf(SOURCES / "carnet.typ", data, moment)
