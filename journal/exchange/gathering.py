"""What a coordinator may export: themes as they are shown, and masked passages that may be quoted.

No author, no day, no whole entry: a passage is known by a random name made for one export, and passages come in an
order that tells nothing. Its month and its step go where too few people share them (``suppression``).
"""

import secrets
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.cooperation.models import LabAnswer
from journal.cooperation.queries import answers_of
from journal.counting.disclosure import Disclosure
from journal.counting.rules import still_said
from journal.entries.models import Entry, Passage
from journal.entries.queries import readable_by_staff
from journal.exchange import experiments
from journal.exchange.experiments import ExportedMeasure, ExportedStep
from journal.exchange.holding import FILES, figures_of_file, said_in_files
from journal.exchange.suppression import Lived, steps_and_months
from journal.months import first_of
from journal.narrative.figures import keep_figures, open_figures
from journal.themes.cards import card
from journal.themes.excerpts import Excerpt, excerpt
from journal.themes.live import Live, live
from journal.themes.models import AnalysisRun, Theme, ThemeMember, ThemeState, ThemeStatus
from journal.themes.passages import kept_back
from journal.themes.queries import latest_success, read_as, states_of_run
from journal.themes.rules import reads_others
from journal.web.typography import NBSP, day
from nlp.themes.theme_map import PALETTE

# What may stand beside a passage, as an entry remembers it.
STEP, MONTH = "step", "month"


@dataclass(frozen=True, slots=True)
class ExportedTheme:
    key: uuid.UUID
    label: str
    status: str
    color: str  # "#rrggbb"
    definition: str
    includes: str
    excludes: str
    participants: int | None  # to the nearest five; nothing when told last under a lower floor
    terms: tuple[str, ...]
    solidity: str = ""
    emotions: tuple[tuple[str, int], ...] = ()  # with people, at least
    steps: tuple[tuple[str, int], ...] = ()
    helped: tuple[str, ...] = ()
    hindered: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    months: tuple[tuple[str, int | None], ...] = ()  # nothing under the floor


@dataclass(frozen=True, slots=True)
class ExportedPassage:
    key: uuid.UUID
    text: str
    month: str
    step: str
    themes: tuple[uuid.UUID, ...]


@dataclass(frozen=True, slots=True)
class Export:
    lab: str
    until: str
    themes: tuple[ExportedTheme, ...]
    passages: tuple[ExportedPassage, ...]
    floor: int
    experiments: tuple[ExportedStep, ...] = ()
    measures: tuple[ExportedMeasure, ...] = ()
    made_on: date | None = None
    masking: tuple[str, ...] = ()  # the versions that masked these passages

    @property
    def read_until(self) -> date | None:
        return date.fromisoformat(self.until) if self.until else None


def gather(
    session: Session, lab: Lab, *, disclosure: Disclosure, today: date, with_passages: bool = True
) -> tuple[Export, list[Excerpt]]:
    """The latest analysis as other tools may read it, and the passages exported, unless told otherwise.

    Empty before the first analysis. What it tells is remembered.

    Returns
    -------
    Export
        What a file may say.
    list of Excerpt
        Its passages known by their entries: for the log of readings, and never for the file.
    """
    floor = disclosure.floor
    tried = tuple(experiments.steps(session, lab))
    counted = tuple(experiments.measures(session, lab, floor))
    empty = Export(lab.name, "", (), (), floor, tried, counted, today)
    run = latest_success(session, lab.id)
    if run is None:
        return empty, []
    now = _figures(session, run, floor)
    states = list(now)
    told = open_figures(session, lab.id, first_of(run.until), disclosure, prefix=FILES)
    said = said_in_files(session, states)
    figures = {state.id: figures_of_file(state, said[state.id], now[state], told) for state in states}
    keep_figures(session, told)
    answers = {theme.id: rows for theme, rows in answers_of(session, lab.id)}
    # One reading alone waits for another: whoever writes it might have read the first here.
    read_by_people = {
        theme: texts
        for theme, texts in read_as(session, [state.theme_id for state in states]).items()
        if reads_others(len(texts), has_read=False)
    }
    themes = tuple(
        replace(
            _theme(state, *figures[state.id], floor=floor),
            readings=read_by_people.get(state.theme_id, ()),
            answers=tuple(_answer(row) for row in answers.get(state.theme_id, ())),
        )
        for state in states
    )
    read = _in_company(_readable(session, run, states, floor), floor)
    until, masking = run.until.isoformat(), tuple(sorted({_masked_by(each.entry) for each in read}))
    passages = _passages(session, read, floor) if with_passages else ()
    export = replace(empty, until=until, themes=themes, passages=passages, masking=masking)
    return export, [excerpt(each.passage, each.entry) for each in read]


def _figures(session: Session, run: AnalysisRun, floor: int) -> dict[ThemeState, Live]:
    """The themes with enough people now, whatever the analysis saw, each with its figures."""
    states = [s for s in states_of_run(session, run) if s.theme.status is not ThemeStatus.SET_ASIDE]
    figures = live(session, states)
    return {state: figures[state.id] for state in states if figures[state.id].people >= floor}


