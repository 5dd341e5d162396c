"""A Lab says who answers for its data, and every page where the law wants it says so, or says that it is not said."""

from dataclasses import asdict

import pytest
import sqlalchemy as sa
from bs4 import Tag
from sqlalchemy.orm import Session

from journal.accounts import services as accounts
from journal.accounts.models import AuditEvent, Lab, Role
from journal.clock import now
from journal.legal import services
from journal.legal.models import LegalBasis
from journal.legal.queries import facts_of
from tests.conftest import SignIn
from tests.factories import make_lab, make_person
from tests.pages import Browser

SAID = {
    "name": "Lab des Collines",
    "contact": "lab@exemple.org",
    "controller": "Service de l’emploi\n1 rue du Test",
    "publication_director": "Dominique Modèle",
    "dpo": "Mission données",
    "dpo_email": "donnees@exemple.org",
    "host": "Machines & Cie",
    "basis": "public_task",
}
PAGES = ("/vos-donnees", "/accessibilite", "/mentions-legales")
NOT_SAID = ("n’a pas encore", "n’a pas encore donné d’adresse", "ne l’a pas encore donn")


@pytest.fixture
def lab(session: Session) -> Lab:
    return make_lab(session, "Lab de la Plaine")


@pytest.fixture
def desk(session: Session, lab: Lab, sign_in: SignIn) -> Browser:
    person = make_person(session, lab, Role.ADMIN)
    session.commit()
    return sign_in(person)


def main_of(browser: Browser, path: str) -> Tag:
    main = browser.get(path).select_one("main")
    assert main is not None
    return main


def say(session: Session, lab: Lab, **facts: object) -> None:
    known = {name: value for name, value in asdict(facts_of(session, lab.id)).items() if name in SAID}
    services.write(session, lab, known | facts, now=now())
    session.commit()


def test_what_an_administrator_writes_is_read_by_anyone(desk: Browser, browser: Browser) -> None:
    desk.submit(desk.get("/lab"), SAID)

    notice = main_of(browser, "/mentions-legales").get_text()
    for name in ("name", "contact", "controller", "publication_director", "host"):
        assert SAID[name] in notice, name
    data = main_of(browser, "/vos-donnees").get_text()
    for name in ("contact", "controller", "dpo", "dpo_email"):
        assert SAID[name] in data, name
    assert "mission de service public" in data
    assert main_of(browser, "/accessibilite").select("a[href='mailto:lab@exemple.org']")
    for path in PAGES:
        assert not any(words in main_of(browser, path).get_text() for words in NOT_SAID), path
    page = desk.get("/lab")
    assert page.select_one("main .notice:not(.notice-done)") is None
    assert page.select_one("#controller").get_text().strip() == SAID["controller"]
    assert page.select_one("input[name=basis][checked]")["value"] == "public_task"


@pytest.mark.parametrize(("path", "words"), [*zip(PAGES, NOT_SAID, strict=True)], ids=PAGES)
def test_what_is_not_said_yet_is_said_not_to_be(desk: Browser, browser: Browser, path: str, words: str) -> None:
    assert words in main_of(browser, path).get_text()


def test_every_page_leads_to_the_legal_notice(desk: Browser, browser: Browser) -> None:
    for one, path in ((browser, "/connexion"), (desk, "/comptes")):
        assert one.get(path).select("footer a[href='/mentions-legales']")


def test_the_state_of_the_site_says_what_is_missing_until_all_is_said(desk: Browser) -> None:
    def told() -> str:
        rows = desk.get("/etat").select("dl.facts > div")
        return next(row.dd.get_text(" ", strip=True) for row in rows if row.dt.text == "Ce que le Lab doit dire")

    assert told().startswith("À voir Il manque l’adresse mail du Lab, l’organisme responsable")

    desk.submit(desk.get("/lab"), SAID | {"host": ""})
    assert told().startswith("À voir Il manque l’hébergeur. ")

    desk.submit(desk.get("/lab"), SAID)
    assert told() == "Tout est donné."


def test_the_log_keeps_what_was_changed_and_none_of_the_words(desk: Browser, session: Session, lab: Lab) -> None:
    desk.submit(desk.get("/lab"), SAID | {"name": lab.name, "basis": "", "host": ""})
    desk.submit(desk.get("/lab"))

    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "change_lab")).one()
    assert event.subject_id == lab.id
    assert event.detail == {"changed": ["contact", "controller", "dpo", "dpo_email", "publication_director"]}


@pytest.mark.parametrize("field", ["contact", "dpo_email"])
def test_an_address_that_reaches_nobody_is_refused_and_nothing_is_kept(
    desk: Browser, session: Session, lab: Lab, field: str
) -> None:
    page = desk.submit(desk.get("/lab"), SAID | {field: "lab chez exemple"}, status=422)

    assert page.select_one(f"#{field}-error")
    assert page.select_one("#controller").get_text().strip() == SAID["controller"]
    assert facts_of(session, lab.id).controller == ""


def test_a_lab_keeps_a_name_and_takes_none_of_another(desk: Browser, session: Session) -> None:
    make_lab(session, "Lab voisin")
    session.commit()

    assert desk.submit(desk.get("/lab"), SAID | {"name": "  "}, status=422).select_one("#name-error")
    page = desk.submit(desk.get("/lab"), SAID | {"name": "Lab  voisin"}, status=422)

    assert "porte déjà ce nom" in page.select_one("#name-error").text


def test_a_basis_that_no_law_names_is_refused(desk: Browser) -> None:
    desk.submit(desk.get("/lab"), SAID | {"basis": "parce que"}, status=422)


