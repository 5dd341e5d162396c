from types import SimpleNamespace

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Role
from journal.entries.models import Sharing
from tests.factories import make_lab, make_person
from tests.factories_themes import make_run, make_theme, make_voiced_entry
from tests.pages import Browser


@pytest.fixture
def lab(session: Session) -> SimpleNamespace:
    """Two themes of twelve passages by twelve people, and two coordinators."""
    lab = make_lab(session)
    people = [make_person(session, lab) for _ in range(12)]
    run = make_run(session, lab)
    themes, passages = [], []
    for group, label in enumerate(("Le bus", "La crèche")):
        entries = [
            make_voiced_entry(session, person, f"{label} {n}", group, n, sharing=Sharing.QUOTABLE)
            for n, person in enumerate(people)
        ]
        themes.append(make_theme(session, run, [e.passages[0] for e in entries], label=label))
        passages.append([e.passages[0].id for e in entries])
    coordinators = [make_person(session, lab, Role.COORDINATOR, username=f"coordination-{n}") for n in range(2)]
    session.commit()
    # Left alone, they would open a transaction, and SQLite's lock, each time one is read after a rollback.
    session.expunge_all()
    return SimpleNamespace(
        lab=lab, run=run, bus=themes[0], creche=themes[1], coordinators=coordinators, passages=passages
    )


@pytest.fixture
def browser(lab, sign_in) -> Browser:
    return sign_in(lab.coordinators[0])
