"""What a contribution says, as its author wrote it and as others read it."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.narrative.models import Contribution
from tests.unit.journal.narrative.scenes import Scene

TEXT = "Il manque le vélo, Karim de Digne le dit aussi et personne ne l’entend."
MASKED = "Il manque le vélo, [PRÉNOM] de [VILLE] le dit aussi et personne ne l’entend."
MASKS = [[19, 24, "first_name", "rule"], [28, 33, "place", "rule"]]
SEND = "form:has(.btn-primary)"


def reload(session: Session) -> Contribution:
    found = session.scalars(sa.select(Contribution).execution_options(populate_existing=True)).one()
    session.commit()
    return found


def mediation(scene: Scene, sign_in) -> str:
    return str(sign_in(scene.first).get("/mediation").text)
