"""What the page of the cooperation shows of experiments."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.experiments.models import Rung
from journal.experiments.queries import by_rung
from journal.web.lines import Card
from journal.web.typography import plural


def experiments_card(session: Session, person: Person, _now: datetime) -> Card:
    """Everyone of the Lab reads what it tries."""
    rungs = dict(by_rung(session, person.lab_id))
    going = sum(len(found) for rung, found in rungs.items() if rung not in {Rung.NORM, Rung.ABANDONED})
    norms = len(rungs.get(Rung.NORM, ()))
    facts = []
    if going:
        facts.append(f"{plural(going, 'expérimentation avance', 'expérimentations avancent')}.")
    if norms:
        facts.append(f"{plural(norms, 'est devenue la norme', 'sont devenues la norme')}.")
    return Card(
        "Les expérimentations",
        "Ce que le Lab essaie, de l’idée à la norme, chaque marche avec sa preuve.",
        facts=tuple(facts),
        endpoint="experiments.index",
        link="Voir ce que le Lab essaie",
    )
