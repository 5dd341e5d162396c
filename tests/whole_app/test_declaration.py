"""What the site declares of its accessibility is dated: it never changes alone."""

import hashlib

from journal.config import ROOT
from tests.pages import Browser

# Each day with the words declared then: what is declared anew, or otherwise, is dated anew.
DECLARED = {"2026-11-30": "0af9e7f8093329cb"}


def test_the_declaration_of_accessibility_is_the_one_of_its_day(browser: Browser) -> None:
    words = (ROOT / "templates/home/accessibility.html").read_text("utf-8")
    day = str(browser.get("/accessibilite").select_one("main time")["datetime"])

    assert list(DECLARED)[-1] == day
    found = hashlib.sha256(" ".join(words.split()).encode()).hexdigest()[:16]
    assert found == DECLARED[day], "what is declared changed: give it another day"
