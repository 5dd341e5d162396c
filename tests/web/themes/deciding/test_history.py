"""The history of a theme shows the passages of a decision while they may be read."""

import sqlalchemy as sa

from journal.accounts.models import AuditEvent
from journal.entries.models import Passage, Sharing
from tests.web.themes.deciding.looking import path


def test_the_history_holds_the_passages_of_a_decision_while_they_may_be_read(lab, browser, session) -> None:
    first, other = lab.passages[0][:2]
    browser.submit(browser.get(f"/themes/passages/{first}/a-part"), {"others": [str(other)]})

    assert shown_in_history(browser.get(path(lab.bus))) == ["Le bus 0", "Le bus 1"]
    read = session.scalars(sa.select(AuditEvent.subject_id).where(AuditEvent.action == "read_passages")).all()
    assert {session.get_one(Passage, key).entry_id for key in (first, other)} <= set(read)

    session.get_one(Passage, other).entry.sharing = Sharing.PRIVATE
    session.commit()

    assert shown_in_history(browser.get(path(lab.bus))) == ["Le bus 0"]


def test_a_theme_fallen_under_five_people_opens_no_passage_of_its_history(lab, browser, session) -> None:
    first, other = lab.passages[0][:2]
    browser.submit(browser.get(f"/themes/passages/{first}/a-part"), {"others": [str(other)]})
    for passage in lab.passages[0][4:]:
        session.get_one(Passage, passage).entry.sharing = Sharing.PRIVATE
    session.commit()

    assert not shown_in_history(browser.get(path(lab.bus)))


def shown_in_history(page) -> list[str]:
    return sorted(passage.p.text for passage in page.select(".history details .excerpt"))
