"""Whoever reads what others wrote finds, there, how to say that a passage names someone or hurts."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.conftest import SignIn
from tests.factories import make_lab, make_person
from tests.pages import Browser
from tests.whole_app.walking import addresses
from tests.whole_app.world import World

INSIDE = {"narrative.story", "narrative.digest", "calls.idea", "common_good.proposal"}
OPEN = {"narrative.public_story", "narrative.public_digest"}


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("role", "where", "how"),
    [
        ("author", INSIDE | OPEN, "a[href^='/contact?page=']"),
        ("partner", OPEN, "main p.muted a[href^='mailto:']"),
        (None, OPEN, "main p.muted a[href^='mailto:']"),
    ],
)
def test_what_is_amiss_is_told_from_where_it_is_read(
    app: Flask, sign_in: SignIn, browser: Browser, world: World, role: str | None, where: set[str], how: str
) -> None:
    reader = sign_in(world.people[role]) if role else browser
    read = [
        (rule.endpoint, reader.page_at(path)) for rule, path in addresses(app, world, "GET") if rule.endpoint in where
    ]

    told = {endpoint for endpoint, page in read if page is not None and page.main.select_one(how)}
    assert told == where, (role, told)


@pytest.mark.any_database
def test_an_idea_or_a_proposal_is_told_from_others_without_its_words(app: Flask, sign_in: SignIn, world: World) -> None:
    reader, told = sign_in(world.people["author"]), set()
    for rule, path in addresses(app, world, "GET"):
        page = reader.page_at(path) if rule.endpoint in {"calls.idea", "common_good.proposal"} else None
        for link in page.main.select("a[href^='/contact?page=']") if page else ():
            told.add(rule.endpoint)
            form = reader.get(str(link["href"])).main
            assert f"(page {path})" in form.select_one("textarea").text

    assert told == {"calls.idea", "common_good.proposal"}


@pytest.mark.any_database
def test_whoever_reads_another_lab_is_given_its_address_and_not_their_own_team(
    app: Flask, session: Session, sign_in: SignIn, world: World
) -> None:
    stranger = make_person(session, make_lab(session))
    session.commit()
    reader = sign_in(stranger)
    read = [
        (rule.endpoint, reader.page_at(path)) for rule, path in addresses(app, world, "GET") if rule.endpoint in OPEN
    ]
    told = {
        endpoint
        for endpoint, page in read
        if page is not None
        and page.main.select_one("p.muted a[href^='mailto:']")
        and not page.main.select_one("a[href^='/contact?page=']")
    }

    assert told == OPEN
