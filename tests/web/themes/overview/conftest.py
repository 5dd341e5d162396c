"""A Lab in which eight people spoke of the bus, one of whom keeps her words to herself."""

from types import SimpleNamespace

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Role
from journal.entries.models import Sharing
from nlp.emotions import Emotion
from tests.factories import make_cohort, make_entry, make_lab, make_person
from tests.factories_themes import make_run, make_theme


@pytest.fixture
def lab(session: Session) -> SimpleNamespace:
    """Eight people who spoke of the bus, one of whom keeps her words to herself."""
    lab = make_lab(session, "Lab Provence")
    cohort = make_cohort(session, lab, name="Marseille")
    coordinator = make_person(session, lab, Role.COORDINATOR)
    entries = []
    for number in range(8):
        author = make_person(session, lab, username=f"auteur-canari-{number}", cohort_id=cohort.id)
        entry = make_entry(
            session,
            author,
            f"zibeline-brute {number}",
            sharing=Sharing.QUOTABLE if number < 7 else Sharing.THEMES,
            emotions={Emotion.WORRY: 4},
            masked_text=f"Le bus de [VILLE] est en retard {number}",
        )
        entry.passages[0].text = f"Le bus de [VILLE] est en retard {number}"
        entries.append(entry)
    run = make_run(session, lab)
    theme = make_theme(session, run, [e.passages[0] for e in entries], label="Le bus en retard")
    session.commit()
    return SimpleNamespace(lab=lab, coordinator=coordinator, entries=entries, run=run, theme=theme)
