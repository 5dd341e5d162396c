"""The team asks, the author replies or writes otherwise; what is retained is shown; every idea is answered."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent
from journal.calls.models import Call, IdeaState, IdeaWords
from journal.clock import now, today
from journal.rights import news
from journal.web.typography import spaced
from tests.conftest import SignIn
from tests.pages import Browser, main_of
from tests.web.calls.calling import (
    FORM,
    IDEA,
    MASK,
    QUESTION,
    Scene,
    answer,
    only_idea,
    propose,
    read_again_and_send,
    retain,
    support,
)

REPLY = "form[action$='/reponse']"
TRIED = {"title": "Le covoiturage du matin", "tried": "Une liste à l’accueil.", "for_whom": "Qui part à six heures."}


def ask(team: Browser, idea: str) -> None:
    team.submit(team.get(f"{idea}/question"), {"text": "Combien de places ?"})


def test_the_author_replies_in_words_that_are_masked_and_read_again_first(
    sent: str, amina: Browser, denis: Browser, session: Session
) -> None:
    ask(denis, sent)
    assert "L’équipe vous pose une question" in main_of(amina.get("/journal/"))
    amina.submit(amina.get(sent), {"text": "Quatre, dit Karim."}, form=REPLY)
    assert "Quatre" not in denis.get(sent).text
    assert only_idea(session).state is IdeaState.QUESTIONED

    read_again_and_send(amina, session)

    assert f"Quatre, dit {MASK}." in denis.get(sent).text
    assert only_idea(session).state is IdeaState.WAITING
    assert "L’équipe vous pose une question" not in main_of(amina.get("/journal/"))


def test_the_author_may_write_the_idea_otherwise_in_place_of_a_reply(
    sent: str, amina: Browser, denis: Browser, session: Session
) -> None:
    ask(denis, sent)

    amina.submit(amina.get(f"{sent}/modifier"), {"needs": "Quatre places."})
    read_again_and_send(amina, session)

    assert "Quatre places." in denis.get(sent).text
    assert only_idea(session).state is IdeaState.WAITING


def test_nobody_else_reads_what_the_team_and_the_author_say_to_each_other(
    sent: str, amina: Browser, denis: Browser, scene: Scene, sign_in: SignIn, session: Session
) -> None:
    ask(denis, sent)
    amina.submit(amina.get(sent), {"text": "Quatre."}, form=REPLY)
    read_again_and_send(amina, session)
    retain(denis, sent)

    for who in (scene.other, scene.partner):
        text = sign_in(who).get(sent).text
        assert "places" not in text
        assert "Quatre" not in text


def test_an_idea_that_is_retained_is_read_masked_by_everyone_invited(
    retained: str, call: str, scene: Scene, sign_in: SignIn
) -> None:
    for who in (scene.other, scene.partner):
        browser = sign_in(who)
        for page in (call, retained):
            text = main_of(browser.get(page))
            assert MASK in text
            assert "un·e participant·e" in text
            assert not [word for word in ("Karim", "amina") if word in text]


def test_an_idea_written_otherwise_meanwhile_is_not_retained_unread(
    sent: str, amina: Browser, denis: Browser, session: Session
) -> None:
    page = denis.get(f"{sent}/retenir")
    amina.submit(amina.get(f"{sent}/modifier"), {"title": "Autre chose"})
    read_again_and_send(amina, session)

    denis.submit(page, form=FORM, status=409)

    assert only_idea(session).state is IdeaState.WAITING


def test_an_idea_that_others_support_does_not_change(retained: str, amina: Browser) -> None:
    amina.get(f"{retained}/modifier", status=404)
    amina.post(f"{retained}/modifier", IDEA, status=409)


def test_four_supports_are_not_counted_and_five_are_told_by_steps(
    retained: str, app: Flask, session: Session, scene: Scene, sign_in: SignIn
) -> None:
    bakary = sign_in(scene.other)
    support(app, session, scene.lab, 4)
    assert "Moins de 5 participant·es la soutiennent" in main_of(bakary.get(retained))

    support(app, session, scene.lab, 3)
    assert "au moins 5 participant·es" in main_of(bakary.get(retained))

    support(app, session, scene.lab, 4)
    assert "au moins 5 participant·es" in main_of(bakary.get(retained)), "eleven people: only four more than told"


def test_a_partner_reads_counts_as_anyone_would(
    retained: str, app: Flask, session: Session, scene: Scene, sign_in: SignIn
) -> None:
    support(app, session, scene.lab, 7)

    assert "Moins de 15 participant·es" in main_of(sign_in(scene.partner).get(retained))


def test_one_supports_once_and_takes_it_back(retained: str, scene: Scene, sign_in: SignIn, session: Session) -> None:
    bakary = sign_in(scene.other)
    for _ in range(2):
        bakary.post(f"{retained}/soutenir")
    assert len(only_idea(session).supports) == 1
    session.commit()

    bakary.post(f"{retained}/soutien/retirer")

    session.expire_all()
    assert only_idea(session).supports == []
    session.commit()


def test_an_organisation_supports_by_its_name_and_is_not_counted_with_participants(
    retained: str, app: Flask, session: Session, scene: Scene, sign_in: SignIn
) -> None:
    carole = sign_in(scene.partner)
    carole.post(f"{retained}/soutenir")
    support(app, session, scene.lab, 4)

    page = main_of(sign_in(scene.other).get(retained))
    assert "Atelier Mistral" in page
    assert "Moins de 5 participant·es" in page


def test_nobody_supports_their_own_idea(retained: str, amina: Browser, session: Session) -> None:
    amina.post(f"{retained}/soutenir", status=409)
    assert only_idea(session).supports == []
    session.commit()


def test_the_lab_answers_and_its_author_reads_it_on_their_page_and_in_their_month(
    sent: str, denis: Browser, amina: Browser, session: Session, scene: Scene
) -> None:
    answer(denis, sent, "cannot", text="Le parking n’est pas à nous.")

    assert "Nous ne pouvons pas, parce que Le parking n’est pas à nous." in main_of(amina.get(sent))
    month = amina.get(f"/mes-droits/mois/{now():%Y-%m}")
    assert "Le parking n’est pas à nous." in main_of(month)
    assert news.of_month(session, scene.author, now().date().replace(day=1), floor=5).things == 1
    session.commit()


def test_a_promise_has_a_date(sent: str, denis: Browser, session: Session) -> None:
    answer(denis, sent, "will_do", status=422)
    assert only_idea(session).answer is None
    session.commit()

    answer(denis, sent, "will_do", due_on="2026-12-24")
    assert "24 décembre 2026" in main_of(denis.get(sent))


def test_a_call_is_not_closed_while_an_idea_has_no_answer_and_says_which(
    sent: str, call: str, denis: Browser, session: Session
) -> None:
    page = denis.get(f"{call}/clore")
    assert page.select_one(f"main a[href='{sent}']")
    assert not page.select("main form")
    refused = denis.post(f"{call}/clore", {"conclusion": ""}, status=422)
    assert refused.select_one(f"main a[href='{sent}']")
    assert session.scalars(sa.select(Call.closed_at)).one() is None
    session.commit()

    answer(denis, sent)
    denis.submit(denis.get(f"{call}/clore"), {"conclusion": "Le matin est le plus dur."})

    assert "Le matin est le plus dur." in main_of(denis.get(call))


def test_an_idea_asked_about_or_retained_is_owed_an_answer_too(
    retained: str, call: str, scene: Scene, sign_in: SignIn, denis: Browser, session: Session
) -> None:
    asked = propose(sign_in(scene.partner), session, call, title="Prêter un minibus")
    ask(denis, asked)

    page = denis.get(f"{call}/clore")

    assert {link["href"] for link in page.select("main .lines a")} == {retained, asked}


def test_what_the_lab_keeps_of_a_call_borrows_nobody_s_words(sent: str, call: str, denis: Browser) -> None:
    answer(denis, sent)

    page = denis.submit(denis.get(f"{call}/clore"), {"conclusion": IDEA["changes"]}, status=422)

    assert "reprend des mots de quelqu’un" in main_of(page)


def test_closing_a_call_that_nobody_answered_speaks_of_no_answer(call: str, denis: Browser, session: Session) -> None:
    session.scalars(sa.select(Call)).one().open_until = today() - timedelta(days=1)
    session.commit()
    [waits] = waits_on_monday(denis)
    assert waits.endswith("ne reçoit plus d’idées, et aucune n’est arrivée.")

    closing = denis.get(f"{call}/clore")
    denis.submit(closing)
    closed = denis.get(str(denis.response.location))

    for page in (closing, closed):
        assert "Aucune idée n’est arrivée." in main_of(page)
        assert "Chaque idée" not in main_of(page)
        assert "encore" not in main_of(page)


def test_nobody_writes_for_a_call_that_is_closed(sent: str, call: str, denis: Browser, amina: Browser) -> None:
    answer(denis, sent)
    denis.submit(denis.get(f"{call}/clore"))

    amina.get(f"{call}/proposer", status=404)
    for written in (IDEA, {}):
        amina.post(f"{call}/proposer", written, status=409)
    denis.get(f"{sent}/question", status=404)
    for text in ("Et ?", ""):
        denis.post(f"{sent}/question", {"text": text}, status=409)
    answer(denis, sent, "cannot", text="Finalement non.")


def test_an_idea_becomes_an_experiment_and_each_leads_to_the_other(
    retained: str, denis: Browser, amina: Browser, scene: Scene, sign_in: SignIn
) -> None:
    denis.submit(denis.get(f"{retained}/essai"), TRIED, form=FORM)
    tried = str(denis.response.location)

    assert amina.get(retained).select_one(f"#outcome ~ p a[href='{tried}']")
    page = sign_in(scene.other).get(tried)
    assert spaced(QUESTION) in page.text
    assert page.select_one(f"main a[href='{retained}']")
    assert "Le covoiturage du matin" in main_of(amina.get(f"/mes-droits/mois/{now():%Y-%m}"))
    denis.submit(denis.get(f"{retained}/essai"), TRIED, form=FORM, status=409)


def test_an_experiment_is_written_in_the_team_s_words(retained: str, denis: Browser) -> None:
    page = denis.submit(denis.get(f"{retained}/essai"), TRIED | {"tried": IDEA["changes"]}, form=FORM, status=422)

    assert "reprend des mots de quelqu’un" in main_of(page)


def test_an_idea_taken_back_leaves_the_experiment_and_none_of_its_words(
    retained: str, call: str, denis: Browser, amina: Browser, scene: Scene, sign_in: SignIn, session: Session
) -> None:
    denis.submit(denis.get(f"{retained}/essai"), TRIED, form=FORM)
    tried = str(denis.response.location)

    amina.post(f"{retained}/retirer")

    bakary = sign_in(scene.other)
    for page in (tried, call):
        text = main_of(bakary.get(page))
        assert "Le covoiturage du matin" in text
        assert "a été retirée" in text
        assert not [word for word in ("voitures", "essence", MASK) if word in text]
    assert session.scalars(sa.select(IdeaWords)).all() == []


def waits_on_monday(denis: Browser) -> dict[str, str]:
    """Sentences of the calls on Monday's page, and where each leads."""
    found = denis.get("/themes/semaine").select("section.waiting a[href*='/appels/']")
    return {link.text.replace("\u00a0", " "): str(link["href"]) for link in found}


