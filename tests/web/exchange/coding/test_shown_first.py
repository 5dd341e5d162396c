"""What a project coded elsewhere says otherwise is shown, and only that."""

import uuid

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent
from journal.accounts.readings import Reading
from journal.entries import services as entries
from journal.entries.models import Sharing
from journal.themes.deciding import services
from journal.themes.deciding.decisions import Signed
from journal.themes.models import ThemeConstraint
from nlp.types import ConstraintKind
from tests.conftest import SignIn
from tests.factories import NOW
from tests.pages import Browser
from tests.unit.journal.narrative.scenes import Scene, make_scene
from tests.web.exchange.coding.project import Exported, analysed_otherwise, decided, give_back, home, ids, proposed


def test_what_was_coded_otherwise_is_shown_and_nothing_is_written(
    scene: Scene, session: Session, browser: Browser
) -> None:
    project, themes = Exported(browser), ids(scene)
    project.recode(scene.entries[0].text, themes.journeys, themes.hours)
    project.recode(scene.entries[1].text, themes.journeys, None)

    page = give_back(browser, project.packed())

    assert proposed(page) == {
        scene.entries[0].text: "De « Les trajets » à « Les horaires »",
        scene.entries[1].text: "Hors de « Les trajets »",
    }
    assert not page.select("input[name=corrections][checked]")
    assert (home(session, scene, 0), home(session, scene, 1)) == ("Les trajets", "Les trajets")
    assert decided(session) == []
    read = sa.select(AuditEvent.subject_id).where(AuditEvent.action == Reading.PASSAGES.value)
    assert set(session.scalars(read)) >= {scene.entries[0].id, scene.entries[1].id}


def test_themes_that_moved_since_the_export_are_not_taken_for_changes_of_the_researcher(
    scene: Scene, session: Session, browser: Browser
) -> None:
    project = Exported(browser)
    passage = scene.entries[0].passages[0]
    source, target = (session.merge(theme) for theme in (scene.theme, scene.more["hours"]))
    services.move_passage(session, session.merge(passage), source, target, Signed(session.merge(scene.first), NOW))
    session.commit()

    assert proposed(give_back(browser, project.packed())) == {}


def test_what_an_analysis_moved_since_is_not_taken_for_a_code_taken_off(
    scene: Scene, session: Session, browser: Browser
) -> None:
    project = Exported(browser)
    analysed_otherwise(scene, session, 0)

    assert proposed(give_back(browser, project.packed())) == {}


def test_the_one_to_whom_passages_are_shown_is_noted_to_have_read_them(
    scene: Scene, session: Session, browser: Browser, sign_in: SignIn
) -> None:
    project, themes = Exported(browser), ids(scene)
    project.recode(scene.entries[0].text, themes.journeys, None)

    give_back(sign_in(scene.second), project.packed())

    read = sa.select(AuditEvent.subject_id).where(AuditEvent.action == Reading.PASSAGES.value)
    assert list(session.scalars(read.where(AuditEvent.actor_id == scene.second.id))) == [scene.entries[0].id]


def test_what_the_team_decided_is_not_proposed_again(scene: Scene, session: Session, browser: Browser) -> None:
    project, themes = Exported(browser), ids(scene)
    project.recode(scene.entries[9].text, themes.hours, themes.journeys)
    said = {"kind": ConstraintKind.BELONGS, "theme_id": themes.hours, "at": NOW}
    session.add(ThemeConstraint(lab_id=scene.lab.id, passage_id=scene.entries[9].passages[0].id, **said))
    session.commit()

    page = give_back(browser, project.packed())

    assert proposed(page) == {}
    assert "l’équipe a déjà dit le contraire" in page.get_text()


@pytest.mark.parametrize("sharing", [Sharing.THEMES, Sharing.PRIVATE])
def test_words_no_longer_shared_do_not_come_back(
    scene: Scene, session: Session, browser: Browser, sharing: Sharing
) -> None:
    project, themes = Exported(browser), ids(scene)
    project.recode(scene.entries[0].text, themes.journeys, themes.hours)
    entries.share(session, session.merge(scene.entries[0]), sharing, now=NOW)
    session.commit()

    page = give_back(browser, project.packed())

    assert scene.entries[0].text not in page.get_text()
    assert "12\u00a0passages partagés" in page.get_text()


def test_a_passage_hidden_further_since_is_another_text(scene: Scene, session: Session, browser: Browser) -> None:
    project, themes = Exported(browser), ids(scene)
    project.recode(scene.entries[0].text, themes.journeys, themes.hours)
    session.merge(scene.entries[0]).passages[0].text = "Le bus de [HEURE] ne passe plus."
    session.commit()

    assert proposed(give_back(browser, project.packed())) == {}


def test_tools_that_give_new_identifiers_and_other_ends_of_lines_are_understood(scene: Scene, browser: Browser) -> None:
    project, themes = Exported(browser), ids(scene)
    project.recode(scene.entries[0].text, themes.journeys, themes.hours)
    for key in (themes.journeys, themes.hours):
        code = f'guid="{key}" name='
        project.change(code, f'guid="{{{str(uuid.uuid5(key, "new")).upper()}}}" name=')
        project.change(f'targetGUID="{key}"', f'targetGUID="{uuid.uuid5(key, "new")}"')
    project.files[project.text] = "\ufeff" + project.files[project.text]

    assert list(proposed(give_back(browser, project.packed()))) == [scene.entries[0].text]


def test_codes_that_are_no_theme_and_codes_that_are_too_many_are_told(scene: Scene, browser: Browser) -> None:
    project, themes = Exported(browser), ids(scene)
    new = uuid.uuid4()
    project.change("</Codes>", f'<Code guid="{new}" name="La nuit" isCodable="true"/></Codes>')
    for number, other in ((0, new), (1, themes.hours)):
        selection = project.selection(scene.entries[number].text)
        more = f'<Coding guid="{uuid.uuid4()}"><CodeRef targetGUID="{other}"/></Coding>'
        project.change(selection, selection + more)

    page = give_back(browser, project.packed())

    assert proposed(page) == {}
    told = page.get_text().replace("\u00a0", " ")
    assert "« La nuit » (sur 1 passage)" in told
    assert "1 passage porte plusieurs codes" in told


def test_another_lab_finds_none_of_its_passages_in_it(scene: Scene, session: Session, sign_in: SignIn) -> None:
    project = Exported(sign_in(scene.first)).packed()
    other = make_scene(session)
    for entry in other.entries:
        entry.passages[0].text = f"Ailleurs, {entry.text}"
    session.commit()

    page = give_back(sign_in(other.first), project, status=422)

    assert "Aucun passage que le Lab partage" in page.get_text()
