"""The addresses of the API: each answers what the pages of coordinators show, from the same queries and rules."""

import uuid

import sqlalchemy as sa
from flask import Response, g, jsonify, url_for

from journal.accounts.models import Lab
from journal.api import openapi, resources, schemas
from journal.api.routes import blueprint, paging, resource
from journal.clock import day_of, today
from journal.cooperation.queries import answers_of
from journal.entries.prompts import bank
from journal.narrative.beside import replies_to
from journal.narrative.making import editions
from journal.narrative.models import DigestStatus
from journal.narrative.pages.blueprint import published_or_404
from journal.narrative.queries import digests as digests_of
from journal.narrative.queries import narrative_of, parts_to_read
from journal.narrative.reception import received, versions_of
from journal.prompts.queries import offered_to
from journal.themes import cards, queries
from journal.themes.models import ThemeStatus
from journal.themes.pages.views import lab_cards
from journal.web import access
from journal.web.database import get_session, or_404
from journal.web.settings import settings

__all__ = ["blueprint"]


@blueprint.get("/openapi.json", endpoint="openapi")
@access.public
def description() -> Response:
    return jsonify(openapi.document())


@resource("/lab", schemas.Lab, "Le Lab du jeton et sa dernière analyse")
def lab() -> schemas.Lab:
    session = get_session()
    found, run = session.get_one(Lab, g.person.lab_id), queries.latest_success(session, g.person.lab_id)
    return schemas.Lab(
        id=found.id,
        name=found.name,
        is_public=found.is_public,
        threshold=settings().lab_threshold,
        public_threshold=settings().public_threshold,
        analysis=schemas.Analysis(until=run.until, finished_at=run.finished_at) if run else None,
    )


@resource("/themes", schemas.Themes, "Les thèmes adoptés, du plus partagé au moins", parameters=schemas.Paging)
def themes(asked: schemas.Paging) -> schemas.Themes:
    told = _cards()
    page = paging(asked, len(told))
    return schemas.Themes.model_validate(
        {**page, "items": [resources.theme(card) for card in resources.page_of(told, asked)]}
    )


def _cards() -> list[cards.Card]:
    """Adopted themes enough people speak of at this moment; the others are not even named, as in the exports."""
    run = queries.latest_success(get_session(), g.person.lab_id)
    return [card for card in lab_cards(run, status=ThemeStatus.ADOPTED) if card.people and card.state]


@resource("/themes/<uuid:theme_id>", schemas.ThemeDetail, "Un thème, sa lignée, ce que le Lab y répond")
def theme(theme_id: uuid.UUID) -> schemas.ThemeDetail:
    told = _cards()
    card = or_404(next((card for card in told if card.theme.id == theme_id), None))
    seen = queries.states_of_theme(get_session(), theme_id)
    lineage = cards.lineage(seen, now=card.people, floor=settings().lab_threshold)
    return schemas.ThemeDetail.model_validate(
        {
            **resources.theme(card),
            "lineage": [resources.sighting(seen) for seen in lineage],
            "answers": [answer for answer in _answers(told) if answer.theme == theme_id],
        }
    )


def _answers(told: list[cards.Card]) -> list[schemas.Answer]:
    """What the Lab answers to adopted themes, the latest first; of one that is not ``told``, without saying which."""
    rows = [(row, theme.id) for theme, some in answers_of(get_session(), g.person.lab_id) for row in some]
    rows.sort(key=lambda pair: (pair[0].at, pair[0].id), reverse=True)
    named = {card.theme.id for card in told}
    return [resources.answer(row, theme_id if theme_id in named else None, today=today()) for row, theme_id in rows]


@resource("/answers", schemas.Answers, "Ce que le Lab fait, fera, ne peut pas faire", parameters=schemas.Paging)
def answers(asked: schemas.Paging) -> schemas.Answers:
    found = _answers(_cards())
    return schemas.Answers.model_validate({**paging(asked, len(found)), "items": resources.page_of(found, asked)})


@resource("/narrative", schemas.Narrative, "Le récit vivant, et si l’on s’y reconnaît")
def narrative() -> schemas.Narrative:
    found = narrative_of(get_session(), g.person.lab_id)
    told = parts_to_read(get_session(), g.person.lab_id, found.paragraphs if found else [])
    parts = editions.living_away(get_session(), g.person.lab_id, told)
    heard = received(get_session(), versions_of(parts), floor=settings().lab_threshold)
    return schemas.Narrative(
        composed_on=day_of(found.composed_at) if found else None,
        paragraphs=[resources.narrative_paragraph(part, heard) for part in parts],
    )


@resource("/digests", schemas.Digests, "Les récits du mois publiés, le dernier d’abord", parameters=schemas.Paging)
def digests(asked: schemas.Paging) -> schemas.Digests:
    session, published = get_session(), digests_of(g.person.lab_id, DigestStatus.PUBLISHED)
    total = session.scalar(sa.select(sa.func.count()).select_from(published.order_by(None).subquery())) or 0
    page = paging(asked, total)
    rows = session.scalars(published.limit(asked.size).offset((asked.page - 1) * asked.size))
    items = [resources.digest_summary(row, _digest_url(f"{row.month:%Y-%m}")) for row in rows]
    return schemas.Digests.model_validate({**page, "items": items})


@resource("/digests/<month>", schemas.Digest, "Un récit du mois, ses phrases et leurs preuves, le compte des textes")
def digest(month: str) -> schemas.Digest:
    found, session = published_or_404(month), get_session()
    is_open = session.get_one(Lab, found.lab_id).is_public
    public = editions.in_public(session, found) if is_open else []
    parts, beside = editions.carried_away(session, found), replies_to(session, found)
    return resources.digest(found, parts, public, beside, _digest_url(f"{found.month:%Y-%m}"))


def _digest_url(month: str) -> str:
    return url_for("api.digest", month=month)


@resource("/vocabulary", schemas.Vocabulary, "Les émotions et leurs axes, les étapes, les mots des thèmes")
def vocabulary() -> schemas.Vocabulary:
    return resources.vocabulary()


@resource("/prompts", schemas.Prompts, "Les questions proposées à qui écrit", parameters=schemas.Paging)
def prompts(asked: schemas.Paging) -> schemas.Prompts:
    offered = [*bank(), *offered_to(get_session(), g.person)]
    items = [resources.prompt(known) for known in resources.page_of(offered, asked)]
    return schemas.Prompts.model_validate({**paging(asked, len(offered)), "items": items})
