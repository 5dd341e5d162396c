"""Pages where anyone proposes, replies to a mediator, answers other proposals, and withdraws."""

import uuid

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import log_as_read, record
from journal.accounts.models import Role
from journal.accounts.readings import Reading
from journal.clock import now
from journal.common_good import queries, reserves, services
from journal.common_good.blueprint import blueprint, own_or_404, readable_or_404
from journal.common_good.forms import YES, AnswerForm, ProposalForm, ReplyForm
from journal.common_good.models import Part, Proposal, ProposalKind, Reserve, Stance, Words
from journal.common_good.rules import Gesture, difference
from journal.counting.rules import first_step
from journal.counting.wording import ANSWER_WITHDRAWN
from journal.entries.hiding import words_hidden_by_team
from journal.entries.words_views import said_to_authors
from journal.web import access, errors
from journal.web.database import get_session, or_404
from journal.web.pages import form_page
from journal.web.queue import enqueue
from journal.web.settings import settings

SPEAKERS = ("participant", "partner", "coordinator")


@blueprint.route("/proposer/<any(together, whom, signs, refused):part>", methods=["GET", "POST"])
@access.roles(*SPEAKERS)
def propose(part: str) -> ResponseReturnValue:
    session, chosen = get_session(), Part(part)
    statement = or_404(queries.current(session, g.person.lab_id))
    form = _proposal_form(statement.text_of(chosen))
    if form.validate_on_submit():
        kind, text = ProposalKind(form.kind.data), form.text.data or ""
        made = services.propose(session, chosen, kind, text, by=g.person, now=now())
        record(session, "propose_common_good", by=g.person, on=Subject("proposal", made.id))
        session.commit()
        return _written(made.words, url_for("common_good.proposal", proposal_id=made.id))
    return form_page("common_good/propose.html", form, part=chosen, statement=statement)


def _proposal_form(today: str) -> ProposalForm:
    """A remark, or the current text to rewrite."""
    if request.args.get("sorte") != "texte":
        return ProposalForm()
    return ProposalForm(data={"kind": ProposalKind.CHANGE.value, "text": today})


def _written(words: Words | None, address: str) -> ResponseReturnValue:
    """Redirect to what was written, where its author reviews it first if it waits to be masked."""
    if words is not None and words.sent_at is None:
        enqueue("mask")
        return redirect(url_for("common_good.words", words_id=words.id), 303)
    flash("C’est envoyé.")
    return redirect(address, 303)


@blueprint.get("/propositions/<uuid:proposal_id>")
@access.signed_in
def proposal(proposal_id: uuid.UUID) -> ResponseReturnValue:
    return proposal_page(readable_or_404(proposal_id), AnswerForm(), ReplyForm())


def proposal_page(found: Proposal, answering: AnswerForm, replying: ReplyForm) -> str:
    """A proposal, as far as this person may read it."""
    mine, whole = found.author_id == g.person.id, queries.reads_whole(g.person, found)
    if whole and not mine:
        log_as_read(Reading.PROPOSAL, [found.id])
    session, agreed, floor = get_session(), found.agreed, settings().lab_threshold
    return render_template(
        "common_good/proposal.html",
        proposal=found,
        difference=difference,
        whole=whole,
        mine=mine,
        agreed=agreed,
        statement=queries.current(session, found.lab_id),
        hearing=queries.hearing(agreed, floor=floor) if agreed else None,
        least=first_step(floor),
        hidden_in=words_hidden_by_team,
        own_answer=queries.own_answer(g.person.id, agreed),
        letters=said_to_authors(queries.words_of(found)) if g.person.role is Role.COORDINATOR else {},
        answering=answering,
        replying=replying,
        form=replying if mine else answering,
    )


@blueprint.post("/propositions/<uuid:proposal_id>/repondre")
@access.roles(*SPEAKERS)
@errors.way_back("common_good.proposal", "Relire la proposition")
def answer(proposal_id: uuid.UUID) -> ResponseReturnValue:
    """Answer the text under discussion, with a reason."""
    found, form = readable_or_404(proposal_id), AnswerForm()
    if not form.validate_on_submit():
        services.check_may_answer(found, g.person)  # else the page holds no form to mend
        return proposal_page(found, form, ReplyForm(formdata=None)), 422
    session, stance = get_session(), Stance(form.stance.data)
    made = services.answer(session, found, _number(form), stance, form.text.data or "", by=g.person, now=now())
    record(session, "answer_proposal", by=g.person, on=Subject("proposal", found.id))
    session.commit()
    return _written(made.words, url_for("common_good.proposal", proposal_id=found.id))


@blueprint.post("/propositions/<uuid:proposal_id>/accord")
@access.roles(*SPEAKERS)
@errors.way_back("common_good.proposal", "Relire la proposition")
def reply(proposal_id: uuid.UUID) -> ResponseReturnValue:
    """Say yes to a reformulation of one's proposal, or not yet."""
    found, form = own_or_404(proposal_id), ReplyForm()
    if not form.validate_on_submit():
        services.check_possible(found, Gesture.AGREE)
        return proposal_page(found, AnswerForm(formdata=None), form), 422
    session, said = get_session(), None
    if form.choice.data == YES:
        services.agree(session, found, _number(form), now=now())
    else:
        turn = services.not_yet(session, found, _number(form), form.text.data or "", by=g.person, now=now())
        said = turn.words
    record(session, f"reply_{form.choice.data}", by=g.person, on=Subject("proposal", found.id))
    session.commit()
    return _written(said, url_for("common_good.proposal", proposal_id=found.id))


@blueprint.post("/propositions/<uuid:proposal_id>/retirer")
@access.roles(*SPEAKERS)
@errors.way_back("common_good.proposal", "Relire la proposition")
@access.even_when_full
def withdraw(proposal_id: uuid.UUID) -> ResponseReturnValue:
    found = own_or_404(proposal_id)
    record(get_session(), "withdraw_proposal", by=g.person, on=Subject("proposal", found.id))
    services.withdraw(get_session(), found)
    get_session().commit()
    flash("Votre proposition est retirée du site.")
    return redirect(url_for("common_good.index"), 303)


@blueprint.post("/propositions/<uuid:proposal_id>/reponse/retirer")
@access.roles(*SPEAKERS)
@errors.way_back("common_good.proposal", "Relire la proposition")
@access.even_when_full
def withdraw_answer(proposal_id: uuid.UUID) -> ResponseReturnValue:
    found = readable_or_404(proposal_id)
    made = or_404(queries.own_answer(g.person.id, found.agreed))
    services.withdraw_answer(get_session(), made)
    get_session().commit()
    flash(ANSWER_WITHDRAWN if g.person.role is Role.PARTICIPANT else "Votre réponse est retirée.")
    return redirect(url_for("common_good.proposal", proposal_id=found.id), 303)


@blueprint.post("/reserves/<uuid:reserve_id>/retirer")
@access.roles(*SPEAKERS)
@access.even_when_full
def lift_reserve(reserve_id: uuid.UUID) -> ResponseReturnValue:
    found = get_session().get(Reserve, reserve_id)
    if found is None or found.person_id != g.person.id:
        abort(404)
    reserves.lift(get_session(), found)
    get_session().commit()
    flash("Votre réserve est levée.")
    return redirect(url_for("common_good.index"), 303)


def _number(form: AnswerForm | ReplyForm) -> int:
    """The reformulation that the form was about."""
    sent = form.turn.data or ""
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 6 else 0
