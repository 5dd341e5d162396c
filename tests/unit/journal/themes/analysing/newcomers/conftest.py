"""A Lab whose themes are known, before anything more arrives."""

from collections.abc import Iterator
from dataclasses import asdict
from types import SimpleNamespace

import pytest

from journal.accounts.models import Lab, Role
from journal.config import Settings
from journal.db import Database, open_database
from nlp.encoding import load_encoder
from tests.factories import NOW, make_person
from tests.factories_themes import GROUPS, make_run, make_theme, make_voiced_lab
from tests.unit.journal.themes.analysing.newcomers.arriving import centroid, closeness_of


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = open_database(settings.database)
    yield database
    database.close()


@pytest.fixture
def lab(database: Database) -> SimpleNamespace:
    """A Lab whose themes are the four things people wrote about, as an analysis left them."""
    with database.write() as session:
        entries = make_voiced_lab(session)
        lab = session.get_one(Lab, entries[0].lab_id)
        said = [[e.passages[0] for e in entries if word in e.text] for word in GROUPS.values()]
        run = make_run(session, lab, started_at=NOW, encoder=load_encoder().name, closeness=asdict(closeness_of(said)))
        for word, passages in zip(GROUPS, said, strict=True):
            theme = make_theme(session, run, passages, label=word)
            theme.states[0].centroid = centroid(passages).tobytes()
        coordinator = make_person(session, lab, Role.COORDINATOR)
        session.commit()
    return SimpleNamespace(id=lab.id, run=run, coordinator=coordinator)
