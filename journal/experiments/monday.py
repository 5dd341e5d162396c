"""What the coordinators' Monday page says of experiments."""

import uuid
from datetime import date

from sqlalchemy.orm import Session

from journal.experiments.queries import quiet, waiting
from journal.web.lines import Line
from journal.web.typography import in_guillemets


def lines(session: Session, lab_id: uuid.UUID, today: date) -> list[Line]:
    """Steps that wait for a decision, then experiments nobody has written about for three months."""
    found = []
    if proposed := waiting(session, lab_id):
        told = "Une marche proposée attend" if proposed == 1 else f"{proposed} marches proposées attendent"
        found.append(Line(f"{told} votre avis.", "experiments.index"))
    for row in quiet(session, lab_id, today):
        sentence = f"Rien n’est noté depuis trois mois sur {in_guillemets(row.title)}."
        found.append(Line(sentence, "experiments.experiment", {"experiment_id": row.id}))
    return found
