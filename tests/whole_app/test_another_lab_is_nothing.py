"""On every database, what another Lab holds changes not a word, not a figure of what one reads.

SQLite has no policies: a query that forgot its Lab would count or list the rows of the other, with no address to try.
So each page is read, then again once another Lab of the site holds one of everything.
"""

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.config import Settings
from tests.conftest import SignIn
from tests.pages import Browser
from tests.whole_app.test_canary import words_of
from tests.whole_app.walking import addresses
from tests.whole_app.world import World, make_world

# Drawn at random or told by the clock, so that a page read twice differs: identifiers, tokens, hours, lengths.
MOVING = re.compile(
    r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}|[\w.-]{60,}|\d{1,2}:\d\d(?::\d\d)?|\d{1,2}\s*h\s*\d\d|"
    r"'content-length', '\d+'"
)
# Their bytes tell nothing to compare: the same figures are in the other formats.
ARCHIVES = (".zip", ".xlsx", ".qdpx", ".pdf")
# What Labs open to one another is read across them, and nothing else.
CROSSING = "/essais-ouverts"
# On PostgreSQL, policies hide the other Lab too: one role tells that they hide nothing else.
elsewhere = pytest.mark.any_database
ROLES = ("coordinator", *(pytest.param(role, marks=elsewhere) for role in ("author", "admin", "partner")))
# The register notes that it is read; another page says how many trials are open to read.
APART = ("du registre", f'href="{CROSSING}"')


def said_to(app: Flask, world: World, browser: Browser) -> dict[str, list[str]]:
    """What each page says, without what moves by itself; passages of a file come in no order."""
    said = {}
    for _, path in addresses(app, world, "GET"):
        if not path.endswith(ARCHIVES) and not path.startswith(CROSSING):
            lines = MOVING.sub("…", words_of(browser.client.get(path))).splitlines()
            said[path] = sorted(line for line in lines if not any(each in line for each in APART))
    return said


@pytest.mark.parametrize("role", ROLES)
def test_what_one_reads_is_the_same_whatever_another_lab_holds(
    app: Flask, session: Session, settings: Settings, sign_in: SignIn, role: str
) -> None:
    world = make_world(session, settings, "mirabelle")
    session.execute(sa.update(Lab).where(Lab.name == "Lab voisin").values(name="Lab d’à côté"))  # there will be another
    session.commit()
    browser = sign_in(world.people[role])
    said_to(app, world, browser)  # news seen once, readings noted once
    before = said_to(app, world, browser)
    make_world(session, settings, "quetsche")
    session.commit()

    after = said_to(app, world, browser)

    assert {path: set(after[path]) ^ set(before[path]) for path in before if before[path] != after[path]} == {}
    assert len(after) > 60, "the walk saw too little"
