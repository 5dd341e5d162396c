"""The récit of a month on the coordinators' side: draft, correct, approve, publish."""

import uuid

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.accounts.models import Lab
from journal.accounts.queries import other_coordinators
from journal.clock import now, today
from journal.counting.disclosure import Disclosure, disclosure
from journal.errors import Refused
from journal.narrative import evidence, queries, reception
from journal.narrative.making import covering, leaving_out, services
from journal.narrative.models import Digest, DigestParagraph, DigestStatus, QuoteState
from journal.narrative.pages.blueprint import blueprint, digest_or_404, parse_month
from journal.narrative.pages.forms import ParagraphForm, version_read
from journal.narrative.pages.starting import to_start
from journal.narrative.removing import taking_down
from journal.themes.pages.blueprint import log_as_read
from journal.web import access, errors
from journal.web.database import get_session, or_404
from journal.web.queue import enqueue
from journal.web.settings import settings
from journal.web.typography import of_month


@blueprint.get("/recits")
@access.roles("coordinator")
def digests() -> ResponseReturnValue:
    session = get_session()
    found = session.scalars(queries.digests(g.person.lab_id)).all()
    starting = to_start(session, g.person.lab_id, {digest.month for digest in found}, today())
    return render_template("narrative/digests.html", digests=found, starting=starting)


@blueprint.post("/recits/<month>/preparer")
@access.roles("coordinator")
@errors.way_back("narrative.digests", "Revenir aux récits du mois")
def prepare(month: str) -> ResponseReturnValue:
    session = get_session()
    lab = session.get_one(Lab, g.person.lab_id, with_for_update=True)
    if queries.digest_of(session, lab.id, parse_month(month)) is None:
        digest = services.draft_digest(
            session, lab, parse_month(month), by=g.person, now=now(), disclosure=_disclosure()
        )
        record(session, "draft_digest", by=g.person, on=Subject("digest", digest.id))
        session.commit()
    return redirect(url_for("narrative.edit", month=month), 303)


@blueprint.get("/recits/<month>")
@access.roles("coordinator")
def edit(month: str) -> ResponseReturnValue:
    digest = digest_or_404(month)
    log_as_read(queries.passages_quoted(get_session(), digest))
    return render_template(
        "narrative/edit.html",
        digest=digest,
        cover=covering.cover_of(get_session(), digest),
        received=_received(digest.paragraphs),
        proposed=queries.quotes_by_theme(get_session(), digest, QuoteState.PROPOSED),
        asked_by_theme=queries.quotes_by_theme(get_session(), digest, QuoteState.ASKED, QuoteState.ACCEPTED),
        quotes=queries.quotes_of(get_session(), digest),
        today=today(),
        is_alone=not other_coordinators(get_session(), g.person),
    )


def _received(paragraphs: list[DigestParagraph]) -> dict[str, str]:
    """How participants receive these parts of a month, in the version that each was written from."""
    versions = {part.theme_id: part.part_version for part in paragraphs if part.theme_id and part.part_version}
    return reception.received(get_session(), versions, floor=settings().lab_threshold)


@blueprint.route("/recits/<month>/paragraphes/<uuid:paragraph_id>", methods=["GET", "POST"])
@access.roles("coordinator")
@errors.way_back("narrative.edit", "Relire le récit")
def paragraph(month: str, paragraph_id: uuid.UUID) -> ResponseReturnValue:
    """One paragraph: correct it, and open what each of its sentences rests on."""
    digest = digest_or_404(month)
    found = _paragraph_of(digest, paragraph_id)
    form = ParagraphForm(data={"text": found.text, "version": str(digest.version)})
    if not form.validate_on_submit():
        return _paragraph_page(digest, found, form, 422 if form.is_submitted() else 200)
    try:
        services.edit_paragraph(
            get_session(), found, form.text.data or "", version=form.version_read, by=g.person, now=now()
        )
        get_session().commit()
    except (services.DigestChanged, StaleDataError):
        get_session().rollback()
        return _conflict(month, paragraph_id, form)
    except Refused as refusal:
        if digest.status is not DigestStatus.DRAFT:
            raise
        form.text.errors = [refusal.sentence]
        return _paragraph_page(digest, found, form, 422)
    following = _after(digest, found) if "suite" in request.form else None
    if following is not None:
        return redirect(url_for("narrative.paragraph", month=month, paragraph_id=following.id), 303)
    return redirect(url_for("narrative.edit", month=month, _anchor=f"p{found.position}"), 303)


@blueprint.post("/recits/<month>/paragraphes/<uuid:paragraph_id>/retirer")
@access.roles("coordinator")
@errors.way_back("narrative.edit", "Relire le récit")
@access.even_when_full
def take_down(month: str, paragraph_id: uuid.UUID) -> ResponseReturnValue:
    """Remove a paragraph from a published month."""
    session, digest = get_session(), digest_or_404(month)
    taking_down.take_down(session, _paragraph_of(digest, paragraph_id), now=now())
    record(session, "take_down", by=g.person, on=Subject("digest", digest.id))
    session.commit()
    flash("Le paragraphe est retiré du récit publié.")
    return redirect(url_for("narrative.edit", month=month), 303)


