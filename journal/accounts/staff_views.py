"""Who comes into a Lab: invitations, cohorts, staff accounts. Participants are counted, never listed."""

import uuid

import sqlalchemy as sa
from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from journal.accounts import services
from journal.accounts.audit import Subject
from journal.accounts.forms import CohortForm, InvitationForm
from journal.accounts.log import record
from journal.accounts.models import STAFF, Cohort, Invitation, Lab, Person, Role
from journal.accounts.views import blueprint
from journal.clock import now
from journal.web import access
from journal.web.database import get_session


@blueprint.route("/invitations", methods=["GET", "POST"])
@access.roles("coordinator", "admin")
def invitations() -> ResponseReturnValue:
    form = InvitationForm()
    cohorts = _cohorts()
    allowed = [Role.PARTICIPANT] if g.person.role is Role.COORDINATOR else list(Role)
    form.role.choices = [(role.value, role.label) for role in allowed]
    form.cohort.choices = [("", "Aucun groupe"), *((str(cohort.id), cohort.name) for cohort in cohorts)]
    if not form.is_submitted():
        form.role.data = Role.PARTICIPANT.value
    code = None
    if form.validate_on_submit():
        code = _invite(form)
    page = render_template(
        "accounts/invitations.html", form=form, invitations=_open_invitations(), code=code, now=now()
    )
    return page, 422 if form.errors else 200


def _invite(form: InvitationForm) -> str:
    session = get_session()
    cohort = session.get(Cohort, uuid.UUID(form.cohort.data)) if form.cohort.data else None
    invitation, code = services.invite(
        session,
        session.get_one(Lab, g.person.lab_id),
        Role(form.role.data),
        cohort=cohort,
        by=g.person,
        max_uses=form.max_uses.data,
        now=now(),
    )
    record(session, "invite", by=g.person, on=Subject("invitation", invitation.id), role=invitation.role.value)
    session.commit()
    return code


def _open_invitations() -> list[Invitation]:
    return list(
        get_session().scalars(
            sa.select(Invitation)
            .where(Invitation.lab_id == g.person.lab_id, Invitation.revoked_at.is_(None), Invitation.expires_at > now())
            .order_by(Invitation.created_at.desc())
        )
    )


@blueprint.post("/invitations/<uuid:invitation_id>/annuler")
@access.roles("coordinator", "admin")
def revoke(invitation_id: uuid.UUID) -> ResponseReturnValue:
    session = get_session()
    found = session.get(Invitation, invitation_id)
    staff_code = found is not None and found.role is not Role.PARTICIPANT
    if found is None or found.lab_id != g.person.lab_id or (staff_code and g.person.role is not Role.ADMIN):
        abort(404)
    found.revoked_at = now()
    record(session, "revoke_invitation", by=g.person, on=Subject("invitation", found.id))
    session.commit()
    flash("Ce code n’ouvre plus.")
    return redirect(url_for("accounts.invitations"), 303)


@blueprint.route("/groupes", methods=["GET", "POST"])
@access.roles("coordinator", "admin")
def cohorts() -> ResponseReturnValue:
    session = get_session()
    form = CohortForm()
    if form.validate_on_submit():
        if any(cohort.name == form.name.data for cohort in _cohorts()):
            form.name.errors = ["Un groupe porte déjà ce nom."]
        else:
            lab = session.get_one(Lab, g.person.lab_id)
            services.create_cohort(session, lab, form.name.data, size=form.size.data)
            session.commit()
            flash("Le groupe est créé.")
            return redirect(url_for("accounts.cohorts"), 303)
    page = render_template("accounts/cohorts.html", form=form, cohorts=_cohorts())
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/comptes")
@access.roles("admin")
def people() -> ResponseReturnValue:
    session = get_session()
    staff = session.scalars(
        sa.select(Person)
        .where(Person.lab_id == g.person.lab_id, Person.role.in_(STAFF))
        .order_by(Person.role, Person.username)
    ).all()
    participants = session.scalar(
        sa.select(sa.func.count()).where(Person.lab_id == g.person.lab_id, Person.role == Role.PARTICIPANT)
    )
    return render_template("accounts/people.html", staff=staff, participants=participants or 0)


@blueprint.post("/comptes/<uuid:person_id>/<gesture>")
@access.roles("admin")
def change_person(person_id: uuid.UUID, gesture: str) -> ResponseReturnValue:
    """Close, reopen, or change the role of a staff account of the Lab."""
    session = get_session()
    person = session.get(Person, person_id)
    if person is None or person.lab_id != g.person.lab_id or not person.is_staff:
        abort(404)
    if gesture in {"fermer", "rouvrir"}:
        services.set_disabled(session, person, disabled=gesture == "fermer", now=now())
    elif gesture in {"coordination", "administration"}:
        services.set_role(session, person, Role.ADMIN if gesture == "administration" else Role.COORDINATOR)
    else:
        abort(404)
    record(session, "change_person", by=g.person, on=Subject("person", person.id), gesture=gesture)
    session.commit()
    flash("C’est fait.")
    return redirect(url_for("accounts.people"), 303)


def _cohorts() -> list[Cohort]:
    return list(get_session().scalars(sa.select(Cohort).where(Cohort.lab_id == g.person.lab_id).order_by(Cohort.name)))
