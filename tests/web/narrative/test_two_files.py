"""Two files of different days, laid side by side by their words, tell no more of a passage than the first did."""

from datetime import date

from sqlalchemy.orm import Session

from journal.counting.disclosure import Disclosure
from journal.entries import services as entries
from journal.entries.models import Passage, Sharing
from journal.exchange.gathering import ExportedPassage, gather
from journal.pathways.models import StepKind
from journal.themes.models import ThemeMember
from nlp.types import Zone
from tests.factories import NOW, make_entry, make_person
from tests.unit.journal.narrative.scenes import Scene, make_scene

OCTOBER, NOVEMBER = date(2026, 10, 12), date(2026, 11, 12)


def file_of(session: Session, scene: Scene) -> dict[str, ExportedPassage]:
    export, _ = gather(session, scene.lab, disclosure=Disclosure(5, 11, "key"), today=NOW.date())
    return {passage.text: passage for passage in export.passages}


def other_people_write_in_october(session: Session, scene: Scene) -> None:
    written = [
        make_entry(session, make_person(session, scene.lab), f"Le car du soir, {n}.", sharing=Sharing.QUOTABLE)
        for n in range(5)
    ]
    for entry in written:
        entry.happened_on, entry.step = OCTOBER, StepKind.INTERVIEWS
        member = ThemeMember(passage_id=entry.passages[0].id, strength=0.9, zone=Zone.CORE, main=True)
        scene.state.members.append(member)
    session.flush()


def test_a_month_the_first_left_out_is_in_no_later_one(session: Session) -> None:
    """Alone in training in October: one file tells of her the step, as five are in training, the next the month."""
    scene = make_scene(session)
    alone, *others = scene.entries
    for number, entry in enumerate(scene.entries):
        entry.step = StepKind.TRAINING if number < 5 else StepKind.INTERVIEWS
        entry.happened_on = OCTOBER if entry is alone else NOVEMBER
    first = file_of(session, scene)[alone.text]
    assert (first.step, first.month) == (StepKind.TRAINING.label, "")

    entries.share(session, others[0], Sharing.PRIVATE, now=NOW)
    other_people_write_in_october(session, scene)
    second = file_of(session, scene)[alone.text]

    assert (second.step, second.month) == ("", "")


def test_what_the_first_told_goes_on_being_told(session: Session) -> None:
    scene = make_scene(session)
    for entry in scene.entries:
        entry.step, entry.happened_on = StepKind.TRAINING, NOVEMBER

    files = [file_of(session, scene) for _ in range(2)]

    assert {(each.step, each.month) for file in files for each in file.values()} == {
        (StepKind.TRAINING.label, "2026-11")
    }


def test_a_file_without_passages_holds_nothing_of_them_and_binds_no_later_one(session: Session) -> None:
    scene = make_scene(session)
    for number, entry in enumerate(scene.entries):
        entry.step, entry.happened_on = StepKind.TRAINING, NOVEMBER if number else OCTOBER
    export, _ = gather(session, scene.lab, disclosure=Disclosure(5, 11, "key"), today=NOW.date(), with_passages=False)
    scene.entries[0].happened_on = NOVEMBER

    assert export.passages == ()
    assert {each.month for each in file_of(session, scene).values()} == {"2026-11"}


def join(session: Session, scene: Scene, number: int) -> str:
    """Someone more lets a passage of the theme be quoted."""
    entry = make_entry(session, make_person(session, scene.lab), f"Le car, {number}.", sharing=Sharing.QUOTABLE)
    scene.state.members.append(ThemeMember(passage_id=entry.passages[0].id, strength=0.9, zone=Zone.CORE, main=True))
    session.flush()
    return entry.passages[0].text


def test_what_came_between_two_files_is_of_five_people_at_least(session: Session) -> None:
    scene = make_scene(session)
    first = set(file_of(session, scene))
    came = {join(session, scene, number) for number in range(4)}
    assert set(file_of(session, scene)) == first, "four people, whose passages wait"

    came.add(join(session, scene, 4))

    assert set(file_of(session, scene)) == first | came


def test_more_of_a_text_that_a_file_held_waits_for_company_too(session: Session) -> None:
    """Rewritten, or read in themes since: all that came would be of one person, who was in the file before."""
    scene = make_scene(session)
    first = set(file_of(session, scene))
    for place, text in enumerate(("Plus loin, le car.", "Et le soir, rien."), start=1):
        more = Passage(position=place, start=0, end=len(text), text=text, counts=True)
        scene.entries[0].passages.append(more)
        session.flush()
        scene.state.members.append(ThemeMember(passage_id=more.id, strength=0.9, zone=Zone.CORE, main=True))
    session.flush()
    assert set(file_of(session, scene)) == first

    came = {join(session, scene, number) for number in range(4)}

    second = first | came | {"Plus loin, le car.", "Et le soir, rien."}
    assert [set(file_of(session, scene)) for _ in range(2)] == [second, second]


def test_words_taken_back_leave_the_next_file_even_alone(session: Session) -> None:
    scene = make_scene(session)
    first = set(file_of(session, scene))

    entries.share(session, scene.entries[0], Sharing.PRIVATE, now=NOW)

    assert set(file_of(session, scene)) == first - {scene.entries[0].text}
