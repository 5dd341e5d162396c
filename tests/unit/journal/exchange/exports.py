"""What an export may hold: two themes, two passages, words in every alphabet."""

import uuid

from journal.exchange.gathering import Export, ExportedPassage, ExportedTheme


def make_theme(number: int = 1, **values: str) -> ExportedTheme:
    defaults = {"label": f"Thème {number} & <co>", "definition": "Aller et venir.", "includes": "", "excludes": ""}
    return ExportedTheme(
        key=uuid.UUID(int=number),
        status="Adopté",
        color="#33477f",
        participants=15,
        terms=("bus",),
        **(defaults | values),
    )


def make_export() -> Export:
    first, second = make_theme(1, includes="Le bus.\nLe car."), make_theme(2, definition="")
    both = (first.key, second.key)
    passages = (
        ExportedPassage(uuid.UUID(int=11), "J’ai attendu 😀 & <longtemps>", "2026-11", "Formation", both),
        ExportedPassage(uuid.UUID(int=12), "[PRÉNOM] m’a déposée", "2026-10", "Premières semaines", (first.key,)),
    )
    return Export("Lab Provence", "2026-11-30", (first, second), passages, floor=5)
