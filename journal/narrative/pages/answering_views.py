"""« Est-ce que je m’y reconnais ? » : a participant answers a theme's part, of the living récit or of a month."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from journal.clock import now
from journal.db import in_lab
from journal.narrative import queries, reception
from journal.narrative.making import contributions
from journal.narrative.models import ResonanceAnswer
from journal.narrative.pages.blueprint import blueprint, published_or_404
from journal.narrative.pages.forms import ResonanceForm
from journal.themes.models import Theme, ThemeStatus
from journal.web import access, errors
from journal.web.database import get_session
from journal.web.pages import form_page
from journal.web.queue import enqueue
from journal.web.typography import of_month

REWRITTEN = "Ce texte vient de changer. Relisez-le, puis répondez."


@dataclass(frozen=True, slots=True)
class _Part:
    """What is answered: the part as it stands, in which version, and the page it was read on."""

    version: str
    back: str
    back_label: str = "Revenir au récit"
    text: str = ""
    sentences: Sequence[dict[str, Any]] = ()


@blueprint.route("/recit/themes/<uuid:theme_id>/repondre", methods=["GET", "POST"])
@access.roles("participant")
@errors.way_back("narrative.story", "Revenir au récit")
def respond(theme_id: uuid.UUID) -> ResponseReturnValue:
    session = get_session()
    theme = in_lab(session, Theme, g.person.lab_id, theme_id)
    if theme is None or theme.status is not ThemeStatus.ADOPTED:
        abort(404)
    part = _part(session, theme, request.args.get("mois", ""))
    known = reception.given_by(session, g.person, {theme.id: part.version}).get(str(theme.id))
    current = known.answer.value if known and known.is_current else None
    form = ResonanceForm(data={"answer": current, "version": part.version})
    if not form.validate_on_submit() or form.version.overtaken_by(part.version, form.answer, REWRITTEN):
        return form_page("narrative/respond.html", form, theme=theme, part=part, known=known)
    said = ResonanceAnswer(form.answer.data)
    reception.answer(session, theme, said, version=part.version, by=g.person, now=now())
    written = contributions.write(session, theme, form.text.data, by=g.person, now=now()) if form.text.data else None
    session.commit()
    if written is not None:
        enqueue("mask")
        return redirect(url_for("narrative.contribution", contribution_id=written.id), 303)
    flash("Merci. Votre réponse est gardée\u00a0; vous pouvez en changer.")
    return redirect(part.back, 303)


def _part(session: Session, theme: Theme, month: str) -> _Part:
    """The part that a month tells, while the team has written no other since; otherwise that of the living récit."""
    version = reception.versions_now(session, theme.lab_id)[theme.id]
    if month:
        digest = published_or_404(month)
        for told in digest.paragraphs:
            if told.theme_id == theme.id and told.text and told.part_version == version:
                back = url_for("narrative.digest", month=month, _anchor=f"partie-{told.position}")
                label = f"Revenir au récit {of_month(digest.month)}"
                return _Part(version, back, label, told.text, told.sentences)
    living, back = queries.subjects(session, theme.lab_id)[theme.id].part, url_for("narrative.story")
    if living is None:
        return _Part(version, back)
    text = " ".join(sentence["text"] for sentence in living["sentences"])
    return _Part(living.get("version") or version, back, text=text, sentences=living["sentences"])
