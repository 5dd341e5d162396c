"""One decorator says an address, what it answers and who may ask: the site and the OpenAPI file both read it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from flask import Blueprint, Response, abort, current_app, g, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, ValidationError

from journal.api import schemas, services
from journal.clock import now
from journal.web import access, api
from journal.web.database import get_session, see_lab

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
JSON = "application/json"
NUMBER = re.compile("[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Route:
    path: str
    endpoint: str
    summary: str
    answer: type[BaseModel]
    parameters: type[BaseModel]

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters of the path: without any, the address always leads to something and never answers 404."""
        return tuple(part[1:-1].split(":")[-1] for part in self.path.split("/") if part.startswith("<"))


ROUTES: list[Route] = []
View = Callable[..., BaseModel]


def resource(
    path: str, answer: type[BaseModel], summary: str, *, parameters: type[BaseModel] = schemas.NoParameters
) -> Callable[[View], View]:
    """Answer GET at ``path`` with a model. Parameters that the model does not name are refused, not ignored."""

    def add(view: View) -> View:
        @wraps(view)
        def answered(**names: object) -> ResponseReturnValue:
            asked = _parameters(parameters)
            if asked is None:
                return api.problem(400, "Paramètre refusé", "Un paramètre de l’adresse n’est pas connu, ou pas permis.")
            body = view(**names, **({"asked": asked} if parameters is not schemas.NoParameters else {}))
            return Response(body.model_dump_json(), mimetype=JSON)

        blueprint.add_url_rule(path, view.__name__, access.token(answered), methods=["GET"])
        ROUTES.append(Route(path, f"{blueprint.name}.{view.__name__}", summary, answer, parameters))
        return view

    return add


def _parameters(model: type[BaseModel]) -> BaseModel | None:
    """The parameters of the address; nothing when one is wrong, unknown or written twice."""
    given = dict(request.args.lists())
    if any(len(values) > 1 or not NUMBER.fullmatch(values[0]) for values in given.values()):
        return None
    try:
        return model.model_validate({name: int(values[0]) for name, values in given.items()})
    except ValidationError:
        return None


def paging(asked: schemas.Paging, total: int) -> dict[str, object]:
    """What every page of a list says of itself; a page beyond the last does not exist."""
    if asked.page > 1 and (asked.page - 1) * asked.size >= total:
        abort(404)
    more = asked.page * asked.size < total
    names = request.view_args or {}
    following = url_for(request.endpoint or "", **names, page=asked.page + 1, size=asked.size) if more else None
    return {"page": asked.page, "size": asked.size, "total": total, "next": following}


@blueprint.record_once
def _guard_with_tokens(state: BlueprintSetupState) -> None:
    state.app.extensions["token_guard"] = require_token


def require_token() -> ResponseReturnValue | None:
    """Let a program in with the token it brings, counted; it reads what the maker of the token reads."""
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    token = services.find(get_session(), secret.strip(), now=now()) if kind.lower() == "bearer" else None
    if token is None:
        # Nobody guesses 256 random bits: wrong ones are not counted, or anyone could fill the table that counts.
        refused = api.problem(401, "Jeton refusé", "Il faut un jeton en cours : Authorization: Bearer recit_…")
        refused.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"' if secret else "Bearer"
        return refused
    services.count_use(get_session(write=True), token.id, now=now())
    get_session(write=True).commit()
    g.person = token.made_by
    see_lab(g.person.lab_id)
    return None


@blueprint.after_request
def _tag(response: Response) -> Response:
    """A fingerprint, so that a program that asks again is told that nothing has moved."""
    if response.status_code == 200 and not current_app.config["DEBUG"]:
        response.add_etag()
        response.make_conditional(request)
    return response
