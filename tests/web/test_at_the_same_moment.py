"""Two gestures at the same moment: the second sees what the first did, on PostgreSQL as on SQLite."""

import uuid

import pytest
from sqlalchemy.orm import Session

from journal.accounts import staff
from journal.accounts.models import Person, Role
from journal.actors import services as actors
from journal.actors.models import ActorKind
from journal.clock import now
from journal.config import FLOOR, Settings
from journal.contact import queries as requests
from journal.contact import services as contact
from journal.contact.models import Channel
from journal.db import take_turns
from journal.entries import queries, services
from journal.entries.models import MaskingState, Passage, Sharing
from journal.entries.words import seen_mark
from journal.errors import DomainError, Refused, SeenOtherwise
from journal.experiments import services as experiments
from journal.experiments.models import Experiment, ExperimentStep, Rung, StepState
from journal.indicators import computing, removing
from journal.indicators import services as indicators
from journal.indicators.models import Indicator
from journal.indicators.queries import in_lab as indicator_in_lab
from journal.narrative.making import contributions
from journal.themes.deciding import unplaced
from journal.themes.deciding.decisions import Signed
from journal.themes.models import Theme, ThemeConstraint
from tests.conftest import SignIn
from tests.factories import NOW, make_entry, make_lab, make_person
from tests.factories_themes import make_run, make_theme, make_voiced_entry
from tests.together import do_together
from tests.web.indicators.counting import AGENCY, HEADCOUNT, adopt, write


@pytest.fixture
def author(session: Session) -> Person:
    return make_person(session, make_lab(session))


def test_two_coordinators_who_click_together_do_not_both_take_charge(
    settings: Settings, session: Session, author: Person
) -> None:
    asked = contact.ask(session, author, contact.Wish("Nour", Channel.IN_PERSON, "", ""), now=now())
    team = iter([make_person(session, author.lab, Role.COORDINATOR).id for _ in range(2)])
    session.commit()

    def take(own: Session) -> None:
        by = own.get_one(Person, next(team))
        row = requests.in_lab(own, author.lab_id, asked.id)
        assert row is not None
        contact.take(own, row, by=by, now=now())

    assert [type(failure) for failure in do_together(settings.database, take)] == [DomainError]


@pytest.mark.parametrize("first", ["take", "close"])
def test_a_request_taken_while_its_taker_s_account_closes_waits_for_the_team_again(
    first: str, settings: Settings, session: Session, author: Person, sign_in: SignIn
) -> None:
    asked = contact.ask(session, author, contact.Wish("Nour", Channel.IN_PERSON, "", ""), now=now())
    leaving, admin = (make_person(session, author.lab, role) for role in (Role.COORDINATOR, Role.ADMIN))
    session.commit()
    team, accounts = sign_in(leaving), sign_in(admin)
    team.token()  # asked before: reading a page would wait too

    def take(own: Session) -> None:
        take_turns(own, str(leaving.id))
        row = requests.in_lab(own, author.lab_id, asked.id)
        assert row is not None
        contact.take(own, row, by=own.get_one(Person, leaving.id), now=now())

    def close(own: Session) -> None:
        staff.set_disabled(own, own.get_one(Person, leaving.id), disabled=True, now=now())

    def click_close(_own: Session) -> None:
        accounts.post(f"/comptes/{leaving.id}/fermer", status=303)

    def click_take(_own: Session) -> None:
        team.post(f"/contact/demandes/{asked.id}/prendre", status=400)  # nobody is signed in any more

    gestures = iter((take, click_close) if first == "take" else (close, click_take))
    assert do_together(settings.database, lambda own: next(gestures)(own)) == []

    session.expire_all()
    assert session.get_one(Person, leaving.id).disabled_at is not None
    assert (asked.taken_at, asked.taken_by_id) == (None, None)


def test_a_text_shared_in_two_tabs_is_shared_once(settings: Settings, session: Session, author: Person) -> None:
    entry = make_entry(session, author, sharing=Sharing.PRIVATE)
    session.commit()
    changed = []

    def share(own: Session) -> None:
        found = queries.own(own, author.id, entry.id, lock=True)
        assert found is not None
        changed.append(services.share(own, found, Sharing.QUOTABLE, now=now()))

    assert do_together(settings.database, share) == []
    assert changed == [True, False]


def test_what_is_missing_is_sent_once(settings: Settings, session: Session, author: Person) -> None:
    theme = make_theme(session, make_run(session, author.lab))
    written = contributions.write(session, theme, "Il manque le bus.", by=author, now=now())
    written.masking_state, written.masked_text = MaskingState.MASKED, written.text
    session.commit()

    def send(own: Session) -> None:
        found = contributions.own(own, author.id, written.id, lock=True)
        assert found is not None
        contributions.send(own, found, seen=seen_mark(found), now=now())

    failures = do_together(settings.database, send)
    assert [type(failure) for failure in failures] == [SeenOtherwise]


