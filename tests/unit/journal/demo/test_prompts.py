"""The prompts of the demonstration: there once, well worded, naming nobody."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.actors.naming import names_someone
from journal.demo.prompts import offer, prompts_written
from journal.prompts.models import LabPrompt
from journal.prompts.services import LONGEST
from tests.factories import make_lab


def test_both_are_offered_once_and_name_nobody(session: Session) -> None:
    lab = make_lab(session)

    offer(session, lab)
    offer(session, lab)

    found = session.scalars(sa.select(LabPrompt).where(LabPrompt.lab_id == lab.id)).all()
    assert [row.text for row in found] == [row["text"] for row in prompts_written()]
    assert len(found) == 2
    assert {bool(row.steps) for row in found} == {True, False}
    assert not [row.text for row in found if names_someone(row.text) or len(row.text) > LONGEST]
