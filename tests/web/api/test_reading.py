"""A program reads with a token what its coordinator reads, never more; the token is told once and can be taken back."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from journal import jobs
from journal.accounts import staff
from journal.accounts.models import AuditEvent, Role
from journal.api import services
from journal.api.models import ApiToken
from journal.config import Settings
from journal.cooperation import services as cooperation
from journal.entries import services as entries
from journal.entries.models import Entry, Sharing
from journal.entries.prompts import bank
from journal.narrative import reception
from journal.narrative.making.services import compose_narrative
from journal.narrative.models import ResonanceAnswer
from journal.pathways.models import StepKind
from journal.prompts import services as prompts
from journal.themes.models import ThemeStatus
from nlp.prose.types import AnswerKind
from tests.conftest import SignIn
from tests.factories import NOW, make_lab, make_person
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import Scene, make_scene

RESOURCES = ("lab", "themes", "answers", "narrative", "digests", "vocabulary", "prompts")


@pytest.fixture(autouse=True)
def _at_noon() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def scene(session: Session) -> Scene:
    scene = make_scene(session)
    session.commit()
    return scene


@pytest.fixture
def secret(session: Session, scene: Scene) -> str:
    secret = services.make(session, "mirabelle", days=90, by=scene.first, now=NOW)[1]
    session.commit()
    return secret


class Program:
    """What fetches the API: no cookie, a token."""

    def __init__(self, app: Flask, secret: str) -> None:
        self.client, self.secret = app.test_client(use_cookies=False), secret

    def ask(self, path: str, **headers: str) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.secret}"} | headers
        return self.client.get(f"/api/v1/{path}", headers=headers)

    def read(self, path: str) -> Any:
        answer = self.ask(path)
        assert answer.status_code == 200, answer.text
        return answer.json


@pytest.fixture
def program(app: Flask, secret: str) -> Program:
    return Program(app, secret)


class TestATokensLife:
    def test_it_is_told_once_and_kept_as_its_hash(
        self, app: Flask, scene: Scene, session: Session, sign_in: SignIn
    ) -> None:
        browser = sign_in(scene.first)
        page = browser.submit(browser.get("/jetons"), {"name": "Portail", "days": "90"}, status=200)
        secret = page.select_one("main code").get_text()

        token = session.scalars(sa.select(ApiToken)).one()
        assert token.expires_at == NOW + timedelta(days=90)
        assert token.token_hash == services.hashed(secret)
        session.commit()
        assert secret not in browser.get("/jetons").get_text()
        everything = [
            str(row)
            for table in sa.inspect(session.get_bind()).get_table_names()
            for row in session.execute(sa.text(f"SELECT * FROM {table}"))  # noqa: S608  # our own table names
        ]
        session.commit()
        assert not [row for row in everything if secret in row or secret.removeprefix("recit_") in row]
        assert Program(app, secret).read("lab")["id"] == str(scene.lab.id)

    def test_the_same_page_sent_twice_makes_one_token(self, scene: Scene, session: Session, sign_in: SignIn) -> None:
        browser = sign_in(scene.first)
        browser.submit(browser.get("/jetons"), {"name": "Portail"}, status=200)

        page = browser.submit(browser.get("/jetons"), {"name": "Portail"}, status=422)

        assert "porte déjà ce nom" in page.get_text()
        assert session.scalar(sa.select(sa.func.count()).select_from(ApiToken)) == 1

    @pytest.mark.parametrize("days", ["0", "366", "beaucoup"])
    def test_it_lasts_a_year_at_most(self, scene: Scene, session: Session, sign_in: SignIn, days: str) -> None:
        browser = sign_in(scene.first)

        browser.submit(browser.get("/jetons"), {"name": "Portail", "days": days}, status=422)

        assert session.scalars(sa.select(ApiToken)).all() == []

    def test_its_last_use_is_shown(self, scene: Scene, program: Program, sign_in: SignIn) -> None:
        browser = sign_in(scene.second)
        assert "Jamais utilisé" in browser.get("/jetons").get_text()

        program.read("lab")

        assert "Dernier usage" in browser.get("/jetons").get_text()

    def test_any_coordinator_of_the_lab_takes_it_back(
        self, scene: Scene, session: Session, program: Program, sign_in: SignIn
    ) -> None:
        browser = sign_in(scene.second)

        browser.submit(browser.get("/jetons"), form="main section form")

        assert program.ask("lab").status_code == 401
        token = session.scalars(sa.select(ApiToken)).one()
        events = session.scalars(sa.select(AuditEvent).where(AuditEvent.subject == "api_token")).all()
        assert [(event.action, event.subject_id) for event in events] == [("revoke_token", token.id)]

    def test_making_one_is_in_the_log_without_its_name(self, scene: Scene, session: Session, sign_in: SignIn) -> None:
        browser = sign_in(scene.first)
        browser.submit(browser.get("/jetons"), {"name": "Portail", "days": "30"}, status=200)

        event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "make_token")).one()

        assert (event.actor_id, event.detail) == (scene.first.id, {"days": 30})

    def test_it_opens_nothing_once_expired(self, program: Program) -> None:
        with time_machine.travel(NOW + timedelta(days=90), tick=False):
            assert program.ask("lab").status_code == 401

    def test_it_opens_nothing_once_its_makers_account_is_closed(
        self, scene: Scene, session: Session, program: Program
    ) -> None:
        staff.set_disabled(session, session.merge(scene.first), disabled=True, now=NOW)
        session.commit()

        assert program.ask("lab").status_code == 401

    def test_it_opens_nothing_once_its_maker_is_no_coordinator(
        self, scene: Scene, session: Session, program: Program
    ) -> None:
        staff.set_role(session, session.merge(scene.first), Role.ADMIN)
        session.commit()

        assert program.ask("lab").status_code == 401

    def test_it_serves_sixty_times_in_a_minute(self, program: Program) -> None:
        for _ in range(services.PER_MINUTE):
            assert program.ask("vocabulary").status_code == 200

        answer = program.ask("vocabulary")
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
        assert answer.mimetype == "application/problem+json"
        with time_machine.travel(NOW + services.MINUTE, tick=False):
            assert program.ask("vocabulary").status_code == 200


class TestTheDoor:
    @pytest.mark.parametrize(
        "header", ["", "Bearer", "Bearer ", "Bearer recit_faux", "Basic cmVjaXQ6cmVjaXQ=", "recit_faux", "Bearer é"]
    )
    def test_without_a_good_token_nothing_opens(self, program: Program, header: str) -> None:
        answer = program.ask("lab", Authorization=header)

        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert answer.mimetype == "application/problem+json"
        assert answer.json["status"] == 401

    def test_a_browsers_session_opens_nothing_there(self, scene: Scene, sign_in: SignIn) -> None:
        answer = sign_in(scene.first).client.get("/api/v1/lab")

        assert answer.status_code == 401

    def test_a_program_that_sends_a_cookie_keeps_no_session_alive(self, scene: Scene, sign_in: SignIn) -> None:
        browser = sign_in(scene.first)
        with time_machine.travel(NOW + timedelta(minutes=20), tick=False):
            browser.client.get("/api/v1/lab")

        with time_machine.travel(NOW + timedelta(minutes=35), tick=False):
            browser.get("/jetons", status=303)

    def test_a_token_opens_no_page(self, app: Flask, secret: str) -> None:
        answer = app.test_client().get("/themes/", headers={"Authorization": f"Bearer {secret}"})

        assert answer.status_code == 303

    def test_no_answer_sets_a_cookie_or_lets_another_site_read(self, program: Program) -> None:
        for path in (*RESOURCES, "openapi.json"):
            answer = program.ask(path, Origin="https://ailleurs.example")

            assert answer.headers["Cache-Control"] == "no-store"
            assert "Set-Cookie" not in answer.headers
            assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]

    @pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
    def test_nothing_can_be_written(self, program: Program, method: str) -> None:
        headers = {"Authorization": f"Bearer {program.secret}"}
        answer = program.client.open("/api/v1/themes", method=method, headers=headers)

        assert answer.status_code == 405
        assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
        assert answer.json["title"] == "Lecture seule"

    @pytest.mark.parametrize("query", ["page=0", "size=101", "page=un", "page=1&page=2", "inconnu=1", "page=1.0"])
    def test_a_wrong_or_unknown_parameter_is_refused(self, program: Program, query: str) -> None:
        answer = program.ask(f"themes?{query}")

        assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")

    @pytest.mark.parametrize("path", ["themes?page=2", "digests/2020-01", "digests/avril", "themes/rien", "rien"])
    def test_what_is_not_there_is_a_problem_not_a_page(self, program: Program, path: str) -> None:
        answer = program.ask(path)

        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")

    def test_what_has_not_moved_is_not_sent_again(self, program: Program) -> None:
        tag = program.ask("themes").headers["ETag"]

        answer = program.ask("themes", **{"If-None-Match": tag})

        assert (answer.status_code, answer.data) == (304, b"")


class TestWhatIsRead:
    def test_a_theme_says_what_its_page_says(self, scene: Scene, program: Program) -> None:
        (item,) = program.read("themes")["items"]
        theme = program.read(f"themes/{scene.theme.id}")

        assert item["participants"] == 15
        assert item["emotions"][0] == {"emotion": "frustration", "label": "Frustration", "participants": 15}
        assert item["months"] == [{"month": "2026-11", "participants": 15}]
        assert (item["solidity"], item["helped"], item["hindered"]) == ("solid", ["covoiturage"], ["horaires"])
        assert {name: theme[name] for name in item} == item
        assert [seen["month"] for seen in theme["lineage"]] == ["2026-11"]

    def test_a_theme_of_too_few_is_not_even_named(self, scene: Scene, session: Session, program: Program) -> None:
        small = scenes.adopt(session, scene.lab, "Tout petit", (scene.first, scene.second), born_on=scenes.NOVEMBER)
        scenes.see(session, scene.run, small, scene.entries[:4])
        session.commit()

        assert "Tout petit" not in program.ask("themes").text
        assert program.ask(f"themes/{small.id}").status_code == 404

    def test_who_takes_a_text_back_leaves_the_figures_at_once(
        self, scene: Scene, session: Session, program: Program
    ) -> None:
        for entry in scene.entries[:9]:
            entries.share(session, entry, Sharing.PRIVATE, now=NOW)
        session.commit()

        assert program.read("themes")["items"] == []

    def test_a_theme_nobody_adopted_stays_on_the_site(self, scene: Scene, session: Session, program: Program) -> None:
        theme = session.merge(scene.theme)
        theme.status = type(theme.status).PROPOSED
        session.commit()

        assert program.read("themes")["total"] == 0

    def test_a_digest_is_read_once_published_with_what_each_sentence_rests_on(
        self, scene: Scene, session: Session, program: Program
    ) -> None:
        draft = scenes.draft(session, scene, scenes.NOVEMBER)
        session.commit()
        assert program.read("digests")["items"] == []
        assert program.ask("digests/2026-11").status_code == 404

        session.delete(draft)
        session.flush()
        scenes.grow(session, session.merge(scene.lab))
        digest = scenes.publish(session, scene)
        session.commit()

        (summary,) = program.read("digests")["items"]
        assert summary["url"] == "/api/v1/digests/2026-11"
        read = program.read("digests/2026-11")
        assert [part["text"] for part in read["paragraphs"]] == [p.text for p in digest.paragraphs if p.text]
        sentences = [sentence for part in read["paragraphs"] for sentence in part["sentences"]]
        assert sentences
        assert all(each["evidence"] and each["evidence"][0]["count"] >= 1 for each in sentences)
        assert read["ledger"][0] == {"label": "Écrits en tout", "amount": "environ 15"}
        assert read["open_paragraphs"] is None

    def test_the_narrative_holds_nothing_of_a_theme_set_aside_since_it_was_composed(
        self, scene: Scene, session: Session, program: Program
    ) -> None:
        compose_narrative(session, scene.lab, now=NOW, today=NOW.date(), **scenes.FIGURES)
        session.commit()
        assert str(scene.theme.id) in str(program.read("narrative"))

        scene.theme.status = ThemeStatus.SET_ASIDE
        session.commit()

        assert str(scene.theme.id) not in str(program.read("narrative"))
        assert scene.theme.label not in str(program.read("narrative"))

    def test_an_answer_is_of_the_theme_that_its_own_was_merged_with(
        self, scene: Scene, session: Session, program: Program
    ) -> None:
        row = cooperation.answer(
            session, scene.theme, AnswerKind.DOING, "une navette", due_on=None, by=scene.first, now=NOW
        )
        kept = scenes.adopt(session, scene.lab, "Se déplacer", (scene.first, scene.second), born_on=scenes.NOVEMBER)
        scene.theme.status, scene.theme.merged_into_id = ThemeStatus.MERGED, kept.id
        scene.state.theme = kept
        session.commit()

        assert [each["theme"] for each in program.read("answers")["items"]] == [str(kept.id)]
        assert [each["id"] for each in program.read(f"themes/{kept.id}")["answers"]] == [str(row.id)]

    def test_an_answer_to_a_theme_under_the_floor_is_still_owed_and_does_not_say_which(
        self, scene: Scene, session: Session, program: Program
    ) -> None:
        row = cooperation.answer(
            session, scene.theme, AnswerKind.DOING, "une navette", due_on=None, by=scene.first, now=NOW
        )
        session.commit()
        assert [each["theme"] for each in program.read("answers")["items"]] == [str(scene.theme.id)]

        for entry in session.scalars(sa.select(Entry)).all():
            entry.sharing = Sharing.PRIVATE
        session.commit()

        assert program.read("themes")["total"] == 0
        (told,) = program.read("answers")["items"]
        assert (told["id"], told["text"], told["theme"]) == (str(row.id), "une navette", None)

    def test_the_narrative_says_in_words_whether_people_recognise_themselves(
        self, app: Flask, scene: Scene, session: Session, program: Program
    ) -> None:
        compose_narrative(session, scene.lab, now=NOW, today=NOW.date(), **scenes.FIGURES)
        version = reception.versions_now(session, scene.lab.id)[scene.theme.id]
        for person in scene.people[:4]:
            reception.answer(session, scene.theme, ResonanceAnswer.YES, version=version, by=person, now=NOW)
        session.commit()
        jobs.sweep(app, [jobs.publish_counts])
        ours = [p for p in program.read("narrative")["paragraphs"] if p["theme"] == str(scene.theme.id)]
        assert [part["resonance"] for part in ours] == [None] * len(ours)

        reception.answer(session, scene.theme, ResonanceAnswer.YES, version=version, by=scene.people[4], now=NOW)
        session.commit()
        jobs.sweep(app, [jobs.publish_counts])

        ours = [p for p in program.read("narrative")["paragraphs"] if p["theme"] == str(scene.theme.id)]
        assert {part["resonance"] for part in ours} == {"On s’y reconnaît"}

    def test_a_list_is_read_page_after_page(self, program: Program) -> None:
        path, seen = "prompts?size=7", []
        while path:
            page = program.read(path)
            seen += [item["id"] for item in page["items"]]
            path = (page["next"] or "").removeprefix("/api/v1/")

        assert len(seen) == len(set(seen)) == page["total"] > 7

    def test_the_questions_a_lab_offers_are_read_after_those_of_the_site_but_in_pause_and_of_another(
        self, session: Session, scene: Scene, program: Program
    ) -> None:
        prompts.add(session, scene.lab.id, "Racontez un trajet.", [StepKind.TRAINING])
        prompts.pause(session, prompts.add(session, scene.lab.id, "Racontez une pause.", []), now=NOW)
        prompts.add(session, make_lab(session).id, "Racontez un repas.", [])
        session.commit()

        last = program.read("prompts?size=100&page=1")["items"][-1]

        assert (last["text"], last["steps"]) == ("Racontez un trajet.", ["training"])
        assert program.read("prompts")["total"] == len(bank()) + 1

    def test_before_any_analysis_every_list_is_empty_but_whole(self, app: Flask, session: Session) -> None:
        alone = make_person(session, role=Role.COORDINATOR)
        secret = services.make(session, "seul", days=1, by=alone, now=NOW)[1]
        session.commit()
        program = Program(app, secret)

        assert program.read("lab")["analysis"] is None
        assert program.read("themes")["items"] == program.read("narrative")["paragraphs"] == []

    def test_another_lab_is_never_there(self, session: Session, scene: Scene, program: Program) -> None:
        other = make_scene(session)
        scenes.publish(session, other)
        session.commit()

        assert program.ask(f"themes/{other.theme.id}").status_code == 404
        assert program.read("digests")["total"] == 0
        for path in RESOURCES:
            assert str(other.theme.id) not in program.ask(path).text
            assert str(other.lab.id) not in program.ask(path).text


def test_a_token_long_over_leaves_the_database(
    app: Flask, session: Session, settings: Settings, scene: Scene, secret: str
) -> None:
    from journal.operations.purging import purge_everything

    for days, left in ((90 + 364, 1), (90 + 366, 0)):
        purge_everything(app.extensions["database"], settings, now=NOW + timedelta(days=days))
        assert session.scalar(sa.select(sa.func.count()).select_from(ApiToken)) == left
        session.rollback()
