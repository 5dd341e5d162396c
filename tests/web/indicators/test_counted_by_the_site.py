"""What the site counts by itself, from shared texts, under the same floors."""

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal import clock
from journal.accounts.models import Lab, Person
from journal.actors.models import Actor
from journal.entries.models import Entry, Sharing
from journal.entries.services import share
from journal.indicators.models import Indicator, Measure
from journal.indicators.services import revise
from tests.pages import Browser
from tests.web.indicators.counting import AGENCY, LIST, adopt, write


@pytest.fixture
def agency(session: Session, coordinator: Person, company: Actor, funder: Actor) -> Indicator:
    return adopt(session, AGENCY, coordinator, company, funder)


def test_the_share_of_people_whose_dial_rises_is_told_round(
    session: Session, lab: Lab, team: Browser, agency: Indicator
) -> None:
    write(session, lab, [(2, 4)] * 6 + [(3, 3)] * 7)

    team.post(f"{LIST}/{agency.id}/compter")

    page = team.get(f"{LIST}/{agency.id}")
    assert "environ 45\u00a0%" in page.text
    assert "Compté à partir des textes partagés" in page.text
    team.post(f"{LIST}/{agency.id}/compter", status=422)


@pytest.mark.parametrize(
    ("dials", "more"),
    [
        ([(2, 4)] * 4, {}),
        ([(2, 4)] * 9, {"sharing": Sharing.PRIVATE}),
        ([(2, 4)] * 9, {"masked": False}),
        ([(2, 4)] * 9, {"text": ""}),
    ],
)
def test_what_is_not_shared_by_five_people_counts_for_nothing(
    session: Session,
    lab: Lab,
    team: Browser,
    agency: Indicator,
    dials: list[tuple[int, int]],
    more: dict[str, Any],
) -> None:
    write(session, lab, dials, **more)

    page = team.post(f"{LIST}/{agency.id}/compter", status=422)

    assert "Moins de 5 personnes" in page.text
    assert not session.scalars(sa.select(Measure)).all()


def test_the_same_months_are_counted_once_whatever_indicator_tells_them(
    session: Session, lab: Lab, team: Browser, agency: Indicator, coordinator: Person, company: Actor, funder: Actor
) -> None:
    """Counted again once one text left, for another indicator, the share would tell how that person stood."""
    write(session, lab, [(2, 4)] * 6 + [(3, 3)] * 7)
    team.post(f"{LIST}/{agency.id}/compter")
    revise(session, agency, replace(AGENCY, computed=None), reason="À la main.", by=coordinator, now=clock.now())
    entry = session.scalars(sa.select(Entry).where(Entry.agency == 4)).first()
    assert entry is not None
    share(session, entry, Sharing.PRIVATE, now=clock.now())
    again = adopt(session, replace(AGENCY, name="La même, autrement dite"), coordinator, company, funder)

    team.post(f"{LIST}/{again.id}/compter")

    told = session.execute(sa.select(Measure.value, Measure.people)).all()
    session.commit()  # a test that holds the database would stop the application
    assert len(told) == 2
    assert len(set(told)) == 1
    page = team.post(f"{LIST}/{again.id}/effacer", status=422)
    assert "deviner" in page.text


def test_a_share_with_a_few_on_one_side_is_not_told(
    session: Session, lab: Lab, team: Browser, agency: Indicator
) -> None:
    write(session, lab, [(2, 4)] * 2 + [(3, 3)] * 9)

    team.post(f"{LIST}/{agency.id}/compter")

    text = team.get(f"{LIST}/{agency.id}").text
    assert "trop peu de personnes d’un côté" in text
    assert "20\u00a0%" not in text
