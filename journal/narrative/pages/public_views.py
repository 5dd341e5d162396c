"""What anyone may read when a Lab says so, and the end of a subscription."""

import uuid

from flask import Response, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.accounts.models import Lab
from journal.clock import now
from journal.narrative import queries
from journal.narrative.beside import replies_to
from journal.narrative.making import editions, replies
from journal.narrative.models import Digest, MonthReply
from journal.narrative.pages import feed
from journal.narrative.pages.blueprint import blueprint, parse_month
from journal.narrative.pages.forms import OpeningForm
from journal.narrative.staleness import mark_stale
from journal.partners.queries import organisation_of
from journal.web import access
from journal.web.database import get_session, see_lab
from journal.web.queue import enqueue
from journal.web.settings import settings


def open_lab_or_404(lab_id: uuid.UUID) -> Lab:
    lab = get_session().get(Lab, lab_id)
    if lab is None or not lab.is_public:
        abort(404)
    see_lab(lab.id)
    return lab


@blueprint.get("/public/<uuid:lab_id>/recit")
@access.public
def public_story(lab_id: uuid.UUID) -> ResponseReturnValue:
    lab = open_lab_or_404(lab_id)
    narrative = queries.narrative_of(get_session(), lab.id)
    parts = queries.parts_to_read(get_session(), lab.id, narrative.public_paragraphs if narrative else [])
    return render_template(
        "narrative/public_story.html",
        lab=lab,
        parts=editions.living_away(get_session(), lab.id, parts),
        preparing=narrative is not None and narrative.is_stale and narrative.public_paragraphs is None,
        composed_at=narrative.composed_at if narrative and parts else now(),
        digests=queries.public_digests(get_session(), lab.id),
    )


@blueprint.get("/public/<uuid:lab_id>/recit/<month>")
@access.public
def public_digest(lab_id: uuid.UUID, month: str) -> ResponseReturnValue:
    lab = open_lab_or_404(lab_id)
    digest = public_digest_or_404(lab, month)
    parts = editions.in_public(get_session(), digest)
    return render_template(
        "narrative/public_digest.html",
        lab=lab,
        digest=digest,
        parts=parts,
        beside=replies_to(get_session(), digest),
        answers=_answers(digest),
    )


def _answers(digest: Digest) -> dict[str, MonthReply | None]:
    """To a partner of the Lab, the parts of a month to answer, and what their organisation answers already."""
    session = get_session()
    actor = organisation_of(session, g.person.id) if g.person else None
    if actor is None or actor.lab_id != digest.lab_id:
        return {}
    answered = replies.given_to(session, digest, actor)
    return {part: answered.get(part) for part in replies.parts_of(session, digest)}


def public_digest_or_404(lab: Lab, month: str) -> Digest:
    found = queries.digest_of(get_session(), lab.id, parse_month(month))
    if found is None or found.published_at is None or not found.public_paragraphs:
        abort(404)
    return found


@blueprint.get("/public/<uuid:lab_id>/recit.atom")
@access.public
def atom(lab_id: uuid.UUID) -> ResponseReturnValue:
    lab = open_lab_or_404(lab_id)
    months = [
        (digest, editions.in_public(get_session(), digest)) for digest in queries.public_digests(get_session(), lab.id)
    ]
    body = feed.atom(lab, months, settings().base_url)
    return Response(body, mimetype="application/atom+xml")


@blueprint.route("/ouverture", methods=["GET", "POST"])
@access.roles("admin")
@access.even_when_full
def opening() -> ResponseReturnValue:
    """Open the Lab's récit to everyone, or close it: an admin's choice, logged."""
    session = get_session()
    lab = session.get_one(Lab, g.person.lab_id)
    form = OpeningForm(data={"is_public": lab.is_public})
    if not form.validate_on_submit():
        return render_template("narrative/opening.html", lab=lab, form=form, floor=settings().public_threshold)
    lab.is_public = bool(form.is_public.data)
    mark_stale(session, [lab.id])
    record(session, "open_lab" if lab.is_public else "close_lab", by=g.person, on=Subject("lab", lab.id))
    session.commit()
    enqueue("compose")
    flash(
        "Le récit est ouvert à tout le monde."
        if lab.is_public
        else "Le récit n’est lu que par les participant·es et l’équipe du Lab."
    )
    return redirect(url_for("narrative.opening"), 303)
