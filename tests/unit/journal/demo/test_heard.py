"""What participants of the demonstration say of the récit: heard once, answered, and nobody named."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.demo.heard import contributions_written, hear
from journal.narrative.models import Contribution, ContributionState
from nlp import masking
from tests.factories import NOW
from tests.unit.journal.narrative.scenes import make_scene


def test_a_theme_known_long_enough_is_commented_on_once_and_the_recit_will_tell_what_changes(session: Session) -> None:
    scene = make_scene(session)
    [row, *_] = contributions_written()
    scene.theme.label = row["label"]
    hear(session, scene.lab, by=scene.first, moment=NOW)
    assert session.scalar(sa.select(sa.func.count()).select_from(Contribution)) == 0  # it is known since this month

    scene.theme.born_on = date(2026, 8, 1)
    for _ in range(2):
        hear(session, scene.lab, by=scene.first, moment=NOW)

    heard = session.scalars(sa.select(Contribution)).all()
    assert len({each.author_id for each in heard}) == len(heard) == len(row["texts"])
    assert {(each.state, each.for_readers) for each in heard} == {(ContributionState.ACCEPTED, row["for_readers"])}


@pytest.mark.model
def test_the_masker_finds_nobody_in_it() -> None:
    for text in (text for row in contributions_written() for text in row["texts"]):
        assert [text[m.start : m.end] for m in masking.find_masks(text)] == []
