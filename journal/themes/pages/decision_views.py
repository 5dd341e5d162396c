"""Deciding on one theme. Each form carries the version of the theme it was written from."""

import uuid
from collections.abc import Callable

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from journal.clock import now
from journal.themes import cards, passages, queries
from journal.themes.deciding import decisions, history, members, services
from journal.themes.excerpts import Excerpt
from journal.themes.models import Theme, ThemeComment, ThemeReview
from journal.themes.pages import acts, forms
from journal.themes.pages.blueprint import blueprint, floor, lab_theme, log_as_read, noting_too_few, signed
from journal.themes.pages.choices import choices
from journal.themes.pages.theme_views import theme_page
from journal.web import access
from journal.web.database import get_session
from journal.web.forms import BaseForm, refusing
from journal.web.pages import form_page

# What the fields of the forms are called where both versions are shown.
FIELD_NAMES = {
    "label": "Nom du thème",
    "rename_note": "Pourquoi ce nom",
    "reason": "La raison",
    "definition": "Ce que c’est",
    "includes": "Ce qui en fait partie",
    "excludes": "Ce qui n’en fait pas partie",
    "merge_note": "La raison",
    "split_label": "Nom du nouveau thème",
    "split_note": "La raison",
}
NOTES = frozenset({"rename_note", "reason", "merge_note", "split_note"})
HIDDEN = frozenset({"csrf_token", "version"})


@blueprint.errorhandler(services.ThemeChanged)
def changed_meanwhile(error: services.ThemeChanged) -> ResponseReturnValue:
    """Both versions side by side: what the theme has become, and what was about to be sent."""
    theme = error.theme
    typed = [(name, value) for name, value in request.form.items(multi=True) if name not in HIDDEN]
    carried = acts.Typed([*typed, *((name, str(value)) for name, value in (request.view_args or {}).items())])
    page = render_template(
        "themes/conflict.html",
        theme=theme,
        decisions=history.decisions(get_session(), theme, floor=floor())[:3],
        act=acts.act_of(get_session(), theme, request.endpoint or "", carried),
        # A reason left out is not asked for again.
        typed=[(name, value, FIELD_NAMES.get(name) if value or name not in NOTES else None) for name, value in typed],
        action=request.full_path,
    )
    return page, 409


@blueprint.errorhandler(StaleDataError)
def changed_this_instant(_error: StaleDataError) -> ResponseReturnValue:
    """The other decision was written between our reading and our writing."""
    get_session().rollback()
    theme_id = (request.view_args or {}).get("theme_id")
    if theme_id is None:
        abort(409)
    return changed_meanwhile(services.ThemeChanged(lab_theme(theme_id)))


def act(
    theme: Theme, form: BaseForm, decide: Callable[[], object], done: str, *, place: str | None = None
) -> ResponseReturnValue:
    """Check a form and the version it came from, decide, commit; or show the page again with the reason.

    ``place`` is the part of the page where what was written is read.
    """
    if not form.validate():
        return theme_page(theme, form)
    version = getattr(form, "version", None)
    if version is not None:
        services.check_version(theme, version.data)
    with refusing(form):
        decide()
        get_session().commit()
        flash(done)
        return redirect(url_for("themes.theme", theme_id=theme.id, _anchor=place), 303)
    return theme_page(theme, form)


@blueprint.post("/<uuid:theme_id>/nom")
@access.roles("coordinator")
def rename(theme_id: uuid.UUID) -> ResponseReturnValue:
    theme, form = lab_theme(theme_id), forms.RenameForm()
    return act(
        theme,
        form,
        lambda: services.rename(get_session(), theme, form.label.data, signed(form.rename_note.data)),
        "Le thème porte son nouveau nom.",
    )


@blueprint.post("/<uuid:theme_id>/etat")
@access.roles("coordinator")
def set_status(theme_id: uuid.UUID) -> ResponseReturnValue:
    theme, form = lab_theme(theme_id), forms.StatusForm()
    chosen = form.chosen
    if chosen is None:
        abort(400)
    return act(
        theme,
        form,
        lambda: services.set_status(get_session(), theme, chosen, signed(form.reason.data)),
        f"Le thème est maintenant « {chosen.label.lower()} ».",
    )


@blueprint.post("/<uuid:theme_id>/epingle")
@access.roles("coordinator")
def pin(theme_id: uuid.UUID) -> ResponseReturnValue:
    theme, form = lab_theme(theme_id), forms.PinForm()
    done = "Le thème est épinglé : il reste, même sans nouveau texte." if form.pinned.data else "L’épingle est retirée."
    return act(
        theme,
        form,
        lambda: services.pin(get_session(), theme, form.pinned.data, signed()),
        done,
    )


@blueprint.post("/<uuid:theme_id>/fiche")
@access.roles("coordinator")
def describe(theme_id: uuid.UUID) -> ResponseReturnValue:
    theme, form = lab_theme(theme_id), forms.DescribeForm()
    words = {name: getattr(form, name).data or "" for name in ("definition", "includes", "excludes")}
    return act(
        theme,
        form,
        lambda: services.describe(get_session(), theme, signed(), **words),
        "La fiche est enregistrée.",
        place="sheet",
    )


