"""One word is followed everywhere: only the person who wrote it, and those they let read it, ever meet it."""

import io
import json
import logging
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import typst
from flask import Flask
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from journal import clock, jobs
from journal.accounts.models import Role
from journal.api import services as api
from journal.calls.models import Idea, IdeaWords
from journal.common_good.models import Proposal, Turn, Words
from journal.config import Settings
from journal.entries.models import Draft, Entry, MaskingState, NextStep, Sharing
from journal.narrative.mails.messages import mailable
from journal.narrative.models import Contribution
from journal.pathways.models import Step, TargetJob
from journal.web import typography
from tests.conftest import SignIn
from tests.factories import NOW, make_entry, make_lab, make_person
from tests.pages import Browser
from tests.whole_app.walking import addresses
from tests.whole_app.world import World, make_world
from tests.worker import sweep

# Queries decide who reads what: those who read most read it on PostgreSQL too.
elsewhere = pytest.mark.any_database
ROLES = (
    *("participant", "coordinator"),
    *(pytest.param(role, marks=elsewhere) for role in ("second", "admin", "partner", "stranger")),
)
OUTSIDERS = [pytest.param(role, marks=() if role is Role.COORDINATOR else elsewhere) for role in Role]
CANARY = "zinzolin"
SPOKEN = "mirabelle"  # what the Lab's own pages may say
# When participants wrote, which nobody else reads: of what they send to the team, the week alone is told.
DAY = datetime(2026, 10, 31, 9, 30, tzinfo=UTC)
TOLD_AS_A_DAY = (typography.day(DAY), f"{DAY:%Y-%m-%d}", f"{DAY:%d/%m/%Y}")
TAKE_AWAY = ("json", "html", "pdf")


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    """A Lab where the canary stands in everything that is its author's alone, masked nowhere by luck."""
    world = make_world(session, settings, SPOKEN)
    _hide_in_what_is_private(session, world)
    _hide_in_what_was_masked(session, world)
    _hide_in_what_was_taken_back(session, world)
    _hide_when_it_was_written(session, world)
    session.commit()
    return world


def _hide_in_what_is_private(session: Session, world: World) -> None:
    private, author = session.get_one(Entry, world.private.id), world.author.id
    for name in ("text", "masked_text", "helped", "hindered", "free_emotion", "masked_helped", "masked_hindered"):
        setattr(private, name, CANARY)
    private.passages[0].text = CANARY
    for table, names in ((NextStep, ("text", "outcome")), (Step, ("note",)), (TargetJob, ("title",))):
        for row in session.scalars(sa.select(table)):
            for name in names:
                setattr(row, name, CANARY)
    session.add(Draft(author_id=author, submission="b" * 32, content={"text": CANARY}, updated_at=NOW))
    author_row = session.merge(world.author)
    author_row.email, author_row.username = f"{CANARY}@exemple.org", f"{CANARY}-1"


def _hide_in_what_was_masked(session: Session, world: World) -> None:
    """The raw text of what is shared, and the passages of what only counts."""
    for number in (0, 2, 3):  # the second is the other participant's own
        entry = session.get_one(Entry, world.entries[number].id)
        entry.text = f"{entry.text} {CANARY}"
    for contribution in session.scalars(sa.select(Contribution).where(Contribution.author_id == world.author.id)):
        contribution.text = CANARY
    # What its author wrote and has not sent yet, masked or not; and what was sent, as it was before being masked.
    for kind in (Words, IdeaWords):
        for words in session.scalars(sa.select(kind).where(kind.author_id == world.author.id)):
            words.text = CANARY
            words.masked_text = words.masked_text if words.sent_at else CANARY
    counted = session.get_one(Entry, world.entries[4].id)
    counted.sharing, counted.masked_text, counted.passages[0].text = Sharing.THEMES, CANARY, CANARY
    make_entry(session, world.author, CANARY, masked=False, sharing=Sharing.QUOTABLE)
    failed = make_entry(session, world.author, CANARY, masked=False, sharing=Sharing.QUOTABLE)
    failed.masking_state = MaskingState.FAILED


