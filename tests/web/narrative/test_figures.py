"""Before anything is published, its figures are laid beside all the others: what would tell of a few is refused."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.counting.rules import Figure, hashed
from journal.errors import Refused
from journal.narrative.figures import PUBLIC, open_figures
from journal.narrative.making import checks, services
from journal.narrative.models import DigestStatus, Narrative, PublishedFigure
from tests.factories import NOW, make_entry
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import FIGURES, KEY, NOVEMBER, Scene, make_scene


@pytest.fixture
def scene(session: Session) -> Scene:
    """Thirteen people, eleven of whom wrote about their journeys."""
    scene = make_scene(session, people=13)
    for member in list(scene.state.members)[11:]:
        session.delete(member)
    session.flush()
    return scene


def told_exactly(session: Session, scene: Scene, *, before: str = "") -> None:
    """Figures an earlier version published without rounding: they hold still until five people have changed."""
    writers = [entry.author_id for entry in scene.entries]
    for name, people in (("participants", writers), (f"{scene.theme.id}/participants", writers[:11])):
        session.add(
            PublishedFigure(
                lab_id=scene.lab.id,
                name=f"{before}{name}",
                value=len(people),
                people=hashed(people, key=KEY),
                month=NOVEMBER,
                earlier=[],
            )
        )
    session.flush()


def test_a_month_whose_figures_tell_of_two_people_is_refused_with_the_reason(
    scene: Scene, session: Session, sign_in
) -> None:
    told_exactly(session, scene)
    digest = scenes.draft(session, scene)
    services.approve(session, digest, version=digest.version, by=scene.second, now=NOW)

    with pytest.raises(Refused, match=r"Les trajets.*moins de cinq personnes"):
        services.publish(session, digest, now=NOW, **FIGURES)

    assert digest.status is DigestStatus.APPROVED


def test_the_same_month_is_published_when_its_figures_are_rounded(scene: Scene, session: Session) -> None:
    assert scenes.publish(session, scene).status is DigestStatus.PUBLISHED


def test_the_figures_anyone_may_read_are_looked_at_too(scene: Scene, session: Session) -> None:
    figures = open_figures(session, scene.lab.id, NOVEMBER, **FIGURES, prefix=PUBLIC)
    people = frozenset(hashed(scene.people, key=KEY))
    figures.decided = {
        "public/participants": Figure(13, people),
        f"public/{scene.theme.id}/participants": Figure(11, people),
    }

    with pytest.raises(Refused, match="moins de onze personnes"):
        checks.figures_hide_the_few(session, figures)


def test_the_living_recit_stays_as_it_was_rather_than_tell_of_two_people(scene: Scene, session: Session) -> None:
    first = services.compose_narrative(session, scene.lab, now=NOW, **FIGURES)
    assert first is not None
    paragraphs = first.paragraphs
    session.execute(sa.delete(PublishedFigure))
    session.expire_all()
    told_exactly(session, scene, before="narrative/")
    make_entry(session, scene.people[0])

    services.compose_narrative(session, scene.lab, now=NOW, **FIGURES)

    assert session.scalars(sa.select(Narrative.paragraphs)).one() == paragraphs
    assert {figure.value for figure in session.scalars(sa.select(PublishedFigure))} == {13, 11}
