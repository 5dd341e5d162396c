"""What the addresses under /api share: no cookie, no page, errors as RFC 9457 problems."""

import json

from flask import Response, request

PREFIX = "/api/"
PROBLEM = "application/problem+json"
# The same refusals as the pages', in the words of an address.
SENTENCES = {
    404: ("Introuvable", "Rien ne répond à cette adresse dans votre Lab."),
    405: ("Lecture seule", "Cette adresse se lit seulement : GET ou HEAD."),
}


def is_asked() -> bool:
    """Whether the request is a program's: then no session is opened and no page is made."""
    return request.path.startswith(PREFIX)


def problem(status: int, title: str, sentence: str) -> Response:
    title, sentence = SENTENCES.get(status, (title, sentence))
    body = {"type": "about:blank", "title": title, "status": status, "detail": sentence}
    return Response(json.dumps(body, ensure_ascii=False), status, mimetype=PROBLEM)
