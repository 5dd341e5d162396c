"""Two indicators of a Lab, and the gestures that the pages of indicators are tested with."""

from datetime import date, timedelta
from typing import Any

from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from journal import clock
from journal.accounts.models import Lab, Person
from journal.actors.models import Actor, ActorKind
from journal.entries.models import Sharing
from journal.indicators import services
from journal.indicators.models import Computed, Indicator, IndicatorState, Measure, Stance, Wanted
from journal.indicators.services import Definition, MeasureInput
from tests.factories import NOW, make_entry, make_person
from tests.pages import Browser

LIST = "/indicateurs"
FORM = "main form:has(.btn-primary)"
HIRED = Definition(
    name="Embauches en CDI",
    tells="Combien de personnes ont signé.",
    counting="Contrats signés, période d’essai comprise.",
    unit="personnes",
    wanted=Wanted.UP,
    counts_people=True,
    perspectives=(ActorKind.COMPANY, ActorKind.PARTICIPANTS),
    every_months=3,
)
HEADCOUNT = Definition(
    name="Effectif",
    tells="Combien de salarié·es.",
    counting="Au dernier jour du mois.",
    unit="salarié·es",
    wanted=Wanted.UP,
    counts_people=False,
    perspectives=(ActorKind.COMPANY, ActorKind.PARTICIPANTS),
)
AGENCY = Definition(
    name="Prise sur son parcours",
    tells="Combien voient leur prise monter.",
    counting="Le curseur, sur trois mois.",
    unit="peu importe",
    wanted=Wanted.UP,
    counts_people=True,
    perspectives=(ActorKind.COMPANY,),
    computed=Computed.AGENCY_RISES,
)
# What a form that proposes an indicator says.
FIELDS = {
    "name": "Embauches en CDI",
    "tells": "Combien de personnes ont signé.",
    "counting": "Contrats signés.",
    "unit": "personnes",
    "wanted": "up",
    "counts_people": "y",
    "perspectives": ["company", "participants"],
    "every_months": "3",
}


def adopt(session: Session, definition: Definition, by: Person, *said: Actor, months_ago: int = 0) -> Indicator:
    at = NOW - timedelta(days=31 * months_ago)
    row = services.propose(session, definition, by=by, now=at)
    for actor in said:
        services.give_opinion(session, row, actor.id, Stance.FOR, "", by=by, now=at)
    services.set_state(session, row, IndicatorState.ADOPTED, reason="Tous le comptent.", by=by, now=at)
    session.commit()
    return row


def count(session: Session, row: Indicator, value: float, by: Person, actor: Actor, on: date, **more: Any) -> Measure:
    reading = MeasureInput(value, on, more.pop("kind", ActorKind.COMPANY), "Le registre.", actor.id, **more)
    made = services.measure(session, row, reading, by=by, now=NOW)
    session.commit()
    return made


def measure(team: Browser, row: Indicator, actor: Actor, *, status: int = 303, **fields: str) -> BeautifulSoup:
    said = {"value": "51", "on": "2026-06-30", "actor": str(actor.id), "kind": "company", "source": "Le registre."}
    return team.submit(team.get(f"{LIST}/{row.id}/mesure"), said | fields, form=FORM, status=status)


def write(session: Session, lab: Lab, dials: list[tuple[int, int]], **more: Any) -> None:
    """For each person, the dial in the three months before, then in the last three."""
    today = clock.today().replace(day=1)
    for before, after in dials:
        person = make_person(session, lab)
        for agency, days in ((before, 150), (after, 40)):
            day = today - timedelta(days=days)
            make_entry(session, person, agency=agency, happened_on=day, **({"sharing": Sharing.THEMES} | more))
    session.commit()
