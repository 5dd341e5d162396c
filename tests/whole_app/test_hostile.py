"""What someone who means harm sends, and what the site does with it: shows it as text, or refuses it in a sentence."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup, Tag
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from journal.accounts.models import AuditEvent, Lab, Person, Role
from journal.config import Settings
from journal.db import Base
from journal.entries import masking_queue
from journal.entries.models import Entry, MaskingState, Sharing
from journal.narrative.models import PublishedFigure
from journal.narrative.services import compose_narrative
from journal.themes.models import AnalysisRun, ThemeState
from journal.web.access import declared
from nlp import encoding
from nlp.types import Vectors
from tests.conftest import SignIn
from tests.factories import NOW, make_entry, make_lab, make_person
from tests.pages import Browser, form_fields
from tests.whole_app.world import World, addresses, make_world

WORD = "mirabelle"
# No spaces: a chart cuts names at their spaces, and a browser takes / for one between attributes.
PAYLOADS = (
    "<script>alert(1)</script>",
    "<img/src=x/onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe/src=javascript:alert(1)></iframe>",
    "<a/href=javascript:alert(1)>x</a>",
    "<body/onload=alert(1)>",
    "<details/open/ontoggle=alert(1)>",
    "<input/autofocus/onfocus=alert(1)>",
    "<math><mtext></p><img/src/onerror=alert(1)>",
    "<form/action=//x.example><input/type=submit>",
    "<base/href=//x.example/>",
    "<meta/http-equiv=refresh/content=0>",
    "<link/rel=stylesheet/href=//x.example>",
    "<style>*{display:none}</style>",
    "<object/data=javascript:alert(1)>",
    "<embed/src=javascript:alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p/title=</noscript><img/src/onerror=alert(1)>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</option></select><script>alert(1)</script>",
    '"onmouseover=alert(1)//',
    '"><script>alert(1)</script>',
    "'><img/src/onerror=alert(1)>",
    "`onmouseover=alert(1)",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "<<script>alert(1)//<</script>",
    "<xss/contenteditable/onblur=alert(1)>",
    "javascript:alert(1)",
    "#set/page()#text[x]",
)
# It starts as the word does, so that lists keep their order.
HOSTILE = "¤".join((WORD, *PAYLOADS))


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    return make_world(session, settings, WORD)


def replace_everywhere(session: Session, word: str, other: str) -> set[str]:
    """Write ``other`` for ``word`` in every column that holds it; return which those are."""
    touched = set()
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, sa.Text | sa.String | sa.JSON) and not column.primary_key:
                touched |= _replace_in(session, table, column, word, other)
    session.commit()
    return touched


def _replace_in(session: Session, table: sa.Table, column: sa.Column[Any], word: str, other: str) -> set[str]:
    key, touched = next(iter(table.primary_key.columns)), set()
    for row_key, value in session.execute(sa.select(key, column)):
        if word in json.dumps(value, default=str):
            session.execute(sa.update(table).where(key == row_key).values({column.name: _put(value, word, other)}))
            touched.add(f"{table.name}.{column.name}")
    return touched


def _put(value: Any, word: str, other: str) -> Any:
    if isinstance(value, str):
        return value.replace(word, other)
    if isinstance(value, dict):
        return {name: _put(each, word, other) for name, each in value.items()}
    return [_put(each, word, other) for each in value] if isinstance(value, list) else value


def skeleton(page: BeautifulSoup) -> list[tuple[str, tuple[str, ...]]]:
    """The elements of a page and the names of their attributes, in order."""
    return [(tag.name, tuple(sorted(tag.attrs))) for tag in page.find_all(True)]


def text_of(page: Tag | None) -> str:
    """What a page says, without its spaces nor the time of day."""
    assert page is not None
    return CLOCK.sub("", "".join(page.get_text().split()).casefold())


def pages_of(app: Flask, world: World, browser: Browser) -> dict[str, BeautifulSoup]:
    found = {path: browser.page_at(path) for _, path in addresses(app, world, "GET")}
    return {path: page for path, page in found.items() if page is not None}


# Pages that show the first words of a text: where it is cut depends on its length.
BEGINNINGS = ("/journal/", "/effacer", "/journal/parcours")
CLOCK = re.compile(r"à\d{1,2}h\d{2}")
FREE_TEXT = {
    *("entry.text", "entry.helped", "entry.hindered", "entry.free_emotion", "entry.masked_text", "entry.prompt"),
    *("passage.text", "next_step.text", "next_step.outcome", "draft.content", "step.note", "pause.note"),
    *("target_job.title", "lab.name", "lab.contact", "cohort.name", "person.email", "lab_answer.text"),
    *("theme.label", "theme.definition", "theme.includes", "theme.excludes", "theme_comment.text"),
    *("theme_reading.text", "theme_review.note", "theme_review.after", "theme_state.terms", "theme_state.helped"),
    *("digest.title", "digest.public_paragraphs", "digest_paragraph.text", "digest_paragraph.heading", "quote.text"),
    *("narrative.paragraphs", "narrative.public_paragraphs"),
    *("contribution.text", "contribution.masked_text", "contribution.answer"),
    *("common_good.together", "common_good.whom", "common_good.signs", "common_good.refused", "common_good.why"),
    *("common_good_proposal.reason", "common_good_turn.text", "common_good_turn.note", "common_good_reserve.text"),
    *("common_good_words.text", "common_good_words.masked_text", "actor.name"),
}


@pytest.mark.any_database
@pytest.mark.parametrize("role", ["author", "participant", "coordinator", "admin", "partner", "stranger"])
def test_markup_in_any_field_is_shown_as_text_on_every_page(
    app: Flask, session: Session, world: World, sign_in: SignIn, role: str
) -> None:
    browser = Browser(app) if role == "stranger" else sign_in(world.people[role])
    plain = pages_of(app, world, browser)

    touched = replace_everywhere(session, WORD, HOSTILE)
    hostile = pages_of(app, world, browser)

    assert FREE_TEXT - touched == set(), "the world does not fill these"
    assert plain.keys() == hostile.keys()
    assert any(WORD in text_of(page) for page in plain.values())
    for path, page in plain.items():
        assert skeleton(hostile[path]) == skeleton(page), path
        if not path.endswith(BEGINNINGS):
            assert text_of(hostile[path]).replace(HOSTILE.casefold(), WORD) == text_of(page), path


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
THOROUGHLY = 2  # addresses of one view


@pytest.mark.timeout(600)
@pytest.mark.parametrize("role", ["author", "coordinator", "admin", "partner", "stranger"])
def test_no_form_however_odd_makes_the_site_fail(app: Flask, world: World, sign_in: SignIn, role: str) -> None:
    # What one odd value among good ones breaks is what a database refuses, and PostgreSQL refuses more.
    together = app.extensions["database"].engine.dialect.name == "sqlite"
    browser = Browser(app) if role == "stranger" else sign_in(world.people[role])
    forms, token, tried = Forms(app, world, browser), browser.token(), 0
    seen: Counter[str] = Counter()
    for rule, path in addresses(app, world, "POST"):
        if rule.endpoint in ENDS:
            continue
        seen[rule.endpoint] += 1
        # Whoever may not come in is turned away before anything is read; one view's third address is read as its first.
        thoroughly = is_open(app, rule, role) and seen[rule.endpoint] <= THOROUGHLY
        glance = [dict.fromkeys(forms.names, ODDEST[1])]
        for fields in forms.attempts(rule, path, together=together) if thoroughly else glance:
            body = urlencode(fields | {"csrf_token": token}, doseq=True)
            answer = browser.client.post(path, data=body, content_type="application/x-www-form-urlencoded")
            answer.close()
            assert answer.status_code != 500, f"{path}: {str(fields)[:300]}"
            tried += 1
    assert tried > 100, tried


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


@pytest.mark.parametrize("role", ["author", "coordinator", "partner", "stranger"])
def test_no_query_however_odd_makes_the_site_fail(app: Flask, world: World, sign_in: SignIn, role: str) -> None:
    browser = Browser(app) if role == "stranger" else sign_in(world.people[role])

    for rule, path in addresses(app, world, "GET"):
        if path.endswith(("/pdf", "cartes")) or path.startswith("/exports/"):
            continue
        # Strangers are sent to the door, which reads where they wanted to go; others find nothing, and nothing is read.
        reads = is_open(app, rule, role) or role == "stranger"
        for odd in ODD_QUERIES if reads else ODD_QUERIES[:1]:
            query = "&".join(f"{name}={odd}" for name in ("q", "page", "etat", "suite", "brouillon", "code"))
            answer = browser.client.get(f"{path}?{query}")
            answer.close()
            assert answer.status_code < 500, f"{path} with {odd[:30]}"


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


@pytest.mark.any_database
def test_nothing_changes_without_a_token(app: Flask, world: World, sign_in: SignIn) -> None:
    """Whoever asks: the token is looked at before the role."""
    browser = sign_in(world.author)
    without_token: tuple[dict[str, str], ...] = ({}, {"csrf_token": "x"}, {"csrf_token": Browser(app).token()})

    for rule, path in addresses(app, world, "POST"):
        if rule.endpoint == "accounts.unsubscribe":  # RFC 8058: the signed address alone says who
            continue
        for fields in without_token:
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


class Delicate:
    """An encoder that chokes on one text, as a tokenizer may."""

    name = "delicate"
    dimensions = 4

    def __init__(self, poison: str) -> None:
        self.poison = poison

    def encode(self, texts: Any) -> Vectors:
        if any(self.poison in text for text in texts):
            raise RuntimeError(f"cannot read {texts}")
        return encoding.unit_rows(np.ones((len(texts), self.dimensions), dtype="float32"))


@pytest.mark.model
class TestAPoisonousText:
    TEXTS = ("J’ai attendu le bus ce matin.", "Un texte poison pour la machine.", "Le stage m’a plu, vraiment.")

    @pytest.fixture
    def entries(self, session: Session) -> list[Entry]:
        author = make_person(session)
        made = [make_entry(session, author, text, masked=False) for text in self.TEXTS]
        session.commit()
        return made

    def test_a_poisonous_text_stops_no_other(
        self,
        app: Flask,
        session: Session,
        entries: list[Entry],
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        monkeypatch.setattr(encoding, "load_encoder", lambda: Delicate("poison"))

        assert masking_queue.mask_waiting(app.extensions["database"], now=lambda: NOW) == 3

        session.expire_all()
        states = [session.get_one(Entry, entry.id).masking_state for entry in entries]
        assert states == [MaskingState.MASKED, MaskingState.FAILED, MaskingState.MASKED]
        assert session.get_one(Entry, entries[1].id).masked_text is None
        assert "poison" not in caplog.text

    def test_no_text_is_blamed_when_the_machine_reads_nothing_at_all(
        self, app: Flask, session: Session, entries: list[Entry], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(encoding, "load_encoder", lambda: Delicate(""))

        with pytest.raises(RuntimeError):
            masking_queue.mask_waiting(app.extensions["database"], now=lambda: NOW)

        session.expire_all()
        assert {session.get_one(Entry, entry.id).masking_state for entry in entries} == {MaskingState.RECEIVED}


class TestFourPeople:
    """A theme that fewer than five people speak of now: whatever it was, nothing of it is said but its name."""

    WORDS = ("covoiturage", "quatuor", "dansenviron", "matinéeentière")

    @pytest.fixture
    def four(self, session: Session, world: World) -> World:
        """All but four took their texts back since the analysis, which saw two clear parts in the theme."""
        state = session.scalars(sa.select(ThemeState).where(ThemeState.theme_id == world.theme.id)).first()
        assert state is not None
        keys = [str(member.passage_id) for member in state.members]
        state.terms, state.helped, state.hindered = [["covoiturage", 2.0, 13]], [["covoiturage", 13]], []
        state.parts = [
            {"label": "quatuor", "terms": ["quatuor"], "people": 7, "passages": keys[:7]},
            {"label": "quatuor", "terms": ["quatuor"], "people": 6, "passages": keys[7:]},
        ]
        for entry in world.entries[4:]:
            session.get_one(Entry, entry.id).sharing = Sharing.PRIVATE
        session.commit()
        return world

    def test_four_people_are_not_counted_nor_quoted_to_coordinators(self, four: World, sign_in: SignIn) -> None:
        browser = sign_in(four.coordinator)

        for path in (f"/themes/{four.theme.id}", f"/themes/{four.theme.id}/scission", "/themes/", "/themes/carte"):
            said = text_of(browser.get(path).select_one("main"))
            assert not [word for word in self.WORDS if word in said], path

    def test_four_people_leave_in_no_export(self, four: World, sign_in: SignIn) -> None:
        browser = sign_in(four.coordinator)

        for name in ("themes.csv", "passages.csv", "themes.json"):
            said = browser.client.get(f"/exports/{name}").text.casefold()
            assert not [word for word in ("covoiturage", "matinée entière", str(four.theme.id)) if word in said], name

    def test_four_people_are_told_in_no_new_text(self, four: World, session: Session, sign_in: SignIn) -> None:
        run = session.scalars(sa.select(AnalysisRun).where(AnalysisRun.lab_id == four.lab.id)).first()
        session.execute(sa.delete(PublishedFigure))
        session.commit()
        assert run is not None

        lab = session.get_one(Lab, four.lab.id)
        told = compose_narrative(session, lab, now=NOW, today=NOW.date(), floor=5, key="k" * 32)

        assert told is not None
        assert not [part for part in [*told.paragraphs, *(told.public_paragraphs or [])] if part["theme"]]


def readings_noted(session: Session) -> set[Any]:
    """The texts whose reading is in the log; nothing stays open, since pages write too."""
    noted = session.scalars(sa.select(AuditEvent.subject_id).where(AuditEvent.action == "read_passages")).all()
    session.rollback()
    return set(noted)


def test_the_reading_of_passages_in_an_export_is_told_to_their_authors(
    session: Session, world: World, sign_in: SignIn
) -> None:
    browser = sign_in(world.coordinator)

    browser.client.get("/exports/themes.csv")
    assert readings_noted(session) == set()
    browser.client.get("/exports/passages.csv")

    assert readings_noted(session) == {entry.id for entry in world.entries}


def test_the_reading_of_quotes_by_an_editor_is_told_to_their_author(
    session: Session, world: World, sign_in: SignIn
) -> None:
    sign_in(world.coordinator).get("/recits/2026-10")

    assert world.shared.id in readings_noted(session)
