"""One's own account: recovery, passphrase, sessions, second factor."""

import io
import uuid
from datetime import datetime, timedelta

import segno
import sqlalchemy as sa
from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from journal.accounts import passphrases, services, sessions
from journal.accounts import second_factor as factor
from journal.accounts.audit import Subject
from journal.accounts.forms import PassphraseForm, ProfileForm, RecoverForm, SecondFactorForm
from journal.accounts.log import record
from journal.accounts.models import Person, WebSession
from journal.accounts.views import blueprint, safe_target, throttle_of
from journal.clock import now
from journal.web import access
from journal.web.database import get_session

HALF_SIGNED_IN = timedelta(minutes=5)


@blueprint.route("/compte/secours", methods=["GET", "POST"])
@access.public
def recover() -> ResponseReturnValue:
    form = RecoverForm()
    if not form.validate_on_submit():
        return render_template("accounts/recover.html", form=form), 422 if form.is_submitted() else 200
    session = get_session()
    keys = throttle_of(form.username.data)
    services.check_throttle(session, keys, now=now())
    opened = services.recover(session, form.username.data, form.code.data, form.passphrase.data)
    if opened is None:
        services.count_failure(session, keys, now=now())
        record(session, "recovery_failed", by=None, on=Subject("person"))
        session.commit()
        form.code.errors = ["L’identifiant et le code ne vont pas ensemble. Vérifiez les deux."]
        return render_template("accounts/recover.html", form=form), 422
    person, recovery = opened
    record(session, "recovery", by=person, on=Subject("person", person.id))
    session.commit()
    return _enter_with_new_code(person, recovery)


def _enter_with_new_code(person: Person, recovery: str) -> ResponseReturnValue:
    """Show the new recovery code; staff still give their second factor first."""
    if person.totp_secret:
        flash("Votre phrase de passe est changée. Connectez-vous, puis demandez un nouveau code de secours.")
        return redirect(url_for("accounts.sign_in"), 303)
    sessions.start(person)
    sessions.current_session()["recovery"] = recovery
    return redirect(url_for("accounts.recovery_code"), 303)


@blueprint.route("/compte", methods=["GET", "POST"])
@access.signed_in
def profile() -> ResponseReturnValue:
    session = get_session()
    me = session.get_one(Person, g.person.id)
    form = ProfileForm(data={"email": me.email or "", "wants_digest": me.wants_digest})
    if not form.validate_on_submit():
        return render_template("accounts/profile.html", form=form, me=me), 422 if form.is_submitted() else 200
    me.email, me.wants_digest = form.email.data or None, form.wants_digest.data
    session.commit()
    flash("C’est enregistré.")
    return redirect(url_for("accounts.profile"), 303)


@blueprint.route("/compte/phrase", methods=["GET", "POST"])
@access.signed_in
def change_passphrase() -> ResponseReturnValue:
    session = get_session()
    me = session.get_one(Person, g.person.id)
    form = PassphraseForm()
    if form.validate_on_submit() and not passphrases.verify(me.passphrase_hash, form.current.data):
        form.current.errors = ["Ce n’est pas votre phrase de passe actuelle."]
        return render_template("accounts/change_passphrase.html", form=form), 422
    if form.errors or not form.is_submitted():
        return render_template("accounts/change_passphrase.html", form=form), 422 if form.is_submitted() else 200
    recovery = services.set_passphrase(session, me, form.passphrase.data)
    record(session, "passphrase_changed", by=me, on=Subject("person", me.id))
    session.commit()
    sessions.start(me)
    sessions.current_session()["recovery"] = recovery
    return redirect(url_for("accounts.recovery_code"), 303)


@blueprint.get("/compte/sessions")
@access.signed_in
def own_sessions() -> ResponseReturnValue:
    rows = get_session().scalars(
        sa.select(WebSession).where(WebSession.person_id == g.person.id).order_by(WebSession.seen_at.desc())
    )
    return render_template("accounts/sessions.html", sessions=rows.all(), here=sessions.current_session().public_id)


@blueprint.post("/compte/sessions/<uuid:public_id>/fermer")
@access.signed_in
def end_session(public_id: uuid.UUID) -> ResponseReturnValue:
    session = get_session()
    row = session.scalar(
        sa.select(WebSession).where(WebSession.public_id == public_id, WebSession.person_id == g.person.id)
    )
    if row is None:
        abort(404)
    session.delete(row)
    session.commit()
    flash("Cette session est fermée.")
    return redirect(url_for("accounts.own_sessions"), 303)


@blueprint.route("/compte/deuxieme-facteur", methods=["GET", "POST"])
@access.roles("coordinator", "admin")
def second_factor_setup() -> ResponseReturnValue:
    """Set up the second factor: read the code with a phone, type what it shows."""
    current = sessions.current_session()
    secret = current.setdefault("new_secret", factor.new_secret())
    form = SecondFactorForm()
    if form.validate_on_submit():
        session = get_session()
        me = session.get_one(Person, g.person.id)
        step = factor.step_of(secret, form.code.data, now())
        if step is not None:
            me.totp_secret, me.totp_last_step = secret, step
            record(session, "second_factor_set", by=me, on=Subject("person", me.id))
            session.commit()
            current.pop("new_secret")
            flash("Le deuxième facteur est en place. Il sera demandé à chaque connexion.")
            return redirect(url_for("home.index"), 303)
        form.code.errors = ["Ce code ne correspond pas. Vérifiez l’heure du téléphone, puis prenez le code suivant."]
    page = render_template("accounts/second_factor.html", form=form, secret=secret)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/compte/deuxieme-facteur.svg")
@access.roles("coordinator", "admin")
def second_factor_image() -> ResponseReturnValue:
    secret = sessions.current_session().get("new_secret")
    if not secret:
        abort(404)
    image = io.BytesIO()
    segno.make(factor.address(g.person, secret), error="m").save(image, kind="svg", scale=5, border=3, light="#fff")
    return image.getvalue(), 200, {"Content-Type": "image/svg+xml"}


@blueprint.route("/connexion/code", methods=["GET", "POST"])
@access.public
def second_factor_code() -> ResponseReturnValue:
    """The second step of a staff sign-in."""
    person = _half_signed_in()
    if person is None:
        return redirect(url_for("accounts.sign_in"), 303)
    form = SecondFactorForm()
    if form.validate_on_submit():
        session = get_session()
        keys = throttle_of(f"code:{person.username}")
        services.check_throttle(session, keys, now=now())
        accepted = factor.accept(person, form.code.data, now())
        if not accepted:
            services.count_failure(session, keys, now=now())
        record(
            session, "second_factor" if accepted else "second_factor_failed", by=person, on=Subject("person", person.id)
        )
        session.commit()
        if accepted:
            sessions.start(person)
            return redirect(safe_target(request.args.get("suite", "")), 303)
        form.code.errors = ["Ce code ne correspond pas, ou il a déjà servi. Attendez le suivant."]
    return render_template("accounts/second_factor_code.html", form=form), 422 if form.is_submitted() else 200


def _half_signed_in() -> Person | None:
    current = sessions.current_session()
    since = current.get("half_signed_in_at")
    if not since or now() - datetime.fromisoformat(since) > HALF_SIGNED_IN:
        return None
    person = get_session().get(Person, uuid.UUID(current["half_signed_in"]))
    return person if person and person.disabled_at is None else None
