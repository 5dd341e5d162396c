"""Forms that no page of the site holds: without a token, leading elsewhere, with fields of their own."""

from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.entries.models import Entry, MaskingState
from tests.conftest import SignIn
from tests.factories import make_lab
from tests.pages import Browser
from tests.whole_app.walking import addresses
from tests.whole_app.world import World


@pytest.mark.any_database
def test_nothing_changes_with_a_token_of_someone_else(app: Flask, world: World, sign_in: SignIn) -> None:
    """Whoever asks: the token is looked at before the role."""
    browser = sign_in(world.author)
    forged = ({"csrf_token": "x"}, {"csrf_token": Browser(app).token()})

    for rule, path in addresses(app, world, "POST"):
        if rule.endpoint == "accounts.unsubscribe":  # RFC 8058: the signed address alone says who
            continue
        for fields in forged:
            answer = browser.client.post(path, data=fields)
            assert answer.status_code in {400, 404}, f"{path}: {answer.status_code}"


ELSEWHERE = (
    *("//x.example", "///x.example", "/\\x.example", "\\\\x.example", "https://x.example", "http:x.example"),
    *("javascript:alert(1)", "/\t/x.example", "/\n/x.example", " //x.example", "\u0000//x.example", "x.example"),
)


@pytest.mark.any_database
def test_signing_in_leads_nowhere_else(app: Flask, world: World) -> None:
    fields = {"username": world.author.username, "passphrase": "quatre mots pour entrer"}

    for target in ELSEWHERE:
        browser = Browser(app)
        browser.post(f"/connexion?{urlencode({'suite': target})}", fields)
        assert browser.response.location == "/", repr(target)


def test_fields_no_form_has_change_nothing_of_an_account(session: Session, world: World, sign_in: SignIn) -> None:
    columns = {column.key: "admin" for column in sa.inspect(Person).column_attrs}
    ours = {"email": "a@exemple.org", "wants_digest": "y"}
    other_lab = make_lab(session)
    session.commit()

    sign_in(world.author).post("/compte", columns | {"lab_id": str(other_lab.id), "cohort_id": ""} | ours)

    me = session.scalars(sa.select(Person).where(Person.id == world.author.id)).one()
    session.refresh(me)
    assert (me.role, me.lab_id, me.username) == (Role.PARTICIPANT, world.lab.id, world.author.username)
    assert me.passphrase_hash != "admin"
    assert me.email == "a@exemple.org"


def test_fields_no_form_has_share_no_entry(session: Session, world: World, sign_in: SignIn) -> None:
    extra = dict.fromkeys((c.key for c in sa.inspect(Entry).column_attrs), "quotable")
    fields = {"text": "Un texte à moi.", "submission": "d" * 32, "happened_on": "2026-11-01", "agency": "", "step": ""}

    sign_in(world.author).post(
        "/journal/ecrire", extra | {"author_id": str(world.other.id), "masking_state": "masked"} | fields
    )

    made = session.scalars(sa.select(Entry).where(Entry.submission == "d" * 32)).one()
    assert made.author_id == world.author.id
    assert (made.sharing.value, made.masking_state) == ("private", MaskingState.RECEIVED)
    assert made.masked_text is None
