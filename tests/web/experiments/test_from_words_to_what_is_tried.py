"""From what people wrote to what the Lab tries: followed by who wrote it, month after month, and by coordinators."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.actors import points
from journal.cooperation import services as cooperation
from journal.cooperation.models import LabAnswer
from journal.cooperation.services import AnswerContent
from journal.entries.models import Sharing
from journal.experiments import following, services
from journal.experiments.models import Experiment, Rung
from journal.experiments.services import ExperimentDescription, StepContent
from journal.rights import news
from journal.themes.models import ThemeMember, ThemeStatus
from nlp.prose.types import AnswerKind
from nlp.types import Zone
from tests.conftest import SignIn
from tests.factories import NOW, make_entry, make_person
from tests.factories_themes import make_run
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import NOVEMBER, Scene, make_scene
from tests.web.experiments.trying import LIST

IDEA = StepContent(Rung.IDEA, date(2026, 3, 2), "Le récit de mars.")
IN_NOVEMBER, IN_DECEMBER = datetime(2026, 11, 30, 9, tzinfo=UTC), datetime(2026, 12, 9, 9, tzinfo=UTC)


@pytest.fixture
def scene(session: Session) -> Scene:
    """Thirteen people wrote of their journeys: the words of each joined the same theme."""
    scene = make_scene(session)
    session.commit()
    return scene


def begin(session: Session, scene: Scene, title: str = "Le minibus", *, answers: bool = False) -> Experiment:
    """An idea tied to the theme, or to an answer given to it."""
    promise = (
        cooperation.answer(
            session, scene.theme, AnswerContent(AnswerKind.WILL_DO, "Une navette.", NOVEMBER), by=scene.first, now=NOW
        )
        if answers
        else None
    )
    tied = {"answer": promise.id} if promise else {"themes": [scene.theme.id]}
    words = ExperimentDescription(title, "Un minibus.", "Tout le monde.", **tied)  # type: ignore[arg-type]
    row = services.begin(session, words, IDEA, by=scene.first, now=IN_NOVEMBER)
    session.commit()
    return row


def climb(session: Session, scene: Scene, row: Experiment, rung: Rung, on: date, *, now: datetime) -> None:
    services.add_step(session, row, StepContent(rung, on, "À Digne."), by=scene.first, now=now)
    session.commit()


def tried(session: Session, person: Person, month: date = NOVEMBER) -> list[tuple[str, Rung]]:
    told = news.of_month(session, person, month, floor=5).tried
    session.commit()
    return [(each.followed.experiment.title, each.move.rung) for each in told]


@pytest.mark.parametrize("by_its_answer", [False, True])
def test_from_a_text_one_reaches_what_is_tried_from_it_at_which_rung_and_since_when(
    session: Session, scene: Scene, sign_in: SignIn, by_its_answer: bool
) -> None:
    row = begin(session, scene, answers=by_its_answer)
    climb(session, scene, row, Rung.TRIAL, date(2026, 11, 3), now=IN_NOVEMBER)

    page = sign_in(scene.people[0]).get(f"/mes-droits/textes/{scene.entries[0].id}")

    item = page.find("a", string="Le minibus").find_parent("li").get_text()
    assert item == "Le minibus\u00a0: essai, depuis le 3\u00a0novembre\u00a02026."
    assert page.find("a", string="Le minibus")["href"] == f"{LIST}/{row.id}"
    assert page.find("a", string="Tout ce qui s’essaie dans le Lab")["href"] == LIST


def test_what_became_of_a_theme_is_told_once_however_many_pieces_of_a_text_joined_it(
    session: Session, scene: Scene, sign_in: SignIn
) -> None:
    begin(session, scene, answers=True)
    words = "Le car de sept heures ne vient plus, et personne ne le dit à celles qui attendent dehors."
    mine = make_entry(session, scene.people[0], words, sharing=Sharing.QUOTABLE)
    mine.passages[0].entry_id, mine.passages[0].position = scene.entries[0].id, 1
    scene.state.members.append(ThemeMember(passage_id=mine.passages[0].id, strength=0.9, zone=Zone.CORE, main=True))
    session.commit()

    told = sign_in(scene.people[0]).get(f"/mes-droits/textes/{scene.entries[0].id}").main.get_text()

    assert told.count("Les trajets") == 2
    assert told.count("Le minibus") == told.count("Une navette.") == 1
    assert "Ce que le Lab en fait est dit plus haut" in told


def test_an_experiment_that_was_left_says_since_when(session: Session, scene: Scene, sign_in: SignIn) -> None:
    row = begin(session, scene)
    climb(session, scene, row, Rung.ABANDONED, date(2026, 11, 3), now=IN_NOVEMBER)

    page = sign_in(scene.people[0]).get(f"/mes-droits/textes/{scene.entries[0].id}")

    assert "abandonné le 3\u00a0novembre\u00a02026" in page.main.get_text()


@pytest.mark.parametrize("why", ["too few", "not adopted", "withdrawn"])
def test_a_text_tells_nothing_of_what_is_tried_from_a_theme_it_may_not_name(
    session: Session, scene: Scene, sign_in: SignIn, why: str
) -> None:
    begin(session, scene)
    mine = scene.entries[0]
    if why == "too few":
        for entry in scene.entries[4:]:
            entry.sharing = Sharing.PRIVATE
    elif why == "not adopted":
        scene.theme.status = ThemeStatus.PROPOSED
    else:
        mine.sharing = Sharing.PRIVATE
    session.commit()

    assert "Le minibus" not in sign_in(scene.people[0]).get(f"/mes-droits/textes/{mine.id}").text
    assert tried(session, scene.people[0]) == []


def test_whoever_wrote_of_something_else_is_told_nothing(session: Session, scene: Scene, sign_in: SignIn) -> None:
    begin(session, scene)
    other = make_person(session, scene.lab)
    entry = make_entry(session, other, "Le jardin va bien.", sharing=Sharing.QUOTABLE)
    session.commit()

    assert "Le minibus" not in sign_in(other).get(f"/mes-droits/textes/{entry.id}").text
    assert tried(session, other) == []


def test_all_whose_words_joined_the_theme_read_the_same(session: Session, scene: Scene, sign_in: SignIn) -> None:
    """Nothing of it may tell two of its authors apart, nor who they are."""
    begin(session, scene)
    texts = []
    for person, entry in zip(scene.people[:2], scene.entries[:2], strict=True):
        page = sign_in(person).get(f"/mes-droits/textes/{entry.id}")
        texts.append(page.find("a", string="Le minibus").find_parent("ul").get_text())
        assert not [other.username for other in scene.people if other.username in page.main.text]

    assert texts[0] == texts[1]


def test_a_month_tells_what_moved_in_it_and_nothing_when_nothing_did(session: Session, scene: Scene) -> None:
    row = begin(session, scene)
    climb(session, scene, row, Rung.TRIAL, date(2026, 12, 8), now=IN_DECEMBER)
    author = scene.people[0]

    assert tried(session, author) == [("Le minibus", Rung.IDEA)]
    assert tried(session, author, date(2026, 12, 1)) == [("Le minibus", Rung.TRIAL)]
    assert tried(session, author, date(2027, 1, 1)) == []


def test_the_month_of_a_participant_counts_it_among_its_news(session: Session, scene: Scene, sign_in: SignIn) -> None:
    before = news.of_month(session, scene.people[0], NOVEMBER, floor=5).things
    begin(session, scene)
    session.expire_all()

    assert news.of_month(session, scene.people[0], NOVEMBER, floor=5).things == before + 1
    session.commit()
    page = sign_in(scene.people[0]).get("/mes-droits/mois/2026-11")
    part = page.select_one("section#tried").get_text()
    assert "Le minibus\u00a0: idée, depuis le 2\u00a0mars\u00a02026" in part
    assert "Les trajets" in part


def test_a_step_noted_late_is_news_when_it_is_written(session: Session, scene: Scene) -> None:
    row = begin(session, scene)
    climb(session, scene, row, Rung.TRIAL, date(2026, 11, 20), now=IN_DECEMBER)

    assert tried(session, scene.people[0], date(2026, 12, 1)) == [("Le minibus", Rung.TRIAL)]


def test_a_step_said_better_is_no_news(session: Session, scene: Scene) -> None:
    row = begin(session, scene)
    better = StepContent(Rung.IDEA, date(2026, 3, 1), "Le récit de février.")
    services.correct(session, row, row.steps[0], better, by=scene.first, now=IN_DECEMBER)
    session.commit()

    assert tried(session, scene.people[0]) == [("Le minibus", Rung.IDEA)]
    assert tried(session, scene.people[0], date(2026, 12, 1)) == []
    assert following.moves_of(row)[0].on == date(2026, 3, 1)


def test_what_was_tried_before_one_s_words_came_did_not_come_from_them(session: Session, scene: Scene) -> None:
    begin(session, scene)
    late = make_person(session, scene.lab)
    entry = make_entry(session, late, "Le car est en panne.", sharing=Sharing.QUOTABLE, happened_on=date(2026, 12, 2))
    run = make_run(session, scene.lab, until=date(2026, 12, 31), finished_at=IN_DECEMBER + timedelta(days=23))
    scenes.see(session, run, scene.theme, [*scene.entries, entry])
    session.commit()

    assert tried(session, late) == []
    assert tried(session, scene.people[0]) == [("Le minibus", Rung.IDEA)]


def test_a_theme_merged_into_another_hands_over_what_it_led_to(session: Session, scene: Scene, sign_in: SignIn) -> None:
    begin(session, scene)
    point = points.open_point(session, scene.lab.id, "Aller au travail.", theme=scene.theme, on=NOVEMBER, now=NOW)
    kept = scenes.adopt(session, scene.lab, "Se déplacer", (scene.first, scene.second), born_on=NOVEMBER)
    scene.theme.status, scene.theme.merged_into_id = ThemeStatus.MERGED, kept.id
    scene.state.theme = kept
    session.commit()

    assert tried(session, scene.people[0]) == [("Le minibus", Rung.IDEA)]
    page = sign_in(scene.first).get(f"/themes/{kept.id}")
    assert page.select_one(f"a[href='/cooperation/carte?point={point.id}']")


def test_the_page_of_a_theme_tells_what_became_of_it(session: Session, scene: Scene, sign_in: SignIn) -> None:
    row = begin(session, scene, answers=True)
    points.open_point(session, scene.lab.id, "Aller au travail.", theme=scene.theme, on=NOVEMBER, now=NOW)
    session.commit()

    page = sign_in(scene.first).get(f"/themes/{scene.theme.id}")

    told = [item.span.get_text() for item in page.select("section#led-to li")]
    assert told == [
        "En retard depuis le 1er\u00a0novembre\u00a02026\u00a0: Une navette."
        " L’expérimentation «\u00a0Le minibus\u00a0» la met en œuvre.",
        "Le minibus\u00a0: idée, depuis le 2\u00a0mars\u00a02026.",
        "Aller au travail, ouvert le 1er\u00a0novembre\u00a02026.",
    ]
    assert page.select_one(f"section#led-to a[href='{LIST}/{row.id}']")


def test_its_links_are_heard_by_what_they_lead_to_and_not_with_the_sentence_again(
    session: Session, scene: Scene, sign_in: SignIn
) -> None:
    begin(session, scene, answers=True)
    session.scalars(
        sa.select(LabAnswer)
    ).one().text = "Une navette part de la gare chaque matin, à l’heure des équipes."
    session.commit()

    page = sign_in(scene.first).get(f"/themes/{scene.theme.id}")

    links = [link.get_text() for link in page.select("section#led-to li a")]
    assert links == ["Changer\u00a0: Une navette part de la gare chaque…", "Voir\u00a0: Le minibus"]


def test_an_experiment_begun_from_a_theme_is_tied_to_it_at_once(scene: Scene, sign_in: SignIn) -> None:
    browser = sign_in(scene.first)
    begin_one = browser.get(f"/themes/{scene.theme.id}").find("a", string="Écrire une expérimentation")

    ticked = browser.get(begin_one["href"]).select("input[name=themes][checked]")

    assert [box["value"] for box in ticked] == [str(scene.theme.id)]


def test_the_page_of_a_theme_that_led_to_nothing_says_so(scene: Scene, sign_in: SignIn) -> None:
    part = sign_in(scene.first).get(f"/themes/{scene.theme.id}").select_one("section#led-to")

    assert [p.get_text() for p in part.select(".muted")] == [
        "Le récit n’en parle pas pour l’instant.",
        "Rien encore.",
        "Aucune expérimentation ne part de ce thème.",
        "Aucun point d’application ne part de ce thème.",
    ]
    assert part.find("a", string="Écrire une réponse")["href"] == f"/reponses/themes/{scene.theme.id}"
