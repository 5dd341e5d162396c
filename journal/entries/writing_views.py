"""The writing page, for a new text or an edit. Nothing typed is ever lost, or overwritten without being shown."""

import secrets
import uuid
from collections.abc import Mapping

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from journal.clock import now, today
from journal.db import count
from journal.entries import draft_content, drafts, prompts, queries, rules, services
from journal.entries.blueprint import blueprint, own_entry, own_step
from journal.entries.forms import QUARTERS, EntryForm, values_of
from journal.entries.models import WAITING, Draft, Entry, NextStep, NextStepState
from journal.errors import DomainError
from journal.pathways.queries import pathway_of
from journal.pathways.rules import step_on
from journal.text import read_key
from journal.web import access
from journal.web.database import get_session
from journal.web.queue import enqueue
from nlp.emotions import Emotion

SOMEONE_ELSE = (
    "Une autre personne a commencé cette page sur cet appareil. Rien n’en est gardé dans votre journal. "
    "Pour l’envoyer, elle doit se connecter elle-même."
)


READ_AGAIN = (
    "Votre texte a changé : il est redevenu pour vous seul·e. "
    "Relisez ce que d’autres liraient pour le partager à nouveau."
)
FELT_ALONE = "Ce que vous avez gardé a changé : il est redevenu pour vous seul·e. Vous pouvez choisir à nouveau."


class WrittenByAnother(DomainError):
    """A page opened by one person was sent once another had signed in beside it, on a device they share."""

    title = "Cette page n’est pas la vôtre"


@blueprint.route("/ecrire", methods=["GET", "POST"])
@access.roles("participant")
def write() -> ResponseReturnValue:
    step = _step_asked_of()
    question = prompts.in_words(prompts.AFTERWARDS) if step else _question()
    if request.method != "POST":
        draft = None if question else _draft_to_restore()
        begun = draft_content.form_values(draft) if draft else {"prompt": question.id if question else ""}
        return _form_page(EntryForm(data=new_values() | begun), draft=draft, question=question, step=step)
    owner = draft_content.owner_mark(g.person.id)
    if request.form.get("owner", owner) != owner:
        raise WrittenByAnother(SOMEONE_ELSE)
    form = EntryForm()
    if not form.validate():
        return _form_page(form, status=422, question=question, step=step)
    session = get_session()
    submission = form.submission.data or secrets.token_hex(16)
    already = queries.sent(session, g.person.id, submission)
    if already is not None and not rules.says_the_same(already, form.data):
        return _conflict_page(form, already)
    content = form.content(intensities(request.form))
    written = services.write_entry(session, g.person, content, submission=submission, now=now())
    if step:
        _settle(step, form.step_state.data)
    session.commit()
    enqueue("mask")
    flash("C’est gardé, pour vous seul·e.")
    return redirect(url_for("entries.entry", entry_id=written.id), 303)


@blueprint.route("/<uuid:entry_id>/modifier", methods=["GET", "POST"])
@access.roles("participant")
def edit(entry_id: uuid.UUID) -> ResponseReturnValue:
    found = own_entry(entry_id)
    if request.method != "POST":
        draft = drafts.of_entry(get_session(), g.person.id, found.id)
        values = values_of(found) | (draft_content.form_values(draft) if draft else {})
        return _form_page(EntryForm(data=values), found, draft=draft)
    form = EntryForm()
    form.kept_day = found.next_step.due_on if found.next_step else None
    if not form.validate():
        return _form_page(form, found, status=422)
    if form.version.data != str(found.version):
        return _conflict_page(form, found)
    stopped = services.edit_entry(get_session(), found, form.content(intensities(request.form)), now=now())
    get_session().commit()
    enqueue("mask")
    if stopped:
        flash(FELT_ALONE if found.wordless else READ_AGAIN)
    return redirect(url_for("entries.entry", entry_id=found.id), 303)


