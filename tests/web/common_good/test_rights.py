"""What leaves with its author, what stays in the common text, how much one may write."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.common_good.models import Answer, Proposal, Words
from journal.rights.services import erase_everything
from tests.conftest import SignIn
from tests.pages import Browser
from tests.web.common_good.agreeing import REWRITTEN, TEXT, Scene, answer


def test_a_withdrawn_proposal_leaves_with_all_that_was_said_of_it(
    discussed: str, scene: Scene, sign_in: SignIn, amina: Browser, session: Session
) -> None:
    answer(sign_in(scene.partner), discussed, "disagree", "Trop vague.")

    amina.submit(amina.get(discussed), form="form[action$='/retirer']")

    for table in (Proposal, Answer, Words):
        assert session.scalars(sa.select(table)).all() == []


def test_erasing_one_s_account_erases_what_was_not_adopted_and_leaves_the_common_text(
    discussed: str, scene: Scene, sign_in: SignIn, denis: Browser, session: Session
) -> None:
    denis.submit(denis.get(f"{discussed}/adopter"), {"why": "La mobilité revient partout."})
    bakary = sign_in(scene.other)
    bakary.submit(bakary.get("/bien-commun/proposer/signs"), {"kind": "remark", "text": "Autre chose."})

    for person in (scene.author, scene.other):
        erase_everything(session, session.get_one(Person, person.id))
    session.commit()

    assert session.scalars(sa.select(Proposal)).all() == []
    assert session.scalars(sa.select(Words)).all() == []
    session.commit()
    assert REWRITTEN in sign_in(scene.partner).get("/bien-commun").text


def test_one_takes_away_what_one_proposed_and_answered(
    discussed: str, scene: Scene, sign_in: SignIn, amina: Browser
) -> None:
    carole = sign_in(scene.partner)
    answer(carole, discussed, "disagree", "Trop vague.")

    for browser, words in ((amina, TEXT), (carole, "Trop vague.")):
        browser.post("/mes-droits/carnet.json", status=200)
        data = browser.response.json
        assert [each["text"] for each in data["proposal_words"]] == [words]
    assert data["organisation"]


def test_ten_proposals_a_day_are_enough(scene: Scene, sign_in: SignIn) -> None:
    browser = sign_in(scene.partner)
    fields = {"kind": "remark", "text": "Encore."}
    for _ in range(10):
        browser.submit(browser.get("/bien-commun/proposer/whom"), fields)

    browser.submit(browser.get("/bien-commun/proposer/whom"), fields, status=429)
