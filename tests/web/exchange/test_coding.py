"""A project coded elsewhere comes back: shown first, then moved where someone ticks it, undone like any decision."""

import io
import uuid
import zipfile
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from journal.accounts.models import AuditEvent
from journal.accounts.readings import Reading
from journal.entries import services as entries
from journal.entries.models import Sharing
from journal.exchange import projects
from journal.themes import queries
from journal.themes.deciding import decisions, services
from journal.themes.models import ReviewAction, ThemeConstraint, ThemeMember, ThemeReview, ThemeState, ThemeStatus
from nlp.types import ConstraintKind, Zone
from tests.conftest import SignIn
from tests.factories import NOW
from tests.pages import Browser
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import Scene, make_scene


@pytest.fixture
def scene(session: Session) -> Scene:
    """Thirteen people, eight of whom wrote of journeys and five of hours."""
    scene = make_scene(session)
    hours = scenes.adopt(session, scene.lab, "Les horaires", (scene.first, scene.second), born_on=scenes.NOVEMBER)
    moved = [member for member in scene.state.members if member.excerpt_rank is not None and member.excerpt_rank >= 8]
    for member in moved:
        session.delete(member)
    session.flush()
    scenes.see(session, scene.run, hours, scene.entries[8:])
    session.commit()
    scene.more = {"hours": hours}
    return scene


@pytest.fixture
def browser(scene: Scene, sign_in: SignIn) -> Browser:
    return sign_in(scene.first)


class Exported:
    """A project as it left, and what someone makes of it."""

    def __init__(self, browser: Browser) -> None:
        browser.get("/exports/themes.qdpx")
        with zipfile.ZipFile(io.BytesIO(browser.response.data)) as archive:
            self.files = {name: archive.read(name).decode() for name in archive.namelist()}

    @property
    def text(self) -> str:
        """The name of the file of passages."""
        return next(
            name for name, text in self.files.items() if name.endswith(".txt") and "Codage d’origine" not in text
        )

    def selection(self, words: str) -> str:
        start = self.files[self.text].index(words)
        project = self.files["project.qde"]
        begun = project.rindex("<PlainTextSelection", 0, project.index(f'startPosition="{start}"'))
        return project[begun : project.index("</PlainTextSelection>", begun)]

    def change(self, old: str, new: str) -> None:
        assert old in self.files["project.qde"]
        self.files["project.qde"] = self.files["project.qde"].replace(old, new)

    def recode(self, words: str, old: uuid.UUID, new: uuid.UUID | None) -> None:
        """Take a code off a passage, and put another one on."""
        selection = self.selection(words)
        if new:
            self.change(selection, selection.replace(str(old), str(new)))
        else:
            self.change(selection, selection[: selection.index(">") + 1])

    def packed(self) -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in self.files.items():
                archive.writestr(name, text.encode())
        return file.getvalue()


def give_back(browser: Browser, data: bytes, status: int = 200) -> BeautifulSoup:
    file = (io.BytesIO(data), "projet.qdpx")
    return browser.submit(browser.get("/exports"), {"project": file}, form="#codage", status=status)


def proposed(page: BeautifulSoup) -> dict[str, str]:
    """What each passage is proposed for, by its words."""
    return {
        box.get_text(strip=True): str(group.legend.get_text(strip=True)).replace("\u00a0", " ")
        for group in page.select("fieldset")
        for box in group.select("label")
    }


def home(session: Session, scene: Scene, number: int) -> str | None:
    found = queries.home_of(session, scene.lab.id, scene.entries[number].passages[0].id)
    session.commit()
    return found.label if found else None


def tick(browser: Browser, page: BeautifulSoup, *words: str) -> BeautifulSoup:
    values = [
        box["value"] for box in page.select("input[name=corrections]") if box.find_next("label").get_text() in words
    ]
    return browser.submit(page, {"corrections": values}, form="form:has([name=corrections])", follow=True)


def decided(session: Session) -> list[ThemeReview]:
    found = list(session.scalars(sa.select(ThemeReview)))
    session.commit()
    return found


