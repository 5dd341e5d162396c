"""Labs whose people wrote about a few things, analyses of what they wrote, and themes without an analysis."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
from sqlalchemy.orm import Session, sessionmaker

from journal.accounts.models import Lab, Person
from journal.config import FLOOR
from journal.entries.models import Entry, Passage, Sharing
from journal.themes.analysing import analysis
from journal.themes.models import AnalysisRun, RunStatus, Theme, ThemeMember, ThemeState
from journal.themes.runs import request_run
from nlp.encoding import load_encoder
from nlp.themes.words import read_french, remembered
from nlp.types import Solidity, ThemeEvent, Zone
from tests.factories import NOW, make_entry, make_lab, make_person

DIMENSIONS = load_encoder().dimensions
UNTIL = date(2026, 11, 20)
# Four things people live, each said with its own word among many others.
GROUPS = {"bus": "le bus", "crèche": "la crèche", "recruteur": "le recruteur", "stage": "le stage"}
_AROUND = (
    "ce matin hier lundi mardi jeudi dimanche juin mars avril pluie soleil froid chaud loin près rue place pont "
    "route porte table café pain lettre dossier papier stylo chemin arbre jardin fenêtre maison ville village soir"
)
AROUND = _AROUND.split()
READ = remembered(read_french)  # the same few sentences, from one analysis to the next


def vector_of(group: int, seed: int, *, noise: float = 0.25) -> bytes:
    """A unit vector near the direction of its group, the same for the same seed."""
    row = np.zeros(DIMENSIONS, dtype=np.float32)
    row[group] = 1
    row += np.random.default_rng(seed).normal(0, noise / np.sqrt(DIMENSIONS), DIMENSIONS).astype(np.float32)
    return (row / np.linalg.norm(row)).astype(np.float32).tobytes()


def make_voiced_entry(session: Session, author: Person, text: str, group: int, seed: int, **values: Any) -> Entry:
    """A shared, masked entry whose passage has a vector already: no encoder is needed."""
    entry = make_entry(session, author, text, **({"sharing": Sharing.QUOTABLE} | values))
    entry.passages[0].encoder, entry.passages[0].vector = load_encoder().name, vector_of(group, seed)
    session.flush()
    return entry


def make_voiced_lab(session: Session, *, people: int = 12, lab: Lab | None = None, **values: Any) -> list[Entry]:
    """Entries of a Lab where each of ``people`` wrote on each of the four groups, and half of them twice."""
    lab = lab or make_lab(session)
    entries = []
    for number in range(people):
        author = make_person(session, lab)
        for group, word in enumerate(GROUPS.values()):
            for turn in range(2 if number % 2 else 1):
                seed = number * 100 + group * 10 + turn
                around = np.random.default_rng(seed).choice(AROUND, 4, replace=False)
                text = f"{around[0]} {around[1]} {word} {around[2]} {around[3]}"
                day = UNTIL - timedelta(days=(number * 7 + turn) % 80)
                entries.append(make_voiced_entry(session, author, text, group, seed, happened_on=day, **values))
    return entries


def write_about(
    sessions: sessionmaker[Session], lab_id: uuid.UUID, groups: tuple[int, ...], day: date, *, people: int = 15
) -> None:
    """So many people write on each of these things around a day."""
    words = list(GROUPS.values())
    with sessions() as session:
        lab = session.get_one(Lab, lab_id)
        for number in range(people):
            author = make_person(session, lab)
            for group in groups:
                seed = day.toordinal() * 1_000 + 10 * number + group
                when = day - timedelta(days=number)
                make_voiced_entry(session, author, f"{words[group]} jour {seed}", group, seed, happened_on=when)
        session.commit()


def analyse(sessions: sessionmaker[Session], lab_id: uuid.UUID, *, until: date = UNTIL, after: int = 0) -> AnalysisRun:
    """Ask for an analysis and have the worker do it, ``after`` hours after the usual moment."""
    moment = NOW + timedelta(hours=after)
    with sessions() as session:
        run_id = request_run(session, lab_id, until=until, now=moment).id
        session.commit()
    analysis.run_waiting(sessions, now=lambda: moment, floor=FLOOR, read=READ)
    with sessions() as session:
        return session.get_one(AnalysisRun, run_id)


def make_run(session: Session, lab: Lab, **values: Any) -> AnalysisRun:
    defaults: dict[str, Any] = {
        "until": UNTIL,
        "status": RunStatus.SUCCEEDED,
        "requested_at": NOW,
        "finished_at": NOW,
        "progress": 1.0,
        "settings": {"min_participants": FLOOR},
    }
    run = AnalysisRun(id=uuid.uuid4(), lab_id=lab.id, **(defaults | values))
    session.add(run)
    session.flush()
    return run


def make_theme(
    session: Session, run: AnalysisRun, passages: Sequence[Passage] = (), *, label: str = "Le bus", **values: Any
) -> Theme:
    """A theme as a run saw it, made of these passages."""
    theme = Theme(
        id=uuid.uuid4(),
        lab_id=run.lab_id,
        label=label,
        machine_label=label,
        **({"color": "c01", "born_on": UNTIL, "x": 0.1, "y": 0.2} | values),
    )
    session.add(theme)
    session.flush()
    make_state(session, run, theme, passages)
    return theme


def make_state(
    session: Session, run: AnalysisRun, theme: Theme, passages: Sequence[Passage], **values: Any
) -> ThemeState:
    people = len({passage.entry.author_id for passage in passages})
    defaults: dict[str, Any] = {
        "event": ThemeEvent.BORN,
        "solidity": Solidity.SOLID,
        "stability": 0.9,
        "participants": people,
        "passages": len(passages),
        "announced": people,
        "terms": [["bus", 2.0, people]],
        "centroid": vector_of(0, 1),
    }
    state = ThemeState(id=uuid.uuid4(), run_id=run.id, theme_id=theme.id, **(defaults | values))
    state.members = [
        ThemeMember(passage_id=passage.id, strength=0.9, zone=Zone.CORE, main=True, excerpt_rank=rank)
        for rank, passage in enumerate(passages)
    ]
    session.add(state)
    session.flush()
    return state
