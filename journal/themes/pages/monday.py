"""What changed since a coordinator last looked, in sentences. Other features add what waits on their side."""

import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Cohort, Person
from journal.clock import day_of
from journal.entries.models import Entry
from journal.entries.queries import counted
from journal.pathways.models import StepKind
from journal.themes import drift, passages, queries, rules
from journal.themes.deciding import history
from journal.themes.deciding.proposals import open_proposals, reasons, themes_of
from journal.themes.models import (
    AnalysisRun,
    ReviewAction,
    RunStatus,
    Theme,
    ThemeProposal,
    ThemeReview,
    ThemeState,
    ThemeStatus,
    ThemeVisit,
)
from journal.themes.wording import the_theme
from journal.web.lines import Line
from journal.web.typography import in_guillemets
from nlp.french import enumerated
from nlp.types import Change, Solidity, ThemeEvent

FIRST_LOOK = timedelta(days=7)
# How far back one may look again, by its name in the address.
LOOKS = {
    "semaine": ("une semaine", FIRST_LOOK),
    "mois": ("un mois", timedelta(days=31)),
    "saison": ("trois mois", timedelta(days=92)),
}
LISTENED = timedelta(days=60)
# Proposals told one by one, with their reasons.
OFFERS_TOLD = 3
MOVES = {
    ThemeEvent.BORN: "est apparu",
    ThemeEvent.REAPPEARS: "réapparaît",
    ThemeEvent.GROWS: "grandit",
    ThemeEvent.FADES: "s’efface",
}
FEW_AT_CORE = "est à surveiller\u00a0: son cœur tient à trop peu de personnes"


@dataclass(frozen=True, slots=True)
class News:
    """Monday's page: what moved, what waits for someone, people first then themes, and whom we hear little."""

    since: datetime
    moved: list[Line]
    waiting: list[Line]
    themes: list[Line]
    quiet: list[Line]


# What other features have waiting: given who looks, the moment and the floor, their lines. They register themselves.
MONDAY_LINES: list[Callable[[Session, Person, datetime, int], list[Line]]] = []


def news(session: Session, person: Person, *, now: datetime, floor: int, back: timedelta | None = None) -> News:
    """What changed since this person last said they knew; ``back``, since that long, whatever they said."""
    visit = session.get(ThemeVisit, person.id)
    since = now - back if back else visit.at if visit else now - FIRST_LOOK
    return News(
        since,
        _moves(session, person.lab_id, since, floor) + _decisions(session, person, since),
        [line for source in MONDAY_LINES for line in source(session, person, now, floor)],
        _waiting(session, person.lab_id),
        _quiet(session, person.lab_id, day_of(now), floor),
    )


def _to(theme: Theme) -> dict[str, object]:
    return {"theme_id": theme.id}


def _moves(session: Session, lab_id: uuid.UUID, since: datetime, floor: int) -> list[Line]:
    """The last thing that happened to each theme in the analyses made since, where enough people speak of it now."""
    rows = session.execute(
        sa.select(Theme, ThemeState)
        .join(ThemeState, ThemeState.theme_id == Theme.id)
        .join(AnalysisRun, AnalysisRun.id == ThemeState.run_id)
        .where(
            Theme.lab_id == lab_id,
            AnalysisRun.status == RunStatus.SUCCEEDED,
            AnalysisRun.finished_at > since,
            Theme.status.in_((ThemeStatus.PROPOSED, ThemeStatus.ADOPTED)),
        )
        .order_by(AnalysisRun.until, AnalysisRun.finished_at, Theme.label, Theme.id)
    )
    last: dict[Theme, ThemeEvent] = {}
    states: dict[uuid.UUID, ThemeState] = {}
    for theme, state in rows:
        states[theme.id] = state
        # A theme born since then is news even if it held still afterwards.
        if state.event in MOVES and last.get(theme) is not ThemeEvent.BORN:
            last[theme] = state.event
    held = passages.held_cores(session, states.values(), floor=floor)
    enough = queries.with_enough_people(session, states.values(), floor=floor)
    order = list(MOVES)
    told = [(theme, event) for theme, event in last.items() if states[theme.id].id in enough]
    moves = sorted(told, key=lambda item: (order.index(item[1]), item[0].label, str(item[0].id)))
    return [
        Line(f"{the_theme(theme.label)} {_move(event, held=states[theme.id].id in held)}.", "themes.theme", _to(theme))
        for theme, event in moves
    ]


def _move(event: ThemeEvent, *, held: bool) -> str:
    """A theme whose core is the words of a few has not appeared yet: it is to be watched."""
    return MOVES[event] if held or event is not ThemeEvent.BORN else FEW_AT_CORE


