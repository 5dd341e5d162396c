"""What the Lab wants together: proposed by anyone, mediated, answered, adopted or set aside; the same words for all."""

from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy.orm import Session

from journal import jobs
from journal.accounts.models import Lab, Person, Role
from journal.actors.models import Actor, ActorKind
from journal.common_good import services
from journal.common_good.models import Answer, CommonGood, Part, Proposal, ProposalKind, Reserve, Stance, Words
from journal.entries.models import MaskingState
from journal.entries.words import seen_mark
from journal.entries.words_masking import mask_words
from journal.partners.models import Partner
from journal.rights import news
from journal.rights.services import erase_everything
from tests.conftest import SignIn
from tests.factories import NOW, PASSPHRASE, make_lab, make_person
from tests.pages import Browser

TEXT = "Karim de Digne dit qu’il faut aussi penser aux horaires de bus."
MASKED = "[PRÉNOM] de [VILLE] dit qu’il faut aussi penser aux horaires de bus."
REWRITTEN = "Pour les personnes sans voiture aussi."
SEND = "form:has(.btn-primary)"
PARTS = {
    Part.TOGETHER: "Des formations qui mènent à un emploi.",
    Part.WHOM: "Pour les personnes loin de l’emploi.",
    Part.SIGNS: "Des contrats qui durent.",
    Part.REFUSED: "Des stages sans suite.",
}


@dataclass
class Scene:
    lab: Lab
    author: Person
    other: Person
    partner: Person
    mediator: Person
    colleague: Person


@pytest.fixture
def scene(session: Session) -> Scene:
    lab = make_lab(session, "Lab Provence")
    atelier = Actor(lab_id=lab.id, name="Atelier Mistral", kind=ActorKind.COMPANY, created_at=NOW)
    session.add(atelier)
    session.flush()
    roles = (Role.PARTICIPANT, Role.PARTICIPANT, Role.PARTNER, Role.COORDINATOR, Role.COORDINATOR)
    names = ("amina-1", "bakary-2", "carole-3", "denis-4", "elise-5")
    people = [make_person(session, lab, role, username=name) for role, name in zip(roles, names, strict=True)]
    session.add(Partner(person_id=people[2].id, actor_id=atelier.id))
    session.flush()
    services.found(session, lab.id, PARTS, "Écrit ensemble en juin.", by=people[3], now=NOW)
    session.commit()
    return Scene(lab, *people)


def main_of(page: BeautifulSoup) -> str:
    return " ".join(page.main.get_text(" ").split())


def proposed(session: Session) -> Proposal:
    found = session.scalars(sa.select(Proposal).execution_options(populate_existing=True)).one()
    session.commit()
    return found


def mask(session: Session) -> None:
    """What the worker does, without its models."""
    for words in session.scalars(sa.select(Words).where(Words.masking_state == MaskingState.RECEIVED)):
        words.masked_text, words.masking_state = words.text.replace(TEXT, MASKED), MaskingState.MASKED
        words.masks = [[0, 5, "first_name", "rule"], [9, 14, "place", "rule"]] if TEXT in words.text else []
    session.commit()


@pytest.fixture
def amina(scene: Scene, sign_in: SignIn) -> Browser:
    return sign_in(scene.author)


@pytest.fixture
def denis(scene: Scene, sign_in: SignIn) -> Browser:
    return sign_in(scene.mediator)


@pytest.fixture
def written(amina: Browser, session: Session) -> str:
    """The page of the words a participant just wrote."""
    amina.submit(amina.get("/bien-commun/proposer/whom"), {"kind": "remark", "text": TEXT})
    return str(amina.response.location)


@pytest.fixture
def sent(written: str, amina: Browser, session: Session) -> str:
    """The page of a proposal that waits for a mediator."""
    mask(session)
    amina.submit(amina.get(written), form=SEND)
    return f"/bien-commun/propositions/{proposed(session).id}"


@pytest.fixture
def offered(sent: str, denis: Browser) -> str:
    denis.submit(denis.get(f"{sent}/reformuler"), {"text": REWRITTEN, "note": "Est-ce cela ?"})
    return sent


@pytest.fixture
def discussed(offered: str, amina: Browser) -> str:
    amina.submit(amina.get(offered), {"choice": "yes"}, form="form[action$='/accord']")
    return offered