def _hide_in_what_was_taken_back(session: Session, world: World) -> None:
    """A passage still member of a theme, whose author has taken it back since."""
    entry = session.get_one(Entry, world.entries[5].id)
    entry.sharing = Sharing.PRIVATE
    entry.masked_text = entry.passages[0].text = CANARY


def _hide_when_it_was_written(session: Session, world: World) -> None:
    author = world.author.id
    for kind in (Contribution, Idea, IdeaWords, Proposal, Words):
        session.execute(sa.update(kind).where(kind.author_id == author).values(at=DAY))
    session.execute(sa.update(Entry).where(Entry.author_id == author).values(written_at=DAY, edited_at=DAY))
    own = Turn.proposal_id.in_(sa.select(Proposal.id).where(Proposal.author_id == author))
    session.execute(sa.update(Turn).where(own, Turn.answered_at.is_not(None)).values(answered_at=DAY))


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is given to typst: the words of a PDF, which its bytes hide."""
    given: list[str] = []
    compile_for_real = typst.compile

    def recording(*args: Any, **options: Any) -> Any:
        given.append(json.dumps(json.loads(options["sys_inputs"]["data"]), ensure_ascii=False))
        return compile_for_real(*args, **options)

    monkeypatch.setattr(typst, "compile", recording)
    return given


def words_of(response: TestResponse) -> str:
    """Everything a download says, its members included when it is an archive."""
    body = response.data
    response.close()
    parts = [body, repr(sorted(response.headers)).encode()]
    if zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts += [archive.read(name) for name in archive.namelist()]
    return b"\n".join(parts).decode("utf-8", "replace").casefold()


def everything_said_to(app: Flask, world: World, browser: Browser) -> dict[str, str]:
    said = {path: words_of(browser.client.get(path)) for _, path in addresses(app, world, "GET")}
    token = browser.token()
    for kind in TAKE_AWAY:
        path = f"/mes-droits/carnet.{kind}"
        said[path] = words_of(browser.client.post(path, data={"csrf_token": token}))
    return said


def holding(said: dict[str, str], word: str) -> set[str]:
    return {path for path, words in said.items() if word in words}


@pytest.mark.parametrize("role", ROLES)
def test_what_is_its_authors_alone_reaches_nobody_else(
    app: Flask,
    world: World,
    sign_in: SignIn,
    printed: list[str],
    caplog: pytest.LogCaptureFixture,
    role: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    reader = world.second if role == "second" else world.people.get(role)
    browser = sign_in(reader) if reader else Browser(app)

    said = everything_said_to(app, world, browser)

    assert holding(said, CANARY) == set()
    assert set().union(*(holding(said, day) for day in TOLD_AS_A_DAY)) == set()
    assert not any(CANARY in words for words in printed)
    assert CANARY not in caplog.text
    assert len(holding(said, SPOKEN)) >= (2 if role in {"admin", "partner", "stranger"} else 4), (
        "the walk saw too little"
    )


def test_its_author_meets_it_on_their_own_pages_and_in_what_they_take_away(
    app: Flask, session: Session, world: World, sign_in: SignIn, printed: list[str]
) -> None:
    author = session.get_one(type(world.author), world.author.id)
    session.commit()

    said = everything_said_to(app, world, sign_in(author))

    pages = holding(said, CANARY)
    assert {"/journal/", f"/journal/{world.private.id}", "/journal/prochains-pas", "/compte"} <= pages
    assert {"/mes-droits/carnet.json", "/mes-droits/carnet.html"} <= pages
    assert any(CANARY in words for words in printed)
    assert not any(path.startswith(("/recit", "/public")) and "citations" not in path for path in pages)


def test_no_file_beside_the_database_holds_it(
    app: Flask, world: World, session: Session, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    session.commit()

    sweep(app, [jobs.compose, *jobs.MAILS, jobs.purge])

    beside = [p for p in Path(settings.data_dir).rglob("*") if p.is_file() and not p.name.startswith("journal.db")]
    assert beside, "nothing was written: nothing was looked at"
    assert not [path.name for path in beside if CANARY.encode() in path.read_bytes()]
    assert CANARY not in caplog.text


def test_no_mail_holds_it(session: Session, world: World) -> None:
    parts = mailable(session, session.merge(world.digest))

    assert parts
    assert CANARY not in repr(parts)


@pytest.mark.parametrize("role", OUTSIDERS)
def test_another_lab_reads_only_what_is_open_to_everyone(
    app: Flask, session: Session, world: World, sign_in: SignIn, printed: list[str], role: Role
) -> None:
    outsider = make_person(session, make_lab(session), role)
    session.commit()

    said = everything_said_to(app, world, sign_in(outsider))

    open_to_all = {path for path in said if path.startswith(("/public/", "/rejoindre/", "/desabonnement/"))}
    # What a Lab opens to the coordinators of others, and nothing else, crosses.
    crossing = {path for path in said if path.startswith("/essais-ouverts")} if role is Role.COORDINATOR else set()
    assert holding(said, SPOKEN) <= open_to_all | crossing
    assert not any(str(world.theme.id) in words for path, words in said.items() if path not in open_to_all)


def everything_said_to_a_program(app: Flask, world: World, secret: str) -> dict[str, str]:
    client = app.test_client(use_cookies=False)
    paths = [path for _, path in addresses(app, world, "GET") if path.startswith("/api/")]
    return {path: words_of(client.get(path, headers={"Authorization": f"Bearer {secret}"})) for path in paths}


def test_a_program_reads_what_the_lab_says_and_nothing_of_anyone(
    app: Flask, session: Session, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    said = everything_said_to_a_program(app, world, world.secret)

    assert holding(said, CANARY) == set()
    assert holding(said, "personne-") == set()
    assert len(holding(said, SPOKEN)) >= 6, "the walk saw too little"
    whole = " ".join(said.values())
    people = [world.author, world.other, world.coordinator, world.second, world.admin]
    ids = [*people, *world.entries, *(p for entry in world.entries for p in session.merge(entry).passages)]
    assert not [row for row in ids if str(row.id) in whole]
    assert CANARY not in caplog.text


def test_a_program_of_another_lab_reads_nothing_of_this_one(app: Flask, session: Session, world: World) -> None:
    outsider = make_person(session, make_lab(session), Role.COORDINATOR)
    secret = api.make(session, "ailleurs", days=1, by=outsider, now=clock.now())[1]
    session.commit()

    said = everything_said_to_a_program(app, world, secret)

    assert holding(said, SPOKEN) == set()
    assert not [path for path, words in said.items() if str(world.theme.id) in words]


def test_another_lab_changes_nothing(app: Flask, session: Session, world: World, sign_in: SignIn) -> None:
    outsider = make_person(session, make_lab(session), Role.COORDINATOR)
    session.commit()
    browser = sign_in(outsider)
    token = browser.token()

    for rule, path in addresses(app, world, "POST"):
        ours = rule.arguments - {"month", "gesture", "attitude", "name", "choice", "invitation", "token"}
        if not ours or path.startswith(("/public", "/essais-ouverts")):  # the latter are open to other Labs
            continue
        answer = browser.client.post(path, data={"csrf_token": token, "version": "1"})
        assert answer.status_code == 404, path


def test_a_database_error_does_not_quote_what_was_written(app: Flask, world: World) -> None:
    with app.extensions["database"].write() as session:
        session.add(Draft(author_id=None, submission="c" * 32, content={"text": CANARY}, updated_at=NOW))
        with pytest.raises(IntegrityError) as caught:
            session.flush()

    assert CANARY not in str(caught.value)


def test_a_task_that_fails_is_logged_without_its_words(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    def think(_site: jobs.Site) -> None:
        raise ValueError(f"cannot read {CANARY}")

    assert not jobs.sweep(app, [think])

    assert "think failed (ValueError)" in caplog.text
    assert CANARY not in caplog.text
