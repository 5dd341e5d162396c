"""What axe finds wrong on a page, and whether it fits: at the widths of a phone and of a desk, with large text."""

from collections.abc import Iterable
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT

TAGS = ["RGAAv4", "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Axe tells at length what is right too, unless asked not to: that takes longer than looking.
# Nor may it load style sheets again: it writes those it finds in one another into the page, which refuses them.
OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "resultTypes": ["violations", "incomplete"],
    "preload": False,
}
RUN = "(options) => axe.run(options).then((found) => [found.violations, found.incomplete])"
# What axe leaves to a person, who looked at it on 30 November 2026: texts on the arrow of a list or on a drawing, whose
# colours are those of texts beside it; the day over a group of rows of the log, whose cells are under it. Any other
# rule left open is to be looked at too, then added here.
LOOKED_AT = {"color-contrast", "th-has-data-cells"}


def bring_axe(page: Any) -> None:
    """Have axe on each page opened from now on: sent again to each of them, it takes as long as opening them."""
    page.context.add_init_script(AXE_SCRIPT)


def violations(page: Any) -> list[str]:
    """Rules that the page breaks as it is now, and where."""
    broken, _ = page.evaluate(RUN, OPTIONS)
    return _told(broken)


def violations_or_doubts(page: Any) -> list[str]:
    """The same, with the rules that axe leaves to a person who has not looked yet."""
    broken, undecided = page.evaluate(RUN, OPTIONS)
    return _told(broken + [rule for rule in undecided if rule["id"] not in LOOKED_AT])


def _told(rules: list[Any]) -> list[str]:
    return [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in rules for node in rule["nodes"]]


def overflow(page: Any) -> int:
    return int(page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def open_everything(page: Any) -> None:
    page.evaluate("() => document.querySelectorAll('details').forEach((each) => (each.open = true))")


def open_one(page: Any, where: str) -> None:
    """By its address, or by a link of the page before."""
    if where.startswith("/"):
        answer = page.goto(where)
        assert answer.status == 200, where
    else:
        before = page.url
        page.locator(where).first.click()
        page.wait_for_url(lambda address: address != before)


def wrong_on(page: Any) -> list[str]:
    """What is wrong on the page that is open, everything in it unfolded."""
    page.set_viewport_size({"width": 360, "height": 740})
    open_everything(page)
    wrong = violations(page)
    page.set_viewport_size({"width": 320, "height": 640})
    wrong += ["wider than 320 px"] if overflow(page) > 0 else []
    page.set_viewport_size({"width": 1280, "height": 800})
    wrong += violations(page)
    page.evaluate("() => (document.documentElement.style.fontSize = '200%')")
    wrong += ["too wide with large text"] if overflow(page) > 0 else []
    page.set_viewport_size({"width": 640, "height": 800})
    wrong += ["too wide with large text on half a screen"] if overflow(page) > 0 else []
    page.evaluate("() => (document.documentElement.style.fontSize = '')")
    return wrong


def troubles(page: Any, places: Iterable[str]) -> dict[str, list[str]]:
    """What is wrong on each page, opened one after the other."""
    found: dict[str, list[str]] = {}
    bring_axe(page)
    for where in places:
        page.set_viewport_size({"width": 360, "height": 740})
        open_one(page, where)
        if wrong := wrong_on(page):
            found[where] = wrong
    return found