def answers(session: Session, scene: Scene, *stances: Stance) -> None:
    """So many more participants answer the text that is discussed."""
    found = proposed(session)
    for stance in stances:
        text = "" if stance is Stance.AGREE else "Non."
        services.answer(session, found, 1, stance, text, by=make_person(session, scene.lab), now=NOW)
    session.commit()


def answer(browser: Browser, page: str, stance: str, text: str = "", **options: int) -> None:
    fields = {"stance": stance, "text": text}
    browser.submit(browser.get(page), fields, form="form[action$='/repondre']", **options)


@pytest.mark.parametrize("who", ["author", "partner", "mediator"])
def test_everyone_in_the_lab_reads_what_it_wants_together(scene: Scene, sign_in: SignIn, who: str) -> None:
    page = main_of(sign_in(getattr(scene, who)).get("/bien-commun"))

    for part, text in PARTS.items():
        assert part.label in page
        assert text in page


def test_another_lab_reads_nothing_of_it(scene: Scene, session: Session, sign_in: SignIn, discussed: str) -> None:
    stranger = make_person(session, make_lab(session), Role.COORDINATOR)
    session.commit()
    browser = sign_in(stranger)

    assert "formations" not in main_of(browser.get("/bien-commun"))
    browser.get(discussed, status=404)
    browser.get(f"{discussed}/reformuler", status=404)


def test_the_first_statement_is_written_by_the_team_once(session: Session, sign_in: SignIn) -> None:
    coordinator = make_person(session, make_lab(session), Role.COORDINATOR)
    session.commit()
    browser = sign_in(coordinator)
    fields = {part.value: text for part, text in PARTS.items()}

    page = browser.submit(browser.get("/bien-commun/ecrire"), fields, status=422)
    assert "D’où vient ce texte" in page.text
    browser.submit(page, {"why": "Une réunion de juin."})

    assert "Une réunion de juin." in browser.get("/bien-commun/histoire").text
    browser.get("/bien-commun/ecrire", status=404)


class TestBeforeItIsSent:
    def test_its_author_reads_it_masked(self, written: str, amina: Browser, session: Session) -> None:
        assert amina.get(written).select_one("[data-waiting]")
        mask(session)

        page = amina.get(written)

        assert page.select_one(".masked-text").text == MASKED
        assert "même si vous effacez votre compte" in page.text

    def test_nobody_else_knows_of_it(self, written: str, scene: Scene, session: Session, sign_in: SignIn) -> None:
        mask(session)
        page = f"/bien-commun/propositions/{proposed(session).id}"
        for who in (scene.other, scene.partner, scene.mediator):
            browser = sign_in(who)
            browser.get(page, status=404)
            browser.get(written, status=404)
            assert "bus" not in browser.get("/bien-commun").text
        assert "bus" not in sign_in(scene.mediator).get("/bien-commun/mediation").text

    def test_a_text_whose_masking_failed_goes_nowhere(self, written: str, amina: Browser, session: Session) -> None:
        page = amina.get(written)
        words = session.scalars(sa.select(Words)).one()
        words.masking_state = MaskingState.FAILED
        session.commit()

        amina.post(written, {"seen": seen_mark(words)}, status=409)

        assert proposed(session).state.value == "unsent"
        assert page.select_one("[data-waiting]")

    def test_a_text_remade_since_must_be_read_again(self, written: str, amina: Browser, session: Session) -> None:
        mask(session)
        page = amina.get(written)
        session.scalars(sa.select(Words)).one().masked_text = "Autre chose."
        session.commit()

        amina.submit(page, form=SEND, status=409)

    def test_its_author_drops_an_unsent_proposal(self, written: str, amina: Browser, session: Session) -> None:
        amina.post(f"{written}/effacer")

        assert session.scalars(sa.select(Proposal)).all() == []

    @pytest.mark.model
    def test_the_worker_masks_it_and_what_its_author_adds(
        self, app, written: str, amina: Browser, session: Session
    ) -> None:
        assert mask_words(app.extensions["database"], Words) == 1
        page = amina.get(written)
        assert "Karim" not in page.select_one(".masked-text").text
        bus = next(box for box in page.select("[name=word]") if "bus" in box.parent.text)

        amina.submit(page, {"word": bus["value"]}, form="form[action$='/masquer']")
        assert mask_words(app.extensions["database"], Words) == 1

        assert "bus" not in amina.get(written).select_one(".masked-text").text


