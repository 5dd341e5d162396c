"""Writing the legal notice of a Lab."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.errors import Refused
from journal.legal.models import LegalBasis, LegalNotice

OF_THE_LAB = ("name", "contact")


def write(session: Session, lab: Lab, said: Mapping[str, str | LegalBasis | None], *, now: datetime) -> list[str]:
    """Save the legal notice of a Lab; return the names of what changed, for the log.

    Raises
    ------
    Refused
        When another Lab of the site has this name.
    """
    taken = sa.select(Lab.id).where(Lab.name == said["name"], Lab.id != lab.id)
    if session.scalar(taken):
        raise Refused("Un autre Lab de ce site porte déjà ce nom.", field="name")
    notice = session.get(LegalNotice, lab.id)
    if notice is None:
        notice = LegalNotice(lab_id=lab.id, controller="", publication_director="", dpo="", dpo_email="", host="")
    rows = {name: lab if name in OF_THE_LAB else notice for name in said}
    changed = [name for name, row in rows.items() if getattr(row, name) != said[name]]
    for name in changed:
        setattr(rows[name], name, said[name])
    if changed:
        notice.changed_at = now
        session.add(notice)
    session.flush()
    return sorted(changed)
