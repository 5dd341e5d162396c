"""« Vos données » says that partners read neither the themes nor the récit until it is public: every page keeps it."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.config import Settings
from journal.cooperation.models import LabAnswer
from journal.themes.models import Theme
from tests.conftest import SignIn
from tests.whole_app.walking import addresses
from tests.whole_app.world import WORD, World, make_world

pytestmark = pytest.mark.any_database
NAMED, ANSWERED = "garance", "cochenille"
OPEN_TO_ALL = re.compile(r"/public/|/flux")


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    """A Lab whose themes are named by one word, and whose answers say another."""
    world = make_world(session, settings, WORD)
    session.execute(sa.update(Theme).values(label=NAMED))
    session.execute(sa.update(LabAnswer).values(text=ANSWERED))
    session.commit()
    return world


def read_by(role: str, app: Flask, world: World, sign_in: SignIn) -> dict[str, str]:
    client, said = sign_in(world.people[role]).client, {}
    for _, path in addresses(app, world, "GET"):
        with client.get(path) as page:
            said[path] = page.text.casefold() if page.mimetype.startswith("text/") else ""
    return said


def naming(pages: dict[str, str]) -> set[str]:
    return {path for path, text in pages.items() if NAMED in text or ANSWERED in text}


@pytest.mark.parametrize("role", ["partner", "admin"])
def test_no_page_names_a_theme_or_tells_an_answer(
    app: Flask, session: Session, world: World, sign_in: SignIn, role: str
) -> None:
    session.get_one(Lab, world.lab.id).is_public = False
    session.commit()

    assert naming(read_by(role, app, world, sign_in)) == set()


def test_an_experiment_says_what_it_answers_to_those_who_read_the_recit(
    app: Flask, session: Session, world: World, sign_in: SignIn
) -> None:
    session.get_one(Lab, world.lab.id).is_public = False
    session.commit()
    tried = f"/experimentations/{world.values['experiment_id'][0]}"

    for role in ("participant", "coordinator"):
        assert tried in naming(read_by(role, app, world, sign_in)), role


def test_once_the_recit_is_public_partners_read_it_as_anyone_does(app: Flask, world: World, sign_in: SignIn) -> None:
    tried = f"/experimentations/{world.values['experiment_id'][0]}"

    found = naming(read_by("partner", app, world, sign_in))

    calls = {f"/appels/{key}" for key in world.values["call_id"]}
    assert {path for path in found if not OPEN_TO_ALL.search(path)} == {tried, *calls}
