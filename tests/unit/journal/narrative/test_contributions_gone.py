"""A contribution that goes takes its own words out of the récit, never those that were there before it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.entries.models import MaskingState
from journal.narrative.making import services
from journal.narrative.making.contributions import withdraw
from journal.narrative.models import Contribution, ContributionState, Digest, Narrative
from journal.rights.services import erase_everything
from journal.themes.models import ThemeReading
from tests.factories import NOW
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import FIGURES, Scene, make_scene

# With it comes what listens to the database.
pytestmark = pytest.mark.usefixtures("app")

LATER = NOW + timedelta(days=1)


@pytest.fixture
def scene(session: Session) -> Scene:
    return make_scene(session)


@pytest.fixture
def month(session: Session, scene: Scene) -> Digest:
    digest = scenes.publish(session, scene)
    services.compose_narrative(session, scene.lab, now=NOW, **FIGURES)
    session.commit()
    return digest


def everything_told(session: Session) -> str:
    digest, living = session.scalars(sa.select(Digest)).one(), session.scalars(sa.select(Narrative)).one()
    parts = [(part.text, part.draft_text, part.sentences) for part in digest.paragraphs]
    return str((parts, digest.revisions, living.paragraphs))


def contribute(session: Session, scene: Scene, said: str, **values: object) -> Contribution:
    """Copy into a contribution what the récit says; nobody who quotes wrote it."""
    made = Contribution(
        lab_id=scene.lab.id, author_id=scene.people[-1].id, text=said, masked_text=said, **{"at": LATER} | values
    )
    made.masking_state = MaskingState.MASKED
    session.add(made)
    session.commit()
    return made


def go(session: Session, contribution: Contribution, gesture: str) -> None:
    if gesture == "withdraw":
        withdraw(session, contribution)
    else:
        erase_everything(session, session.get_one(Person, contribution.author_id))
    session.commit()


@pytest.mark.parametrize("state", [ContributionState.UNSENT, ContributionState.WAITING])
def test_what_was_published_before_it_stays(
    state: ContributionState, session: Session, scene: Scene, month: Digest
) -> None:
    told = everything_told(session)
    copied = contribute(session, scene, "\n".join(part.text for part in month.paragraphs), state=state)

    go(session, copied, "withdraw")

    assert everything_told(session) == told


def test_nor_does_it_go_with_the_account_that_copied_it(session: Session, scene: Scene, month: Digest) -> None:
    part = next(part for part in month.paragraphs if part.kind == "theme")
    copied = contribute(session, scene, part.sentences[0]["text"], state=ContributionState.UNSENT, at=NOW)

    go(session, copied, "leave")

    assert part.sentences[0]["text"] in part.text


def test_what_was_never_sent_takes_nothing_out_even_of_a_later_month(session: Session, scene: Scene) -> None:
    kept = contribute(session, scene, scene.entries[0].text, state=ContributionState.UNSENT, at=NOW)
    digest = scenes.publish(session, scene)
    told = [part.text for part in digest.paragraphs]

    go(session, kept, "withdraw")

    assert [part.text for part in digest.paragraphs] == told


def test_once_sent_it_takes_out_what_the_team_wrote_of_it_and_nothing_of_the_machine(
    session: Session, scene: Scene
) -> None:
    said = "Il manque le vélo, personne ne l’entend dans ce quartier."
    sent = contribute(session, scene, said, state=ContributionState.WAITING, at=NOW)
    for reading in session.scalars(sa.select(ThemeReading)):
        reading.at = NOW - timedelta(days=1)
    digest = scenes.publish(session, scene)
    opening = digest.paragraphs[0]
    machine, quoted = opening.text, next(part for part in digest.paragraphs if "«" in part.text)
    opening.text = f"{machine} On nous écrit ceci, entre autres. {said}"
    sent.masked_text = f"{machine} {quoted.text} {said}"
    told = quoted.text
    session.commit()

    go(session, sent, "withdraw")

    assert (
        opening.text == f"{machine} On nous écrit ceci, entre autres. [citation retirée à la demande de son auteur·e]"
    )
    assert quoted.text == told


def test_once_sent_it_takes_its_words_out_of_how_the_team_reads_a_theme(session: Session, scene: Scene) -> None:
    said = "Il manque le vélo, personne ne l’entend dans ce quartier."
    sent = contribute(session, scene, said, state=ContributionState.WAITING, at=NOW)
    for reading in session.scalars(sa.select(ThemeReading)):
        reading.text = said
    scenes.publish(session, scene)
    services.compose_narrative(session, scene.lab, now=NOW, **FIGURES)
    session.commit()
    assert "le vélo, personne" in everything_told(session)

    go(session, sent, "withdraw")

    assert "le vélo, personne" not in everything_told(session)
