"""Exports for coordinators: each one logged, none with anything they could not read on the site."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, g, render_template
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.accounts.models import Lab
from journal.clock import now
from journal.exchange import iramuteq, refi, tables
from journal.exchange.gathering import Export, gather, passages_given
from journal.themes.blueprint import show_passages
from journal.web import access
from journal.web.database import get_session
from journal.web.settings import settings

blueprint = Blueprint("exchange", __name__, url_prefix="/exports")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: dict[str, tuple[str, Callable[[Export], bytes]]] = {
    "themes.xlsx": (XLSX, tables.workbook),
    "themes.csv": ("text/csv", tables.themes_csv),
    "passages.csv": ("text/csv", tables.passages_csv),
    "themes.json": ("application/json", tables.as_json),
    "themes.qdc": ("application/xml", refi.codebook),
    "themes.qdpx": ("application/zip", lambda export: refi.project(export, now=now())),
    "passages-iramuteq.txt": ("text/plain", iramuteq.corpus),
}

# What hands over no one's words: nobody is told that theirs were read.
WITHOUT_PASSAGES = frozenset({"themes.csv", "themes.qdc"})


@blueprint.get("")
@access.roles("coordinator")
def index() -> ResponseReturnValue:
    return render_template("exchange/index.html")


@blueprint.get("/<name>")
@access.roles("coordinator")
def download(name: str) -> ResponseReturnValue:
    if name not in FORMATS:
        abort(404)
    session = get_session(write=True)
    lab = session.get_one(Lab, g.person.lab_id)
    kind, write = FORMATS[name]
    if name not in WITHOUT_PASSAGES:
        show_passages(passages_given(session, lab, floor=settings().lab_threshold))
    body = write(gather(session, lab, floor=settings().lab_threshold))
    record(session, "export_themes", by=g.person, on=Subject("lab", lab.id), format=name)
    session.commit()
    return Response(body, mimetype=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