class TestMediation:
    def test_the_team_reads_it_masked_and_without_a_name(self, sent: str, denis: Browser) -> None:
        for page in ("/bien-commun/mediation", sent, f"{sent}/reformuler", f"{sent}/ecarter"):
            text = denis.get(page).text
            assert MASKED in text
            assert "Karim" not in text
            assert "amina" not in text

    def test_monday_says_that_it_waits(self, sent: str, denis: Browser) -> None:
        assert "Une proposition sur le bien commun attend" in main_of(denis.get("/themes/semaine"))

    def test_nobody_but_its_author_reads_the_reformulation_before_a_yes(
        self, offered: str, scene: Scene, sign_in: SignIn, amina: Browser
    ) -> None:
        for who in (scene.other, scene.partner):
            browser = sign_in(who)
            browser.get(offered, status=404)
            assert REWRITTEN not in browser.get("/bien-commun").text
        assert "sans voiture aussi" in amina.get(offered).select_one("section ins").text

    def test_its_author_is_told_on_their_first_page(self, offered: str, amina: Browser) -> None:
        page = amina.get("/journal/")

        assert page.find("a", href=offered)
        assert "Votre proposition sur le bien commun est reformulée" in main_of(page)

    def test_goes_back_and_forth_until_the_author_says_yes(
        self, offered: str, amina: Browser, denis: Browser, session: Session
    ) -> None:
        amina.submit(amina.get(offered), {"choice": "not_yet", "text": TEXT}, form="form[action$='/accord']")
        assert TEXT not in denis.get(f"{offered}/reformuler").text
        words = str(amina.response.location)
        mask(session)
        amina.submit(amina.get(words), form=SEND)
        assert MASKED in denis.get(f"{offered}/reformuler").text

        denis.submit(denis.get(f"{offered}/reformuler"), {"text": f"{REWRITTEN} Et les bus."})
        amina.submit(amina.get(offered), {"choice": "yes"}, form="form[action$='/accord']")

        found = proposed(session)
        assert (found.state.value, found.agreed.number) == ("agreed", 2)

    def test_a_yes_is_said_to_the_text_that_was_read(
        self, offered: str, amina: Browser, denis: Browser, session: Session
    ) -> None:
        page = amina.get(offered)
        denis.submit(denis.get(f"{offered}/reformuler"), {"text": "Tout autre chose."})

        amina.submit(page, {"choice": "yes"}, form="form[action$='/accord']", status=409)

        assert proposed(session).agreed is None

    def test_nobody_says_yes_for_the_author(self, offered: str, scene: Scene, sign_in: SignIn, denis: Browser) -> None:
        for browser in (sign_in(scene.other), sign_in(scene.partner), denis):
            browser.post(f"{offered}/accord", {"choice": "yes", "turn": "1"}, status=404)
            browser.post(f"{offered}/retirer", status=404)

    def test_nothing_is_adopted_before_the_yes(self, offered: str, denis: Browser, session: Session) -> None:
        denis.get(f"{offered}/adopter", status=404)
        denis.post(f"{offered}/adopter", {"why": "Parce que."}, status=404)

        assert session.scalar(sa.select(sa.func.max(CommonGood.number))) == 1

    def test_nobody_mediates_their_own_proposal(self, scene: Scene, denis: Browser, session: Session, sign_in) -> None:
        denis.submit(denis.get("/bien-commun/proposer/signs"), {"kind": "remark", "text": "Et les CDI ?"})
        page = f"/bien-commun/propositions/{proposed(session).id}"

        denis.get(f"{page}/reformuler", status=404)
        denis.get(f"{page}/ecarter", status=404)
        sign_in(scene.colleague).get(f"{page}/reformuler")


