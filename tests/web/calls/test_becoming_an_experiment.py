"""An idea becomes an experiment, in the team’s words, and may be taken back."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.calls.models import IdeaWords
from journal.clock import today
from journal.web.typography import spaced
from tests.conftest import SignIn
from tests.pages import Browser, main_of
from tests.web.calls.asking import TRIED
from tests.web.calls.calling import (
    FORM,
    IDEA,
    MASK,
    QUESTION,
    Scene,
)


def test_an_idea_becomes_an_experiment_and_each_leads_to_the_other(
    retained: str, denis: Browser, amina: Browser, scene: Scene, sign_in: SignIn
) -> None:
    denis.submit(denis.get(f"{retained}/essai"), TRIED, form=FORM)
    tried = str(denis.response.location)

    assert amina.get(retained).select_one(f"#outcome p a[href='{tried}']")
    page = sign_in(scene.other).get(tried)
    assert spaced(QUESTION) in page.text
    assert page.select_one(f"main a[href='{retained}']")
    assert "Le covoiturage du matin" in main_of(amina.get(f"/mes-droits/mois/{today():%Y-%m}"))
    denis.submit(denis.get(f"{retained}/essai"), TRIED, form=FORM, status=409)


def test_an_experiment_is_written_in_the_team_s_words(retained: str, denis: Browser) -> None:
    page = denis.submit(denis.get(f"{retained}/essai"), TRIED | {"tried": IDEA["changes"]}, form=FORM, status=422)

    assert "reprend des mots de quelqu’un" in main_of(page)


def test_an_idea_taken_back_leaves_the_experiment_and_none_of_its_words(
    retained: str, call: str, denis: Browser, amina: Browser, scene: Scene, sign_in: SignIn, session: Session
) -> None:
    denis.submit(denis.get(f"{retained}/essai"), TRIED, form=FORM)
    tried = str(denis.response.location)

    amina.post(f"{retained}/retirer")

    bakary = sign_in(scene.other)
    for page in (tried, call):
        text = main_of(bakary.get(page))
        assert "Le covoiturage du matin" in text
        assert "a été retirée" in text
        assert not [word for word in ("voitures", "essence", MASK) if word in text]
    assert session.scalars(sa.select(IdeaWords)).all() == []
