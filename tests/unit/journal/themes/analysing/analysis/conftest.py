"""A Lab in which enough was shared for an analysis."""

import pytest

from tests.factories_themes import make_voiced_lab
from tests.unit.journal.themes.analysing.analysis.reading import Sessions


@pytest.fixture
def lab_id(sessions: Sessions):
    """A Lab whose twelve people wrote seventy-two passages about four things."""
    with sessions() as session:
        lab_id = make_voiced_lab(session)[0].lab_id
        session.commit()
    return lab_id