def ids(scene: Scene) -> SimpleNamespace:
    return SimpleNamespace(journeys=scene.theme.id, hours=scene.more["hours"].id)


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


def test_only_what_is_ticked_moves_signed_logged_and_undoable(scene: Scene, session: Session, browser: Browser) -> None:
    project, themes = Exported(browser), ids(scene)
    project.recode(scene.entries[0].text, themes.journeys, themes.hours)
    project.recode(scene.entries[1].text, themes.journeys, None)

    page = tick(browser, give_back(browser, project.packed()), scene.entries[0].text)

    assert "1\u00a0passage déplacé." in page.get_text()
    assert (home(session, scene, 0), home(session, scene, 1)) == ("Les horaires", "Les trajets")
    (review,) = decided(session)
    assert (review.action, review.by_id, review.note) == (
        ReviewAction.MOVE,
        scene.first.id,
        "Codage rendu par une recherche.",
    )
    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "apply_coding")).one()
    assert event.detail == {"changed": 1}
    session.expire_all()
    decisions.undo(session, review, by=scene.second, now=NOW)
    session.commit()
    assert home(session, scene, 0) == "Les trajets"


def test_a_project_given_back_as_it_left_moves_nothing(scene: Scene, browser: Browser) -> None:
    page = give_back(browser, Exported(browser).packed())

    assert proposed(page) == {}
    assert "13\u00a0passages partagés" in page.get_text()
    assert "Aucun n’est à déplacer" in page.get_text()


def test_themes_that_moved_since_the_export_are_not_taken_for_changes_of_the_researcher(
    scene: Scene, session: Session, browser: Browser
) -> None:
    project = Exported(browser)
    passage = scene.entries[0].passages[0]
    services.move_passage(
        session, session.merge(passage), *(session.merge(t) for t in (scene.theme, scene.more["hours"])),
        by=session.merge(scene.first), now=NOW,
    )  # fmt: skip
    session.commit()

    assert proposed(give_back(browser, project.packed())) == {}


def analysed_otherwise(scene: Scene, session: Session, number: int) -> None:
    """An analysis, and nobody of the team, puts a passage of journeys in hours."""
    key = scene.entries[number].passages[0].id
    states = {state.theme_id: state for state in session.scalars(sa.select(ThemeState))}
    session.execute(sa.delete(ThemeMember).where(ThemeMember.passage_id == key))
    hours = states[scene.more["hours"].id].id
    session.add(ThemeMember(state_id=hours, passage_id=key, strength=1.0, zone=Zone.CORE, main=True))
    session.commit()


def test_what_an_analysis_moved_since_is_not_taken_for_a_code_taken_off(
    scene: Scene, session: Session, browser: Browser
) -> None:
    project = Exported(browser)
    analysed_otherwise(scene, session, 0)

    assert proposed(give_back(browser, project.packed())) == {}


def test_a_passage_that_moved_between_the_two_pages_is_left_alone(
    scene: Scene, session: Session, browser: Browser
) -> None:
    project, themes = Exported(browser), ids(scene)
    project.recode(scene.entries[0].text, themes.journeys, None)
    page = give_back(browser, project.packed())
    analysed_otherwise(scene, session, 0)

    assert "n’a pas bougé" in tick(browser, page, scene.entries[0].text).get_text()
    assert home(session, scene, 0) == "Les horaires"


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


def test_words_taken_back_between_the_two_pages_are_left_alone(
    scene: Scene, session: Session, browser: Browser
) -> None:
    project, themes = Exported(browser), ids(scene)
    project.recode(scene.entries[0].text, themes.journeys, themes.hours)
    page = give_back(browser, project.packed())
    entries.share(session, session.merge(scene.entries[0]), Sharing.THEMES, now=NOW)
    session.commit()

    told = tick(browser, page, scene.entries[0].text).get_text()

    assert "1\u00a0passage n’a pas bougé" in told
    assert decided(session) == []


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


