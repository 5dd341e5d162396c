"""Whatever is sent, however odd, the site answers: with a page, or with a refusal said in a sentence."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from flask import Flask, Request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import Rule
from werkzeug.utils import cached_property

from journal.web.access import declared
from tests.conftest import SignIn
from tests.pages import Browser, form_fields
from tests.whole_app.walking import addresses
from tests.whole_app.world import World

ODD = (
    "",
    "\x00",
    "9" * 5000,
    "99999999999999999999",
    "-1",
    "2026-02-30",
    "0001-01-01",
    "9999-12-31",
    "12-" + "9" * 5000,
    "[]",
    "\u0660",
    "x" * 20_000,
    b"\xed\xa0\x80",
)
ROOM = 200_000  # characters of a form that is read
# Those no reading of a field must trip on.
ODDEST = ODD[:4] + ODD[8:9] + ODD[-1:]
# What ends the session or the account it is tried with: tried last, by a test of its own.
ENDS = frozenset({"accounts.sign_out", "rights.erase", "accounts.change_passphrase"})
Fields = dict[str, Any]


class Forms:
    """What the forms of the pages that a role reads would send, by address and by view."""

    def __init__(self, app: Flask, world: World, browser: Browser) -> None:
        self.at: dict[str, Fields] = {}
        for _, path in addresses(app, world, "GET"):
            answer = browser.client.get(path)
            page = BeautifulSoup(answer.text if answer.mimetype == "text/html" else "", "html.parser")
            answer.close()
            for form in page.select("form[method=post]"):
                found = self.at.setdefault(str(form["action"]), {})
                found.update(form_fields(form))
                for field in form.select("[name]"):
                    found.setdefault(str(field["name"]), "")
        self.names = sorted({name for fields in self.at.values() for name in fields} - {"csrf_token"})
        self.of_view = {rule.endpoint: self.at[path] for rule, path in addresses(app, world, "POST") if path in self.at}

    def attempts(self, rule: Rule, path: str, *, together: bool) -> Iterator[Fields]:
        """As the form there has fields, or as one of the same view elsewhere; without any, with all that forms have."""
        fields = self.at.get(path, self.of_view.get(rule.endpoint))
        if fields is None:
            return all_odd(self.names)
        names = [name for name in fields if name != "csrf_token"]
        if not names:
            return iter(({}, {}))  # a gesture, and the same once more
        return fields_together(fields, names) if together else fields_in_turn(fields, names)


def all_odd(names: list[str]) -> Iterator[Fields]:
    """A form with nothing, then with each odd value in all fields, or in as many as the site reads at once."""
    yield {}
    for odd in ODD:
        yield dict.fromkeys(names[: ROOM // max(len(odd), 1)], odd)


def fields_together(fields: Fields, names: list[str]) -> Iterator[Fields]:
    """A form with nothing, with all fields odd, with all doubled, with half of them missing."""
    yield from all_odd(names)
    yield fields | {name: [fields[name], "x", "x"] for name in names}
    yield from halves(fields, names)


def fields_in_turn(fields: Fields, names: list[str]) -> Iterator[Fields]:
    """Each field alone with one of the oddest values, in turn, the others as the form had them."""
    for turn, name in enumerate(names):
        if name.startswith("intensity_") and name != "intensity_joy":
            continue  # twenty fields read by one loop
        yield fields | {name: ODDEST[turn % len(ODDEST)]}


def halves(fields: Fields, names: list[str]) -> Iterator[Fields]:
    """Half of the fields missing, so cut that of any two each is once missing while the other is there."""
    for bit in range(len(names).bit_length()):
        for side in (0, 1):
            missing = {name for turn, name in enumerate(names) if turn >> bit & 1 == side}
            yield {name: value for name, value in fields.items() if name not in missing}


ROLES = {"author": "participant", "stranger": "public"}
TURNS = ("stranger", "author", "coordinator", "admin", "partner")
THOROUGHLY = 2  # addresses of one view


@pytest.mark.parametrize("role", TURNS)
def test_no_form_however_odd_makes_the_site_fail(app: Flask, world: World, sign_in: SignIn, role: str) -> None:
    # What one odd value among good ones breaks is what a database refuses, and PostgreSQL refuses more.
    together = _on_sqlite(app)
    browser = Browser(app) if role == "stranger" else sign_in(world.people[role])
    forms, token, tried = Forms(app, world, browser), browser.token(), 0
    seen: Counter[str] = Counter()
    for rule, path in addresses(app, world, "POST"):
        if rule.endpoint in ENDS:
            continue
        seen[rule.endpoint] += 1
        # Whoever may not come in is turned away before anything is read; one view's third address is read as its first.
        mine = is_open(app, rule, role) and is_its_turn(app, rule, role)
        thoroughly = mine and seen[rule.endpoint] <= THOROUGHLY
        glance = [dict.fromkeys(forms.names, ODDEST[1])]
        for fields in forms.attempts(rule, path, together=together) if thoroughly else glance:
            body = urlencode(fields | {"csrf_token": token}, doseq=True)
            answer = browser.client.post(path, data=body, content_type="application/x-www-form-urlencoded")
            answer.close()
            assert answer.status_code != 500, f"{path}: {str(fields)[:300]}"
            tried += 1
    assert tried > 100, tried


def is_its_turn(app: Flask, rule: Rule, role: str) -> bool:
    """On PostgreSQL, the first of those who may come tries for all: it is sent the same, whoever sends it."""
    before = TURNS[: TURNS.index(role)]
    return _on_sqlite(app) or not any(is_open(app, rule, other) for other in before)


def _on_sqlite(app: Flask) -> bool:
    return bool(app.extensions["database"].engine.dialect.name == "sqlite")


def is_open(app: Flask, rule: Rule, role: str) -> bool:
    return bool({"public", ROLES.get(role, role)} & (declared(app, rule.endpoint) or set()))


JSON_BODIES = (
    *(b"[]", b"null", b"{", b'"x"', b"1", b"\xff", b"[" * 100_000, b"9" * 5000),
    b'{"submission": "\\ud800", "content": {"text": "x"}}',
    b'{"submission": "\\u0000", "content": {"text": "x"}}',
    b'{"submission": ["a"], "content": {"text": "x"}}',
    b'{"submission": "a", "content": {"text": {"a": 1}, "emotions": [{}]}}',
    b'{"submission": "a", "content": {"text": "\\ud800\\u0000"}}',
    b'{"submission": "a", "entry": {"a": 1}, "content": {"text": "x"}}',
    b'{"submission": "a", "draft_version": ' + b"9" * 4000 + b', "content": {"text": "x"}}',
    b'{"submission": "a", "draft_version": "' + b"9" * 5000 + b'", "content": {"text": "x"}}',
    b'{"submission": "a", "content": {"text": "' + b"x" * 300_000 + b'"}}',
)


def test_no_draft_however_odd_makes_the_site_fail(app: Flask, world: World, sign_in: SignIn) -> None:
    browser = sign_in(world.author)
    headers = {"X-CSRFToken": browser.token()}

    for body in JSON_BODIES:
        sent = {"data": body, "content_type": "application/json", "headers": headers}
        answer = browser.client.post("/journal/brouillon", **sent)
        assert answer.status_code in {200, 400, 404, 409, 413}, body[:80]
        browser.get("/journal/")


ODD_QUERIES = ("%00", "9" * 5000, "-1", "%ED%A0%80", "99999999999999999999", "[]", "%F0%9F%98%80", "2026-13")
# Some of what the pages of each read: none of them would be tried if nothing were noted.
READ_BY = {
    "author": {"q", "question", "brouillon"},
    "coordinator": {"q", "page", "etat", "tri", "depuis", "jour", "mois"},
    "partner": {"sorte", "suite"},
    "stranger": {"suite", "code", "deconnexion"},
}


def names_read(app: Flask, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names that views read in the query of an address, noted as they read them."""
    read: set[str] = set()

    class Noted(ImmutableMultiDict[str, str]):
        def __getitem__(self, name: str) -> str:
            read.add(name)
            return super().__getitem__(name)

        def __contains__(self, name: object) -> bool:
            read.add(str(name))
            return super().__contains__(name)

    class Noting(Request):
        @cached_property
        def args(self) -> Noted:  # type: ignore[override]
            return Noted(super().args)

        @cached_property
        def full_path(self) -> str:
            read.add("q")  # kept whole, whatever its names: the door leads back to where one wanted to go
            return super().full_path

    monkeypatch.setattr(app, "request_class", Noting)
    return read


