"""The word lists and the model shipped with the library; README.md gives their sources and licences."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

_HERE = files(__name__)


def binary(name: str) -> bytes:
    """Return the bytes of the file ``name``."""
    return _HERE.joinpath(name).read_bytes()


def lines(name: str) -> list[str]:
    """Return the lines of the text file ``name``, without comments (``#``) and empty lines."""
    text = _HERE.joinpath(name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def table(name: str) -> dict[str, Any]:
    """Return the content of the TOML file ``name``, read once: it is not to be changed."""
    return tomllib.loads(_HERE.joinpath(name).read_text(encoding="utf-8"))
