"""Whether a request comes from our own pages. What another site sends is never shown back, nor given a cookie."""

from urllib.parse import urlsplit

from flask import request

from journal.web.database import may_change

OURS = frozenset({"same-origin", "none"})


def sent_from_elsewhere() -> bool:
    """Whether the browser says that a request that may change something was sent from another site.

    A browser too old to say so is trusted here; the CSRF token is still required.
    """
    if not may_change():
        return False
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in OURS
    origin = request.headers.get("Origin")
    # « null », which a page may send to hide where it comes from, matches no host.
    return origin is not None and urlsplit(origin).netloc != request.host


def led_here() -> bool:
    """Whether the browser says that one of our pages led here, rather than another site or a crawler."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin" and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    return request.referrer is not None and urlsplit(request.referrer).netloc == request.host