class TestDiscussion:
    def test_everyone_reads_the_agreed_text_and_nothing_of_what_came_before(
        self, discussed: str, scene: Scene, sign_in: SignIn
    ) -> None:
        for who in (scene.other, scene.partner):
            page = sign_in(who).get(discussed)
            assert "un·e participant·e" in main_of(page)
            assert not [word for word in ("bus", "Est-ce cela", "amina", "Karim") if word in page.text]

    def test_a_reserve_needs_a_reason(self, discussed: str, scene: Scene, sign_in: SignIn, session: Session) -> None:
        answer(sign_in(scene.partner), discussed, "reserve", status=422)

        assert session.scalars(sa.select(Answer)).all() == []

    def test_an_organisation_answers_by_its_name(self, discussed: str, scene: Scene, sign_in: SignIn) -> None:
        carole = sign_in(scene.partner)
        assert "tout le Lab lit son nom" in carole.get(discussed).text

        answer(carole, discussed, "reserve", "Nos horaires commencent à six heures.")

        page = main_of(sign_in(scene.other).get(discussed))
        assert "Atelier Mistral (entreprise) : d’accord, avec une réserve. Nos horaires" in page
        assert "carole" not in page

    def test_a_participant_s_reason_is_masked_read_again_and_sent(
        self, discussed: str, scene: Scene, sign_in: SignIn, session: Session
    ) -> None:
        bakary = sign_in(scene.other)
        answer(bakary, discussed, "disagree", TEXT)
        words = str(bakary.response.location)
        mask(session)
        assert "bus" not in sign_in(scene.partner).get(discussed).text

        bakary.submit(bakary.get(words), form=SEND)

        page = sign_in(scene.partner).get(discussed).text
        assert MASKED in page
        assert "Karim" not in page

    def test_few_participants_are_not_counted(self, discussed: str, scene: Scene, sign_in: SignIn) -> None:
        answer(sign_in(scene.other), discussed, "agree")

        assert "aucune réponse ne réunissait 5 personnes" in main_of(sign_in(scene.partner).get(discussed))

    def test_those_whose_answers_are_told_apart_are_not_counted_with_participants(
        self, discussed: str, app: Flask, scene: Scene, sign_in: SignIn, session: Session
    ) -> None:
        """An organisation and the team are read by name: counted too, they would be taken away from the number."""
        answers(session, scene, *[Stance.AGREE] * 4)
        for speaker in (scene.partner, scene.mediator):
            answer(sign_in(speaker), discussed, "agree")
        jobs.sweep(app, [jobs.tell])

        page = main_of(sign_in(scene.other).get(discussed))
        assert "Les organisations" in page
        assert "aucune réponse ne réunissait 5 personnes" in page

    def test_seven_are_told_by_steps_of_five(
        self, discussed: str, app: Flask, scene: Scene, sign_in: SignIn, session: Session
    ) -> None:
        answers(session, scene, *[Stance.AGREE] * 6, Stance.DISAGREE)
        jobs.sweep(app, [jobs.tell])

        page = main_of(sign_in(scene.partner).get(discussed))

        assert "D’accord : au moins 5" in page
        assert "Pas d’accord : moins de 5, ou personne" in page

    def test_one_more_answer_moves_no_number_and_five_move_them_together(
        self, discussed: str, app: Flask, scene: Scene, sign_in: SignIn, session: Session
    ) -> None:
        browser = sign_in(scene.partner)

        def told(*more: Stance) -> str:
            answers(session, scene, *more)
            jobs.sweep(app, [jobs.tell])
            return main_of(browser.get(discussed)).partition("Les participant·es")[2].partition("Ces nombres")[0]

        first = told(*[Stance.AGREE] * 9, *[Stance.RESERVE] * 4)
        assert "au moins 5" in first
        assert [told(Stance.AGREE), told(Stance.RESERVE), told(), told(Stance.AGREE, Stance.AGREE)] == [first] * 4

        last = told(Stance.AGREE)
        assert "D’accord : au moins 10 personnes D’accord, avec une réserve : au moins 5 personnes" in last

    def test_an_answer_changes_and_is_taken_back(
        self, discussed: str, scene: Scene, sign_in: SignIn, session: Session
    ) -> None:
        carole = sign_in(scene.partner)
        answer(carole, discussed, "agree")
        answer(carole, discussed, "disagree", "Trop vague.")
        assert [each.stance for each in session.scalars(sa.select(Answer))] == [Stance.DISAGREE]
        session.commit()

        carole.post(f"{discussed}/reponse/retirer")

        assert session.scalars(sa.select(Words).where(Words.author_id == scene.partner.id)).all() == []

    def test_its_author_does_not_answer_it(self, discussed: str, amina: Browser, session: Session) -> None:
        amina.post(f"{discussed}/repondre", {"stance": "agree", "turn": "1"}, status=409)