def _theme(state: ThemeState, people: int | None, figures: Live, *, floor: int) -> ExportedTheme:
    theme, shown = state.theme, card(state.theme, state, figures, floor=floor)
    return ExportedTheme(
        key=theme.id,
        label=theme.label,
        status=theme.status.label,
        color=PALETTE.get(theme.color, "#555555"),
        definition=theme.definition,
        includes=theme.includes,
        excludes=theme.excludes,
        participants=people,
        terms=still_said(state.terms, floor=floor, gone=figures.gone),
        solidity=shown.solidity,
        emotions=tuple(shown.emotion_rows),
        steps=tuple(shown.steps.items()),
        helped=shown.helped,
        hindered=shown.hindered,
        months=tuple(pair for pair in shown.months if pair[0] in figures.months),
    )


def _answer(row: LabAnswer) -> str:
    due = f" (pour le {day(row.due_on)})" if row.due_on and not row.done_on else ""
    return f"{row.kind.short}{NBSP}: {row.text}{due}"


@dataclass(frozen=True, slots=True)
class Shared:
    """A passage that may be exported, before removing what would tell whose it is."""

    passage: Passage
    entry: Entry
    themes: tuple[uuid.UUID, ...]
    home: uuid.UUID | None  # its main theme, when that one leaves too


def _readable(session: Session, run: AnalysisRun, states: Sequence[ThemeState], floor: int) -> list[Shared]:
    rows = session.execute(
        sa.select(Passage, Entry, ThemeMember)
        .join(Passage.entry)
        .join(ThemeMember, ThemeMember.passage_id == Passage.id)
        .where(
            ThemeMember.state_id.in_([state.id for state in states]), Entry.lab_id == run.lab_id, readable_by_staff()
        )
        .where(Passage.id.not_in(kept_back(session, run.id, floor=floor)))
        # Two files of one day hide the same things.
        .order_by(Passage.id, ThemeMember.state_id)
    )
    theme_of = {state.id: state.theme_id for state in states}
    found: dict[uuid.UUID, tuple[Passage, Entry, list[ThemeMember]]] = {}
    for passage, entry, member in rows:
        found.setdefault(passage.id, (passage, entry, []))[2].append(member)
    return [
        Shared(
            passage,
            entry,
            tuple(sorted(theme_of[member.state_id] for member in members)),
            next((theme_of[member.state_id] for member in members if member.main), None),
        )
        for passage, entry, members in found.values()
    ]


def _in_company(read: Sequence[Shared], floor: int) -> list[Shared]:
    """Leave out words that no file held yet, while too few people wrote them.

    Laid beside the file before, this one would tell whose they are: of one person, all that came is theirs. What goes
    is another matter: words withdrawn leave the next file at once, whoever they are of.
    """
    told = [each for each in read if _was_told(each)]
    newcomers = {each.entry.author_id for each in read if not _was_told(each)}
    return list(read) if len(newcomers) >= floor else told


def _was_told(shared: Shared) -> bool:
    """Whether a file held this very passage: a text that is rewritten, or read in more themes, gets new ones."""
    return str(shared.passage.id) in (shared.entry.told_beside or ())


def shared_today(session: Session, lab_id: uuid.UUID, *, floor: int) -> tuple[list[Shared], dict[uuid.UUID, Theme]]:
    """The passages a file may hold by now, including those held back, and the themes it would name."""
    run = latest_success(session, lab_id)
    if run is None:
        return [], {}
    states = list(_figures(session, run, floor))
    return _readable(session, run, states, floor), {state.theme_id: state.theme for state in states}


def _masked_by(entry: Entry) -> str:
    """The masker whose masks a text has: 2 in « 2, not 3 », which means that masker 3 failed."""
    return entry.masking_version.partition(",")[0]


def _passages(session: Session, read: Sequence[Shared], floor: int) -> tuple[ExportedPassage, ...]:
    steps, months = steps_and_months([_lived(each) for each in read], floor=floor)
    _remember(session, read, steps, months)
    made = [
        ExportedPassage(
            key=uuid.UUID(bytes=secrets.token_bytes(16), version=4),
            text=each.passage.text,
            month=month,
            step=step,
            themes=each.themes,
        )
        for each, step, month in zip(read, steps, months, strict=True)
    ]
    return tuple(sorted(made, key=lambda passage: passage.key))


def _lived(shared: Shared) -> Lived:
    """The step and month of a passage, except what the first file that held its words did not tell.

    Words are the same in two files: one that told the step, then one that tells the month, would tell both, which too
    few people may share.
    """
    entry = shared.entry
    told = (STEP, MONTH) if entry.told_beside is None else entry.told_beside
    step = entry.step.label if entry.step and STEP in told else ""
    return Lived(entry.author_id, shared.themes, step, f"{entry.happened_on:%Y-%m}" if MONTH in told else "")


def _remember(session: Session, read: Sequence[Shared], steps: Sequence[str], months: Sequence[str]) -> None:
    """Record which passages this file holds, and what it tells beside words new to any file."""
    told: dict[uuid.UUID, set[str]] = {}
    held: dict[uuid.UUID, set[str]] = defaultdict(set)
    for each, step, month in zip(read, steps, months, strict=True):
        if not _was_told(each):
            entry, here = each.entry, {name for name, value in ((STEP, step), (MONTH, month)) if value}
            names = here if entry.told_beside is None else set(entry.told_beside)
            told[entry.id] = told.get(entry.id, names) & names
            held[entry.id].add(str(each.passage.id))
    if told:
        rows = [{"id": key, "told_beside": sorted(names | held[key])} for key, names in told.items()]
        session.execute(sa.update(Entry), rows)
