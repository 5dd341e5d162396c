"""The pathway told step by step: by the team on its page, by participants in the récit, by nobody else."""

import pytest
from bs4 import Tag
from sqlalchemy.orm import Session

from journal.accounts.models import Role
from journal.entries.models import Sharing
from journal.pathways.models import StepKind
from nlp.emotions import Emotion
from tests.factories import make_entry, make_person
from tests.unit.journal.narrative.scenes import Scene
from tests.web.narrative.living.composing import compose

PAGE = "/recit/parcours"


@pytest.fixture
def walked(scene: Scene, session: Session) -> Scene:
    """Thirteen people trained then had interviews; three of them went as far as their first weeks."""
    for entry in scene.entries:
        entry.step = StepKind.TRAINING
    for number, author in enumerate(scene.people):
        for step, felt in ((StepKind.INTERVIEWS, Emotion.WORRY), (StepKind.FIRST_WEEKS, Emotion.JOY)):
            if step is StepKind.INTERVIEWS or number < 3:
                make_entry(session, author, step=step, emotions={felt: 4}, agency=2, sharing=Sharing.THEMES)
    session.flush()
    compose(session, scene)
    return scene


def cells(page: Tag, step: str) -> list[str]:
    row = next(row for row in page.select(".along-table tbody tr") if row.th.text == step)
    return [cell.get_text(" ", strip=True).replace("\u00a0", " ") for cell in row.select("td")]


def test_the_team_reads_each_step_in_a_picture_a_table_and_a_sentence(walked: Scene, sign_in) -> None:
    page = sign_in(walked.first).get(PAGE)

    assert page.select_one(".tabs [aria-current]").text == "Le parcours"
    people, felt, emotions, agency = cells(page, "Entretiens")
    assert people == "environ 15"
    assert "désagréable, assez semblable" in felt
    assert emotions == "Inquiétude, au moins 10", "that nobody felt otherwise is not told"
    assert agency.startswith("au moins 10 ont plutôt subi")
    assert [h2.text for h2 in page.select(".along-steps h2")] == [kind.label for kind in StepKind]
    svg = page.select_one("svg[role=img]")
    assert {svg.title["id"], svg.desc["id"]} == set(svg["aria-labelledby"].split())
    assert len(svg.select("circle")) == 2
    assert "aux entretiens" in page.select_one(".lede").text


def test_a_step_of_a_few_people_says_so_and_nothing_more(walked: Scene, sign_in) -> None:
    page = sign_in(walked.first).get(PAGE)

    assert cells(page, "Premières semaines") == cells(page, "Orientation")
    assert not any(character.isdigit() for character in cells(page, "Premières semaines")[0])
    assert "oie, au moins" not in page.text


def test_participants_read_the_same_in_the_recit(walked: Scene, sign_in) -> None:
    team = sign_in(walked.first).get(PAGE)

    page = sign_in(walked.people[0]).get("/recit")

    part = page.select_one(".story-pathway")
    assert part.h2.text == "Le long du parcours"
    for step in ("Formation", "Entretiens"):
        assert cells(page, step) == cells(team, step)
    assert [li.text for li in part.select(".told > li")] == [
        p.text for p in team.select(".along-steps li > p:not(.muted)")
    ]
    assert part.select(".evidence li li")


def test_nobody_else_reads_it(walked: Scene, session: Session, sign_in) -> None:
    others = [make_person(session, walked.lab, Role.PARTNER), make_person(session, role=Role.COORDINATOR)]
    session.commit()
    partner, elsewhere = map(sign_in, others)

    partner.get(PAGE, status=404)
    sign_in(walked.people[0]).get(PAGE, status=404)
    page = elsewhere.get(PAGE)

    assert "Aucune étape ne réunit encore assez de personnes" in page.text
    assert not page.select("svg[role=img]")


def test_a_text_taken_back_moves_nothing_alone(walked: Scene, session: Session, sign_in) -> None:
    browser = sign_in(walked.first)
    before = browser.get(PAGE).select_one(".along-table").text
    for entry in walked.entries[:3]:
        entry.sharing = Sharing.PRIVATE

    compose(session, walked)

    assert browser.get(PAGE).select_one(".along-table").text == before


def test_the_themes_met_at_a_step_are_those_whose_page_names_it(walked: Scene, sign_in) -> None:
    browser = sign_in(walked.first)
    page = browser.get(PAGE)

    met = {li.h2.text: [a.text for a in li.select("a")] for li in page.select(".along-steps li")}

    assert met["Formation"] == [walked.theme.label]
    assert met["Entretiens"] == []
    assert "Formation" in browser.get(f"/themes/{walked.theme.id}").text
