"""What the site declares of its accessibility is what the grid of RGAA found, and is dated: it never changes alone."""

import hashlib
import re
from collections import Counter

from journal.config import ROOT
from tests.pages import Browser, main_of

# Each day with the words declared then: what is declared anew, or otherwise, is dated anew.
DECLARED = {"2026-11-30": "0af9e7f8093329cb", "2026-12-01": "e974fa9fdd52c518"}
# The criteria of each of the 13 themes of RGAA 4.1.2, 106 in all.
CRITERIA = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)
ROW = re.compile(r"^\| (\d[\d., ]*)(?: [^|]*)?\| (C|NC|NA) \| (.+) \|$", re.MULTILINE)


def grid() -> dict[str, str]:
    """What docs/rgaa.md says of each criterion."""
    found: list[tuple[str, str]] = []
    for numbers, state, _ in ROW.findall((ROOT / "docs/rgaa.md").read_text("utf-8")):
        found += [(number, state) for number in re.findall(r"\d+\.\d+", numbers)]
    assert len(dict(found)) == len(found), "a criterion is told twice"
    return dict(found)


def test_the_declaration_of_accessibility_is_the_one_of_its_day(browser: Browser) -> None:
    words = (ROOT / "templates/home/accessibility.html").read_text("utf-8")
    day = str(browser.get("/accessibilite").select_one("main time")["datetime"])

    assert list(DECLARED)[-1] == day
    found = hashlib.sha256(" ".join(words.split()).encode()).hexdigest()[:16]
    assert found == DECLARED[day], "what is declared changed: give it another day"


def test_the_grid_tells_each_of_the_106_criteria_once() -> None:
    assert set(grid()) == {f"{theme}.{n}" for theme, most in enumerate(CRITERIA, 1) for n in range(1, most + 1)}


def test_the_declaration_gives_the_rate_of_the_grid_and_each_criterion_that_is_not_met(browser: Browser) -> None:
    states = grid()
    count = Counter(states.values())
    applicable = count["C"] + count["NC"]

    declared = main_of(browser.get("/accessibilite")).replace("\u00a0", " ")

    assert f"{count['C']} des {applicable} critères applicables" in declared
    assert f"soit {1000 * count['C'] // applicable / 10:g} %".replace(".", ",") in declared
    assert f"Les {count['NA']} autres ne s’appliquent pas" in declared
    missed = {number for number, state in states.items() if state == "NC"}
    assert set(re.findall(r"Critère (\d+\.\d+)", declared)) == missed


def test_every_page_says_the_state_that_the_declaration_gives(browser: Browser) -> None:
    page = browser.get("/accessibilite")

    assert "Ce site est non conforme au référentiel" in main_of(page)
    assert page.select_one(".site-footer a[href='/accessibilite']").text == "Accessibilité\u00a0: non conforme"
