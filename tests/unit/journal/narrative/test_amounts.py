"""Amounts of the same people move together, and never tell apart two sets of people that a few differ from."""

import uuid

from sqlalchemy.orm import Session

from journal.narrative.figures import keep_figures, open_figures
from tests.factories import make_lab
from tests.unit.journal.narrative.scenes import FIGURES, NOVEMBER

PEOPLE = [uuid.UUID(int=number) for number in range(20)]


def test_people_who_come_back_to_nearly_a_former_set_move_nothing(session: Session) -> None:
    lab = make_lab(session)

    def told(people: int, joy: int) -> dict[str, int]:
        figures = open_figures(session, lab.id, NOVEMBER, **FIGURES)
        said = figures.amounts("theme/told", set(PEOPLE[:people]), {"joy": joy})
        keep_figures(session, figures)
        return said

    assert told(10, 8) == {"joy": 8}
    assert told(15, 13) == {"joy": 13}
    # Laid beside the first, seven would say what one person felt.
    assert told(9, 7) == {"joy": 13}
    # Nor when the very same people are back, one of whom feels otherwise now.
    assert told(15, 12) == {"joy": 13}
    assert told(20, 18) == {"joy": 18}
