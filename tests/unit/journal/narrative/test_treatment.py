"""What became of the texts of a month: the same days as the récit's opening, and nothing about a few people."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.entries.models import MaskingState, Sharing
from journal.narrative.figures import open_figures
from journal.narrative.gathering.facts import narrative_facts
from journal.narrative.making import services
from journal.narrative.models import Digest, PublishedFigure
from journal.pathways.models import StepKind
from tests.factories import NOW, make_entry, make_lab, make_person
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import FIGURES, NOVEMBER, Scene, make_scene

OCTOBER = date(2026, 10, 12)
A_DAY = NOVEMBER.replace(day=9)


@pytest.fixture
def scene(session: Session) -> Scene:
    """Thirteen people wrote on their journeys in November, and ten of them on other things in October."""
    scene = make_scene(session, people=13)
    for writer in scene.people[:10]:
        make_entry(session, writer, happened_on=OCTOBER, sharing=Sharing.THEMES)
    return scene


def ledger(digest: Digest) -> dict[str, int]:
    return digest.provenance["ledger"]


def how_it_is_made(digest: Digest) -> str:
    return next(part.text for part in digest.paragraphs if part.kind == "ledger")


def test_the_account_is_of_the_month_the_opening_tells(scene: Scene, session: Session) -> None:
    digest = scenes.draft(session, scene)

    assert ledger(digest)["shared"] == digest.provenance["figures"]["texts/shared"] == 15
    assert "en novembre" in how_it_is_made(digest)
    assert "20\u00a0novembre 2026" in how_it_is_made(digest), "until when it was counted"


def test_the_account_of_the_living_recit_is_of_all_its_days(scene: Scene, session: Session) -> None:
    narrative = services.compose_narrative(session, scene.lab, now=NOW, **FIGURES)

    (told,) = (part["text"] for part in narrative.paragraphs if part["kind"] == "ledger")
    assert "environ vingt-cinq textes" in told
    assert "depuis octobre 2026" in told


def test_every_text_is_in_one_line(scene: Scene, session: Session) -> None:
    others = [make_person(session, scene.lab) for _ in range(10)]
    for each in ({"sharing": Sharing.PRIVATE}, {"masking_state": MaskingState.RECEIVED}, {}):
        for other in others:
            make_entry(session, other, happened_on=A_DAY, **{"sharing": Sharing.THEMES, **each})
    for other in others:
        make_entry(session, other, "Oui.", happened_on=A_DAY, sharing=Sharing.THEMES).passages[0].counts = False
    session.flush()

    lines = ledger(scenes.draft(session, scene))

    assert lines == {"shared": 35, "elsewhere": 20, "private": 10, "not_masked": 10}  # ten of them too short


def test_what_was_felt_without_a_text_is_counted_among_no_texts(scene: Scene, session: Session) -> None:
    for writer in scene.people[:10]:
        make_entry(session, writer, "", happened_on=A_DAY, sharing=Sharing.THEMES, step=StepKind.TRAINING)

    digest = scenes.draft(session, scene)

    assert ledger(digest)["shared"] == digest.provenance["figures"]["texts/shared"] == 15


def test_who_only_felt_is_among_those_of_a_step_and_nowhere_else(scene: Scene, session: Session) -> None:
    felt = {"sharing": Sharing.THEMES, "step": StepKind.TRAINING}
    for other in [make_person(session, scene.lab) for _ in range(10)]:
        for day in (A_DAY, date(2026, 2, 3)):
            make_entry(session, other, "", happened_on=day, **felt)

    digest = scenes.draft(session, scene)
    narrative = services.compose_narrative(session, scene.lab, now=NOW, **FIGURES)

    assert digest.provenance["figures"]["participants"] == 15
    opening, *parts = [" ".join(each["text"] for each in part["sentences"]) for part in narrative.paragraphs]
    assert "quinzaine de personnes" in opening
    assert "octobre 2026" in opening, "when the first text was lived"
    assert any("formation" in part for part in parts), "the step that they told is told"


def test_texts_of_a_few_are_not_told_for_those_who_felt_beside_them(session: Session) -> None:
    lab = make_lab(session)
    make_entry(session, make_person(session, lab), happened_on=A_DAY, sharing=Sharing.THEMES)
    for other in [make_person(session, lab) for _ in range(20)]:
        make_entry(session, other, "", happened_on=A_DAY, sharing=Sharing.THEMES, step=StepKind.TRAINING)
    run = scenes.make_run(session, lab, until=A_DAY)

    told = open_figures(session, lab.id, NOVEMBER, **FIGURES)
    facts = narrative_facts(session, lab, run, told, A_DAY)

    assert (facts.participants, facts.entries) == (0, 0)


def test_texts_of_a_theme_left_untold_are_counted_with_those_of_none(scene: Scene, session: Session) -> None:
    readers = (scene.first, scene.second)
    few = [make_entry(session, make_person(session, scene.lab), happened_on=A_DAY) for _ in range(4)]
    alone = make_entry(session, make_person(session, scene.lab), happened_on=A_DAY)
    for entry in (*few, alone):
        entry.sharing = Sharing.QUOTABLE
    for entry in few:
        make_entry(session, entry.author, happened_on=A_DAY, sharing=Sharing.QUOTABLE)
    untold = scenes.adopt(session, scene.lab, "La fatigue", readers, born_on=NOVEMBER)
    scenes.see(session, scene.run, untold, few)

    assert ledger(scenes.draft(session, scene))["elsewhere"] == 10


@pytest.mark.parametrize(("people", "told"), [(4, 0), (5, 20)])
def test_texts_of_fewer_than_five_people_are_in_no_number(
    people: int, told: int, scene: Scene, session: Session
) -> None:
    for writer in scene.people[:people]:
        for day in range(1, 5):
            make_entry(session, writer, happened_on=A_DAY.replace(day=day), sharing=Sharing.PRIVATE)

    digest = scenes.draft(session, scene)

    assert ledger(digest) == {"shared": 15, "elsewhere": 0, "private": told, "not_masked": 0}
    assert ("privés" in how_it_is_made(digest)) is bool(told)


def test_the_same_people_who_write_again_move_the_numbers(session: Session) -> None:
    scene = make_scene(session, people=13)
    scenes.publish(session, scene)
    services.compose_narrative(session, scene.lab, now=NOW, **FIGURES)
    for writer in scene.people:
        for day in range(1, 11):
            make_entry(session, writer, happened_on=A_DAY.replace(day=day), sharing=Sharing.THEMES)

    narrative = services.compose_narrative(session, scene.lab, now=NOW, **FIGURES)

    (told,) = (part["text"] for part in narrative.paragraphs if part["kind"] == "ledger")
    assert "environ 145 textes" in told  # 13 and 130
    assert "environ 130" in told, "those in no theme"


def test_what_four_people_write_waits_for_a_fifth(scene: Scene, session: Session) -> None:
    def told() -> int:
        narrative = services.compose_narrative(session, scene.lab, now=NOW, **FIGURES)
        assert narrative is not None
        rows = session.scalars(sa.select(PublishedFigure).where(PublishedFigure.name == "narrative/texts/shared"))
        return rows.one().value

    before = told()
    for writer in scene.people[:4]:
        for day in range(1, 11):
            make_entry(session, writer, happened_on=A_DAY.replace(day=day), sharing=Sharing.THEMES)
    assert told() == before == 25

    make_entry(session, scene.people[4], happened_on=A_DAY, sharing=Sharing.THEMES)
    assert told() == before + 40


def test_a_month_is_told_its_own_texts_by_the_people_of_the_month_before(scene: Scene, session: Session) -> None:
    scenes.publish(session, scene)
    december = make_scene(session, people=0, month=date(2026, 12, 1), lab=scene.lab)
    for writer in scene.people:
        for day in (3, 4):
            make_entry(session, writer, happened_on=date(2026, 12, day), sharing=Sharing.THEMES)

    assert ledger(scenes.draft(session, december, date(2026, 12, 1)))["shared"] == 25


def test_what_is_written_once_a_month_is_drafted_is_not_of_its_numbers(scene: Scene, session: Session) -> None:
    digest = scenes.draft(session, scene)
    before = ledger(digest)
    for writer in scene.people:
        make_entry(session, writer, happened_on=A_DAY, sharing=Sharing.THEMES).written_at = NOW + timedelta(hours=1)
    services.approve(session, digest, version=digest.version, by=scene.second, now=NOW)

    services.publish(session, digest, now=NOW + timedelta(days=7), **FIGURES)

    assert ledger(digest) == before
