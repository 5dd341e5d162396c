"""The table of attitudes: complete, honest about what no text names, changed by a Lab for itself, taken back."""

import itertools

from sqlalchemy.orm import Session

from journal.actors.attitudes import CELLS, NOTES, SOURCES, WORDINGS, Source, Wording
from journal.actors.models import Attitude
from journal.actors.table import back_to_usual, reword, set_cells, table_of
from tests.factories import make_lab


def test_every_place_has_an_attitude_and_every_attitude_its_words() -> None:
    assert set(CELLS) == set(itertools.product(range(1, 5), repeat=2))
    assert set(WORDINGS) == set(Attitude) == set(CELLS.values())
    assert set(SOURCES) | set(NOTES) <= set(CELLS)


def test_the_golden_triangle_is_where_synergy_passes_antagonism_by_little() -> None:
    assert {cell for cell, attitude in CELLS.items() if attitude is Attitude.ALLY} == {(3, 2), (4, 2), (4, 3)}


def test_the_one_place_no_text_names_says_so() -> None:
    assert [cell for cell, source in SOURCES.items() if source is Source.PROPOSED] == [(3, 4)]


def test_a_lab_changes_its_own_table_only_and_goes_back(session: Session) -> None:
    lab, other = make_lab(session), make_lab(session)

    set_cells(session, lab.id, CELLS | {(2, 2): Attitude.HESITANT})
    reword(session, lab.id, Attitude.GRUMBLER, Wording("Insatisfait", "Écouter."))

    changed = table_of(session, lab.id)
    assert changed.attitude((2, 2)) is Attitude.HESITANT
    assert changed.source((2, 2)) is None
    assert changed.note((2, 2)) == ""
    assert changed.wording((1, 2)).name == "Insatisfait"
    assert not changed.is_usual
    assert table_of(session, other.id).is_usual

    back_to_usual(session, lab.id)

    assert table_of(session, lab.id).is_usual


def test_saying_the_usual_again_changes_nothing(session: Session) -> None:
    lab = make_lab(session)

    set_cells(session, lab.id, CELLS)
    reword(session, lab.id, Attitude.ALLY, WORDINGS[Attitude.ALLY])

    assert table_of(session, lab.id).is_usual
