"""A project coded elsewhere, as a researcher’s tool gives it back."""

import io
import uuid
import zipfile
from types import SimpleNamespace

import sqlalchemy as sa
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from journal.themes import queries
from journal.themes.models import ThemeMember, ThemeReview, ThemeState
from nlp.types import Zone
from tests.pages import Browser
from tests.unit.journal.narrative.scenes import Scene


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


def decided(session: Session) -> list[ThemeReview]:
    found = list(session.scalars(sa.select(ThemeReview)))
    session.commit()
    return found


def ids(scene: Scene) -> SimpleNamespace:
    return SimpleNamespace(journeys=scene.theme.id, hours=scene.more["hours"].id)


def analysed_otherwise(scene: Scene, session: Session, number: int) -> None:
    """An analysis, and nobody of the team, puts a passage of journeys in hours."""
    key = scene.entries[number].passages[0].id
    states = {state.theme_id: state for state in session.scalars(sa.select(ThemeState))}
    session.execute(sa.delete(ThemeMember).where(ThemeMember.passage_id == key))
    hours = states[scene.more["hours"].id].id
    session.add(ThemeMember(state_id=hours, passage_id=key, strength=1.0, zone=Zone.CORE, main=True))
    session.commit()
