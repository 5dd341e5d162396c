"""What changed since a coordinator last looked, in sentences. Other features add what waits on their side."""

import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from journal.accounts.models import Person
from journal.accounts.queries import cohorts, invited_before
from journal.clock import day_of
from journal.db import Backlog
from journal.entries.models import Entry
from journal.entries.queries import counted, has_text
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
from journal.themes.pages.ordering import Order, to_review
from journal.themes.wording import the_theme
from journal.web.lines import Line
from journal.web.typography import in_guillemets
from journal.web.waiting import Urgency, Waiting, how_many, in_groups
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
# Of a single adopted theme; what to do about it is what the guide says.
UNSURE = {
    Solidity.FRAGILE: "{} est fragile\u00a0: relisez ses passages à la limite.",
    Solidity.WATCH: "{} est à surveiller\u00a0: attendez d’autres textes avant de vous appuyer dessus.",
}
FEW_AT_CORE = "tient, en son cœur, à trop peu de personnes\u00a0: on pourrait y reconnaître quelqu’un."


@dataclass(frozen=True, slots=True)
class News:
    """Monday's page: what waits for someone, by how soon, what moved since, and whom we hear little."""

    since: datetime
    was_marked: bool  # this person said once that they knew what had moved
    waiting: list[tuple[Urgency, list[Waiting]]]
    moved: list[Line]
    quiet: list[Line]


# What other features have waiting: given who looks, the moment and the floor, their lines. They register themselves.
MONDAY_LINES: list[Callable[[Session, Person, datetime, int], list[Waiting]]] = []


def news(session: Session, person: Person, *, now: datetime, floor: int, back: timedelta | None = None) -> News:
    """What changed since this person last said they knew; ``back``, since that long, whatever they said."""
    visit = session.get(ThemeVisit, person.id)
    since = now - back if back else visit.at if visit else now - FIRST_LOOK
    elsewhere = [line for source in MONDAY_LINES for line in source(session, person, now, floor)]
    run = queries.latest_success(session, person.lab_id)
    states = queries.states_of_run(session, run) if run else []
    moved = _moved(session, person.lab_id, since)
    enough, held = passages.enough_and_held(session, [*states, *moved], floor=floor)
    return News(
        since,
        visit is not None,
        in_groups([*elsewhere, *_waiting(session, person.lab_id, states, enough - held)]),
        _moves(moved, enough, held) + _decisions(session, person, since),
        _quiet(session, person.lab_id, now, floor),
    )


def _to(theme: Theme) -> dict[str, object]:
    return {"theme_id": theme.id}


def _moved(session: Session, lab_id: uuid.UUID, since: datetime) -> dict[ThemeState, ThemeEvent]:
    """The last thing that happened to each theme in the analyses made since, by its last state."""
    states = session.scalars(
        sa.select(ThemeState)
        .join(ThemeState.theme)
        .join(ThemeState.run)
        .where(
            Theme.lab_id == lab_id,
            AnalysisRun.status == RunStatus.SUCCEEDED,
            AnalysisRun.finished_at > since,
            Theme.status.in_((ThemeStatus.PROPOSED, ThemeStatus.ADOPTED)),
        )
        .order_by(AnalysisRun.until, AnalysisRun.finished_at, Theme.label, Theme.id)
        .options(contains_eager(ThemeState.theme))
    )
    events: dict[Theme, ThemeEvent] = {}
    last: dict[Theme, ThemeState] = {}
    for state in states:
        last[state.theme] = state
        # A theme born since then is news even if it held still afterwards.
        if state.event in MOVES and events.get(state.theme) is not ThemeEvent.BORN:
            events[state.theme] = state.event
    return {last[theme]: event for theme, event in events.items()}


def _moves(moved: Mapping[ThemeState, ThemeEvent], enough: set[uuid.UUID], held: set[uuid.UUID]) -> list[Line]:
    """What happened to themes that enough people speak of now."""
    order = list(MOVES)
    # A theme whose core is the words of a few has not appeared yet: it is to be watched.
    told = [
        (state.theme, event)
        for state, event in moved.items()
        if state.id in enough and (event is not ThemeEvent.BORN or state.id in held)
    ]
    moves = sorted(told, key=lambda item: (order.index(item[1]), item[0].label, str(item[0].id)))
    return [Line(f"{the_theme(theme.label)} {MOVES[event]}.", "themes.theme", _to(theme)) for theme, event in moves]


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


