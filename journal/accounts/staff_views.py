"""Who comes into a Lab: invitations and cohorts."""

import uuid
from collections.abc import Sequence

import sqlalchemy as sa
from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from journal.accounts import queries, services, sessions
from journal.accounts.audit import Subject
from journal.accounts.blueprint import blueprint
from journal.accounts.forms import MOST_USES, CohortForm, InvitationForm
from journal.accounts.log import record
from journal.accounts.models import Cohort, Invitation, Lab, Role
from journal.clock import now
from journal.web import access
from journal.web.database import get_session, or_404
from journal.web.pages import form_page
from journal.web.settings import settings

# Copies of one code on paper: more people than that are invited with several.
MOST_SLIPS = 100


@blueprint.route("/invitations", methods=["GET", "POST"])
@access.roles("coordinator", "admin")
def invitations() -> ResponseReturnValue:
    form = _invitation_form()
    if form.validate_on_submit():
        # Kept in the session for one reading, so that reloading the next page makes no second code.
        sessions.keep_once("invitation", _invite(form), g.person.id)
        return redirect(url_for("accounts.invitation_code"), 303)
    return form_page("accounts/invitations.html", form, invitations=_listed())


def _invitable() -> list[Role]:
    """The roles this member of staff may invite."""
    return [Role.PARTICIPANT, Role.COORDINATOR, Role.ADMIN] if g.person.role is Role.ADMIN else [Role.PARTICIPANT]


def _invitation_form() -> InvitationForm:
    groups = _cohorts()
    form = InvitationForm(role=Role.PARTICIPANT.value, **_asked_for(groups))
    form.role.choices = [SelectChoice(role.value, role.label) for role in _invitable()]
    form.cohort.choices = [
        SelectChoice("", "Sans groupe"),
        *(SelectChoice(str(cohort.id), cohort.name) for cohort in groups),
    ]
    if len(form.role.choices) == 1:
        form.role.data = Role.PARTICIPANT.value
    return form


def _asked_for(groups: Sequence[Cohort]) -> dict[str, object]:
    """The group named in the URL, whose members one code may all let in."""
    named = request.args.get("groupe", "")
    chosen = next((cohort for cohort in groups if str(cohort.id) == named), None)
    return {"cohort": named, "max_uses": min(chosen.size or 1, MOST_USES)} if chosen else {}


def _invite(form: InvitationForm) -> dict[str, str]:
    session = get_session()
    role = Role(form.role.data)
    # A choice of the form, so a cohort of this Lab. Staff follow every cohort: theirs is left out.
    chosen = session.get(Cohort, uuid.UUID(form.cohort.data)) if form.cohort.data else None
    invitation, code = services.invite(
        session,
        session.get_one(Lab, g.person.lab_id),
        role,
        cohort=chosen if role is Role.PARTICIPANT else None,
        by=g.person,
        max_uses=form.max_uses.data,
        now=now(),
    )
    record(session, "invite", by=g.person, on=Subject("invitation", invitation.id), role=role.value)
    session.commit()
    return {"id": str(invitation.id), "code": code}


@blueprint.get("/invitations/code")
@access.roles("coordinator", "admin")
def invitation_code() -> ResponseReturnValue:
    """The new code, shown once, ready to print."""
    made = sessions.take_once("invitation", g.person.id)
    invitation = get_session().get(Invitation, uuid.UUID(made["id"])) if made else None
    if made is None or invitation is None:
        flash("Un code ne s’affiche qu’une fois. S’il est perdu, annulez-le et faites-en un autre.")
        return redirect(url_for("accounts.invitations"), 303)
    # The site's own address, never the Host of the request: what is printed must lead here.
    address = settings().base_url + url_for("accounts.enter_code")
    slips = min(invitation.max_uses, MOST_SLIPS)
    return render_template(
        "accounts/invitation_code.html",
        code=made["code"],
        invitation=invitation,
        # For whom a partner will speak.
        organisation=made.get("organisation", ""),
        second_factor=invitation.role is not Role.PARTICIPANT and settings().staff_second_factor,
        address=address,
        slips=slips,
    )


def _listed() -> list[Invitation]:
    """The current codes of the Lab, including used up ones, latest first."""
    return list(
        get_session().scalars(
            sa.select(Invitation)
            .where(
                Invitation.lab_id == g.person.lab_id,
                # Partners are invited elsewhere, with the name of their organisation; their codes end here too.
                Invitation.role.in_([*_invitable(), Role.PARTNER]),
                *Invitation.lasts(now()),
            )
            .order_by(Invitation.created_at.desc())
        )
    )


@blueprint.post("/invitations/<uuid:invitation_id>/annuler")
@access.roles("coordinator", "admin")
@access.even_when_full
def revoke(invitation_id: uuid.UUID) -> ResponseReturnValue:
    found = or_404(next((invitation for invitation in _listed() if invitation.id == invitation_id), None))
    session = get_session()
    found.revoked_at = now()
    record(session, "revoke_invitation", by=g.person, on=Subject("invitation", found.id))
    session.commit()
    flash(f"Le code {found.hint}… n’ouvre plus rien.")
    return redirect(url_for("accounts.invitations"), 303)


@blueprint.route("/groupes", methods=["GET", "POST"])
@access.roles("coordinator", "admin")
def cohorts() -> ResponseReturnValue:
    session = get_session()
    form = CohortForm()
    if form.validate_on_submit() and _name_is_free(form):
        lab = session.get_one(Lab, g.person.lab_id)
        made = services.create_cohort(session, lab, form.name.data, size=form.size.data)
        record(session, "create_cohort", by=g.person, on=Subject("cohort", made.id))
        session.commit()
        flash("Le groupe est créé. Il reste à l’inviter.")
        return redirect(url_for("accounts.invitations", groupe=made.id), 303)
    return form_page("accounts/cohorts.html", form, cohorts=_cohorts())


@blueprint.route("/groupes/<uuid:cohort_id>", methods=["GET", "POST"])
@access.roles("coordinator", "admin")
def cohort(cohort_id: uuid.UUID) -> ResponseReturnValue:
    """Rename a cohort, or update its size."""
    found = or_404(next((cohort for cohort in _cohorts() if cohort.id == cohort_id), None))
    form = CohortForm(obj=found)
    if form.validate_on_submit() and _name_is_free(form, but=found):
        found.name, found.size = form.name.data, form.size.data
        record(get_session(), "change_cohort", by=g.person, on=Subject("cohort", found.id))
        get_session().commit()
        flash("Le groupe est à jour.")
        return redirect(url_for("accounts.cohorts"), 303)
    return form_page("accounts/cohort.html", form, cohort=found)


def _name_is_free(form: CohortForm, *, but: Cohort | None = None) -> bool:
    taken = any(cohort.name == form.name.data for cohort in _cohorts() if cohort is not but)
    if taken:
        form.name.errors = ["Un groupe du Lab porte déjà ce nom."]
    return not taken


def _cohorts() -> Sequence[Cohort]:
    return queries.cohorts(get_session(), g.person.lab_id)
