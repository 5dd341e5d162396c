"""Joining with a code, signing in and out. The account, the second factor and staff have their own files."""

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from journal.accounts import (
    account_views,
    factor_views,
    people_views,
    reopening_views,
    services,
    sessions,
    staff_views,
    throttle,
)
from journal.accounts.audit import Subject
from journal.accounts.blueprint import blueprint, enter_with_recovery_code, safe_target, throttle_of
from journal.accounts.forms import CodeForm, JoinForm, SignInForm
from journal.accounts.log import record
from journal.accounts.models import Person
from journal.clock import now
from journal.web import access, errors
from journal.web.database import get_session
from journal.web.elsewhere import led_here
from journal.web.pages import form_page
from journal.web.settings import settings

# Importing these adds their routes to the blueprint.
__all__ = ["account_views", "blueprint", "factor_views", "people_views", "reopening_views", "staff_views"]
# A page about nothing: no history entry tells what was read before it.
NEUTRAL_PAGE = "https://www.meteofrance.com/"


@blueprint.route("/connexion", methods=["GET", "POST"])
@access.public
@access.even_when_full
@errors.way_back("accounts.sign_in", "Revenir à la connexion")
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate_on_submit():
        return form_page("accounts/sign_in.html", form)
    session = get_session()
    # However it is written, its tries are counted together.
    username = services.tidy_username(form.username.data)
    person = services.sign_in(session, username, form.passphrase.data, throttle_of(username), now=now())
    waits = person is not None and factor_views.is_asked_of(person)
    if not waits:
        action = "sign_in" if person else "sign_in_failed"
        record(session, action, by=person, on=Subject("person", person.id if person else None))
    session.commit()
    if person is None:
        form.passphrase.errors = ["L’identifiant et la phrase de passe ne vont pas ensemble. Vérifiez les deux."]
        return form_page("accounts/sign_in.html", form)
    target = request.args.get("suite", "")
    if waits:
        return factor_views.ask(person, target)
    sessions.start(person)
    return redirect(safe_target(target), 303)


@blueprint.post("/deconnexion")
@access.public
@access.even_when_full
def sign_out() -> ResponseReturnValue:
    unsaved = "garder" in request.form
    sessions.end(device=not unsaved)
    # No session is left to carry a message: the address does.
    return redirect(url_for("home.index", deconnexion="textes" if unsaved else "faite"), 303)


@blueprint.get("/quitter")
@access.public
def quick_exit() -> ResponseReturnValue:
    """Leave for a neutral site, and sign out where no script did so first."""
    if led_here():
        sessions.leave()
    return redirect(NEUTRAL_PAGE)


@blueprint.route("/rejoindre", methods=["GET", "POST"])
@access.public
def enter_code() -> ResponseReturnValue:
    form = CodeForm(data={"code": request.args.get("code", "")})
    if not form.validate_on_submit():
        return form_page("accounts/enter_code.html", form)
    throttle.check(get_session(), _join_keys(), now=now())
    try:
        services.find_invitation(get_session(), form.code.data, now=now())
    except services.InvitationRefused as refusal:
        throttle.count_failure(get_session(), _join_keys(), now=now())
        get_session().commit()
        form.code.errors = [refusal.sentence]
        return form_page("accounts/enter_code.html", form)
    return redirect(url_for("accounts.join", invitation=_signer().dumps(form.code.data)), 303)


@blueprint.route("/rejoindre/<invitation>", methods=["GET", "POST"])
@access.public
def join(invitation: str) -> ResponseReturnValue:
    try:
        code = _signer().loads(invitation)
    except BadSignature:
        abort(404)
    session = get_session()
    found = services.find_invitation(session, code, now=now())
    form = JoinForm(code=code)
    if not form.validate_on_submit():
        if not form.is_submitted():
            form.username.data = _suggested_username()
        return form_page("accounts/join.html", form, invitation=found)
    # A code in hand must not serve to learn which names have an account.
    tried = throttle_of(f"name:{found.id}")
    throttle.check(session, tried, now=now())
    try:
        person, recovery = _open_account(session, code, form)
    except services.UsernameTaken as refusal:
        throttle.count_failure(session, tried, now=now())
        session.commit()
        form.username.errors = [refusal.sentence]
        return form_page("accounts/join.html", form, invitation=found)
    return enter_with_recovery_code(person, recovery)


def _open_account(session: Session, code: str, form: JoinForm) -> tuple[Person, str]:
    person, recovery = services.join(
        session, code, username=form.username.data, passphrase=form.passphrase.data, now=now()
    )
    record(session, "join", by=person, on=Subject("person", person.id), role=person.role.value)
    session.commit()
    return person, recovery


def _suggested_username() -> str:
    """A suggestion that stays the same each time the page is opened."""
    visit = sessions.current_session()
    if not services.is_free(get_session(), visit.get("suggested", "")):
        visit["suggested"] = services.propose_username(get_session())
    return str(visit["suggested"])


@blueprint.get("/compte/code-de-secours")
@access.signed_in
def recovery_code() -> ResponseReturnValue:
    """The recovery code, once, right after it was made."""
    code = sessions.take_once("recovery", g.person.id)
    if code is None:
        flash(
            "Ce code ne s’affiche qu’une fois. S’il n’est pas noté, écrivez deux fois votre phrase de passe\u00a0: "
            "un autre code s’affichera."
        )
        return redirect(url_for("accounts.change_passphrase"), 303)
    return render_template("accounts/recovery_code.html", code=code, me=g.person)


def _signer() -> URLSafeSerializer:
    # The last key signs; the others open what was printed before the secret changed.
    return URLSafeSerializer(settings().keys_for("invitation")[::-1])


def _join_keys() -> throttle.Keys:
    return throttle_of(f"join:{request.remote_addr}")
