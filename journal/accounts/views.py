"""The door: joining with a code, signing in and out."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer

from journal.accounts import services, sessions
from journal.accounts.audit import Subject
from journal.accounts.forms import CodeForm, JoinForm, SignInForm
from journal.accounts.log import record
from journal.accounts.models import Person
from journal.clock import now
from journal.web import access
from journal.web.database import get_session
from journal.web.settings import settings

blueprint = Blueprint("accounts", __name__)
# A page about nothing: no history entry tells what was read before it.
NEUTRAL_PAGE = "https://www.meteofrance.com/"


@blueprint.route("/connexion", methods=["GET", "POST"])
@access.public
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422 if form.is_submitted() else 200
    session = get_session()
    keys = throttle_of(form.username.data)
    person = services.sign_in(session, form.username.data, form.passphrase.data, keys, now=now())
    record(
        session,
        "sign_in" if person else "sign_in_failed",
        by=person,
        on=Subject("person", person.id if person else None),
    )
    session.commit()
    if person is None:
        form.passphrase.errors = ["L’identifiant et la phrase de passe ne vont pas ensemble. Vérifiez les deux."]
        return render_template("accounts/sign_in.html", form=form), 422
    return _enter(person)


def _enter(person: Person) -> ResponseReturnValue:
    """Open the session, or ask staff for the code of their second factor first."""
    target = request.args.get("suite", "")
    if person.totp_secret and settings().staff_second_factor:
        current = sessions.current_session()
        current["half_signed_in"] = str(person.id)
        current["half_signed_in_at"] = now().isoformat()
        return redirect(url_for("accounts.second_factor_code", suite=target), 303)
    sessions.start(person)
    return redirect(safe_target(target), 303)


def safe_target(target: str) -> str:
    """A path of this site, or the front page: never somewhere else."""
    inside = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if inside and "\n" not in target else url_for("home.index")


@blueprint.post("/deconnexion")
@access.public
def sign_out() -> ResponseReturnValue:
    sessions.end()
    return redirect(url_for("home.index"), 303)


@blueprint.get("/quitter")
@access.public
def quick_exit() -> ResponseReturnValue:
    return redirect(NEUTRAL_PAGE)


@blueprint.route("/rejoindre", methods=["GET", "POST"])
@access.public
def enter_code() -> ResponseReturnValue:
    form = CodeForm(data={"code": request.args.get("code", "")})
    if not form.validate_on_submit():
        return render_template("accounts/enter_code.html", form=form), 422 if form.is_submitted() else 200
    services.check_throttle(get_session(), _join_keys(), now=now())
    try:
        services.find_invitation(get_session(), form.code.data, now=now())
    except services.InvitationRefused as refusal:
        services.count_failure(get_session(), _join_keys(), now=now())
        get_session().commit()
        form.code.errors = [refusal.sentence]
        return render_template("accounts/enter_code.html", form=form), 422
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
            form.username.data = services.propose_username(session)
        page = render_template("accounts/join.html", form=form, invitation=found)
        return page, 422 if form.is_submitted() else 200
    try:
        person, recovery = services.join(
            session,
            code,
            username=form.username.data,
            passphrase=form.passphrase.data,
            email=form.email.data,
            now=now(),
        )
    except services.UsernameTaken as refusal:
        form.username.errors = [refusal.sentence]
        return render_template("accounts/join.html", form=form, invitation=found), 422
    record(session, "join", by=person, on=Subject("person", person.id), role=person.role.value)
    session.commit()
    sessions.start(person)
    sessions.current_session()["recovery"] = recovery
    return redirect(url_for("accounts.recovery_code"), 303)


@blueprint.get("/compte/code-de-secours")
@access.signed_in
def recovery_code() -> ResponseReturnValue:
    """The recovery code, once, right after it was made."""
    code = sessions.current_session().pop("recovery", None)
    if code is None:
        flash("Ce code ne s’affiche qu’une fois. Vous pouvez en demander un autre depuis votre compte.")
        return redirect(url_for("accounts.profile"), 303)
    return render_template("accounts/recovery_code.html", code=code, me=g.person)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().key_for("invitation"))


def throttle_of(account: str) -> tuple[str, str]:
    """The keys under which failures on this account, from this place, are counted."""
    return services.throttle_keys(account, request.remote_addr or "", key=settings().key_for("throttle"))


def _join_keys() -> tuple[str, str]:
    return throttle_of(f"join:{request.remote_addr}")


# The other pages add their routes to the same blueprint.
from journal.accounts import account_views, staff_views  # noqa: E402, F401
