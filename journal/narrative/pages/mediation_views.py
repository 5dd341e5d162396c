"""What contributions become: coordinators read them, and answer."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import log_as_read, record
from journal.accounts.models import Lab
from journal.accounts.readings import Reading
from journal.clock import now
from journal.common_good.queries import waiting as proposals_waiting
from journal.db import hold
from journal.entries.hiding_views import hide_in
from journal.entries.words_views import said_to_authors
from journal.months import by_week
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
    waiting = by_week(session.scalars(queries.contributions(g.person.lab_id, waiting=True)))
    answered = session.scalars(queries.contributions(g.person.lab_id, waiting=False).limit(20)).all()
    log_as_read(Reading.CONTRIBUTION, [each.id for each in (*waiting, *answered)])
    months = changes.standing_of_each(session, g.person.lab_id)
    return render_template(
        "narrative/mediation.html",
        waiting=waiting,
        answered=_alike(answered, months),
        about=queries.subjects(session, g.person.lab_id),
        proposals=proposals_waiting(session, g.person.lab_id).count,
        months=months,
        letters=said_to_authors([*waiting, *answered]),
        replies=_with_parts(replies.of_lab(session, g.person.lab_id, ReplyState.SENT)),
        decided=replies.of_lab(session, g.person.lab_id, *DECIDED, most=20),
        undone=[state for state in DECIDED if replies.NEXT[state]],
    )


def _alike(answered: Sequence[Contribution], months: Mapping[uuid.UUID, date | None]) -> list[list[Contribution]]:
    """Those that one answer was given to, one after the other: it is shown once."""

    def said(each: Contribution) -> tuple[object, ...]:
        return each.theme_id, each.answer, each.for_readers, each.id in months, months.get(each.id)

    return [list(alike) for _, alike in groupby(answered, key=said)]


def _with_parts(waiting: Sequence[MonthReply]) -> list[tuple[MonthReply, dict[str, Any] | None]]:
    """Replies of organisations, each with the part it answers while that is published."""
    parts = {digest: replies.parts_answered(get_session(), digest) for digest in {reply.digest for reply in waiting}}
    return [(reply, parts[reply.digest].get(reply.part)) for reply in waiting]


@blueprint.route("/mediation/<uuid:contribution_id>", methods=["GET", "POST"])
@access.roles("coordinator")
@errors.way_back("narrative.mediation", "Revenir à la médiation")
def mediate(contribution_id: uuid.UUID) -> ResponseReturnValue:
    session = get_session()
    if may_change():
        # Two people answer several each, some of them the same: one waits for the other.
        hold(session, Lab, g.person.lab_id)
    found = or_404(queries.contribution_for_staff(session, g.person.lab_id, contribution_id, lock=may_change()))
    form, others = AnswerContributionForm(), queries.waiting_on_the_same(session, found)
    if form.validate_on_submit() and _mediated(
        form, found, [each for each in others if str(each.id) in form.also.data]
    ):
        return redirect(url_for("narrative.mediation"), 303)
    log_as_read(Reading.CONTRIBUTION, [found.id, *(each.id for each in others)])
    about = queries.subjects(session, g.person.lab_id)
    return form_page(
        "narrative/mediate.html",
        form,
        contribution=found,
        others=others,
        about=about,
        letters=said_to_authors([found]),
    )


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


def _mediated(form: AnswerContributionForm, found: Contribution, others: Sequence[Contribution]) -> bool:
    """Answer, and give the same answer to others, unless what readers would be told is refused beside its field."""
    session, state = get_session(), ContributionState(form.decision.data)
    told = form.for_readers.data or ""
    with refusing(form, "for_readers"):
        for each in (found, *others):
            contributions.mediate(session, each, state, form.text.data, by=g.person, now=now(), for_readers=told)
            record(session, "mediate", by=g.person, on=Subject("contribution", each.id), state=each.state.value)
        session.commit()
        answered = f"{len(others) + 1} contributions ont votre réponse." if others else "Votre réponse est partie."
        flash(f"{answered} Qui a écrit la lira.")
        return True
    return False