@pytest.mark.parametrize("role", ["author", "coordinator", "partner", "stranger"])
def test_no_query_however_odd_makes_the_site_fail(
    app: Flask, world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    read = names_read(app, monkeypatch)
    browser = Browser(app) if role == "stranger" else sign_in(world.people[role])
    tried: set[str] = set()

    for rule, path in addresses(app, world, "GET"):
        if path.endswith(("/pdf", "cartes")) or path.startswith("/exports/") or not is_its_turn(app, rule, role):
            continue
        read.clear()
        for odd in ("", *ODD_QUERIES):  # the first tells what is read: most pages read nothing
            answer = browser.client.get(f"{path}?{'&'.join(f'{name}={odd}' for name in sorted(read))}")
            answer.close()
            assert answer.status_code < 500, f"{path} with {odd[:30]}"
            if not read:
                break
        tried |= read

    assert tried >= READ_BY[role] or not _on_sqlite(app), tried


def test_no_month_however_odd_makes_the_site_fail(world: World, sign_in: SignIn) -> None:
    browser = sign_in(world.coordinator)
    token = browser.token()

    for month in ("0001-01", "9999-12", "2026-00", "x", "2026-1-1", "9" * 5000):
        for path in (f"/recits/{month}/preparer", f"/recits/{month}/recomposer", f"/recits/{month}/publier"):
            assert browser.client.post(path, data={"csrf_token": token}).status_code in {404, 422}, path[:80]
        public = f"/public/{world.lab.id}/recit/{month}"
        for path in (f"/recit/{month}", f"/recits/{month}", f"/recit/{month}/pdf", public):
            assert browser.client.get(path).status_code == 404, path[:80]


@pytest.mark.any_database
def test_a_form_of_300_kilobytes_is_refused_in_a_sentence(app: Flask, world: World, sign_in: SignIn) -> None:
    browser = sign_in(world.author)

    for rule, path in addresses(app, world, "POST"):
        if rule.endpoint == "accounts.unsubscribe":  # reads nothing of what is sent
            continue
        for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            answer = browser.client.post(path, data=b"a=" + b"x" * 300_000, content_type=kind)
            assert answer.status_code in {303, 400, 404, 413}, f"{rule.endpoint}: {answer.status_code}"
    assert "trop lourd" in browser.client.post("/journal/ecrire", data={"text": "x" * 300_000}).text
