"""What an export may hold: two themes, two passages, words in every alphabet, a step and a measure."""

import uuid
from datetime import date
from typing import Any

from journal.exchange.experiments import ExportedMeasure, ExportedStep
from journal.exchange.gathering import Export, ExportedPassage, ExportedTheme


def make_theme(number: int = 1, **values: Any) -> ExportedTheme:
    defaults = {"label": f"Thème {number} & <co>", "definition": "Aller et venir.", "includes": "", "excludes": ""}
    return ExportedTheme(
        key=uuid.UUID(int=number),
        status="Adopté",
        color="#33477f",
        participants=15,
        terms=("bus",),
        solidity="solide",
        **(defaults | values),
    )


def make_export() -> Export:
    months = (("2026-10", 10), ("2026-11", None))
    first = make_theme(1, includes="Le bus.\nLe car.", emotions=(("Espoir", 10),), months=months)
    second = make_theme(2, definition="")
    both = (first.key, second.key)
    passages = (
        ExportedPassage(uuid.UUID(int=11), "J’ai attendu 😀 & <longtemps>", "2026-11", "Formation", both),
        ExportedPassage(uuid.UUID(int=12), "[PRÉNOM] m’a déposée", "", "Premières semaines", (first.key,)),
    )
    step = ExportedStep("Le minibus", "Un minibus.", "Tout le monde.", "", "Idée", date(2026, 3, 1), "=1+1", "")
    counted = ("Embauches", "personnes", "Entreprise", "Provençale")
    few = ExportedMeasure(*counted, None, date(2026, 5, 30), None, "moins de 5 personnes", "Registre", "", "", "")
    many = ExportedMeasure(*counted, None, date(2026, 6, 30), 1250.0, "1 250 personnes", "", "", "Le minibus", "Avant")
    return Export(
        "Lab Provence",
        "2026-11-30",
        (first, second),
        passages,
        floor=5,
        experiments=(step,),
        measures=(few, many),
        made_on=date(2026, 12, 1),
        masking=("7", "8"),
    )
