"""Every page of a world, and what it says."""

import re
from collections.abc import Iterator

from bs4 import Tag
from flask import Flask
from werkzeug.routing import Rule

from tests.whole_app.world import World

STATIC = frozenset({"static", "bootstrap.static"})
CLOCK = re.compile(r"à\d{1,2}h\d{2}")


def text_of(page: Tag | None) -> str:
    """What a page says, without its spaces nor the time of day."""
    assert page is not None
    return CLOCK.sub("", "".join(page.get_text().split()).casefold())


def addresses(app: Flask, world: World, method: str) -> Iterator[tuple[Rule, str]]:
    """Each rule that answers a method, at each thing of the world it may name."""
    adapter = app.url_map.bind("localhost")
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if method not in (rule.methods or set()) or rule.endpoint in STATIC:
            continue
        for values in _values(rule, world):
            yield rule, adapter.build(rule.endpoint, values, method=method)


def _values(rule: Rule, world: World) -> list[dict[str, object]]:
    made: list[dict[str, object]] = [{}]
    for name in sorted(rule.arguments):
        allowed = [v for v in world.values[name] if _fits(rule, name, v)]
        made = [values | {name: value} for values in made for value in allowed]
    return made


def _fits(rule: Rule, name: str, value: object) -> bool:
    return bool(re.fullmatch(rule._converters[name].regex, str(value)))
