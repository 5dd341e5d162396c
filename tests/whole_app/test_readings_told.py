"""Whoever reads passages leaves a trace, which their authors can see."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent
from journal.accounts.readings import Reading
from tests.conftest import SignIn
from tests.whole_app.world import World


def test_the_reading_of_passages_in_an_export_is_told_to_their_authors(
    session: Session, world: World, sign_in: SignIn
) -> None:
    browser = sign_in(world.coordinator)

    browser.client.get("/exports/themes.csv")
    assert readings_noted(session) == []
    browser.client.get("/exports/passages.csv")

    assert readings_noted(session) == sorted((entry.id for entry in world.entries), key=str)


def test_the_reading_of_quotes_by_an_editor_is_told_to_their_author(
    session: Session, world: World, sign_in: SignIn
) -> None:
    sign_in(world.coordinator).get("/recits/2026-10")

    assert world.shared.id in readings_noted(session)


@pytest.mark.parametrize(
    ("page", "reading", "told"),
    [
        ("/contact/demandes", Reading.CONTACT, "votre demande de contact"),
        ("/mots/envoyes", Reading.ANSWER, "1 réponse à un mot de l’équipe"),
        ("/mediation", Reading.CONTRIBUTION, "1 contribution au récit"),
        ("/mediation/{contribution_id}", Reading.CONTRIBUTION, "1 contribution au récit"),
        ("/bien-commun/mediation", Reading.PROPOSAL, "proposition"),
        ("/bien-commun/propositions/{proposal_id}", Reading.PROPOSAL, "proposition"),
        ("/appels/{call_id}", Reading.IDEA, "2 idées données à un appel"),
        ("/appels/{call_id}/clore", Reading.IDEA, "1 idée donnée à un appel"),
        *(
            (f"/appels/idees/{{idea_id}}{end}", Reading.IDEA, "1 idée donnée à un appel")
            for end in ("", "/repondre", "/essai")
        ),
        ("/appels/mots/{idea_words_id}/cacher", Reading.IDEA, "1 idée donnée à un appel"),
    ],
)
def test_the_reading_of_what_one_wrote_to_the_team_is_told_once_a_day(
    page: str, reading: Reading, told: str, session: Session, world: World, sign_in: SignIn
) -> None:
    own = {name: values[1] for name, values in world.values.items() if name in {"contribution_id", "proposal_id"}}
    own |= {name: world.values[name][at] for name, at in {"call_id": 0, "idea_id": 2, "idea_words_id": 2}.items()}
    of_author = reading in {Reading.CONTACT, Reading.ANSWER} or page.endswith("/clore")
    writer = world.author if of_author else world.other
    coordinator, author, name = sign_in(world.coordinator), sign_in(writer), world.coordinator.username

    coordinator.get(page.format(**own))
    once = readings_noted(session, reading)
    coordinator.get(page.format(**own))

    assert once
    assert readings_noted(session, reading) == once
    readings = author.get("/mes-droits/").select_one("section#readings").text
    assert told in readings.replace("\u00a0", " ")
    assert name not in readings


def test_nobody_is_told_that_they_read_their_own_proposal(session: Session, world: World, sign_in: SignIn) -> None:
    sign_in(world.author).get(f"/bien-commun/propositions/{world.values['proposal_id'][0]}")
    assert readings_noted(session, Reading.PROPOSAL) == []


def readings_noted(session: Session, reading: Reading = Reading.PASSAGES) -> list[Any]:
    """The rows whose reading is in the log; nothing stays open, since pages write too."""
    noted = session.scalars(sa.select(AuditEvent.subject_id).where(AuditEvent.action == reading.value)).all()
    session.rollback()
    return sorted(noted, key=str)
