"""Regaining access by email: the choice, in one's account, then its use once passphrase and code are lost.

Nothing reveals whether an address is known: the same page, the same work, the same limits.
"""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from journal.accounts import reopening, services, sessions, throttle
from journal.accounts.audit import Subject
from journal.accounts.blueprint import blueprint, enter_with_recovery_code, throttle_of
from journal.accounts.forms import AskByMailForm, ConfirmAddressForm, NewPassphraseForm, ReopeningForm
from journal.accounts.log import record
from journal.accounts.models import Person, Reopening
from journal.accounts.queries import CHOSEN, CODE_AGAIN, REOPENED, codes_asked, reopenings
from journal.clock import now
from journal.errors import TooManyTries
from journal.web import access
from journal.web.database import get_session, or_404
from journal.web.forms import BaseForm
from journal.web.pages import form_page
from journal.web.queue import enqueue
from journal.web.settings import settings

# Where a browser's session keeps the hash of the link it came by, so that no later address holds it.
LINK = "reopening"


@blueprint.route("/compte/rouvrir-par-mail", methods=["GET", "POST"], endpoint="reopening")
@access.roles("participant")
def choose() -> ResponseReturnValue:
    session = get_session()
    me = session.get_one(Person, g.person.id)
    if request.method != "POST":
        return _choice_page(me)
    if reopening.choice_of(session, me) is not None:
        return redirect(url_for("accounts.reopening"), 303)  # chosen in another tab meanwhile
    form = ReopeningForm()
    if not form.validate():
        return _choice_page(me, form)
    if not services.confirm(session, me, form.passphrase.data, throttle_of(me.username), now=now()):
        session.commit()
        form.passphrase.errors = ["Ce n’est pas votre phrase de passe."]
        return _choice_page(me, form)
    _refuse_flood(me)
    reopening.choose(session, me, form.email.data, now=now())
    return _done(me, CHOSEN, mail=True)


@blueprint.post("/compte/rouvrir-par-mail/code")
@access.roles("participant")
def confirm_address() -> ResponseReturnValue:
    session = get_session()
    me = session.get_one(Person, g.person.id)
    row = reopening.choice_of(session, me)
    if row is None or row.confirmed_at is not None:
        return redirect(url_for("accounts.reopening"), 303)
    form = ConfirmAddressForm()
    if not form.validate():
        return _choice_page(me, form)
    if not reopening.confirm(session, me, form.code.data, throttle_of(f"code:{me.id}"), now=now()):
        session.commit()
        form.code.errors = [
            "Ce code n’est pas le bon, ou il a plus de trente minutes. Vérifiez-le, ou demandez-en un autre."
        ]
        return _choice_page(me, form)
    flash("C’est choisi\u00a0: un lien envoyé à cette adresse pourra rouvrir votre journal.")
    return _done(me, "reopening_confirmed")


@blueprint.post("/compte/rouvrir-par-mail/autre-code")
@access.roles("participant")
def send_code_again() -> ResponseReturnValue:
    me = get_session().get_one(Person, g.person.id)
    _refuse_flood(me)
    if not reopening.ask(get_session(), Reopening.person_id == me.id, ~reopening.CONFIRMED, now=now()):
        flash("Un code est parti il y a moins de dix minutes. Regardez aussi dans les indésirables.")
        return redirect(url_for("accounts.reopening"), 303)
    flash("Un autre code part. Celui d’avant ne servira plus.")
    return _done(me, CODE_AGAIN, mail=True)


@blueprint.post("/compte/rouvrir-par-mail/arreter")
@access.roles("participant")
@access.even_when_full
def give_up_reopening() -> ResponseReturnValue:
    me = get_session().get_one(Person, g.person.id)
    reopening.give_up(get_session(), me)
    flash("C’est fait\u00a0: aucun mail ne peut plus rouvrir votre journal.")
    return _done(me, "reopening_given_up")


@blueprint.post("/compte/rouvrir-par-mail/c-etait-moi")
@access.roles("participant")
def it_was_me() -> ResponseReturnValue:
    me = get_session().get_one(Person, g.person.id)
    or_404(reopening.choice_of(get_session(), me)).reopened_at = None
    flash("C’est noté.")
    return _done(me, "reopening_recognised")


def _refuse_flood(me: Person) -> None:
    """Limit the codes sent to a mailbox, which may be someone else's."""
    if codes_asked(get_session(), me, now=now()) >= reopening.MOST_MAILS:
        raise TooManyTries("Vous avez demandé plusieurs codes aujourd’hui. Regardez vos mails, ou reprenez demain.")


def _choice_page(me: Person, refused: BaseForm | None = None) -> ResponseReturnValue:
    row = reopening.choice_of(get_session(), me)
    form = refused or (ReopeningForm(obj=me) if row is None else ConfirmAddressForm())
    past, mails = reopenings(get_session(), me), bool(settings().mail_host)
    return form_page("accounts/reopening.html", form, row=row, past=past, mails=mails)


def _done(me: Person, action: str, *, mail: bool = False) -> ResponseReturnValue:
    session = get_session()
    record(session, action, by=me, on=Subject("person", me.id))
    session.commit()
    if mail:
        enqueue("mail")
    return redirect(url_for("accounts.reopening"), 303)


@blueprint.route("/compte/secours/mail", methods=["GET", "POST"])
@access.public
@access.even_when_full
def ask_by_mail() -> ResponseReturnValue:
    form = AskByMailForm()
    if not form.validate_on_submit():
        shown = {"asked": "demande" in request.args, "mails": bool(settings().mail_host)}
        return form_page("accounts/ask_by_mail.html", form, **shown)
    session = get_session()
    tried = throttle_of(f"mail:{form.email.data.lower()}")
    throttle.check(session, tried, now=now())
    # Each request counts: none of them is known to be right or wrong.
    throttle.count_failure(session, tried, now=now())
    reopening.ask_at(session, form.email.data, now=now())
    record(session, "reopening_asked", by=None, on=Subject("person"))
    session.commit()
    enqueue("mail")
    return redirect(url_for("accounts.ask_by_mail", demande="faite"), 303)


@blueprint.get("/compte/secours/lien/<token>")
@access.public
def follow_link(token: str) -> ResponseReturnValue:
    """Leave the secret's URL at once: no page is shown there, and the browser sends it to no one.

    Nothing is spent: mail programs follow links before anyone reads them.
    """
    sessions.current_session()[LINK] = sessions.hash_token(token)
    return redirect(url_for("accounts.reopen"), 303)


@blueprint.route("/compte/secours/nouvelle-phrase", methods=["GET", "POST"])
@access.public
@access.even_when_full
def reopen() -> ResponseReturnValue:
    session = get_session()
    held = str(sessions.current_session().get(LINK, ""))
    person = reopening.who_holds(session, held, now=now())
    if person is None:
        return render_template("accounts/link_ended.html"), 404
    form = NewPassphraseForm()
    form.username.data = person.username
    if not form.validate_on_submit():
        return form_page("accounts/reopen.html", form)
    opened = reopening.reopen(session, held, form.passphrase.data, now=now())
    if opened is None:  # it served a moment ago
        return render_template("accounts/link_ended.html"), 404
    record(session, REOPENED, by=person, on=Subject("person", person.id))
    session.commit()
    return enter_with_recovery_code(*opened)
