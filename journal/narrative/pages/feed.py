"""The months of a Lab open to everyone, as an Atom feed (RFC 4287)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from journal.accounts.models import Lab
from journal.narrative.models import Digest

Parts = Sequence[Mapping[str, Any]]
ATOM = "http://www.w3.org/2005/Atom"


def atom(lab: Lab, months: Sequence[tuple[Digest, Parts]], base_url: str) -> bytes:
    """Each month with its parts as anyone may read them, the newest first."""
    page = f"{base_url}/public/{lab.id}/recit"
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": "fr"})
    SubElement(feed, "id").text = lab.id.urn
    SubElement(feed, "title").text = f"Le récit collectif – {lab.name}"
    SubElement(feed, "updated").text = max(
        [_updated(digest) for digest, _ in months], default=lab.created_at
    ).isoformat()
    SubElement(SubElement(feed, "author"), "name").text = lab.name
    SubElement(feed, "link", {"rel": "alternate", "href": page})
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": f"{page}.atom"})
    for digest, parts in months:
        feed.append(_entry(digest, parts, f"{page}/{digest.month:%Y-%m}"))
    return bytes(tostring(feed, encoding="utf-8", xml_declaration=True))


def _entry(digest: Digest, parts: Parts, page: str) -> Element:
    entry = Element("entry")
    SubElement(entry, "id").text = digest.id.urn
    SubElement(entry, "title").text = digest.title
    SubElement(entry, "updated").text = _updated(digest).isoformat()
    SubElement(entry, "published").text = (digest.published_at or digest.drafted_at).isoformat()
    SubElement(entry, "link", {"rel": "alternate", "href": page})
    # The opening alone: what is read elsewhere cannot be taken back.
    SubElement(entry, "summary").text = next((part["text"] for part in parts), "")
    return entry


def _updated(digest: Digest) -> datetime:
    """When its public text last changed: a withdrawal makes a new revision."""
    moments = [datetime.fromisoformat(revision["at"]) for revision in digest.revisions]
    return max(moments, default=digest.published_at or digest.drafted_at)
