"""The state of an experiment, as another Lab reads it."""

from datetime import date
from typing import NamedTuple

from journal.experiments.following import moves_of
from journal.experiments.models import Experiment, Rung
from journal.replication import rules
from journal.replication.models import OpenedExperiment
from journal.web.typography import day


class Standing(NamedTuple):
    rung: Rung
    since: date
    was_tried: bool


def standing(row: Experiment) -> Standing:
    moves = moves_of(row)
    return Standing(moves[-1].rung, moves[-1].on, rules.is_tried([move.rung for move in moves]))


def in_words(rung: Rung, since: date) -> str:
    return f"{rung.label.lower()}, depuis le {day(since)}"


def stands(sheet: OpenedExperiment) -> str:
    """The state of the experiment of a sheet; empty for an old sheet that does not say it."""
    return in_words(sheet.rung, sheet.since) if sheet.rung is not None and sheet.since is not None else ""
