"""The page where a month is prepared says what was done, and of nobody that they did what they did not."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from journal.clock import PARIS, now, today
from journal.months import first_of, shift
from journal.narrative.making import quotes, services
from journal.narrative.models import Digest, QuoteState
from journal.narrative.rules import may_appear_from, waits_until
from journal.web.typography import day, of_month
from tests.factories import NOW
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import Scene, make_scene
from tests.web.narrative.months import approve, digests_of, quotes_of, theme_page, typographed

PAGE = "/recits/2026-11"


@pytest.fixture
def digest(scene: Scene, session: Session) -> Digest:
    digest = scenes.draft(session, scene)
    session.commit()
    return digest


def told(page) -> str:
    return typographed(page.main.text)


class TestWhoCorrected:
    def test_nothing_is_said_of_corrections_that_nobody_made(self, digest: Digest, scene: Scene, sign_in) -> None:
        first = sign_in(scene.first)

        page = first.post(f"{PAGE}/recomposer", follow=True)

        assert "Le brouillon est recomposé." in told(page)
        assert "orrections" not in page.select_one(".notice-done").text
        approve(sign_in(scene.second))
        assert "Personne n’a corrigé le brouillon" in told(first.get(PAGE))
        assert "Le brouillon est corrigé" not in told(first.get(PAGE))

    def test_those_that_someone_made_are_said_to_have_stayed(
        self, digest: Digest, scene: Scene, session: Session, sign_in
    ) -> None:
        first = sign_in(scene.first)
        first.submit(first.get(theme_page(session)), {"text": "Les trajets pèsent."})

        page = first.post(f"{PAGE}/recomposer", follow=True)

        assert "Les corrections sont restées." in told(page)
        approve(sign_in(scene.second))
        assert "Le brouillon est corrigé" in told(first.get(PAGE))

    def test_one_whose_part_is_gone_is_not_said_to_have_stayed(
        self, digest: Digest, scene: Scene, session: Session, sign_in
    ) -> None:
        first = sign_in(scene.first)
        first.submit(first.get(theme_page(session)), {"text": "Les trajets pèsent."})
        (corrected,) = digests_of(session)[0].corrected
        corrected.kind = "minority"  # what the facts of today no longer tell
        session.commit()

        page = first.post(f"{PAGE}/recomposer", follow=True)

        assert "Au moins une partie corrigée n’y est plus : relisez-le." in told(page)
        assert "sont restées" not in told(page)


def test_whoever_approves_or_reopens_a_month_reads_that_it_is_done(digest: Digest, scene: Scene, sign_in) -> None:
    second = sign_in(scene.second)
    approve(second)

    page = second.get(PAGE)
    assert "Vous avez approuvé le récit de novembre 2026. Il reste à le publier." in told(page)

    page = second.post(f"{PAGE}/rouvrir", follow=True)
    assert "Ce récit est de nouveau un brouillon." in typographed(page.select_one(".notice-done").text)


class TestHowMany:
    def test_none_is_said_in_words(self, digest: Digest, scene: Scene, session: Session, sign_in) -> None:
        asked = len(quotes_of(session))

        assert f"{asked} citations demandées : aucune avec un oui, {asked} en attente." in told(
            sign_in(scene.first).get(PAGE)
        )

    def test_so_is_a_month_of_which_nothing_was_asked(self, scene: Scene, session: Session, sign_in) -> None:
        services.draft_digest(session, scene.lab, scenes.NOVEMBER, by=scene.first, now=NOW, **scenes.FIGURES)
        session.commit()

        assert "Aucune citation demandée." in told(sign_in(scene.first).get(PAGE))


class TestWhenAQuoteMayAppear:
    @pytest.mark.parametrize("minute", [0, 24 * 60 - 1])
    def test_is_a_day_and_the_same_for_every_yes_of_one_day(self, minute: int) -> None:
        morning = now().astimezone(PARIS).replace(hour=0, minute=0, second=0, microsecond=0)

        assert may_appear_from(morning + timedelta(minutes=minute)) == morning.date() + timedelta(days=7)

    def test_is_told_to_the_team_as_the_same_day_before_and_after(
        self, digest: Digest, scene: Scene, session: Session, sign_in
    ) -> None:
        quote = quotes_of(session)[0]
        for weeks, said in ((0, "attend jusqu’au {} au plus tard"), (3, "peut paraître depuis le {}")):
            quotes.answer(session, quote, accept=True, now=now())
            quote.answered_at = now() - timedelta(weeks=weeks)
            session.commit()

            expected = said.format(typographed(day(waits_until(quote.answered_at))))
            assert expected in told(sign_in(scene.first).get(PAGE))
            assert quote.state is QuoteState.ACCEPTED

    def test_does_not_change_on_the_very_day_which_would_say_when_its_author_answered(
        self, digest: Digest, scene: Scene, session: Session, sign_in
    ) -> None:
        quote = quotes_of(session)[0]
        quotes.answer(session, quote, accept=True, now=now())
        quote.answered_at = now() - timedelta(days=7)
        session.commit()

        page = told(sign_in(scene.first).get(PAGE))

        assert "attend jusqu’au" in page
        assert "peut paraître" not in page


class TestWhatToStart:
    def test_a_month_that_runs_is_said_to_wait_for_its_last_days(self, app, sign_in, scene: Scene) -> None:
        page = sign_in(scene.first).get("/recits")

        this_month = typographed(of_month(first_of(today())))
        assert f"récit {this_month}" in told(page) or f"textes {this_month}" in told(page)

    def test_the_month_before_comes_first_and_is_the_main_gesture(self, session: Session, sign_in) -> None:
        before = shift(first_of(today()), -1)
        scene = make_scene(session, month=before)
        scenes.make_run(session, scene.lab, until=today())
        session.commit()

        page = sign_in(scene.first).get("/recits")

        (main,) = page.select("main form .btn-primary")
        assert typographed(main.text) == f"Préparer le récit {typographed(of_month(before))}"
        assert "Demander une analyse" not in page.text


def test_the_quotes_are_folded_for_whoever_comes_to_approve_and_open_for_whoever_chooses_them(
    scene: Scene, session: Session, sign_in
) -> None:
    services.draft_digest(session, scene.lab, scenes.NOVEMBER, by=scene.first, now=NOW, **scenes.FIGURES)
    session.commit()

    def opened(person) -> dict[str, bool]:
        page = sign_in(person).get(PAGE)
        return {
            name: page.select_one(f"#{name}").find_parent("details").has_attr("open") for name in ("citations", "texte")
        }

    assert opened(scene.first) == {"citations": True, "texte": False}
    assert opened(scene.second) == {"citations": False, "texte": True}