def new_values() -> dict[str, object]:
    return {"submission": secrets.token_hex(16), "happened_on": today()}


def intensities(fields: Mapping[str, str]) -> dict[Emotion, int]:
    """The strength given to each emotion; anything other than 1 to 5 is left out."""
    found = {}
    for emotion in Emotion:
        raw = fields.get(f"intensity_{emotion.value}", "")
        if len(raw) == 1 and raw.isdecimal() and int(raw) in rules.INTENSITIES:
            found[emotion] = int(raw)
    return found


def _question() -> prompts.Prompt | None:
    """The question of a published month that one comes to answer."""
    return prompts.asked(get_session(), g.person, request.args.get("question", ""))


def _step_asked_of() -> NextStep | None:
    """The action whose day one comes to tell, still one's own and not settled."""
    key = read_key(request.args.get("pas", ""))
    step = own_step(key) if key else None
    return step if step and step.state in WAITING else None


def _settle(step: NextStep, state: str) -> None:
    """Stop asking about an action whose day was just told, and record its outcome if given."""
    services.put_aside(get_session(), step, now=now())
    if state:
        services.answer_next_step(get_session(), step, NextStepState(state), step.outcome, now=now())


def _draft_to_restore() -> Draft | None:
    """The draft named in the address, or the last one; none when a blank page is asked for."""
    if "nouveau" in request.args:
        return None
    wanted = draft_content.tidy_submission(request.args.get("brouillon"))
    return drafts.latest(get_session(), g.person.id, submission=wanted or None)


def _form_page(
    form: EntryForm,
    found: Entry | None = None,
    *,
    draft: Draft | None = None,
    other: str | None = None,
    question: prompts.Prompt | None = None,
    step: NextStep | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "entries/write.html",
        form=form,
        entry=found,
        draft=draft,
        # A page given back still follows the draft it was saved in.
        draft_version=draft.version if draft else draft_content.version_of(request.form),
        other=other,
        action=url_for("entries.edit", entry_id=found.id)
        if found
        else url_for("entries.write", question=request.args.get("question"), pas=step.id if step else None),
        step=step,
        prompts=[] if found or step else _prompts(question, form.prompt.data or ""),
        intensities=_chosen_intensities(found, draft),
        quarters=[(title, [e for e in Emotion if (e.valence, e.control) == (v, c)]) for title, v, c in QUARTERS],
        intensity_labels=rules.INTENSITIES,
        owner=draft_content.owner_mark(g.person.id),
    )
    return page, status


def _chosen_intensities(found: Entry | None, draft: Draft | None) -> dict[Emotion, int]:
    if request.method == "POST":
        return intensities(request.form)
    if draft:
        return intensities(draft.content)
    return {row.emotion: row.intensity for row in (found.emotions if found else ()) if row.intensity}


def _prompts(question: prompts.Prompt | None, started: str) -> list[prompts.Prompt]:
    """What one may start from: a question one came to answer, then three others; and the one a draft started from."""
    found = [question, *(prompt for prompt in _offered() if prompt.id != question.id)] if question else _offered()
    if started and started not in {prompt.id for prompt in found}:
        found.append(prompts.kept(started))
    return found


def _offered() -> list[prompts.Prompt]:
    session = get_session()
    last = session.scalars(queries.timeline(g.person.id).limit(prompts.REMEMBERED)).all()
    step = step_on(pathway_of(session, g.person.id), today())
    own = prompts.lab_prompts(session, g.person)
    # Its turn only matters to the questions of the Lab.
    written = count(session, Entry, Entry.author_id == g.person.id) if own else 0
    return prompts.offered(last, step, own, written=written)


def _conflict_page(form: EntryForm, found: Entry) -> ResponseReturnValue:
    """Two tabs: show both versions, let the author choose; nothing is overwritten unseen."""
    form.version.data = str(found.version)
    return _form_page(form, found, other=found.text or found.felt, status=409)