@blueprint.post("/<uuid:theme_id>/fusion")
@access.roles("coordinator")
def merge(theme_id: uuid.UUID) -> ResponseReturnValue:
    theme, form = lab_theme(theme_id), forms.MergeForm()
    form.offer(choices(get_session(), queries.other_themes(get_session(), theme)))

    def decide() -> None:
        kept = lab_theme(uuid.UUID(form.into.data))
        services.merge(get_session(), kept, theme, signed(form.merge_note.data))

    return act(theme, form, decide, "Les deux thèmes n’en font plus qu’un. Vous pouvez l’annuler ci-dessous.")


@blueprint.route("/<uuid:theme_id>/scission", methods=["GET", "POST"])
@access.roles("coordinator")
def split(theme_id: uuid.UUID) -> ResponseReturnValue:
    theme, form = lab_theme(theme_id), forms.SplitForm()
    if not form.is_submitted():
        form.split_label.data = ""
        return _split_page(theme, form)
    if not form.validate():
        return _split_page(theme, form)
    services.check_version(theme, form.version.data)
    chosen, decided = _chosen(theme, form), signed(form.split_note.data)
    with refusing(form), noting_too_few(chosen):
        part = services.split(get_session(), theme, chosen, form.split_label.data, decided, floor=floor())
        get_session().commit()
        flash("Le nouveau thème est là. L’annulation se fait depuis la page du thème de départ.")
        return redirect(url_for("themes.theme", theme_id=part.id), 303)
    return _split_page(theme, form)


def _chosen(theme: Theme, form: forms.SplitForm) -> set[uuid.UUID]:
    """The passages of a proposed part, or those ticked by hand among the readable ones."""
    state = queries.latest_state(get_session(), theme.id)
    if form.part.data and state is not None:
        named = {str(number): part["passages"] for number, part in enumerate(state.parts)}
        return {uuid.UUID(key) for key in named.get(form.part.data, ())} & members.main_passages(get_session(), theme)
    readable = {str(e.passage_id): e.passage_id for e in _readable(theme)}
    return {readable[key] for key in form.passages.data or () if key in readable}


def _readable(theme: Theme) -> list[Excerpt]:
    state = queries.latest_state(get_session(), theme.id)
    if state is None or len(queries.people_now(get_session(), state)) < floor():
        return []
    return passages.all_of(get_session(), state, limit=200, floor=floor())


def _split_page(theme: Theme, form: forms.SplitForm) -> ResponseReturnValue:
    found = _readable(theme)
    log_as_read(found)
    parts = _parts(theme, {str(excerpt.passage_id): excerpt for excerpt in found})
    group = next((part.number for part in parts if str(part.number) == form.part.data), None)
    by_hand = form
    if group is not None:  # the name to mend is the one of its group
        form.split_label.id = f"split_label-{group}"
        by_hand = forms.SplitForm(formdata=None)
    shown = {"theme": theme, "excerpts": found, "parts": parts, "floor": floor(), "group": group, "by_hand": by_hand}
    return form_page("themes/split.html", form, **shown)


def _parts(theme: Theme, readable: dict[str, Excerpt]) -> list[cards.SubTheme]:
    """The parts the analysis saw, as long as nobody has left the theme since: its words may have been theirs."""
    state = queries.latest_state(get_session(), theme.id)
    whole = state is not None and len(queries.people_now(get_session(), state)) >= state.participants
    return cards.parts(state, readable, floor=floor()) if state and whole else []


@blueprint.post("/<uuid:theme_id>/remarques")
@access.roles("coordinator")
def comment(theme_id: uuid.UUID) -> ResponseReturnValue:
    theme, form = lab_theme(theme_id), forms.CommentForm()
    return act(
        theme,
        form,
        lambda: services.comment(get_session(), theme, form.comment.data, by=g.person, now=now()),
        "Votre remarque est enregistrée.",
        place="comments",
    )


@blueprint.post("/<uuid:theme_id>/remarques/<uuid:comment_id>/retirer")
@access.roles("coordinator")
@access.even_when_full
def drop_comment(theme_id: uuid.UUID, comment_id: uuid.UUID) -> ResponseReturnValue:
    """Withdraw what one said: nothing of it stays."""
    theme, session = lab_theme(theme_id), get_session()
    row = session.get(ThemeComment, comment_id)
    if row is None or row.theme_id != theme.id or row.by_id != g.person.id:
        abort(404)
    session.delete(row)
    session.commit()
    flash("Votre remarque est retirée.")
    return redirect(url_for("themes.theme", theme_id=theme.id, _anchor="comments"), 303)


@blueprint.post("/<uuid:theme_id>/lecture")
@access.roles("coordinator")
def write_reading(theme_id: uuid.UUID) -> ResponseReturnValue:
    theme, form = lab_theme(theme_id), forms.ReadingForm()
    return act(
        theme,
        form,
        lambda: services.write_reading(get_session(), theme, form.reading.data, by=g.person, now=now()),
        "Votre lecture est enregistrée.",
        place="readings",
    )


@blueprint.post("/<uuid:theme_id>/decisions/<uuid:review_id>/annuler")
@access.roles("coordinator")
def undo(theme_id: uuid.UUID, review_id: uuid.UUID) -> ResponseReturnValue:
    theme, form = lab_theme(theme_id), forms.DecisionForm()
    review = get_session().get(ThemeReview, review_id)
    if review is None or review.theme_id != theme.id:
        abort(404)
    return act(theme, form, lambda: decisions.undo(get_session(), review, signed()), "La décision est annulée.")