def test_monday_tells_of_ideas_that_wait_and_leads_to_their_call(call: str, sent: str, denis: Browser) -> None:
    assert waits_on_monday(denis) == {f"Une idée donnée à l’appel « {QUESTION} » attend votre lecture.": call}

    retain(denis, sent)

    waits = f"Une idée retenue, donnée à l’appel « {QUESTION} », attend la réponse du Lab."
    assert waits_on_monday(denis) == {waits: call}


@pytest.mark.parametrize(("days", "is_told"), [(8, False), (7, True), (0, True)])
def test_monday_tells_that_a_call_ends_a_week_before(
    days: int, is_told: bool, call: str, denis: Browser, session: Session
) -> None:
    session.scalars(sa.select(Call)).one().open_until = today() + timedelta(days=days)
    session.commit()

    told = waits_on_monday(denis)

    assert [call] * is_told == list(told.values())
    assert all("reçoit des idées jusqu’au" in sentence for sentence in told)


def test_each_reading_by_the_team_is_told_to_the_author(sent: str, denis: Browser, session: Session) -> None:
    for _ in range(2):
        denis.get(sent)

    read = sa.select(AuditEvent.subject_id).where(AuditEvent.action == "read_idea")
    assert session.scalars(read).all() == [only_idea(session).id]