@pytest.mark.parametrize(
    ("basis", "one_may", "other"),
    [
        (LegalBasis.CONSENT, "Reprendre votre oui", "Vous opposer"),
        (LegalBasis.PUBLIC_TASK, "Vous opposer", "Reprendre votre oui"),
        (LegalBasis.LEGITIMATE_INTEREST, "Vous opposer", "Reprendre votre oui"),
        (None, "Vous opposer", "Reprendre votre oui"),
    ],
)
def test_the_rights_told_follow_from_the_basis(
    session: Session, lab: Lab, browser: Browser, basis: LegalBasis | None, one_may: str, other: str
) -> None:
    say(session, lab, basis=basis)

    rights = [each.text for each in main_of(browser, "/vos-donnees").select("#droits dt")]

    assert one_may in rights
    assert other not in rights
    assert {"Voir, et emporter", "Corriger", "Effacer", "Mettre en pause (limiter)", "Vous plaindre"} <= set(rights)


def test_where_several_labs_share_the_site_a_visitor_chooses_and_a_member_reads_their_own(
    session: Session, lab: Lab, browser: Browser, sign_in: SignIn
) -> None:
    other = make_lab(session, "Lab voisin")
    say(session, lab, controller="Organisme de la plaine", contact="plaine@exemple.org")
    say(session, other, controller="Organisme voisin", contact="voisin@exemple.org")
    member = make_person(session, lab)
    session.commit()

    for path in PAGES:
        choice = main_of(browser, path)
        links = {link.text: str(link["href"]) for link in choice.select("#lab a[href*='lab=']")}
        assert links.keys() == {"Lab de la Plaine", "Lab voisin"}
        assert "Organisme" not in choice.get_text()
        chosen = main_of(browser, links["Lab voisin"]).get_text()
        assert "voisin@exemple.org" in chosen
        assert "plaine@exemple.org" not in chosen
        # In an address made by someone else, another Lab's identifier changes nothing for a member.
        own = main_of(sign_in(member), links["Lab voisin"]).get_text()
        assert "plaine@exemple.org" in own
        assert "voisin" not in own


def test_an_unknown_lab_in_the_address_is_no_lab(session: Session, lab: Lab, browser: Browser) -> None:
    make_lab(session, "Lab voisin")
    session.commit()

    for asked in ("pas-un-identifiant", "6f1c2d1e-8f0b-4c3a-9d2e-5b7a1c0d9e8f"):
        assert main_of(browser, f"/mentions-legales?lab={asked}").select("#lab a[href*='lab=']")


def test_a_public_page_of_a_lab_leads_to_what_that_lab_says(session: Session, lab: Lab, browser: Browser) -> None:
    make_lab(session, "Lab voisin")
    lab.is_public = True
    session.commit()

    footer = browser.get(f"/public/{lab.id}/recit").select("footer a[href*='lab=']")

    assert [str(link["href"]).partition("?")[2] for link in footer] == [f"lab={lab.id}"] * 4


def test_a_site_without_any_lab_says_so(browser: Browser) -> None:
    assert "Aucun Lab n’est encore ouvert ici." in main_of(browser, "/mentions-legales").get_text()


def test_whoever_joins_reads_who_answers_for_their_words_before_they_write(
    session: Session, lab: Lab, browser: Browser
) -> None:
    _, code = accounts.invite(session, lab, Role.PARTICIPANT, now=now())
    session.commit()
    browser.submit(browser.get("/rejoindre"), {"code": code})
    address = browser.response.location
    assert "n’a pas encore dit quel organisme" in main_of(browser, address).get_text()

    say(session, lab, controller="Service de l’emploi\n1 rue du Test")

    page = main_of(browser, address)
    assert "Qui répond de vos données\u00a0: Service de l’emploi. " in page.get_text()
    assert page.select(f"a[href='/vos-donnees?lab={lab.id}']")


class TestTwoPeopleAtOnce:
    """Neither loses what they wrote: the second reads what the first saved beside their own words."""

    @pytest.fixture
    def colleague(self, session: Session, lab: Lab, sign_in: SignIn) -> Browser:
        person = make_person(session, lab, Role.ADMIN)
        session.commit()
        return sign_in(person)

    def test_the_second_does_not_write_over_the_first(
        self, desk: Browser, colleague: Browser, session: Session, lab: Lab
    ) -> None:
        mine, theirs = desk.get("/lab"), colleague.get("/lab")
        colleague.submit(theirs, SAID)

        page = desk.submit(mine, SAID | {"host": "Autres machines", "basis": "consent"}, status=422)

        assert "Quelqu’un d’autre a enregistré cette page" in page.select_one(".error-summary").text
        assert page.select_one("#host").get_text().strip() == "Autres machines"
        told = [each.get_text(" ", strip=True) for each in page.select("form .notice")]
        public_task = "Mission d’intérêt public (article 6-1-e du RGPD)"
        assert told == [f"Enregistré entre-temps\u00a0: {words}" for words in (SAID["host"], public_task)]
        assert facts_of(session, lab.id).host == SAID["host"]

    def test_once_read_it_is_saved(self, desk: Browser, colleague: Browser, session: Session, lab: Lab) -> None:
        mine = desk.get("/lab")
        colleague.submit(colleague.get("/lab"), SAID)

        desk.submit(desk.submit(mine, {"host": "Autres machines"} | {"name": SAID["name"]}, status=422))

        facts = facts_of(session, lab.id)
        assert (facts.host, facts.controller) == ("Autres machines", "")

    def test_what_was_saved_by_oneself_is_not_told(self, desk: Browser) -> None:
        desk.submit(desk.get("/lab"), SAID)
        page = desk.submit(desk.get("/lab"), SAID | {"name": ""}, status=422)

        assert page.select("form .notice") == []
