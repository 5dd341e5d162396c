"""What contributions become: coordinators read them, and answer."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import log_as_read, record
from journal.accounts.readings import Reading
from journal.clock import now
from journal.common_good.queries import waiting as proposals_waiting
from journal.entries.hiding_views import hide_in
from journal.entries.words_views import said_to_authors
from journal.narrative import queries
from journal.narrative.gathering import changes
from journal.narrative.making import contributions, replies
from journal.narrative.models import Contribution, ContributionState, MonthReply, ReplyState
from journal.narrative.pages.blueprint import blueprint
from journal.narrative.pages.forms import AnswerContributionForm
from journal.web import access, errors
from journal.web.database import get_session, may_change, or_404
from journal.web.forms import refusing
from journal.web.pages import form_page

TOLD = (
    "Son auteur·e lira quels mots l’équipe a cachés, sans savoir qui. Si l’équipe se trompe, il lui reste à retirer "
    "ce texte et à l’écrire autrement."
)
DECIDED = (ReplyState.PUBLISHED, ReplyState.RETURNED, ReplyState.DECLINED)


@blueprint.get("/mediation")
@access.roles("coordinator")
def mediation() -> ResponseReturnValue:
    session = get_session()
    waiting = session.scalars(queries.contributions(g.person.lab_id, waiting=True)).all()
    answered = session.scalars(queries.contributions(g.person.lab_id, waiting=False).limit(20)).all()
    log_as_read(Reading.CONTRIBUTION, [each.id for each in (*waiting, *answered)])
    return render_template(
        "narrative/mediation.html",
        waiting=waiting,
        answered=answered,
        about=queries.subjects(session, g.person.lab_id),
        proposals=proposals_waiting(session, g.person.lab_id).count,
        months=changes.standing_of_each(session, g.person.lab_id),
        letters=said_to_authors([*waiting, *answered]),
        replies=_with_parts(replies.of_lab(session, g.person.lab_id, ReplyState.SENT)),
        decided=replies.of_lab(session, g.person.lab_id, *DECIDED, most=20),
        undone=[state for state in DECIDED if replies.NEXT[state]],
    )


def _with_parts(waiting: Sequence[MonthReply]) -> list[tuple[MonthReply, dict[str, Any] | None]]:
    """Replies of organisations, each with the part it answers while that is published."""
    parts = {digest: replies.parts_answered(get_session(), digest) for digest in {reply.digest for reply in waiting}}
    return [(reply, parts[reply.digest].get(reply.part)) for reply in waiting]


@blueprint.route("/mediation/<uuid:contribution_id>", methods=["GET", "POST"])
@access.roles("coordinator")
@errors.way_back("narrative.mediation", "Revenir à la médiation")
def mediate(contribution_id: uuid.UUID) -> ResponseReturnValue:
    session = get_session()
    found = or_404(queries.contribution_for_staff(session, g.person.lab_id, contribution_id, lock=may_change()))
    form = AnswerContributionForm()
    if form.validate_on_submit() and _mediated(form, found):
        flash("Votre réponse est partie. Son auteur·e la lira.")
        return redirect(url_for("narrative.mediation"), 303)
    log_as_read(Reading.CONTRIBUTION, [found.id])
    about = queries.subjects(session, g.person.lab_id)
    return form_page("narrative/mediate.html", form, contribution=found, about=about, letters=said_to_authors([found]))


@blueprint.route("/mediation/<uuid:contribution_id>/cacher", methods=["GET", "POST"])
@access.roles("coordinator")
@access.even_when_full
def hide_in_contribution(contribution_id: uuid.UUID) -> ResponseReturnValue:
    """Tick the words of a contribution that tell who someone is, and hide them."""
    session = get_session()
    found = or_404(queries.contribution_for_staff(session, g.person.lab_id, contribution_id, lock=may_change()))
    return hide_in(
        found,
        found.masked_text or "",
        Subject("contribution", found.id),
        note=lambda: log_as_read(Reading.CONTRIBUTION, [found.id]),
        done="C’est caché. Son auteur·e verra quels mots l’équipe a cachés, sans savoir qui.",
        back=url_for("narrative.mediation"),
        back_label="Revenir à la médiation",
        told=TOLD,
    )


def _mediated(form: AnswerContributionForm, found: Contribution) -> bool:
    """Answer, unless what readers would be told is refused beside its field."""
    session, state = get_session(), ContributionState(form.decision.data)
    told = form.for_readers.data or ""
    with refusing(form, "for_readers"):
        contributions.mediate(session, found, state, form.text.data, by=g.person, now=now(), for_readers=told)
        record(session, "mediate", by=g.person, on=Subject("contribution", found.id), state=found.state.value)
        session.commit()
        return True
    return False
