"""What the Lab answers, as a month tells it."""

import re
from datetime import date

from nlp.prose.composing import compose_digest
from nlp.prose.drafts import ParagraphKind
from nlp.prose.phrasing import banks
from nlp.prose.types import AnswerFact, AnswerKind
from tests.unit.nlp.prose.telling import (
    digest,
    text_of,
    theme,
)


def test_an_answer_says_what_is_done_promised_and_refused_in_that_order() -> None:
    given_answers = (
        AnswerFact("a1", "t0", AnswerKind.CANNOT, "Ouvrir le dimanche", reason="aucun agent n’est là"),
        AnswerFact("a2", "t0", AnswerKind.WILL_DO, "Ouvrir le samedi", due=date(2026, 12, 1)),
        AnswerFact("a3", "t0", AnswerKind.DOING, "Nous ouvrons le lundi"),
    )
    told = text_of(compose_digest(digest(theme(), answers=given_answers)), ParagraphKind.ANSWERS)
    assert told.index("le lundi") < told.index("le samedi") < told.index("le dimanche")
    assert "1er\u00a0décembre" in told
    assert "parce qu’aucun agent n’est là." in told


def test_a_promise_past_its_date_is_said_to_be_late() -> None:
    late = AnswerFact("a", "t0", AnswerKind.WILL_DO, "Ouvrir le samedi", due=date(2026, 9, 1))
    told = text_of(compose_digest(digest(theme(), answers=(late,))), ParagraphKind.ANSWERS)
    assert re.search(r"est passée|devons|retard|pas noté comme fait", told)


def test_what_is_done_is_said_to_be_before_anything_else() -> None:
    given_answers = (
        AnswerFact("a1", "t0", AnswerKind.DOING, "Nous ouvrons le lundi"),
        AnswerFact("a2", "t0", AnswerKind.WILL_DO, "Nous ouvrirons le samedi", due=date(2026, 9, 1), done=True),
    )
    told = text_of(compose_digest(digest(theme(), answers=given_answers)), ParagraphKind.ANSWERS)
    assert re.match(r"[^«]*\bfait\b[^«]*« Nous ouvrirons le samedi »", told.replace("\u00a0", " "), re.IGNORECASE)
    assert told.index("samedi") < told.index("lundi")


def test_what_was_answered_before_is_not_said_again_but_what_is_late_is() -> None:
    given_answers = (
        AnswerFact("a1", "t0", AnswerKind.DOING, "Nous ouvrons le lundi", told=True),
        AnswerFact("a2", "t0", AnswerKind.WILL_DO, "Ouvrir le samedi", due=date(2026, 9, 1), told=True),
        AnswerFact("a3", "t1", AnswerKind.CANNOT, "Ouvrir la nuit", label="La garde des enfants", told=True),
    )
    (paragraph,) = [
        part
        for part in compose_digest(digest(theme(), answers=given_answers)).paragraphs
        if part.kind is ParagraphKind.ANSWERS
    ]
    told = " ".join(sentence.text for sentence in paragraph.sentences)
    assert "le samedi" in told
    assert "lundi" not in told
    assert "nuit" not in told
    assert "la garde des enfants" in told
    assert {each.ref for each in paragraph.sentences[-1].evidence} == {"a3", "t1"}, "of the other theme more is said"


def test_a_lab_that_has_not_answered_says_so() -> None:
    told = text_of(compose_digest(digest(theme())), ParagraphKind.ANSWERS)
    assert told.replace("\u00a0", " ") in banks()["no_answer"]


def test_a_refusal_that_says_so_itself_is_not_announced_twice() -> None:
    refused = AnswerFact("a", "t0", AnswerKind.CANNOT, "Nous ne pouvons pas ouvrir la nuit.")
    told = text_of(compose_digest(digest(theme(), answers=(refused,))), ParagraphKind.ANSWERS)
    assert told.casefold().count("nous ne pouvons pas") == 1
    assert told.endswith(". Nous ne pouvons pas ouvrir la nuit.")


def test_answers_are_told_theme_by_theme() -> None:
    told = (
        AnswerFact("a1", "t1", AnswerKind.DOING, "Nous prêtons un vélo"),
        AnswerFact("a2", "t0", AnswerKind.CANNOT, "Ouvrir la nuit"),
        AnswerFact("a3", "t0", AnswerKind.DOING, "Nous ouvrons le lundi"),
    )
    draft = compose_digest(digest(theme(), theme("t1", label="Les trajets"), answers=told))
    [part] = [paragraph for paragraph in draft.paragraphs if paragraph.kind is ParagraphKind.ANSWERS]
    assert [sentence.evidence[0].ref for sentence in part.sentences] == ["a3", "a2", "a1"]
