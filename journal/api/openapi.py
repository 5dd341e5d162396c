"""The OpenAPI file, made from the routes and the models the code answers with: it cannot say anything else."""

import re
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from journal.api.routes import JSON, ROUTES, Route
from journal.api.schemas import MONTH, Problem
from journal.web.api import PROBLEM

VERSION = "1.0.0"
PREFIX = "/api/v1"
DESCRIPTION = (
    "Ce que la coordination d’un Lab lit de ses thèmes et de ses récits, pour des programmes. En lecture seule, avec "
    "un jeton. Les comptes sont des personnes, arrondies à cinq ; sous le seuil, rien n’est dit. Jamais le texte d’une "
    "entrée, sauf les citations publiées que leurs auteur·es ont acceptées."
)
REFUSALS = {
    "400": "Un paramètre n’est pas connu, ou pas permis.",
    "401": "Il n’y a pas de jeton, ou il n’ouvre plus rien.",
    "404": "Rien ne répond à cette adresse dans le Lab du jeton.",
    "429": "Le jeton a servi trop souvent en une minute.",
}
PATH_PARAMETERS: dict[str, dict[str, Any]] = {
    "theme_id": {"type": "string", "format": "uuid"},
    "month": {"type": "string", "pattern": MONTH},
}


@cache
def document() -> dict[str, Any]:
    models: list[type[BaseModel]] = [*dict.fromkeys(route.answer for route in ROUTES), Problem]
    _, schemas = models_json_schema([(model, "serialization") for model in models], ref_template=_ref("{model}"))
    paths = {_path(route.path): {"get": _operation(route)} for route in ROUTES}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Récit collectif", "version": VERSION, "description": DESCRIPTION},
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": {**paths, f"{PREFIX}/openapi.json": {"get": _itself()}},
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _ref(name: str) -> str:
    return f"#/components/schemas/{name}"


def _path(rule: str) -> str:
    return PREFIX + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule)


def _operation(route: Route) -> dict[str, Any]:
    statuses = [status for status in REFUSALS if status != "404" or route.names or _queries(route)]
    return {
        "operationId": route.endpoint.split(".")[-1],
        "summary": route.summary,
        "parameters": [
            *({"name": n, "in": "path", "required": True, "schema": PATH_PARAMETERS[n]} for n in route.names),
            *_queries(route),
        ],
        "responses": {
            "200": _answer("Ce qui est demandé.", {"$ref": _ref(route.answer.__name__)}),
            **{status: _refusal(status) for status in statuses},
        },
    }


def _queries(route: Route) -> list[dict[str, Any]]:
    fields = route.parameters.model_json_schema().get("properties", {})
    return [{"name": name, "in": "query", "required": False, "schema": field} for name, field in fields.items()]


def _answer(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "description": description,
        "headers": {"ETag": {"required": True, "schema": {"type": "string"}}},
        "content": {JSON: {"schema": schema}},
    }


def _refusal(status: str) -> dict[str, Any]:
    refusal: dict[str, Any] = {
        "description": REFUSALS[status],
        "content": {PROBLEM: {"schema": {"$ref": _ref("Problem")}}},
    }
    named = {"401": "WWW-Authenticate", "429": "Retry-After"}.get(status)
    return refusal | ({"headers": {named: {"required": True, "schema": {"type": "string"}}}} if named else {})


def _itself() -> dict[str, Any]:
    return {
        "operationId": "openapi",
        "summary": "La description de l’interface",
        "security": [],
        "parameters": [],
        "responses": {"200": _answer("La description de l’interface.", {"type": "object"})},
    }
