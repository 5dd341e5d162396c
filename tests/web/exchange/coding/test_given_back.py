"""Which files are read as a project, from whom, and how large."""

import io
import zipfile

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from journal.exchange import projects
from tests.conftest import SignIn
from tests.pages import Browser
from tests.unit.journal.narrative.scenes import Scene
from tests.web.exchange.coding.project import Exported, give_back


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


@pytest.mark.any_database
@pytest.mark.parametrize("data", [b"", b"bonjour", b"PK\x03\x04"])
def test_what_is_no_project_is_refused_beside_the_field(browser: Browser, data: bytes) -> None:
    page = give_back(browser, data, status=422)

    assert page.select_one("#project-error") is not None
