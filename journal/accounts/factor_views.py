"""The second factor of staff and partners: set up with a phone, required at each sign-in."""

import io
import uuid
from contextlib import suppress
from datetime import datetime, timedelta

import segno
from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from journal.accounts import second_factor as factor
from journal.accounts import services, sessions, throttle
from journal.accounts.audit import Subject
from journal.accounts.blueprint import blueprint, safe_target, throttle_of
from journal.accounts.forms import SecondFactorForm, SetUpForm
from journal.accounts.log import record
from journal.accounts.models import Person
from journal.clock import now
from journal.encryption import Undecipherable, keyring
from journal.web import access
from journal.web.database import get_session
from journal.web.pages import form_page
from journal.web.settings import settings

HALF_SIGNED_IN = timedelta(minutes=5)
WAITING_PLACE = "web_session.new_secret"


def is_asked_of(person: Person) -> bool:
    """Whether this sign-in requires a code after the passphrase."""
    return person.totp_secret is not None and settings().staff_second_factor


def ask(person: Person, target: str) -> ResponseReturnValue:
    """Remember for a few minutes whose passphrase was right, and ask for the code."""
    sessions.current_session().update(half_signed_in=str(person.id), half_signed_in_at=now().isoformat())
    return redirect(url_for("accounts.second_factor_code", suite=target), 303)


@blueprint.route("/connexion/code", methods=["GET", "POST"])
@access.public
@access.even_when_full
def second_factor_code() -> ResponseReturnValue:
    """The second step of a sign-in."""
    person = _half_signed_in()
    if person is None:
        flash("Il s’est passé plus de cinq minutes. Écrivez à nouveau votre phrase de passe.")
        return redirect(url_for("accounts.sign_in", suite=request.args.get("suite", "")), 303)
    form = SecondFactorForm()
    if form.validate_on_submit():
        if _code_is_right(person, form.code.data):
            sessions.start(person)
            return redirect(safe_target(request.args.get("suite", "")), 303)
        form.code.errors = ["Ce code ne correspond pas, ou il a déjà servi. Attendez que le suivant s’affiche."]
    return form_page("accounts/second_factor_code.html", form)


def _code_is_right(person: Person, code: str) -> bool:
    session = get_session()
    tried = throttle_of(f"code:{person.id}")
    throttle.check(session, tried, now=now())
    right = factor.accept(session, person, code, now=now())
    if not right:
        throttle.count_failure(session, tried, now=now())
    record(session, "sign_in" if right else "second_factor_failed", by=person, on=Subject("person", person.id))
    session.commit()
    return right


def _half_signed_in() -> Person | None:
    current = sessions.current_session()
    since = current.get("half_signed_in_at")
    if not since or now() - datetime.fromisoformat(since) > HALF_SIGNED_IN:
        return None
    person = get_session().get(Person, uuid.UUID(current["half_signed_in"]))
    return person if person and person.disabled_at is None and person.totp_secret else None


@blueprint.route("/compte/deuxieme-etape", methods=["GET", "POST"])
@access.roles("partner", "coordinator", "admin")
@access.even_when_full
def second_factor_setup() -> ResponseReturnValue:
    """Scan the QR code with a phone and type the code it shows. Replacing a phone requires the passphrase."""
    secret = _new_secret() or _make_secret()
    form = SetUpForm()
    if not g.person.totp_secret:
        del form.passphrase
    if form.validate_on_submit() and _set_up(form, secret):
        flash("La deuxième étape est en place. Un code vous sera demandé à chaque connexion.")
        return redirect(url_for("home.index"), 303)
    return form_page("accounts/second_factor.html", form, secret=factor.grouped(secret), me=g.person)


def _new_secret() -> str | None:
    """The secret shown to this browser, until a code proves that the phone has it.

    Under a key that is no more, it is as none: no phone opens anything with it yet, and another is shown.
    """
    with suppress(Undecipherable):
        kept = sessions.current_session().get("new_secret")
        return keyring().decrypt(kept, WAITING_PLACE, g.person.id) if kept else None
    return None


def _make_secret() -> str:
    secret = factor.new_secret()
    # Encrypted as it will be in the account: the data of a session are in the database too.
    sessions.current_session()["new_secret"] = keyring().encrypt(secret, WAITING_PLACE, g.person.id)
    return secret


def _set_up(form: SetUpForm, secret: str) -> bool:
    """Store the new secret once a code proves that the phone has it; every other session ends."""
    session = get_session()
    me = session.get_one(Person, g.person.id)
    known = "passphrase" not in form or services.confirm(
        session, me, form.passphrase.data, throttle_of(me.username), now=now()
    )
    step = factor.step_of(secret, form.code.data, now())
    if not known:
        session.commit()
        form.passphrase.errors = ["Ce n’est pas votre phrase de passe."]
    elif step is None:
        form.code.errors = ["Ce code ne correspond pas. Vérifiez l’heure du téléphone, puis prenez le code suivant."]
    if not known or step is None:
        return False
    me.totp_secret, me.totp_last_step = secret, step
    services.end_all(session, me.id)
    record(session, "second_factor_set", by=me, on=Subject("person", me.id))
    session.commit()
    sessions.start(me)
    return True


@blueprint.get("/compte/deuxieme-etape.svg")
@access.roles("partner", "coordinator", "admin")
def second_factor_image() -> ResponseReturnValue:
    """The secret as a QR code, served as an image because the content policy forbids inline ones."""
    secret = _new_secret()
    if not secret:
        abort(404)
    image = io.BytesIO()
    segno.make(factor.provisioning_uri(g.person, secret), error="m").save(
        image, kind="svg", scale=5, border=3, light="#fff"
    )
    return image.getvalue(), 200, {"Content-Type": "image/svg+xml"}
