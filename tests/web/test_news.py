"""What others ask of a person, on the first page of their journal, does not stand before what they wrote."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Role
from journal.calls import services
from journal.calls.models import Invited
from journal.calls.services import Asking
from journal.clock import now, today
from tests.conftest import SignIn
from tests.factories import make_lab, make_person


@pytest.mark.parametrize(
    ("calls", "shown", "folded"),
    [(0, 0, []), (2, 2, []), (3, 2, ["Voir 1\u00a0autre nouvelle"]), (5, 2, ["Voir 3\u00a0autres nouvelles"])],
)
def test_two_of_the_news_are_shown_and_the_others_wait_folded(
    session: Session, sign_in: SignIn, calls: int, shown: int, folded: list[str]
) -> None:
    lab = make_lab(session)
    asks, reads = (make_person(session, lab, role) for role in (Role.COORDINATOR, Role.PARTICIPANT))
    for days in range(calls):
        asking = Asking("Comment venir\u00a0?", "Six heures.", Invited.BOTH, today() + timedelta(days=days + 7))
        services.open_call(session, asking, by=asks, now=now())
    session.commit()

    main = sign_in(reads).get("/journal/").main

    assert len(main.select(".notice > p")) == shown
    assert [each.text for each in main.select(".notice summary")] == folded
    assert len(main.select(".notice p")) == calls
    assert len(main.select(".notice")) == bool(calls)
