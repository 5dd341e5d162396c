"""What a link or a button is called says where it leads, for whoever hears it alone, in a list of them all."""

import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.exceptions import HTTPException

from journal.demo.people import ACCOUNTS
from tests.lived import Lived
from tests.pages import Browser, form_fields

pytestmark = pytest.mark.model
ELSEWHERE = ("/static/", "/bootstrap/", "/quitter", "/exports/")
# What the page itself is about; and themes that have no name yet, which is what they are called.
SAME_FOR_ALL = frozenset({"Page précédente", "Page suivante", "Thème à nommer"})


@pytest.fixture
def database_url(lived_demonstration: Lived, tmp_path: Path) -> str:
    shutil.copy(lived_demonstration.path, tmp_path / "journal.db")
    return f"sqlite:///{tmp_path / 'journal.db'}"


def one_page_of_each_view(app: Flask, browser: Browser, start: str) -> Iterator[tuple[str, BeautifulSoup]]:
    """Follow links from a page, to one address of each view that they lead to."""
    router, seen, waiting = app.url_map.bind("localhost"), set(), [start]
    while waiting:
        path = waiting.pop(0)
        try:
            view = router.match(path.partition("?")[0])[0]
        except HTTPException:
            continue
        if view in seen:
            continue
        seen.add(view)
        if page := browser.page_at(path):
            yield path, page
            links = (str(link["href"]).partition("#")[0] for link in page.select("a[href^='/']"))
            waiting += [link for link in links if not link.startswith(ELSEWHERE)]


def name_of(control: Tag) -> str:
    """What a screen reader calls it."""
    if label := control.get("aria-label"):
        return str(label)
    hidden = {id(part) for part in control.select("[aria-hidden=true]")}
    said = (text for text in control.find_all(string=True) if hidden.isdisjoint(map(id, text.parents)))
    return " ".join("".join(said).split())


def does(control: Tag) -> str:
    """What it does: the address of a link; what a button sends, and where."""
    if control.name == "a":
        return str(control["href"])
    form = control.find_parent("form")
    if form is None:
        return f"script {id(control)}"
    fields = {name: value for name, value in form_fields(form).items() if name != "csrf_token"}
    return f"{form['action']} {fields} {control.get('name')}={control.get('value')}"


def said_twice(page: BeautifulSoup) -> dict[str, int]:
    """Names that several links, or several buttons, have, and how many things these do."""
    done: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for control in page.select("main a[href], main button"):
        done[control.name, name_of(control)].add(does(control))
    for summary in page.select("main summary"):
        done["summary", name_of(summary)].add(str(id(summary)))
    return {name: len(ways) for (_, name), ways in done.items() if len(ways) > 1 and name not in SAME_FOR_ALL}


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.username)
def test_no_two_links_nor_buttons_of_a_page_have_the_same_name(app: Flask, browser: Browser, account) -> None:
    browser.post("/connexion", {"username": account.username, "passphrase": account.passphrase})

    pages = dict(one_page_of_each_view(app, browser, "/compte"))

    assert len(pages) > 20
    assert {path: found for path, page in pages.items() if (found := said_twice(page))} == {}
