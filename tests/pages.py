"""A browser that checks each page it fetches, and says what to write instead.

Valid HTML, one h1 that the title repeats, unique ids, labels, tokens, the content policy and French typography are
checked on every page of every journey, so that no test has to remember them.
"""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import html5lib
from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.builder import HTML5TreeBuilder
from flask import Flask
from werkzeug.test import TestResponse

from journal.web.headers import POLICY
from tests.rgaa import check_rgaa

SITE = "Récit collectif"
# Where a person's own words stand, or a code: our typography is not asked of them.
NOT_OURS = frozenset({"code", "script", "style", "textarea", "input"})
STRAIGHT_APOSTROPHE = re.compile(r"\w'\w")
MISSING_SPACE = re.compile(r"[^\s\d\u00a0\u202f][:;!?»](?=\s|$)|[^\u00a0\u202f\s][ ][;:!?»]|«[^\u00a0\u202f]")
DOTS = re.compile(r"\.\.\.")
TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')
PLACEHOLDERS = re.compile(r"\b(None|undefined|Undefined|nan|True|False)\b|\{\{|\{%")


class Browser:
    """A test client with memory, for one person."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        # A page says the same wherever its rows were kept: on PostgreSQL it is read, not checked again.
        self._checks = app.extensions["database"].engine.dialect.name == "sqlite"
        self._cookie: str | None = None
        self._token = ""

    def get(self, path: str, *, status: int = 200, follow: bool = False, **options: Any) -> BeautifulSoup:
        """Fetch a page and check it."""
        response = self.client.get(path, follow_redirects=follow, **options)
        return self._page(response, path, status)

    def page_at(self, path: str) -> BeautifulSoup | None:
        """Fetch what is there; if it is a page, check it."""
        response = self.client.get(path)
        if response.status_code == 200 and response.mimetype == "text/html":
            return self._page(response, path, 200)
        response.close()
        return None

    def post(
        self,
        path: str,
        data: dict[str, Any] | None = None,
        *,
        status: int = 303,
        token: bool = True,
        follow: bool = False,
        headers: dict[str, str] | None = None,
    ) -> BeautifulSoup:
        """Send a form with its token, as a page of the site would."""
        fields = dict(data or {})
        if token:
            fields["csrf_token"] = self.token()
        response = self.client.post(path, data=fields, follow_redirects=follow, headers=headers)
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
        """A token of this browser's session, taken once from the sign-in page's form or the navigation."""
        cookie = self.client.get_cookie(str(self.client.application.config["SESSION_COOKIE_NAME"]))
        if cookie is None or cookie.value != self._cookie:
            found = TOKEN.search(self.client.get("/aide").text) or TOKEN.search(self.client.get("/connexion").text)
            assert found is not None, "no page gave a token"
            cookie = self.client.get_cookie(str(self.client.application.config["SESSION_COOKIE_NAME"]))
            self._cookie, self._token = cookie.value if cookie else None, found[1]
        return self._token

    def _page(self, response: TestResponse, path: str, status: int) -> BeautifulSoup:
        self.response = response
        assert response.status_code == status, f"{path}: {response.status_code}, not {status}\n{_text_of(response)}"
        assert response.headers["Content-Security-Policy"] == POLICY
        if response.mimetype != "text/html" or 300 <= status < 400:
            return BeautifulSoup("", "html5lib")
        html = response.get_data(as_text=True)
        return check_page(html, path) if self._checks else BeautifulSoup(html.replace("\r\n", "\n"), "html.parser")


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
    # Walked once: a selector would walk it again each time, and journeys fetch thousands of pages.
    tags = page.find_all(True)
    _check_structure(page, tags, path)
    _check_forms(tags, path)
    _check_refusal(page, tags, path)
    _check_regions(tags, path)
    _check_pictures(tags, path)
    _check_policy(tags, path)
    _check_tags(tags, path)
    check_rgaa(tags, path)
    _check_words(page, tags, path)
    return page


def _check_structure(page: BeautifulSoup, tags: Sequence[Tag], path: str) -> None:
    assert page.html is not None
    assert page.html.get("lang") == "fr", f"{path}: <html lang> must be fr"
    headings = [tag for tag in tags if tag.name in {"h1", "h2", "h3", "h4"}]
    first = [tag for tag in headings if tag.name == "h1"]
    assert len(first) == 1, f"{path}: {len(first)} h1 elements, one is needed"
    assert page.title is not None, f"{path}: no title"
    title = page.title.get_text(strip=True)
    assert title.endswith(f"– {SITE}"), f"{path}: the title {title!r} must end with « – {SITE} »"
    heading = first[0].get_text(" ", strip=True)
    said = title.removeprefix("Erreur\u00a0: ").startswith(heading[:20])
    assert said, f"{path}: the title {title!r} must start with the h1 {heading!r}"
    ids = Counter(str(tag["id"]) for tag in tags if tag.has_attr("id"))
    doubles = {name for name, count in ids.items() if count > 1}
    assert not doubles, f"{path}: ids used twice: {doubles}"
    for tag in tags:
        if tag.name == "a" and str(tag.get("href", "")).startswith("#"):
            assert tag["href"] == "#" or str(tag["href"])[1:] in ids, f"{path}: {tag['href']} leads nowhere"
        if tag.name in {"ul", "ol"}:
            assert tag.li, f"{path}: a list of nothing is said aloud to be one"
        for target in str(tag.get("aria-describedby", "")).split():
            assert target in ids, f"{path}: aria-describedby names {target}, which is not on the page"
    for before, after in itertools.pairwise(int(tag.name[1]) for tag in headings):
        assert after <= before + 1, f"{path}: a heading of level {after} follows one of level {before}"


def _check_forms(tags: Sequence[Tag], path: str) -> None:
    labelled = {str(tag.get("for")) for tag in tags if tag.name == "label"}
    for tag in tags:
        if tag.name == "form":
            assert tag.get("action"), f"{path}: a form has no action"
            if str(tag.get("method", "get")).lower() == "post":
                assert tag.find("input", {"name": "csrf_token"}), f"{path}: the form to {tag['action']} has no token"
        elif tag.name in {"input", "select", "textarea"} and tag.get("type") != "hidden":
            name = tag.get("aria-label") or tag.get("aria-labelledby")
            assert name or tag.get("id") in labelled or tag.find_parent("label"), (
                f"{path}: {tag.get('name')} has no label"
            )
            untold = f"{path}: {tag.get('name')} is heard as invalid before anything is typed"
            assert tag.has_attr("aria-invalid") or not tag.has_attr("required"), untold
            if tag.get("type") == "password":
                assert tag.has_attr("data-reveal"), f"{path}: {tag.get('name')} cannot be shown to who types it"
        elif tag.name == "button":
            assert tag.get_text(strip=True) or tag.get("aria-label"), f"{path}: a button has no name"


def _check_refusal(page: BeautifulSoup, tags: Sequence[Tag], path: str) -> None:
    """What is to be mended is told first in the title, leads to a field, and is heard with it."""
    by_id = {str(tag["id"]): tag for tag in tags if tag.has_attr("id")}
    for tag in tags:
        if tag.get("aria-invalid") == "true":
            told = [by_id[name].get_text(strip=True) for name in str(tag.get("aria-describedby", "")).split()]
            assert any(told), f"{path}: {tag.get('name')} is wrong, and nothing heard with it says why"
        if "error-summary" in (tag.get("class") or ()) and tag.li:
            assert page.title is not None
            assert page.title.get_text(strip=True).startswith("Erreur"), f"{path}: its title does not say so"
            fields = [by_id[str(link["href"])[1:]] for link in tag.select("li a")]
            for to in fields:
                assert to.name in {"input", "select", "textarea", "fieldset"}, f"{path}: #{to['id']} is no field"
            places = [next(n for n, each in enumerate(tags) if each is to) for to in fields]
            assert places == sorted(places), f"{path}: what is to be mended is not told in the order of the fields"


def _check_regions(tags: Sequence[Tag], path: str) -> None:
    for tag in tags:
        if tag.get("role") in {"status", "alert", "log"}:
            told = f"{path}: a region that has nothing to say yet is named aloud; give it aria-live instead of a role"
            assert tag.get_text(strip=True), told
        if tag.name == "section":
            told = f"{path}: a section is found by its heading; named, it is one landmark too many"
            assert not {"aria-label", "aria-labelledby"} & tag.attrs.keys(), told


def _check_pictures(tags: Sequence[Tag], path: str) -> None:
    for tag in tags:
        if tag.name in {"img", "svg"}:
            named = tag.has_attr("alt") or any(tag.get(f"aria-{how}") for how in ("hidden", "labelledby", "label"))
            assert named, f"{path}: a picture has no text"
        elif tag.name == "text":
            told = tag.find_parent(attrs={"aria-hidden": "true"})
            assert told, f"{path}: {tag.get_text()!r} is read aloud after the name of the picture it is drawn in"


def _check_policy(tags: Sequence[Tag], path: str) -> None:
    for tag in tags:
        inline = [name for name in tag.attrs if name == "style" or name.startswith("on")]
        assert not inline, f"{path}: <{tag.name} {inline[0]}> is forbidden by the content policy"
        assert tag.name != "style", f"{path}: inline style"
        if tag.name == "script":
            ours = str(tag.get("src", "")).startswith("/") or tag.get("type") == "application/json"
            assert ours, f"{path}: inline script"


def _check_tags(tags: Sequence[Tag], path: str) -> None:
    for tag in tags:
        after = tag.find_next_sibling() if "tag" in (tag.get("class") or ()) else None
        if after is not None and "tag" in (after.get("class") or ()):
            text = tag.get_text()
            assert text.endswith((", ", ". ")), f"{path}: {text.strip()!r} runs into what follows when read aloud"


def _check_words(page: BeautifulSoup, tags: Sequence[Tag], path: str) -> None:
    foreign = {id(tag) for tag in tags if _is_not_ours(tag)}
    for text in page.find_all(string=True):
        if type(text) is not NavigableString or text.isspace() or not foreign.isdisjoint(map(id, text.parents)):
            continue
        check_typography(text, path)


def check_typography(text: str, path: str) -> None:
    for pattern, advice in (
        (STRAIGHT_APOSTROPHE, "write ’ for '"),
        (MISSING_SPACE, "put a no-break space before : ; ! ? » and after «"),
        (DOTS, "write … for ..."),
        (PLACEHOLDERS, "a value leaked into the page"),
    ):
        found = pattern.search(text)
        assert found is None, f"{path}: {advice}: {text.strip()[:120]!r}"


def _is_not_ours(tag: Tag) -> bool:
    own = tag.has_attr("data-user-text") or tag.get("dir") == "auto"
    return own or tag.name in NOT_OURS or "code" in (tag.get("class") or ())


def main_of(page: BeautifulSoup) -> str:
    """What a page says between its menu and its foot, on one line."""
    return " ".join(page.main.get_text(" ").split())
