"""Untrusted XML, read without a DOCTYPE, and so without entities that read files or fill the memory."""

from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser, fromstring


class _DoctypeRefused(ValueError):
    """The file has a DOCTYPE, which no REFI-QDA file has."""


class _TooManyRefused(ValueError):
    """The file has too many elements: each takes a few bytes, and a hundred times more once read."""


class _Plain(TreeBuilder):
    def __init__(self, most: int) -> None:
        super().__init__()
        self.left = most

    def start(self, tag: Any, attrs: Any, /) -> Element:
        self.left -= 1
        if self.left < 0:
            raise _TooManyRefused
        return super().start(tag, attrs)

    def doctype(self, *_: str | None) -> None:
        raise _DoctypeRefused


def parse(data: bytes, *, most: int) -> Element | None:
    """The root of a document; None when it is not XML, has a DOCTYPE, or more elements than ``most``."""
    try:
        return fromstring(data, parser=XMLParser(target=_Plain(most)))  # noqa: S314  # no doctype, so no entity
    except (ParseError, ValueError, LookupError):
        return None


def name(element: Element) -> str:
    """A tag without its namespace, which tools write in several ways."""
    return element.tag.rpartition("}")[2]
