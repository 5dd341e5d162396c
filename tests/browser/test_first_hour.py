"""A first hour on a small phone, from the code on the slip to leaving with everything one wrote."""

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from tests.factories import PASSPHRASE

TEXT = "Premier jour. J’ai osé poser une question."
MENDED = f"{TEXT} On m’a répondu."


def join(page: Any, code: str, username: str) -> None:
    page.goto("/rejoindre")
    page.get_by_label("Votre code d’invitation").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Un identifiant pour revenir").fill(username)
    page.get_by_label("Une phrase de passe").fill(PASSPHRASE)
    page.get_by_label("J’ai lu les lignes qui précèdent").check()
    page.get_by_role("button", name="Ouvrir mon journal").click()
    page.get_by_role("heading", name="Votre code de secours").wait_for()


@pytest.mark.parametrize("javascript", [True, False])
def test_one_joins_writes_corrects_takes_all_away_and_leaves(
    open_page: Any, invitation: str, session: Session, tmp_path: Path, javascript: bool
) -> None:
    page = open_page(javascript=javascript)
    join(page, invitation, "mistral-363")
    text = page.get_by_text("mistral-363").bounding_box()
    assert text["height"] < 40, "what one copies by hand stands on one line"
    page.get_by_role("link", name="C’est noté").click()

    page.get_by_role("link", name="Écrire").last.click()
    page.get_by_label("Ce qui s’est passé, ce que vous avez ressenti").fill(TEXT)
    page.get_by_label("Fierté", exact=True).check()
    page.get_by_role("button", name="Garder", exact=True).click()
    page.get_by_text("C’est gardé, pour vous seul·e.").wait_for()
    page.get_by_role("link", name="Modifier").click()
    page.get_by_label("Ce qui s’est passé, ce que vous avez ressenti").fill(MENDED)
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Modifier").wait_for()

    page.goto("/mes-droits/")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Le fichier complet (JSON)").click()
    taken.value.save_as(tmp_path / "journal.json")
    [entry] = json.loads((tmp_path / "journal.json").read_text("utf-8"))["entries"]
    assert (entry["text"], [each["emotion"] for each in entry["emotions"]]) == (MENDED, ["pride"])

    page.goto("/mes-droits/effacer")
    page.get_by_label("Votre phrase de passe").fill(PASSPHRASE)
    page.get_by_role("button", name="Effacer mon compte et tous mes textes").click()
    page.get_by_role("heading", name="Tout est effacé").wait_for()
    page.goto("/journal/")
    page.wait_for_url("**/connexion**")
    assert session.scalars(sa.select(Person)).all() == []