class TestTheEnd:
    @pytest.fixture
    def adopted(self, discussed: str, scene: Scene, sign_in: SignIn, denis: Browser) -> str:
        answer(sign_in(scene.partner), discussed, "reserve", "Nos horaires commencent à six heures.")
        denis.submit(denis.get(f"{discussed}/adopter"), {"why": "La mobilité revient partout."})
        return discussed

    def test_what_is_adopted_shows_what_changed_and_why(self, adopted: str, scene: Scene, sign_in: SignIn) -> None:
        page = sign_in(scene.other).get("/bien-commun/histoire")

        text = main_of(page)
        assert "La mobilité revient partout." in text
        assert "un·e participant·e" in text
        added, removed = page.select_one("section ins"), page.select_one("section del")
        assert "sans voiture aussi" in added.text
        assert "loin de l’emploi" in removed.text
        assert ("(ajouté" in added.text, "(retiré" in removed.text) == (True, True)
        assert "Pour les personnes loin de l’emploi." in text, "the first statement is kept"

    def test_a_reserve_remains_under_the_text_until_it_is_lifted(
        self, adopted: str, scene: Scene, sign_in: SignIn, session: Session
    ) -> None:
        carole = sign_in(scene.partner)
        page = carole.get("/bien-commun")
        assert "Une réserve demeure : Nos horaires commencent à six heures. – Atelier Mistral" in main_of(page)

        carole.submit(page, form="form[action$='/retirer']")

        assert "réserve demeure" not in carole.get("/bien-commun").text
        assert session.scalars(sa.select(Answer)).all() == []

    def test_a_reserve_is_lifted_by_its_author_alone(
        self, adopted: str, scene: Scene, sign_in: SignIn, session: Session
    ) -> None:
        reserve = session.scalars(sa.select(Reserve)).one()
        session.commit()

        for who in (scene.other, scene.mediator):
            sign_in(who).post(f"/bien-commun/reserves/{reserve.id}/retirer", status=404)

    def test_what_is_closed_never_opens_again(self, adopted: str, amina: Browser, denis: Browser, scene, sign_in):
        for gesture in ("reformuler", "adopter", "ecarter"):
            denis.post(f"{adopted}/{gesture}", {"text": "x", "why": "x", "reason": "x"}, status=404)
        amina.post(f"{adopted}/retirer", status=409)
        sign_in(scene.other).post(f"{adopted}/repondre", {"stance": "agree", "turn": "1"}, status=409)

    def test_a_text_written_over_another_change_is_not_adopted(
        self, discussed: str, scene: Scene, denis: Browser, session: Session
    ) -> None:
        meanwhile = services.propose(
            session, scene.lab.id, Part.WHOM, ProposalKind.REMARK, "Aussi.", by=scene.partner, now=NOW
        )
        services.reformulate(session, meanwhile, "Pour tout le monde.", "", by=scene.mediator, now=NOW)
        services.agree(session, meanwhile, 1, now=NOW)
        services.adopt(session, meanwhile, "Plus court.", by=scene.mediator, now=NOW)
        session.commit()

        page = denis.submit(denis.get(f"{discussed}/adopter"), {"why": "Oui."}, status=409)

        assert "Reformulez à partir du texte d’aujourd’hui" in page.text
        assert "Pour tout le monde." in denis.get("/bien-commun").text

    def test_a_reason_is_read_by_everyone_and_the_text_by_nobody_without_a_yes(
        self, offered: str, denis: Browser, scene: Scene, sign_in: SignIn
    ) -> None:
        page = denis.submit(denis.get(f"{offered}/ecarter"), status=422)
        denis.submit(page, {"reason": "Une autre partie le dit déjà."})

        for who in (scene.other, scene.partner):
            browser = sign_in(who)
            for address in ("/bien-commun/histoire", offered):
                text = main_of(browser.get(address))
                assert "Une autre partie le dit déjà." in text
                assert not [word for word in (REWRITTEN, "bus", "Est-ce cela") if word in text]

    def test_its_author_is_told_what_became_of_it(
        self, adopted: str, scene: Scene, session: Session, amina: Browser
    ) -> None:
        closed = proposed(session).closed_at
        told = news.of_month(session, scene.author, closed.date().replace(day=1), floor=5)
        session.commit()

        assert told.things == 1
        page = amina.get(f"/mes-droits/mois/{closed:%Y-%m}")
        assert "est entré dans le bien commun, sans votre nom" in main_of(page)


