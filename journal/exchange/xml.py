"""XML that comes from outside: read without a DOCTYPE, so without any entity to read files or fill the memory."""

from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser, fromstring


class _DoctypeRefused(ValueError):
    """No file of REFI-QDA has a DOCTYPE."""


class _Plain(TreeBuilder):
    def doctype(self, *_: str | None) -> None:
        raise _DoctypeRefused


def parse(data: bytes) -> Element | None:
    """The root of a document; nothing when it is not XML, or has a DOCTYPE."""
    try:
        return fromstring(data, parser=XMLParser(target=_Plain()))  # noqa: S314  # no doctype, so no entity
    except (ParseError, ValueError, LookupError):
        return None


def name(element: Element) -> str:
    """A tag without its namespace, which tools write in several ways."""
    return element.tag.rpartition("}")[2]