def _waiting(
    session: Session, lab_id: uuid.UUID, states: Sequence[ThemeState], of_a_few: set[uuid.UUID]
) -> list[Waiting]:
    """What themes wait for: those of a few people first, then what the analysis asks, then what each still needs.

    ``of_a_few``, the states that enough people speak of, whose core is the words of a few of them.
    """
    known = (ThemeStatus.PROPOSED, ThemeStatus.ADOPTED)
    few = [state.theme for state in states if state.id in of_a_few and state.theme.status in known]
    adopted = [state for state in states if state.theme.status is ThemeStatus.ADOPTED]
    read = queries.readers(session, [state.theme_id for state in adopted])
    return [
        *(_on(theme, f"{the_theme(theme.label)} {FEW_AT_CORE}", Urgency.WORRYING) for theme in few),
        *_asked_by_analyses(session, lab_id),
        *_to_read(states),
        *_unsure([state for state in adopted if state.theme not in few]),
        *(line for state in adopted for line in _lacks_readings(state.theme, read[state.theme_id])),
    ]


def _asked_by_analyses(session: Session, lab_id: uuid.UUID) -> list[Waiting]:
    lines = []
    called = drift.call(session, lab_id)
    if called:
        lines.append(Waiting(f"{called} Une nouvelle analyse est à faire.", "themes.overview", urgency=Urgency.LATER))
    offers = open_proposals(session, lab_id)
    lines += [_offer(session, row) for row in offers[:OFFERS_TOLD]]
    if len(offers) > OFFERS_TOLD:
        told = f"Il y a {len(offers)} propositions en tout."
        lines.append(Waiting(told, "themes.proposals_page", urgency=Urgency.LATER))
    return lines


def _offer(session: Session, proposal: ThemeProposal) -> Waiting:
    """What an analysis proposes, and why."""
    names = " et ".join(in_guillemets(theme.label) for theme in themes_of(session, proposal))
    what = "Réunir" if proposal.change == Change.MERGE else "Séparer"
    told = f"{what} {names}\u00a0? {reasons(proposal)}"
    return Waiting(told, "themes.proposals_page", urgency=Urgency.LATER)


def _to_read(states: Sequence[ThemeState]) -> list[Waiting]:
    """The line leads to the first of them, whose page leads to the next."""
    fresh = to_review(states)
    one, several, end = "Un thème attend", "thèmes attendent", "une première relecture"
    first = _to(fresh[0]) if fresh else {}
    return how_many(Backlog(len(fresh), None), Urgency.LATER, one, several, end, "themes.theme", **first)


def _unsure(adopted: Sequence[ThemeState]) -> list[Waiting]:
    """Adopted themes whose edges move: one line for all, which stands from week to week."""
    unsure = [state for state in adopted if state.solidity in UNSURE and state.passages]
    if len(unsure) == 1:
        return [_on(unsure[0].theme, UNSURE[unsure[0].solidity].format(in_guillemets(unsure[0].theme.label)))]
    if not unsure:
        return []
    names = enumerated([in_guillemets(state.theme.label) for state in unsure])
    told = f"{names} ne sont pas solides\u00a0: leurs bords bougent d’une analyse à l’autre."
    which: dict[str, object] = {"etat": ThemeStatus.ADOPTED.value, "tri": Order.DOUBTS.value}
    return [Waiting(told, "themes.overview", which, urgency=Urgency.LATER)]


def _lacks_readings(theme: Theme, readers: int) -> list[Waiting]:
    """What an adopted theme still needs before the récit tells it."""
    missing = rules.READINGS_NEEDED - readers
    told = "une lecture" if missing == 1 else "deux lectures"
    line = f"Il manque {told} à {in_guillemets(theme.label)} pour entrer dans le récit."
    return [_on(theme, line)] if missing > 0 else []


def _on(theme: Theme, sentence: str, urgency: Urgency = Urgency.LATER) -> Waiting:
    return Waiting(sentence, "themes.theme", _to(theme), urgency=urgency)


def _quiet(session: Session, lab_id: uuid.UUID, now: datetime, floor: int) -> list[Line]:
    """Groups and steps we hear little from, never in a way that tells who keeps their words.

    A group has had as long to share as what is listened to: one that was just invited is not said to be silent.
    """
    recent = (Entry.lab_id == lab_id, counted(), has_text(), Entry.happened_on > day_of(now) - LISTENED)
    people: Counter[object] = Counter()
    for group in (Entry.cohort_id, Entry.step):
        counts = sa.select(group, sa.func.count(sa.distinct(Entry.author_id))).where(*recent).group_by(group)
        people.update(dict(session.execute(counts).all()))
    invited = invited_before(session, lab_id, now - LISTENED)
    lines = [
        Line(
            f"Dans le groupe {in_guillemets(c.name)}, moins d’une personne sur quatre "
            "a partagé un texte ces deux derniers mois."
        )
        for c in cohorts(session, lab_id)
        if c.id in invited and c.size and rules.is_little_heard(people[c.id], c.size)
    ]
    silent = [step.label.lower() for step in StepKind if people[step] < floor]
    if silent and len(silent) < len(StepKind):
        names = enumerated(silent)
        lines.append(Line(f"Presque rien n’a été partagé, ces deux derniers mois, sur ces étapes\u00a0: {names}."))
    return lines
