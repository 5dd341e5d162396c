"""Contributions that say the same are answered at once."""

import uuid
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.narrative.models import Contribution
from journal.narrative.queries import contributions
from tests.pages import Browser
from tests.unit.journal.narrative.scenes import Scene
from tests.web.narrative.contributions.writing import SEND, reload

CHANGE = "Nous ajoutons les trajets à deux roues."


def copy_of(session: Session, found: Contribution, text: str) -> uuid.UUID:
    """Another contribution about the same theme, sent too; its id."""
    values = {each.key: getattr(found, each.key) for each in sa.inspect(Contribution).column_attrs}
    row = Contribution(**values | {"id": uuid.uuid4(), "masked_text": text})
    session.add(row)
    session.commit()
    return row.id


def test_one_answer_is_given_to_all_that_are_ticked_and_shown_once(
    masked: str, author: Browser, scene: Scene, session: Session, sign_in
) -> None:
    author.submit(author.get(masked), form=SEND)
    first = reload(session)
    alike, apart = (copy_of(session, first, text) for text in ("Et la trottinette ?", "Et la nuit ?"))
    coordinator = sign_in(scene.first)

    page = coordinator.get(f"/mediation/{first.id}")
    coordinator.submit(page, {"decision": "accepted", "text": "Bien vu.", "for_readers": CHANGE, "also": str(alike)})

    rows = session.scalars(sa.select(Contribution).execution_options(populate_existing=True)).all()
    assert {row.id: row.answer for row in rows} == {first.id: "Bien vu.", alike: "Bien vu.", apart: ""}
    session.commit()
    page = coordinator.get("/mediation")
    assert [each.text for each in page.select("main blockquote")] == ["Bien vu.", CHANGE], "once for both"
    assert "trottinette" in page.text


def test_what_is_answered_comes_in_an_order_that_does_not_say_who_wrote_first(
    masked: str, author: Browser, scene: Scene, session: Session, sign_in
) -> None:
    author.submit(author.get(masked), form=SEND)
    first = reload(session)
    also = copy_of(session, first, "Et la trottinette ?")
    coordinator = sign_in(scene.first)
    page = coordinator.get(f"/mediation/{first.id}")
    coordinator.submit(page, {"decision": "declined", "text": "Une autre fois.", "also": str(also)})
    answered = contributions(scene.lab.id, waiting=False).execution_options(populate_existing=True)
    before = [each.id for each in session.scalars(answered)]
    assert len(before) == 2

    session.get_one(Contribution, before[0]).at -= timedelta(days=2)
    session.flush()

    assert [each.id for each in session.scalars(answered)] == before