def _decisions(session: Session, person: Person, since: datetime) -> list[Line]:
    """What the other coordinators decided since."""
    rows = session.execute(
        sa.select(ThemeReview, Theme, Person.username)
        .join(Theme, Theme.id == ThemeReview.theme_id)
        .outerjoin(Person, Person.id == ThemeReview.by_id)
        .where(Theme.lab_id == person.lab_id, ThemeReview.at > since, ThemeReview.action != ReviewAction.ABSORB)
        .where(sa.or_(ThemeReview.by_id.is_(None), ThemeReview.by_id != person.id))
        .order_by(ThemeReview.at, ThemeReview.id)
    )
    return [
        Line(
            f"{name or history.SOMEONE}, sur {in_guillemets(theme.label)}, {history.sentence(session, review)}.",
            "themes.theme",
            _to(theme),
        )
        for review, theme, name in rows
    ]


def _waiting(session: Session, lab_id: uuid.UUID) -> list[Line]:
    lines = []
    called = drift.call(session, lab_id)
    if called:
        lines.append(Line(f"{called} Une nouvelle analyse est à faire.", "themes.overview"))
    offers = open_proposals(session, lab_id)
    lines += [_offer(session, row) for row in offers[:OFFERS_TOLD]]
    if len(offers) > OFFERS_TOLD:
        lines.append(Line(f"Il y a {len(offers)} propositions en tout.", "themes.proposals_page"))
    run = queries.latest_success(session, lab_id)
    states = queries.states_of_run(session, run) if run else []
    fresh = [s.theme for s in states if s.theme.status is ThemeStatus.PROPOSED]
    if fresh:
        told = (
            "Un thème n’a pas encore été relu" if len(fresh) == 1 else f"{len(fresh)} thèmes n’ont pas encore été relus"
        )
        lines.append(Line(f"{told}.", "themes.overview", {"etat": ThemeStatus.PROPOSED.value}))
    adopted = [s for s in states if s.theme.status is ThemeStatus.ADOPTED]
    for state in adopted:
        lines += _about(session, state)
    return lines


def _offer(session: Session, proposal: ThemeProposal) -> Line:
    """What an analysis proposes, and why."""
    names = " et ".join(in_guillemets(theme.label) for theme in themes_of(session, proposal))
    what = "Réunir" if proposal.change == Change.MERGE else "Séparer"
    return Line(f"{what} {names}\u00a0? {reasons(proposal)}", "themes.proposals_page")


def _about(session: Session, state: ThemeState) -> list[Line]:
    """What an adopted theme still needs."""
    theme, lines = state.theme, []
    if state.solidity in (Solidity.FRAGILE, Solidity.WATCH) and state.passages:
        told = "est fragile" if state.solidity is Solidity.FRAGILE else "est à surveiller"
        lines.append(
            Line(
                f"{in_guillemets(theme.label)} {told} : relisez ses passages à la limite.",
                "themes.theme",
                _to(theme),
            )
        )
    missing = rules.READINGS_NEEDED - len(queries.readings(session, theme.id))
    if missing > 0:
        told = "une lecture" if missing == 1 else "deux lectures"
        lines.append(
            Line(
                f"Il manque {told} à {in_guillemets(theme.label)} pour entrer dans le récit.",
                "themes.theme",
                _to(theme),
            )
        )
    return lines


def _quiet(session: Session, lab_id: uuid.UUID, today: date, floor: int) -> list[Line]:
    """Groups and steps we hear little from, never in a way that tells who keeps their words."""
    recent = (Entry.lab_id == lab_id, counted(), Entry.happened_on > today - LISTENED)
    people: dict[object, set[uuid.UUID]] = defaultdict(set)
    for cohort_id, step, author_id in session.execute(
        sa.select(Entry.cohort_id, Entry.step, Entry.author_id).where(*recent)
    ):
        people[cohort_id].add(author_id)
        people[step].add(author_id)
    lines = [
        Line(
            f"Dans le groupe {in_guillemets(c.name)}, moins d’une personne sur quatre "
            "a partagé un texte ces deux derniers mois."
        )
        for c in session.scalars(sa.select(Cohort).where(Cohort.lab_id == lab_id).order_by(Cohort.name))
        if c.size and rules.is_little_heard(len(people[c.id]), c.size)
    ]
    silent = [step.label.lower() for step in StepKind if len(people[step]) < floor]
    if silent and len(silent) < len(StepKind):
        names = enumerated(silent)
        lines.append(Line(f"Presque rien n’a été partagé, ces deux derniers mois, sur ces étapes\u00a0: {names}."))
    return lines