def test_a_theme_set_aside_since_is_no_place_to_go(scene: Scene, session: Session, browser: Browser) -> None:
    project, themes = Exported(browser), ids(scene)
    project.recode(scene.entries[0].text, themes.journeys, themes.hours)
    page = give_back(browser, project.packed())
    services.set_status(
        session, session.merge(scene.more["hours"]), ThemeStatus.SET_ASIDE, by=session.merge(scene.first), now=NOW,
        note="Trop large.",
    )  # fmt: skip
    session.commit()

    assert "n’a pas bougé" in tick(browser, page, scene.entries[0].text).get_text()
    assert home(session, scene, 0) == "Les trajets"


@pytest.mark.parametrize(
    "value", ["", "bonjour", ":::", f"{uuid.uuid4()}:{uuid.uuid4()}:", f"{uuid.uuid4()}:{uuid.uuid4()}:{uuid.uuid4()}"]
)
def test_a_form_made_by_hand_moves_nothing(scene: Scene, session: Session, browser: Browser, value: str) -> None:
    project, themes = Exported(browser), ids(scene)
    project.recode(scene.entries[0].text, themes.journeys, None)
    page = give_back(browser, project.packed())

    browser.submit(page, {"corrections": [value]}, form="form:has([name=corrections])", follow=True)

    assert decided(session) == []


def test_another_lab_finds_none_of_its_passages_in_it(scene: Scene, session: Session, sign_in: SignIn) -> None:
    project = Exported(sign_in(scene.first)).packed()
    other = make_scene(session)
    for entry in other.entries:
        entry.passages[0].text = f"Ailleurs, {entry.text}"
    session.commit()

    page = give_back(sign_in(other.first), project, status=422)

    assert "Aucun passage que le Lab partage" in page.get_text()


def test_a_project_without_its_first_coding_is_refused(browser: Browser) -> None:
    project = Exported(browser)
    project.files = {name: text for name, text in project.files.items() if "Codage d’origine, pour" not in text}

    page = give_back(browser, project.packed(), status=422)

    error = page.select_one("#project-error")
    assert error is not None
    assert "Codage d’origine" in error.get_text()


class TestAProjectThatIsLarge:
    """Larger than any form: read from who may give one back, and from nobody else."""

    LARGE = 3_000_000

    def padded(self, browser: Browser) -> bytes:
        project = Exported(browser)
        file = io.BytesIO(project.packed())
        with zipfile.ZipFile(file, "a", zipfile.ZIP_STORED) as archive:
            archive.writestr("memo.bin", bytes(self.LARGE))
        return file.getvalue()

    def send(
        self, browser: Browser, data: bytes, status: int, path: str = "/exports/codage", name: str = "project"
    ) -> str:
        """By hand: the test client would leave a temporary file open."""
        file = FileStorage(io.BytesIO(data), filename="projet.qdpx")
        boundary, body = encode_multipart({"csrf_token": browser.token(), name: file})
        kind = f"multipart/form-data; boundary={boundary}"
        answer = browser.client.post(path, data=body, content_type=kind)
        assert answer.status_code == status
        return answer.text

    def test_is_read(self, browser: Browser) -> None:
        assert "Aucun n’est à déplacer" in self.send(browser, self.padded(browser), 200)

    def test_up_to_a_limit(self, browser: Browser) -> None:
        assert "Envoi trop lourd" in self.send(browser, bytes(projects.MOST_BYTES), 413)

    def test_by_coordinators_alone(self, scene: Scene, browser: Browser, app: Flask, sign_in: SignIn) -> None:
        data = self.padded(browser)

        self.send(sign_in(scene.people[0]), data, 404)
        self.send(Browser(app), data, 400)

    def test_and_nowhere_else(self, browser: Browser) -> None:
        self.send(browser, bytes(self.LARGE), 413, path="/exports/grille", name="codebook")


@pytest.mark.parametrize("data", [b"", b"bonjour", b"PK\x03\x04"])
def test_what_is_no_project_is_refused_beside_the_field(browser: Browser, data: bytes) -> None:
    page = give_back(browser, data, status=422)

    assert page.select_one("#project-error") is not None
