"""Where a request comes from. Of what another site sends, nothing is ever given back, nor a cookie."""

from urllib.parse import urlsplit

from flask import request

from journal.web.database import may_change

OURS = frozenset({"same-origin", "none"})


def sent_from_elsewhere() -> bool:
    """Whether the browser says that something other than a page of ours sent what may change something.

    A browser too old to say where a form comes from is believed: the token of the form is asked of it all the same.
    """
    if not may_change():
        return False
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in OURS
    origin = request.headers.get("Origin")
    # « null », which a page may hide behind, names no host and is not ours.
    return origin is not None and urlsplit(origin).netloc != request.host


def led_here() -> bool:
    """Whether the browser says that a page of ours led here: not another site, nor a program that follows links."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin" and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    return request.referrer is not None and urlsplit(request.referrer).netloc == request.host