def _after(digest: Digest, found: DigestParagraph) -> DigestParagraph | None:
    return next((each for each in digest.paragraphs if each.position > found.position), None)


def _conflict(month: str, paragraph_id: uuid.UUID, form: ParagraphForm) -> ResponseReturnValue:
    """Both versions on one page: what the person typed in the form, what stands now beside it."""
    get_session().expire_all()
    digest = digest_or_404(month)
    found = _paragraph_of(digest, paragraph_id)
    form.version.show(str(digest.version))
    form.text.errors = ["Quelqu’un a corrigé ce récit depuis que vous avez ouvert la page. Rien n’est perdu."]
    return _paragraph_page(digest, found, form, 409, theirs=found.text)


def _paragraph_page(
    digest: Digest, found: DigestParagraph, form: ParagraphForm, status: int, theirs: str = ""
) -> ResponseReturnValue:
    sentences = evidence.open_all(get_session(), found.sentences, g.person.lab_id)
    page = render_template(
        "narrative/paragraph.html",
        digest=digest,
        paragraph=found,
        following=_after(digest, found),
        form=form,
        sentences=sentences,
        theirs=theirs,
        received=_received([found]).get(str(found.theme_id), ""),
    )
    return page, status


@blueprint.post("/recits/<month>/recomposer")
@access.roles("coordinator")
@errors.way_back("narrative.edit", "Relire le récit")
def recompose(month: str) -> ResponseReturnValue:
    digest = digest_or_404(month)
    corrected = len(digest.corrected)
    services.take_latest_run(get_session(), digest, floor=settings().lab_threshold, now=now())
    services.recompose(get_session(), digest, now=now(), disclosure=_disclosure())
    get_session().commit()
    flash(f"Le brouillon est recomposé.{_what_stayed(corrected, len(digest.corrected))}")
    return redirect(url_for("narrative.edit", month=month), 303)


def _what_stayed(corrected: int, stayed: int) -> str:
    """What became of the paragraphs that someone had corrected: nothing to say where nobody had."""
    if stayed < corrected:
        return " Au moins une partie corrigée n’y est plus\u00a0: relisez-le."
    return " Les corrections sont restées." if corrected else ""


@blueprint.post("/recits/<month>/<gesture>")
@access.roles("coordinator")
@errors.way_back("narrative.edit", "Relire le récit")
def decide(month: str, gesture: str) -> ResponseReturnValue:
    """Approve, or reopen."""
    session, digest = get_session(), digest_or_404(month)
    if gesture == "approuver":
        services.approve(session, digest, version=version_read(request.form.get("version")), by=g.person, now=now())
        said = f"Vous avez approuvé le récit {of_month(digest.month)}. Il reste à le publier."
    elif gesture == "rouvrir":
        services.reopen(session, digest)
        said = "Ce récit est de nouveau un brouillon. Après vos corrections, une autre personne l’approuvera."
    else:
        abort(404)
    record(session, gesture, by=g.person, on=Subject("digest", digest.id))
    session.commit()
    flash(said)
    return redirect(url_for("narrative.edit", month=month), 303)


@blueprint.route("/recits/<month>/publier", methods=["GET", "POST"])
@access.roles("coordinator")
@errors.way_back("narrative.edit", "Relire le récit")
def publish(month: str) -> ResponseReturnValue:
    """What would be left out, before anything is published; then, publish."""
    session, digest = get_session(), digest_or_404(month)
    if digest.status is DigestStatus.PUBLISHED:
        return redirect(url_for("narrative.digest", month=month), 303)  # a second click
    if request.method != "POST":
        if digest.status is not DigestStatus.APPROVED:
            return redirect(url_for("narrative.edit", month=month), 303)
        left = leaving_out.if_published(session, digest, now=now())
        return render_template("narrative/publish.html", digest=digest, left=left, mails=bool(settings().mail_host))
    leaving_out.check_seen(session, digest, request.form.get("seen", ""), now=now())
    services.publish(session, digest, now=now(), disclosure=_disclosure())
    record(session, "publier", by=g.person, on=Subject("digest", digest.id))
    session.commit()
    enqueue("mail")
    enqueue("compose")
    sent = " Il part par mail aux personnes qui l’ont demandé." if settings().mail_host else ""
    flash(f"Le récit est publié.{sent}")
    return redirect(url_for("narrative.digest", month=month), 303)


def _paragraph_of(digest: Digest, paragraph_id: uuid.UUID) -> DigestParagraph:
    return or_404(next((p for p in digest.paragraphs if p.id == paragraph_id), None))


def _disclosure() -> Disclosure:
    return disclosure(get_session(), settings())