@pytest.fixture
def left_out(session: Session, author: Person) -> list[uuid.UUID]:
    """What five people say, which no theme of the last analysis holds."""
    make_run(session, author.lab)
    people = [make_person(session, author.lab) for _ in range(5)]
    said = [make_voiced_entry(session, person, f"mon chien {n}", 1, n) for n, person in enumerate(people)]
    session.commit()
    return [entry.passages[0].id for entry in said]


def test_a_theme_made_by_a_double_click_is_made_once(settings: Settings, session: Session, author, left_out) -> None:
    def make(own: Session) -> None:
        passages = [own.get_one(Passage, key) for key in left_out]
        by = own.get_one(Person, author.id)
        unplaced.make_theme(own, passages, "Vivre avec un chien", Signed(by, NOW), floor=FLOOR)

    assert [type(failure) for failure in do_together(settings.database, make)] == [Refused]
    assert session.query(Theme).count() == 1


def test_passages_kept_together_by_a_double_click_are_so_once(settings: Settings, session, author, left_out) -> None:
    def keep(own: Session) -> None:
        passages = [own.get_one(Passage, key) for key in left_out[:3]]
        unplaced.keep_together(own, passages, Signed(own.get_one(Person, author.id), NOW))

    assert do_together(settings.database, keep) == []
    assert session.query(ThemeConstraint).count() == 2


def test_two_coordinators_do_not_both_accept_and_decline_a_step(
    settings: Settings, session: Session, author: Person
) -> None:
    by = make_person(session, author.lab, Role.COORDINATOR)
    wording = experiments.ExperimentDescription("Un car du soir", "Prolonger la ligne", "Qui finit tard")
    idea, trial = (
        experiments.StepContent(rung, NOW.date(), "Une réunion avec le transporteur")
        for rung in (Rung.IDEA, Rung.TRIAL)
    )
    row = experiments.begin(session, wording, idea, by=by, now=NOW)
    proposed = experiments.add_step(session, row, trial, by=by, now=NOW, proposed=True)
    session.commit()

    def accept(own: Session, step: ExperimentStep) -> None:
        experiments.accept(own, own.get_one(Experiment, row.id), step, by=own.get_one(Person, by.id), now=NOW)

    def decline(own: Session, step: ExperimentStep) -> None:
        told = own.get_one(Experiment, row.id)
        experiments.decline(own, told, step, "Pas de preuve.", by=own.get_one(Person, by.id), now=NOW)

    gestures = iter((accept, decline))
    failures = do_together(settings.database, lambda own: next(gestures)(own, own.get_one(ExperimentStep, proposed.id)))

    assert [str(failure) for failure in failures] == ["Quelqu’un a déjà décidé pour cette marche."]
    session.refresh(proposed)
    assert (proposed.state, proposed.number) == (StepState.ACCEPTED, 2)


def test_an_indicator_the_site_is_counting_is_not_deleted(settings: Settings, session: Session, author: Person) -> None:
    by = make_person(session, author.lab, Role.COORDINATOR)
    actors_of_lab = [actors.add(session, author.lab_id, name, ActorKind.COMPANY, now=NOW) for name in ("Un", "Deux")]
    row = adopt(session, HEADCOUNT, by, *actors_of_lab)

    def count(own: Session, known: Indicator) -> None:
        reading = indicators.MeasureInput(45.0, NOW.date(), ActorKind.PARTICIPANTS, "Les textes partagés.", people=12)
        indicators.measure(own, known, reading, by=own.get_one(Person, by.id), now=NOW)

    gestures = iter((count, removing.remove))

    def one_after_the_other(own: Session) -> None:
        gesture, known = next(gestures), indicator_in_lab(own, author.lab_id, row.id)
        assert known is not None
        gesture(own, known)

    failures = do_together(settings.database, one_after_the_other)

    assert [str(failure) for failure in failures] == [f"{removing.COUNTED} Il ne peut plus être effacé."]


def test_two_clicks_count_the_same_months_once(settings: Settings, session: Session, author: Person) -> None:
    by = make_person(session, author.lab, Role.COORDINATOR)
    row = adopt(
        session, AGENCY, by, *(actors.add(session, author.lab_id, name, ActorKind.COMPANY, now=NOW) for name in "AB")
    )
    write(session, author.lab, [(2, 4)] * FLOOR)
    session.commit()

    def count(own: Session) -> None:
        known = indicator_in_lab(own, author.lab_id, row.id)
        assert known is not None
        computing.count_agency(own, known, by=own.get_one(Person, by.id), floor=FLOOR, now=now())

    failures = do_together(settings.database, count)

    assert [type(failure) for failure in failures] == [Refused]
    session.expire_all()
    assert len(row.measures) == 1
