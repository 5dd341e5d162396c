"""Tables for spreadsheets, wherever these cut."""

import csv
import io

import pytest

from journal.web import tables


@pytest.mark.parametrize("cut", [",", "\t", ";"])
@pytest.mark.parametrize(
    "text",
    [
        "Oui,=1+1",
        "Oui, =cmd|' /C calc'!A0,",
        "un\n=SUM(A1:A9)",
        "un\r\n-2+3+cmd|' /C calc'!A0\n",
        "\t@SUM(1)",
        "a,＝1+1",
    ],
)
def test_no_cell_begins_a_formula_where_a_spreadsheet_cuts_elsewhere(text: str, cut: str) -> None:
    made = tables.as_csv(("A", "B"), [("avant", tables.harmless(text))]).decode("utf-8-sig")

    cells = [cell.lstrip() for row in csv.reader(io.StringIO(made), delimiter=cut) for cell in row]
    assert not [cell for cell in cells if cell.startswith(tables.FORMULA_STARTS)]


def test_a_list_of_dashes_and_a_negative_number_stay_as_they_were_written() -> None:
    text = "Ce qui aide :\n- le car\n- ma sœur, -2 degrés dehors"

    assert text in tables.as_csv(("A",), [(text,)]).decode("utf-8-sig")
