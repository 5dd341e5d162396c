"""One's own account: recovery code, email address, passphrase, sessions."""

import uuid

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from journal.accounts import reopening, services, sessions, subscriptions
from journal.accounts.audit import Subject
from journal.accounts.blueprint import blueprint, enter_with_recovery_code, throttle_of
from journal.accounts.forms import PassphraseForm, ProfileForm, RecoverForm
from journal.accounts.log import record
from journal.accounts.models import Person, Role
from journal.accounts.subscriptions import Subscription
from journal.clock import now
from journal.web import access, errors
from journal.web.database import get_session, or_404
from journal.web.pages import form_page
from journal.web.settings import settings

# What an address announces though no mail was asked for, where it serves for nothing else.
ENDS = {Role.PARTICIPANT: "un effacement", Role.PARTNER: "la fermeture de votre compte"}
REOPENING_ENDED = " L’adresse a changé\u00a0: plus aucun mail ne peut rouvrir votre journal."


@blueprint.route("/compte/secours", methods=["GET", "POST"])
@access.public
@access.even_when_full
@errors.way_back("accounts.recover", "Revenir au code de secours")
def recover() -> ResponseReturnValue:
    form = RecoverForm()
    if not form.validate_on_submit():
        return form_page("accounts/recover.html", form)
    session = get_session()
    username = services.tidy_username(form.username.data)
    opened = services.recover(session, username, form.code.data, form.passphrase.data, throttle_of(username), now=now())
    person, recovery = opened or (None, "")
    action = "recovery" if person else "recovery_failed"
    record(session, action, by=person, on=Subject("person", person.id if person else None))
    session.commit()
    if person is None:
        form.code.errors = ["L’identifiant et le code ne vont pas ensemble. Vérifiez les deux."]
        return form_page("accounts/recover.html", form)
    return _enter_with_new_code(person, recovery)


def _enter_with_new_code(person: Person, recovery: str) -> ResponseReturnValue:
    """Show the new recovery code; staff give the code of their phone first."""
    if person.totp_secret and settings().staff_second_factor:
        flash("Votre phrase de passe est changée. Connectez-vous, puis demandez un nouveau code de secours.")
        return redirect(url_for("accounts.sign_in"), 303)
    return enter_with_recovery_code(person, recovery)


@blueprint.route("/compte", methods=["GET", "POST"])
@access.signed_in
@access.even_when_full
def profile() -> ResponseReturnValue:
    session = get_session()
    me = session.get_one(Person, g.person.id)
    form = ProfileForm(obj=me)
    offered = subscriptions.offered(me.role)
    for each in set(Subscription).difference(offered):
        del form[each.value]
    if not form.validate_on_submit():
        chosen = reopening.choice_of(session, me)
        return form_page("accounts/profile.html", form, me=me, chosen=chosen, mails=bool(settings().mail_host))
    ends = reopening.change_address(session, me, form.email.data or None)
    choices = {each.value: each in offered and form[each.value].data for each in Subscription}
    for name, wanted in choices.items():
        setattr(me, name, wanted)
    record(session, "profile_changed", by=me, on=Subject("person", me.id), has_address=bool(me.email), **choices)
    session.commit()
    flash("C’est enregistré." + (REOPENING_ENDED if ends else "") + _what_the_address_is_for(me))
    return redirect(url_for("accounts.profile"), 303)


def _what_the_address_is_for(me: Person) -> str:
    wanted = any(getattr(me, each.value) for each in Subscription)
    if me.role not in ENDS or not me.email or wanted:
        return ""
    return f" Vous n’avez choisi aucun mail\u00a0: cette adresse ne servira qu’à vous prévenir avant {ENDS[me.role]}."


@blueprint.route("/compte/phrase", methods=["GET", "POST"])
@access.signed_in
@access.even_when_full
def change_passphrase() -> ResponseReturnValue:
    session = get_session()
    me = session.get_one(Person, g.person.id)
    form = PassphraseForm()
    form.username.data = me.username
    if not form.validate_on_submit():
        return form_page("accounts/change_passphrase.html", form)
    if not services.confirm(session, me, form.current.data, throttle_of(me.username), now=now()):
        session.commit()
        form.current.errors = ["Ce n’est pas votre phrase de passe actuelle."]
        return form_page("accounts/change_passphrase.html", form)
    recovery = services.set_passphrase(session, me, form.passphrase.data)
    record(session, "passphrase_changed", by=me, on=Subject("person", me.id))
    session.commit()
    return enter_with_recovery_code(me, recovery)


@blueprint.get("/compte/sessions")
@access.signed_in
def own_sessions() -> ResponseReturnValue:
    rows = sessions.alive_of(get_session(), g.person, now())
    return render_template("accounts/sessions.html", sessions=rows, here=sessions.current_session().public_id)


@blueprint.get("/compte/rester")
@access.signed_in
def stay() -> ResponseReturnValue:
    """Keep the session open: the page holds nothing but a token, which no other site may read.

    A page that was signed out puts it in its form once someone has signed in beside it.
    """
    return Response(status=204, headers={"X-CSRFToken": generate_csrf()})


@blueprint.post("/compte/sessions/<uuid:public_id>/fermer")
@access.signed_in
@access.even_when_full
def end_session(public_id: uuid.UUID) -> ResponseReturnValue:
    session = get_session()
    row = or_404(next((row for row in sessions.alive_of(session, g.person, now()) if row.public_id == public_id), None))
    session.delete(row)
    session.commit()
    flash("Cet appareil est déconnecté.")
    return redirect(url_for("accounts.own_sessions"), 303)


@blueprint.post("/compte/sessions/fermer-les-autres")
@access.signed_in
@access.even_when_full
def end_other_sessions() -> ResponseReturnValue:
    session = get_session()
    services.end_all(session, g.person.id, but=sessions.current_session().public_id)
    session.commit()
    flash("Les autres appareils sont déconnectés.")
    return redirect(url_for("accounts.own_sessions"), 303)


@blueprint.route("/desabonnement/<token>", methods=["GET", "POST"])
@access.public
@access.even_when_full
def unsubscribe(token: str) -> ResponseReturnValue:
    """End a subscription, from the page's button or the one-click request of a mail program, which has no session."""
    session = get_session()
    found = or_404(subscriptions.subscriber(session, token, settings()))
    person, subscription = found
    if request.method == "POST" and getattr(person, subscription.value):
        setattr(person, subscription.value, False)
        # By whoever holds the mail: nobody is signed in.
        record(session, "unsubscribed", by=None, on=Subject("person", person.id), ended=subscription.value)
        session.commit()
    done = not getattr(person, subscription.value)
    return render_template("accounts/unsubscribe.html", token=token, subscription=subscription, done=done)


@blueprint.record_once
def _let_mail_programs_in(state: BlueprintSetupState) -> None:
    # RFC 8058: the mail program posts without our token. The signed address alone says who, and only this changes.
    state.app.extensions["csrf"].exempt(unsubscribe)
