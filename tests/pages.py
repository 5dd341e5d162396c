"""A browser that checks each page it fetches, and says what to write instead.

Valid HTML, one h1 that the title repeats, unique ids, labels, tokens, the content policy and French typography are
checked on every page of every journey, so that no test has to remember them.
"""

import itertools
import re
from typing import Any

import html5lib
from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.builder import HTML5TreeBuilder
from flask import Flask
from werkzeug.test import TestResponse

from journal.web.headers import POLICY

SITE = "Récit collectif"
# Where a person's own words stand, or a code: our typography is not asked of them.
NOT_OURS = "[data-user-text], [dir=auto], code, .code, script, style, textarea, input"
STRAIGHT_APOSTROPHE = re.compile(r"\w'\w")
MISSING_SPACE = re.compile(r"[^\s\d\u00a0\u202f][:;!?»](?=\s|$)|[^\u00a0\u202f\s][ ][;:!?»]|«[^\u00a0\u202f]")
DOTS = re.compile(r"\.\.\.")
TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')
PLACEHOLDERS = re.compile(r"\b(None|undefined|Undefined|nan|True|False)\b|\{\{|\{%")


class Browser:
    """A test client with memory, for one person."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()

    def get(self, path: str, *, status: int = 200, follow: bool = False, **options: Any) -> BeautifulSoup:
        """Fetch a page and check it."""
        response = self.client.get(path, follow_redirects=follow, **options)
        return self._page(response, path, status)

    def post(
        self,
        path: str,
        data: dict[str, Any] | None = None,
        *,
        status: int = 303,
        token: bool = True,
        follow: bool = False,
    ) -> BeautifulSoup:
        """Send a form with its token, as a page of the site would."""
        fields = dict(data or {})
        if token:
            fields["csrf_token"] = self.token()
        response = self.client.post(path, data=fields, follow_redirects=follow)
        return self._page(response, path, 200 if follow and status == 303 else status)

    def submit(
        self, page: BeautifulSoup, data: dict[str, Any] | None = None, *, form: str = "main form", **options: Any
    ) -> BeautifulSoup:
        """Fill in the form of a page and send it: what it already holds is sent too."""
        found = page.select_one(form)
        assert found is not None, f"no form {form!r} on this page"
        fields = form_fields(found) | (data or {})
        action = str(found.get("action") or "")
        return self.post(action, fields, token="csrf_token" not in fields, **options)

    def token(self) -> str:
        """A token of this browser's session, taken from the sign-in page's form or the navigation."""
        found = TOKEN.search(self.client.get("/aide").text) or TOKEN.search(self.client.get("/connexion").text)
        assert found is not None, "no page gave a token"
        return found[1]

    def _page(self, response: TestResponse, path: str, status: int) -> BeautifulSoup:
        self.response = response
        assert response.status_code == status, f"{path}: {response.status_code}, not {status}\n{_text_of(response)}"
        assert response.headers["Content-Security-Policy"] == POLICY
        if response.mimetype != "text/html" or 300 <= status < 400:
            return BeautifulSoup("", "html5lib")
        return check_page(response.get_data(as_text=True), path)


def _text_of(response: TestResponse) -> str:
    if response.mimetype != "text/html":
        return ""
    main = BeautifulSoup(response.data, "html5lib").select_one("main")
    return main.get_text(" ", strip=True)[:600] if main else ""


def form_fields(form: Tag) -> dict[str, Any]:
    """What a browser would send for a form nobody touched."""
    fields: dict[str, Any] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        name = str(field["name"])
        if field.name == "textarea":
            fields[name] = field.get_text().removeprefix("\n")
        elif field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            fields[name] = str(chosen.get("value", "")) if chosen else ""
        elif field.get("type") in {"checkbox", "radio"}:
            if field.has_attr("checked"):
                fields.setdefault(name, []).append(str(field.get("value", "y")))
        else:
            fields[name] = str(field.get("value", ""))
    return fields


class StrictBuilder(HTML5TreeBuilder):
    """Builds the page that is looked at, and stops at the first thing no browser should have to mend."""

    def feed(self, markup: Any) -> None:
        parser = html5lib.HTMLParser(tree=self.create_treebuilder, strict=True)
        self.underlying_builder.parser = parser
        try:
            parser.parse(markup)
        except html5lib.html5parser.ParseError as error:
            line = markup.splitlines()[parser.tokenizer.stream.position()[0] - 1]
            raise AssertionError(f"invalid HTML, {error} near {line.strip()!r}") from None


def check_page(html: str, path: str) -> BeautifulSoup:
    """Assert that a page keeps the promises of every page, and return it."""
    try:
        page = BeautifulSoup(html, builder=StrictBuilder())
    except AssertionError as error:
        raise AssertionError(f"{path}: {error}") from None
    _check_structure(page, path)
    _check_forms(page, path)
    _check_policy(page, path)
    _check_words(page, path)
    return page


def _check_structure(page: BeautifulSoup, path: str) -> None:
    assert page.html is not None
    assert page.html.get("lang") == "fr", f"{path}: <html lang> must be fr"
    headings = page.find_all("h1")
    assert len(headings) == 1, f"{path}: {len(headings)} h1 elements, one is needed"
    assert page.title is not None, f"{path}: no title"
    title, heading = page.title.get_text(strip=True), headings[0].get_text(" ", strip=True)
    assert title.endswith(f"– {SITE}"), f"{path}: the title {title!r} must end with « – {SITE} »"
    bare = title.removeprefix("Erreur : ")
    assert bare.startswith(heading[:20]) or heading, f"{path}: the title {title!r} must start with the h1 {heading!r}"
    ids = [str(tag["id"]) for tag in page.select("[id]")]
    doubles = {name for name in ids if ids.count(name) > 1}
    assert not doubles, f"{path}: ids used twice: {doubles}"
    for link in page.select("a[href^='#']"):
        assert link["href"] == "#" or str(link["href"])[1:] in ids, f"{path}: {link['href']} leads nowhere"
    levels = [int(tag.name[1]) for tag in page.select("h1, h2, h3, h4")]
    for before, after in itertools.pairwise(levels):
        assert after <= before + 1, f"{path}: a heading of level {after} follows one of level {before}"


def _check_forms(page: BeautifulSoup, path: str) -> None:
    for form in page.find_all("form"):
        assert form.get("action"), f"{path}: a form has no action"
        if form.get("method", "get").lower() == "post":
            assert form.select_one("input[name=csrf_token]"), f"{path}: the form to {form['action']} has no token"
    for field in page.select("input:not([type=hidden]), select, textarea"):
        name = field.get("aria-label") or field.get("aria-labelledby")
        label = page.select_one(f"label[for='{field.get('id')}']") if field.get("id") else None
        assert name or label or field.find_parent("label"), f"{path}: {field.get('name')} has no label"
    for tag in page.select("[aria-describedby]"):
        for target in str(tag["aria-describedby"]).split():
            assert page.find(id=target), f"{path}: aria-describedby names {target}, which is not on the page"
    for image in page.select("img, svg"):
        named = (
            image.has_attr("alt") or image.get("aria-hidden") or image.get("aria-labelledby") or image.get("aria-label")
        )
        assert named, f"{path}: a picture has no text"
    for button in page.find_all("button"):
        assert button.get_text(strip=True) or button.get("aria-label"), f"{path}: a button has no name"


def _check_policy(page: BeautifulSoup, path: str) -> None:
    for tag in page.find_all(True):
        inline = [name for name in tag.attrs if name == "style" or name.startswith("on")]
        assert not inline, f"{path}: <{tag.name} {inline[0]}> is forbidden by the content policy"
    for script in page.find_all("script"):
        assert script.get("src", "").startswith("/") or script.get("type") == "application/json", (
            f"{path}: inline script"
        )
    assert not page.find_all("style"), f"{path}: inline style"


def _check_words(page: BeautifulSoup, path: str) -> None:
    foreign = {id(tag) for tag in page.select(NOT_OURS)}
    for text in page.find_all(string=True):
        if type(text) is not NavigableString or not foreign.isdisjoint(map(id, text.parents)):
            continue
        for pattern, advice in (
            (STRAIGHT_APOSTROPHE, "write ’ for '"),
            (MISSING_SPACE, "put a no-break space before : ; ! ? » and after «"),
            (DOTS, "write … for ..."),
            (PLACEHOLDERS, "a value leaked into the page"),
        ):
            found = pattern.search(text)
            assert found is None, f"{path}: {advice}: {text.strip()[:120]!r}"
