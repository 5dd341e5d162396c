"""A Lab in which enough has been shared for a récit: people, entries, a run, themes two people have read."""

import itertools
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person, Role
from journal.config import FLOOR, PUBLIC_FLOOR
from journal.counting.disclosure import Disclosure
from journal.entries import services as entry_services
from journal.entries.models import Entry, Sharing
from journal.months import last_of
from journal.narrative import rules
from journal.narrative.making import services
from journal.narrative.models import Digest
from journal.themes.models import AnalysisRun, RunStatus, Theme, ThemeMember, ThemeReading, ThemeState, ThemeStatus
from nlp.emotions import Emotion
from nlp.types import Solidity, ThemeEvent, Zone
from tests.factories import NOW, entry_of, make_cohort, make_lab, make_people

NOVEMBER = date(2026, 11, 1)
KEY = "a key of the tests"
FIGURES = {"disclosure": Disclosure(FLOOR, PUBLIC_FLOOR, KEY)}
BUS = (
    "Le bus de six heures ne passe plus le samedi et je perds une matinée entière.",
    "J’ai marché quarante minutes dans le noir pour arriver à l’heure à mon essai.",
    "Sans voiture, la moitié des annonces du secteur me sont fermées d’avance.",
    "Mon voisin m’a déposée trois matins de suite, sans lui je renonçais au stage.",
    "La carte de transport solidaire a tout changé pour mes rendez-vous du mois.",
    "Deux correspondances ratées, et l’employeur n’a pas voulu me recevoir en retard.",
    "Je calcule chaque trajet avant même de lire ce que le poste demande vraiment.",
    "Le vélo prêté par l’association tient bon, mais la côte du retour me tue.",
    "On m’a proposé un contrat à Manosque, il n’y a simplement aucun car le soir.",
    "J’ai refusé une mission parce que le dernier train part avant la fin du service.",
    "La navette de la zone industrielle est venue une fois sur deux cette semaine.",
    "Mettre de l’essence ou manger à midi : cette semaine il a fallu choisir.",
    "Le chauffeur m’attend maintenant, il sait que je travaille au bout de la ligne.",
)
_numbers = itertools.count(1)


@dataclass
class Scene:
    lab: Lab
    first: Person
    second: Person
    people: list[Person]
    entries: list[Entry]
    run: AnalysisRun
    theme: Theme
    state: ThemeState
    more: dict[str, object] = field(default_factory=dict)


def make_scene(session: Session, *, people: int = 13, month: date = NOVEMBER, lab: Lab | None = None) -> Scene:
    """Everyone wrote once about their journeys, and lets it be quoted."""
    lab = lab or make_lab(session)
    first, second = make_people(session, 2, lab, Role.COORDINATOR)
    cohort = make_cohort(session, lab)
    writers = make_people(session, people, lab, cohort_id=cohort.id)
    entries = [
        entry_of(
            writer,
            BUS[number % len(BUS)],
            emotions={Emotion.FRUSTRATION: 4} if number % 2 else {Emotion.FRUSTRATION: 3, Emotion.HOPE: 2},
            sharing=Sharing.QUOTABLE,
            happened_on=month.replace(day=2 + number % 25),
        )
        for number, writer in enumerate(writers)
    ]
    session.add_all(entries)
    session.flush()
    theme = adopt(session, lab, "Les trajets", (first, second), born_on=month)
    run = make_run(session, lab, until=last_of(month))
    state = see(session, run, theme, entries)
    return Scene(lab, first, second, writers, entries, run, theme, state)


def make_run(session: Session, lab: Lab, *, until: date, at: datetime = NOW) -> AnalysisRun:
    run = AnalysisRun(
        id=uuid.uuid4(),
        lab_id=lab.id,
        until=until,
        status=RunStatus.SUCCEEDED,
        requested_at=at,
        finished_at=at,
        encoder="tests",
        fingerprint="f" * 64,
        settings={"seed": 1, "min_participants": 5},
        ledger={},
    )
    session.add(run)
    session.flush()
    return run


def adopt(session: Session, lab: Lab, label: str, readers: tuple[Person, Person], *, born_on: date) -> Theme:
    theme = Theme(
        id=uuid.uuid4(),
        lab_id=lab.id,
        label=label,
        machine_label=label,
        status=ThemeStatus.ADOPTED,
        color=f"c{next(_numbers) % 12 + 1:02}",
        born_on=born_on,
    )
    session.add(theme)
    session.flush()
    for reader, text in zip(readers, ("Sans moyen d’aller, on renonce.", "Aller travailler coûte trop."), strict=True):
        session.add(ThemeReading(theme_id=theme.id, by_id=reader.id, text=text, at=NOW))
    session.flush()
    return theme


def see(session: Session, run: AnalysisRun, theme: Theme, entries: list[Entry]) -> ThemeState:
    people = len({entry.author_id for entry in entries})
    state = ThemeState(
        id=uuid.uuid4(),
        run_id=run.id,
        theme_id=theme.id,
        event=ThemeEvent.STABLE,
        solidity=Solidity.SOLID,
        stability=0.9,
        participants=people,
        passages=len(entries),
        emotions={Emotion.FRUSTRATION.value: [people, 3.5]} if people >= 5 else {},
        helped=[["covoiturage", 6]],
        hindered=[["horaires", 7]],
        announced=people,
        centroid=b"",
    )
    state.members = [
        ThemeMember(passage_id=entry.passages[0].id, strength=0.9, zone=Zone.CORE, main=True, excerpt_rank=rank)
        for rank, entry in enumerate(entries)
    ]
    session.add(state)
    session.flush()
    return state


def draft(session: Session, scene: Scene, month: date = NOVEMBER, *, at: datetime = NOW) -> Digest:
    """A month started, and the authors of every quote proposed asked."""
    from journal.narrative.making import quotes
    from journal.narrative.queries import quotes_of

    digest = services.draft_digest(session, scene.lab, month, by=scene.first, now=at, **FIGURES)
    quotes.ask(session, digest, quotes_of(session, digest), now=at)
    return digest


def grow(session: Session, lab: Lab, people: int = 50) -> None:
    """Make a Lab large: people who write nothing."""
    make_people(session, people, lab, passphrase_hash=None)


def withdraw(session: Session, entry: Entry, author: Person, gesture: str) -> None:
    """Close a shared text in one of the ways its author may."""
    if gesture in {"private", "themes"}:
        entry_services.share(session, entry, Sharing(gesture), now=NOW)
    elif gesture == "rewrite":
        content = entry_services.EntryContent(text="Tout autre chose.", happened_on=entry.happened_on)
        entry_services.edit_entry(session, entry, content, now=NOW)
    elif gesture == "mask":
        entry_services.mask_more(session, entry, [(0, 5)])
    elif gesture == "erase":
        entry_services.erase_entry(session, entry)
    else:
        session.delete(author)


def publish(session: Session, scene: Scene, month: date = NOVEMBER) -> Digest:
    """From nothing to a published month, every author having said yes a week before."""
    from journal.narrative.making import quotes
    from journal.narrative.queries import quotes_of

    before = NOW - rules.COOLING
    digest = draft(session, scene, month, at=before)
    for quote in quotes_of(session, digest):
        quotes.answer(session, quote, accept=True, now=before)
    services.recompose(session, digest, now=NOW, **FIGURES)
    services.approve(session, digest, version=digest.version, by=scene.second, now=NOW)
    services.publish(session, digest, now=NOW, **FIGURES)
    return digest
