"""What pages say of one’s own entries, together or as news on the first page of the journal."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.clock import today
from journal.entries.hiding import hidden_by_team
from journal.entries.models import Entry
from journal.entries.queries import timeline
from journal.web import typography
from journal.web.lines import Line

# Long enough for who comes twice a month.
TOLD_FOR = timedelta(days=30)


def how_many(entries: Sequence[Entry]) -> str:
    """How many texts there are, and how many times what was felt was kept without one: « 2 textes et 1 ressenti »."""
    felt = sum(entry.wordless for entry in entries)
    texts = [typography.plural(len(entries) - felt, "texte")] if len(entries) > felt or not felt else []
    return " et ".join([*texts, *([typography.plural(felt, "ressenti")] if felt else [])])


def hidden_lately(session: Session, person: Person) -> list[Line]:
    """Each text in which the team hid words recently."""
    since = today() - TOLD_FOR
    found = session.scalars(timeline(person.id)).all()
    hidden = [entry for entry in found if any(each.day > since for each in hidden_by_team(entry))]
    return [
        Line(
            f"L’équipe du Lab a caché des mots de votre texte du {typography.day(entry.happened_on)}.",
            "entries.sharing",
            {"entry_id": entry.id, "_anchor": "cache-par-l-equipe"},
            "Voir lesquels, et pourquoi",
        )
        for entry in hidden
    ]
