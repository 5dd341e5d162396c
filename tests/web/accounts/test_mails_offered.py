"""Mails are offered where the site sends some, and nowhere else."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from journal.config import Settings
from tests.conftest import SignIn
from tests.factories import make_person


@pytest.mark.parametrize("sends", [False, True])
def test_mails_are_offered_where_some_leave(
    app: Flask, settings: Settings, session: Session, sign_in: SignIn, sends: bool
) -> None:
    person = make_person(session)
    session.commit()
    app.extensions["settings"] = replace(settings, mail_host="mail.example.org" if sends else "")
    site = sign_in(person)

    folded = bool(site.get("/compte").select("main details [name=wants_digest]"))
    offers = [page for page in ("/mots", "/recit/citations") if site.get(page).main.select("a[href='/compte']")]

    assert (folded, offers) == (not sends, ["/mots", "/recit/citations"] if sends else [])
