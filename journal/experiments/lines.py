"""What other pages say of experiments: the page of the cooperation, and the coordinators' Monday page."""

import uuid
from datetime import date, datetime

from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.experiments.models import Rung
from journal.experiments.queries import by_rung, quiet, waiting
from journal.web.lines import Card, Line, how_many, tally
from journal.web.typography import in_guillemets


def experiments_card(session: Session, person: Person, _now: datetime) -> Card:
    """Everyone of the Lab reads what it tries."""
    rungs = dict(by_rung(session, person.lab_id))
    going = sum(len(found) for rung, found in rungs.items() if rung not in {Rung.NORM, Rung.ABANDONED})
    norms = len(rungs.get(Rung.NORM, ()))
    return Card(
        "Les expérimentations",
        "Ce que le Lab essaie, de l’idée à la norme, chaque marche avec sa preuve.",
        facts=(
            *tally(going, "expérimentation avance", "expérimentations avancent"),
            *tally(norms, "est devenue la norme", "sont devenues la norme"),
        ),
        endpoint="experiments.index",
        link="Voir ce que le Lab essaie",
    )


def on_monday(session: Session, lab_id: uuid.UUID, today: date) -> list[Line]:
    """Steps that wait for a decision, then experiments nobody has written about for three months."""
    one, several = "Une marche proposée attend", "marches proposées attendent"
    found = how_many(waiting(session, lab_id), one, several, "votre avis", "experiments.index")
    for row in quiet(session, lab_id, today):
        sentence = f"Rien n’est noté depuis trois mois sur {in_guillemets(row.title)}."
        found.append(Line(sentence, "experiments.experiment", {"experiment_id": row.id}))
    return found
