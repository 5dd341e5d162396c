"""What the team writes of ideas holds none of their words, whenever it writes it: an idea may be taken back."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.clock import now, today
from journal.experiments import services as experiments
from journal.experiments.models import Experiment, Rung, StepState
from journal.experiments.services import StepContent
from tests.conftest import SignIn
from tests.pages import Browser, main_of
from tests.web.calls.asking import REPLY, TRIED, ask
from tests.web.calls.calling import FORM, IDEA, Scene, answer, propose, read_again_and_send

REFUSED = "reprend des mots de quelqu’un"
REPLIED = "Ma voisine a quatre places libres chaque matin de la semaine."


@pytest.fixture
def tried(retained: str, denis: Browser) -> str:
    """The page of the experiment that came from an idea."""
    denis.submit(denis.get(f"{retained}/essai"), TRIED, form=FORM)
    return str(denis.response.location)


@pytest.mark.any_database
@pytest.mark.parametrize("field", ["tried", "for_whom"])
def test_an_experiment_that_is_changed_takes_up_no_word_of_its_idea(tried: str, denis: Browser, field: str) -> None:
    page = denis.submit(denis.get(f"{tried}/changer"), {field: IDEA["changes"]}, form=FORM, status=422)

    assert REFUSED in main_of(page)
    assert IDEA["changes"] not in denis.get(tried).text


def test_nor_does_the_evidence_of_a_step_of_it(tried: str, denis: Browser) -> None:
    said = {"rung": "trial", "happened_on": today().isoformat(), "evidence": IDEA["changes"]}
    page = denis.submit(denis.get(f"{tried}/marche"), said, form=FORM, status=422)

    assert REFUSED in main_of(page)


def test_nor_a_step_that_a_partner_proposed(tried: str, denis: Browser, scene: Scene, session: Session) -> None:
    row = session.scalars(sa.select(Experiment)).one()
    content = StepContent(Rung.TRIAL, today(), IDEA["changes"])
    step = experiments.add_step(session, row, content, by=scene.partner, now=now(), proposed=True)
    session.commit()

    denis.post(f"/experimentations/marches/{step.id}/accepter", status=422)

    session.refresh(step)
    assert step.state is StepState.PROPOSED


@pytest.mark.any_database
def test_nothing_takes_up_what_was_replied_about_an_idea(
    sent: str, call: str, denis: Browser, amina: Browser, session: Session
) -> None:
    ask(denis, sent)
    amina.submit(amina.get(sent), {"text": REPLIED}, form=REPLY)
    read_again_and_send(amina, session)
    answer(denis, sent)

    page = denis.submit(denis.get(f"{call}/clore"), {"conclusion": REPLIED}, status=422)

    assert REFUSED in main_of(page)


@pytest.mark.any_database
def test_an_answer_takes_up_the_words_of_no_other_idea(
    sent: str, call: str, denis: Browser, scene: Scene, sign_in: SignIn, session: Session
) -> None:
    other = propose(sign_in(scene.other), session, call, changes="On ne raterait plus les entretiens de sept heures.")

    page = answer(denis, other, text=IDEA["changes"], status=422)

    assert REFUSED in main_of(page)
    answer(denis, sent, text=IDEA["changes"])