class TestRights:
    def test_a_withdrawn_proposal_leaves_with_all_that_was_said_of_it(
        self, discussed: str, scene: Scene, sign_in: SignIn, amina: Browser, session: Session
    ) -> None:
        answer(sign_in(scene.partner), discussed, "disagree", "Trop vague.")

        amina.submit(amina.get(discussed), form="form[action$='/retirer']")

        for table in (Proposal, Answer, Words):
            assert session.scalars(sa.select(table)).all() == []

    def test_erasing_one_s_account_erases_what_was_not_adopted_and_leaves_the_common_text(
        self, discussed: str, scene: Scene, sign_in: SignIn, denis: Browser, session: Session
    ) -> None:
        denis.submit(denis.get(f"{discussed}/adopter"), {"why": "La mobilité revient partout."})
        bakary = sign_in(scene.other)
        bakary.submit(bakary.get("/bien-commun/proposer/signs"), {"kind": "remark", "text": "Autre chose."})

        for person in (scene.author, scene.other):
            erase_everything(session, session.get_one(Person, person.id))
        session.commit()

        assert session.scalars(sa.select(Proposal)).all() == []
        assert session.scalars(sa.select(Words)).all() == []
        session.commit()
        assert REWRITTEN in sign_in(scene.partner).get("/bien-commun").text

    def test_one_takes_away_what_one_proposed_and_answered(
        self, discussed: str, scene: Scene, sign_in: SignIn, amina: Browser
    ) -> None:
        carole = sign_in(scene.partner)
        answer(carole, discussed, "disagree", "Trop vague.")

        for browser, words in ((amina, TEXT), (carole, "Trop vague.")):
            browser.post("/mes-droits/carnet.json", status=200)
            data = browser.response.json
            assert [each["text"] for each in data["proposal_words"]] == [words]
        assert data["organisation"]

    def test_ten_texts_a_day_are_enough(self, scene: Scene, sign_in: SignIn) -> None:
        browser = sign_in(scene.partner)
        fields = {"kind": "remark", "text": "Encore."}
        for _ in range(10):
            browser.submit(browser.get("/bien-commun/proposer/whom"), fields)

        browser.submit(browser.get("/bien-commun/proposer/whom"), fields, status=429)


class TestPartners:
    def test_a_coordinator_invites_someone_of_an_organisation_who_then_speaks_for_it(
        self, scene: Scene, denis: Browser, browser: Browser, session: Session
    ) -> None:
        actor = session.scalars(sa.select(Actor)).one()
        session.commit()
        denis.submit(denis.get("/cooperation/partenaires"), {"actor": str(actor.id)})
        code = str(denis.get("/invitations/code").select("strong.code")[1].text)

        browser.submit(browser.get("/rejoindre"), {"code": code})
        fields = {"username": "galet-77", "passphrase": PASSPHRASE, "consent": "y"}
        browser.submit(browser.get(browser.response.location), fields)
        browser.submit(browser.get("/bien-commun/proposer/whom"), {"kind": "remark", "text": "Nous recrutons."})

        page = main_of(denis.get("/bien-commun/mediation"))
        assert "par Atelier Mistral (entreprise)" in page
        assert "galet-77" not in page
        assert "galet-77" in denis.get("/cooperation/partenaires").text

    def test_the_participants_are_no_organisation(self, scene: Scene, denis: Browser, session: Session) -> None:
        role = Actor(lab_id=scene.lab.id, name="Les participants", kind=ActorKind.PARTICIPANTS, created_at=NOW)
        session.add(role)
        session.commit()

        denis.post("/cooperation/partenaires", {"actor": str(role.id)}, status=422)

    def test_a_partner_s_account_is_closed_by_the_team_of_their_lab(
        self, scene: Scene, denis: Browser, session: Session, sign_in: SignIn
    ) -> None:
        carole = sign_in(scene.partner)
        address = f"/cooperation/partenaires/{scene.partner.id}/fermer"
        stranger = make_person(session, make_lab(session), Role.ADMIN)
        session.commit()
        sign_in(stranger).post(address, status=404)
        carole.get("/bien-commun")

        denis.post(address)

        carole.get("/bien-commun", status=303)
        denis.post(f"/cooperation/partenaires/{scene.other.id}/fermer", status=404)
