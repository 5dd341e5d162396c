"""Exports for coordinators, each one logged, without anything they could not read on the site."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.accounts.models import Lab
from journal.clock import now, today
from journal.counting.disclosure import disclosure
from journal.exchange import experiments, iramuteq, package, refi, spreadsheet, tables
from journal.exchange.forms import CodebookForm, ProjectForm
from journal.exchange.gathering import Export, gather
from journal.themes.pages.blueprint import log_as_read
from journal.web import access
from journal.web.database import get_session
from journal.web.pages import attachment
from journal.web.settings import settings

blueprint = Blueprint("exchange", __name__, url_prefix="/exports")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: dict[str, tuple[str, Callable[[Export], bytes]]] = {
    "donnees.zip": ("application/zip", package.archive),
    "themes.xlsx": (XLSX, spreadsheet.workbook),
    "themes.csv": ("text/csv", tables.themes_csv),
    "passages.csv": ("text/csv", tables.passages_csv),
    "themes.json": ("application/json", package.as_json),
    "themes.qdc": ("application/xml", refi.codebook),
    "themes.qdpx": ("application/zip", lambda export: refi.project(export, now=now())),
    "passages-iramuteq.txt": ("text/plain", iramuteq.corpus),
}
# What the Lab tries and counts, in no one's words but the team's.
EXPERIMENTS: dict[str, Callable[[Session, Lab, int], bytes]] = {
    "experimentations.csv": experiments.steps_csv,
    "mesures.csv": experiments.measures_csv,
}

# How many unknown codes of what comes back a page names.
MOST_NAMED = 5
# What hands over no one's words: nobody is told that theirs were read.
WITHOUT_PASSAGES = frozenset({"themes.csv", "themes.qdc"})


@blueprint.get("")
@access.roles("coordinator")
def index() -> ResponseReturnValue:
    return page()


def page(*, book: CodebookForm | None = None, project: ProjectForm | None = None) -> ResponseReturnValue:
    """The page of exports, with the errors of one of its forms."""
    forms = {"book": book or CodebookForm(formdata=None), "project": project or ProjectForm(formdata=None)}
    refused = project or book
    return render_template("exchange/index.html", form=refused, **forms), 422 if refused else 200


@blueprint.get("/dictionnaire.csv")
@access.roles("coordinator")
def definitions() -> Response:
    """The definition of each column of each file. It is about nobody, so its download is not logged."""
    return attachment(package.definitions(settings().lab_threshold), "text/csv", "dictionnaire.csv")


@blueprint.get("/<name>")
@access.roles("coordinator")
def download(name: str) -> ResponseReturnValue:
    session = get_session(write=True)
    # Held: two files made at once would each remember what they tell.
    lab = session.get_one(Lab, g.person.lab_id, with_for_update=True)
    if name in EXPERIMENTS:
        return _given(name, "text/csv", EXPERIMENTS[name](session, lab, settings().lab_threshold))
    if name not in FORMATS:
        abort(404)
    kind, write = FORMATS[name]
    with_passages = name not in WITHOUT_PASSAGES
    rules = disclosure(session, settings())
    export, given = gather(session, lab, disclosure=rules, today=today(), with_passages=with_passages)
    if name == "themes.qdc" and not export.themes:
        flash("Il n’y a pas encore de thème à emporter\u00a0: une grille vide ne s’ouvrirait nulle part.")
        return redirect(url_for("exchange.index"), 303)
    if with_passages:
        log_as_read(given)
    return _given(name, kind, write(export))


def _given(name: str, kind: str, body: bytes) -> Response:
    """A file to download, once this is logged."""
    record(get_session(write=True), "export_themes", by=g.person, on=Subject("lab", g.person.lab_id), format=name)
    get_session(write=True).commit()
    return attachment(body, kind, name)
