"""What is sent several times at once, by a finger that trembles or from two tabs, is done once and fails nowhere."""

import threading
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask

from tests.conftest import SignIn
from tests.pages import Browser, form_fields
from tests.whole_app.walking import addresses
from tests.whole_app.world import World

AT_ONCE = 3
# Ends the session that the others are sent with, or what it would be to sign in again.
ENDS = ("/deconnexion", "/compte", "/mes-droits/effacer")
WORDS = {"textarea": "Quelques mots ici.", "text": "Quelques mots", "date": "2026-12-20", "number": "7"}


def filled(form: Tag) -> dict[str, Any]:
    """The fields of a form as someone would send them, none left empty."""
    fields = form_fields(form)
    for field in form.select("input[name], textarea[name], select[name]"):
        name, kind = str(field["name"]), str(field.get("type", "text") if field.name == "input" else field.name)
        if kind in {"radio", "checkbox"}:
            fields.setdefault(name, [str(field.get("value", "y"))])
        elif kind == "select":
            values = [str(option["value"]) for option in field.select("option[value]") if option["value"]]
            fields[name] = fields[name] or (values or [""])[0]
        else:
            fields[name] = fields[name] or WORDS.get(kind, "")
    return fields


def forms_of(app: Flask, world: World, browser: Browser) -> list[tuple[str, dict[str, Any]]]:
    """Each kind of form that a role reads, once for each address it is sent to."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for _, path in addresses(app, world, "GET"):
        answer = browser.client.get(path)
        page = BeautifulSoup(answer.text if answer.mimetype == "text/html" else "", "html.parser")
        answer.close()
        for form in page.select("form[method=post]"):
            names = sorted({str(field["name"]) for field in form.select("[name]")})
            found.setdefault((str(form["action"]), *names), filled(form))
    return [(address, fields) for (address, *_), fields in found.items() if not address.startswith(ENDS)]


def send_at_once(app: Flask, browsers: list[Browser], path: str, fields: dict[str, Any]) -> list[int]:
    """What is answered to the same form, sent by each at the same moment."""
    name, answers = str(app.config["SESSION_COOKIE_NAME"]), []
    cookies = [browser.client.get_cookie(name) for browser in browsers]

    def send(value: str, fields: dict[str, Any]) -> None:
        client = app.test_client()
        client.set_cookie(name, value)
        with client.post(path, data=fields) as answer:
            answers.append(answer.status_code)

    sent = [fields | {"csrf_token": browser.token()} for browser in browsers]
    threads = [
        threading.Thread(target=send, args=(cookie.value if cookie else "", each))
        for cookie, each in zip(cookies, sent, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


@pytest.mark.parametrize("role", ["author", "coordinator", "admin", "partner"])
def test_no_form_sent_three_times_at_once_makes_the_site_fail(
    app: Flask, world: World, sign_in: SignIn, role: str
) -> None:
    browser = sign_in(world.people[role])

    answers = {
        path: send_at_once(app, [browser] * AT_ONCE, path, fields) for path, fields in forms_of(app, world, browser)
    }

    assert {path: statuses for path, statuses in answers.items() if statuses[-1] >= 500} == {}
    assert sum(303 in statuses for statuses in answers.values()) >= 5, "too few of them were taken"


def test_a_name_that_two_people_give_at_once_is_given_to_one_and_refused_to_the_other_in_a_sentence(
    app: Flask, world: World, sign_in: SignIn
) -> None:
    both = [sign_in(world.coordinator), sign_in(world.second)]

    answers = send_at_once(app, both, "/groupes", {"name": "Le même nom", "size": "12"})

    assert answers[0] == 303
    assert answers[1] in {409, 422}
