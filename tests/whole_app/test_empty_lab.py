"""A Lab in which nothing was written yet: its pages keep the promises of every page."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import Role
from tests.conftest import SignIn
from tests.factories import make_person


@pytest.mark.any_database
@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.COORDINATOR, Role.ADMIN])
def test_every_page_of_an_empty_lab_is_whole(app: Flask, session: Session, sign_in: SignIn, role: Role) -> None:
    newcomer = make_person(session, role=role)
    session.commit()
    browser = sign_in(newcomer)

    pages = [
        browser.page_at(rule.rule)
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.arguments and rule.endpoint != "accounts.quick_exit"
    ]

    assert sum(page is not None for page in pages) > 20
