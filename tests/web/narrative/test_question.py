"""The question of a month: one may write about it, and it copies nobody's words."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.entries.models import Draft
from journal.narrative.making import quotes
from journal.pathways.models import StepKind
from journal.prompts import services
from tests.factories import NOW
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import Scene
from tests.web.narrative.months import (
    RETIRED,
    paragraph_of,
)


def test_one_may_write_about_the_question_of_a_published_month(scene: Scene, session: Session, sign_in) -> None:
    scenes.publish(session, scene)
    session.commit()
    question = paragraph_of(session, "question").text
    reader = sign_in(scene.people[0])

    link = reader.get("/recit/2026-11").find("a", string="Écrire là-dessus")
    page = reader.get(str(link["href"]))
    assert page.select("[name=prompt]")[0]["value"] == question
    assert page.select_one("[name=prompt][checked]")["value"] == question
    page = reader.submit(page, {"text": ""}, status=422)
    assert page.select_one("[name=prompt][checked]")["value"] == question

    reader.submit(page, {"text": "Le bus est revenu."})
    assert question in reader.get(reader.response.location).main.text
    assert sign_in(scene.first).get("/recit/2026-11").find("a", string="Écrire là-dessus") is None


def test_the_question_of_the_last_month_is_offered_to_whoever_writes_until_they_took_it(
    scene: Scene, session: Session, sign_in
) -> None:
    services.add(session, scene.lab.id, "Qu’avez-vous vu par la fenêtre\u00a0?", [StepKind.INTERVIEWS])
    scenes.publish(session, scene)
    session.commit()
    question, reader = paragraph_of(session, "question").text, sign_in(scene.people[0])

    came = reader.get("/journal/ecrire?question=2026-11")
    page = reader.get("/journal/ecrire")
    told = page.select(".prompt label")[2].get_text(" ", strip=True)
    reader.submit(page, {"text": "Le bus est revenu.", "prompt": question})

    assert told == f"{question} Question du récit de novembre"
    assert page.select_one("[name=prompt][checked]")["value"] == ""
    assert question not in reader.get("/journal/ecrire").main.text
    assert [field["value"] for field in came.select("[name=prompt]")].count(question) == 1


def test_a_question_that_quotes_someone_is_copied_into_no_text(scene: Scene, session: Session, sign_in) -> None:
    digest = scenes.publish(session, scene)
    quote = quotes.printed_in(session, digest)[0]
    question = next(part for part in digest.paragraphs if part.kind == "question")
    question.text = f"L’un de vous dit «\u00a0{quote.text}\u00a0». Et vous\u00a0?"
    session.commit()
    reader, author = sign_in(scene.people[0]), sign_in(next(p for p in scene.people if p.id == quote.author_id))

    for answered in ("oui", "retirée"):
        if answered == "retirée":
            author.post(f"/recit/citations/{quote.id}/retirer")
        page = reader.get("/recit/2026-11")
        assert "Et vous" in page.text
        assert page.find("a", string="Écrire là-dessus") is None
        page = reader.get("/journal/ecrire?question=2026-11")
        assert page.select_one("[name=prompt][checked]")["value"] == ""
        assert len(page.select("[name=prompt]")) == 4
    assert RETIRED in paragraph_of(session, "question").text


def test_a_question_taken_down_leaves_the_texts_that_answer_it(scene: Scene, session: Session, sign_in) -> None:
    scenes.publish(session, scene)
    session.commit()
    asked = paragraph_of(session, "question")
    reader = sign_in(scene.people[0])
    reader.submit(reader.get("/journal/ecrire?question=2026-11"), {"text": "Le bus est revenu."})
    written = reader.response.location
    question = asked.text
    session.add(Draft(author_id=scene.people[0].id, submission="s", content={"prompt": question}, updated_at=NOW))
    session.commit()
    assert question in reader.get(written).main.text

    sign_in(scene.first).post(f"/recits/2026-11/paragraphes/{asked.id}/retirer")

    page = reader.get(written)
    assert "Le bus est revenu." in page.main.text
    assert question not in page.main.text
    assert session.scalars(sa.select(Draft.content)).one() == {"prompt": ""}


@pytest.mark.parametrize("month", ["2026-11", "2026-10", "2026-13", "novembre", ""])
def test_a_question_nobody_published_is_not_offered(month: str, scene: Scene, session: Session, sign_in) -> None:
    scenes.draft(session, scene)
    session.commit()

    page = sign_in(scene.people[0]).get(f"/journal/ecrire?question={month}")

    assert page.select_one("[name=prompt][checked]")["value"] == ""
    assert len(page.select("[name=prompt]")) == 4
