"""Passages that come after an analysis join its themes at once, provisionally; drift calls for a new analysis."""

import itertools
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import timedelta
from types import SimpleNamespace

import numpy as np
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person, Role
from journal.config import Settings
from journal.db import Database, open_database
from journal.entries.models import Entry, MaskingState, Passage, Sharing
from journal.entries.services import erase_entry, mask_more, share, withdraw
from journal.errors import Refused
from journal.themes import arrivals, drift, queries
from journal.themes.analysing.drift_watch import watch
from journal.themes.analysing.joining import join_waiting, request_needed_analyses
from journal.themes.deciding import decisions, services
from journal.themes.excerpts import count_unclassified, unclassified
from journal.themes.models import AnalysisRun, Theme, ThemeArrival, ThemeDrift, ThemeMember, ThemeStatus
from nlp.encoding import unit_rows
from nlp.themes.drift import Closeness, closeness, nearest_without_itself
from nlp.types import Vectors
from tests.factories import NOW, make_person
from tests.factories_themes import GROUPS, UNTIL, analyse, make_run, make_theme, make_voiced_entry, make_voiced_lab

AFTER = NOW + timedelta(hours=1)
BUS, CRECHE, RECRUITER, STAGE, NOTHING_KNOWN = 0, 1, 2, 3, 40
_numbers = itertools.count()


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = open_database(settings.database)
    yield database
    database.close()


@pytest.fixture
def lab(database: Database) -> SimpleNamespace:
    """A Lab whose themes are the four things people wrote about, as an analysis left them."""
    with database.write() as session:
        entries = make_voiced_lab(session)
        lab = session.get_one(Lab, entries[0].lab_id)
        said = [[e.passages[0] for e in entries if word in e.text] for word in GROUPS.values()]
        run = make_run(session, lab, started_at=NOW, encoder="use", closeness=asdict(_closeness(said)))
        for word, passages in zip(GROUPS, said, strict=True):
            theme = make_theme(session, run, passages, label=word)
            theme.states[0].centroid = _centre(passages).tobytes()
        coordinator = make_person(session, lab, Role.COORDINATOR)
        session.commit()
    return SimpleNamespace(id=lab.id, run=run, coordinator=coordinator)


def _vectors(passages: Sequence[Passage]) -> Vectors:
    return np.array([np.frombuffer(passage.vector, dtype=np.float32) for passage in passages])


def _centre(passages: Sequence[Passage]) -> Vectors:
    return unit_rows(_vectors(passages).mean(axis=0)[None])[0]


def _closeness(said: Sequence[Sequence[Passage]]) -> Closeness:
    passages, main = zip(*[(p, group) for group, some in enumerate(said) for p in some], strict=True)
    near = nearest_without_itself(_vectors(passages), main, [_centre(some) for some in said])
    return closeness([str(p.entry.author_id) for p in passages], near)


def arrive(database: Database, lab_id: uuid.UUID, *groups: int, **values: object) -> list[uuid.UUID]:
    """One more person for each of these groups shares a text after the analysis; the worker has them join."""
    with database.write() as session:
        lab = session.get_one(Lab, lab_id)
        made = [
            make_voiced_entry(session, make_person(session, lab), _words(group), group, 7_000 + n, **_late(values))
            for n, group in enumerate(groups)
        ]
        ids = [entry.passages[0].id for entry in made]
        session.commit()
    join_waiting(database)
    return ids


def _words(group: int) -> str:
    said = list(GROUPS.values())[group] if group < len(GROUPS) else "autre chose"
    return f"nouveau {next(_numbers)} sur {said}"


def _late(values: dict[str, object]) -> dict[str, object]:
    return {"masked_at": AFTER, "happened_on": UNTIL} | values


def places(session: Session) -> dict[uuid.UUID, uuid.UUID | None]:
    rows = session.scalars(sa.select(ThemeArrival).where(ThemeArrival.main))
    return {row.passage_id: row.theme_id for row in rows}


def theme_about(session: Session, run: AnalysisRun, group: int) -> Theme:
    """The theme whose passages say the word of this group."""
    word = list(GROUPS.values())[group]
    for state in queries.states_of_run(session, run):
        texts = [session.get_one(Passage, m.passage_id).text for m in state.members if m.main]
        if sum(word in text for text in texts) > len(texts) / 2:
            return state.theme
    raise AssertionError(word)


def move(session: Session, passage_id: uuid.UUID, source: Theme | None, target: Theme | None, by: Person):
    passage = session.get_one(Passage, passage_id)
    return services.move_passage(session, passage, source, target, by=by, now=AFTER)


def test_a_text_shared_after_the_analysis_joins_the_theme_it_resembles_without_a_new_one(database, lab) -> None:
    bus, stage = arrive(database, lab.id, BUS, STAGE)

    with database.read() as session:
        expected = {bus: theme_about(session, lab.run, BUS).id, stage: theme_about(session, lab.run, STAGE).id}
        assert places(session) == expected
        assert session.scalar(sa.select(sa.func.count()).select_from(AnalysisRun)) == 1
        # The figures of the analysis, and what the next one starts from, are untouched.
        assert not session.scalars(sa.select(ThemeMember).where(ThemeMember.passage_id.in_([bus, stage]))).all()


def test_what_resembles_no_theme_joins_none_and_stays_among_the_unclassified(database, lab) -> None:
    (alone,) = arrive(database, lab.id, NOTHING_KNOWN)

    with database.read() as session:
        assert places(session) == {alone: None}
        assert alone in {e.passage_id for e in unclassified(session, lab.run)}


def test_what_joined_a_theme_is_no_longer_among_the_unclassified(database, lab) -> None:
    (bus,) = arrive(database, lab.id, BUS, happened_on=UNTIL + timedelta(days=1))

    with database.read() as session:
        assert bus not in {e.passage_id for e in unclassified(session, lab.run)}
        assert count_unclassified(session, lab.run)[0] == 0


def test_joining_twice_changes_nothing(database, lab) -> None:
    arrive(database, lab.id, BUS, STAGE, NOTHING_KNOWN)
    with database.read() as session:
        first = {row.id for row in session.scalars(sa.select(ThemeArrival))}

    assert join_waiting(database) == 0

    with database.read() as session:
        assert {row.id for row in session.scalars(sa.select(ThemeArrival))} == first


def test_many_texts_join_batch_after_batch(database, lab) -> None:
    with database.write() as session:
        author = make_person(session, session.get_one(Lab, lab.id))
        for n in range(5):
            make_voiced_entry(session, author, f"encore {n}", BUS, 8_000 + n, **_late({}))
        session.commit()

    assert join_waiting(database, most=2) == 5


@pytest.mark.parametrize(
    "hidden",
    [
        {"sharing": Sharing.PRIVATE},
        {"withdrawn_at": NOW},
        {"masking_state": MaskingState.RECEIVED},
        {"masking_state": MaskingState.FAILED},
    ],
)
def test_private_withdrawn_and_unmasked_texts_never_join(database, lab, hidden) -> None:
    arrive(database, lab.id, BUS, **hidden)

    with database.read() as session:
        assert places(session) == {}


def test_an_old_text_joins_once_its_author_shares_it(database, lab) -> None:
    (kept,) = arrive(database, lab.id, BUS, sharing=Sharing.PRIVATE, masked_at=NOW - timedelta(days=9))
    with database.write() as session:
        share(session, session.get_one(Passage, kept).entry, Sharing.THEMES, now=AFTER)
        session.commit()

    join_waiting(database)

    with database.read() as session:
        assert places(session) == {kept: theme_about(session, lab.run, BUS).id}


def test_another_lab_s_themes_are_never_joined(database, lab) -> None:
    with database.write() as session:
        elsewhere = make_voiced_entry(session, make_person(session), "le bus d’ailleurs", BUS, 1, **_late({}))
        session.commit()
    join_waiting(database)

    with database.read() as session:
        assert elsewhere.passages[0].id not in places(session)


def test_newcomers_are_told_from_five_people_and_leave_when_they_take_their_words_back(database, lab) -> None:
    def told(session: Session) -> arrivals.Arrivals | None:
        theme = theme_about(session, lab.run, BUS)
        state = queries.latest_state(session, theme.id)
        return arrivals.of_theme(session, state, floor=5, limit=9, shown=Counter())

    arrive(database, lab.id, *[BUS] * 4)
    with database.read() as session:
        assert told(session) is None
    ids = arrive(database, lab.id, BUS)
    with database.write() as session:
        found = told(session)
        assert (found.people, len(found.excerpts)) == (5, 5)
        entry = session.get_one(Passage, ids[0]).entry
        share(session, entry, Sharing.THEMES, now=AFTER)
        assert (told(session).people, len(told(session).excerpts)) == (5, 4), "what may not be read is not shown"
        withdraw(session, entry, now=AFTER)
        assert told(session) is None


def test_one_person_who_writes_much_is_told_as_one(database, lab) -> None:
    with database.write() as session:
        author = make_person(session, session.get_one(Lab, lab.id))
        for n in range(8):
            make_voiced_entry(session, author, f"encore {n}", BUS, 8_000 + n, **_late({}))
        session.commit()
    join_waiting(database)

    with database.read() as session:
        state = queries.latest_state(session, theme_about(session, lab.run, BUS).id)
        assert arrivals.of_theme(session, state, floor=5, limit=9, shown=Counter()) is None


def test_erasing_or_masking_a_text_again_takes_it_out_of_the_theme_it_had_joined(database, lab) -> None:
    erased, masked = arrive(database, lab.id, BUS, BUS)
    with database.write() as session:
        erase_entry(session, session.get_one(Passage, erased).entry)
        mask_more(session, session.get_one(Passage, masked).entry, [(0, 3)])
        session.commit()
        assert places(session) == {}


def test_the_next_analysis_starts_from_the_words_alone_and_the_provisional_places_go(database, lab) -> None:
    (bus,) = arrive(database, lab.id, BUS)

    again = analyse(database.write, lab.id, after=2)
    later = arrive(database, lab.id, CRECHE, masked_at=AFTER + timedelta(hours=5))

    with database.read() as session:
        assert set(places(session)) == set(later)
        assert queries.home_of(session, lab.id, bus).id == theme_about(session, again, BUS).id


def test_a_passage_a_coordinator_refused_to_a_theme_does_not_join_it_again(database, lab) -> None:
    (bus,) = arrive(database, lab.id, BUS)
    with database.write() as session:
        move(session, bus, theme_about(session, lab.run, BUS), None, lab.coordinator)
        session.commit()
        assert places(session) == {}

    join_waiting(database)

    with database.read() as session:
        assert places(session)[bus] != theme_about(session, lab.run, BUS).id


def test_a_newcomer_can_be_settled_in_the_theme_it_seems_to_join(database, lab) -> None:
    (bus,) = arrive(database, lab.id, BUS)
    with database.write() as session:
        home = theme_about(session, lab.run, BUS)
        move(session, bus, home, home, lab.coordinator)
        assert queries.home_of(session, lab.id, bus) is home
        with pytest.raises(Refused):
            move(session, bus, home, home, lab.coordinator)


def test_taking_back_what_was_decided_on_a_newcomer_lets_it_come_again(database, lab) -> None:
    (bus,) = arrive(database, lab.id, BUS)
    with database.write() as session:
        home, wrong = (theme_about(session, lab.run, group) for group in (BUS, CRECHE))
        review = move(session, bus, home, wrong, lab.coordinator)
        assert queries.home_of(session, lab.id, bus) is wrong
        decisions.undo(session, review, by=lab.coordinator, now=AFTER)
        assert queries.home_of(session, lab.id, bus) is None
        session.commit()

    join_waiting(database)

    with database.read() as session:
        assert places(session) == {bus: home.id}


def test_what_had_joined_a_theme_follows_it_into_another(database, lab) -> None:
    (bus,) = arrive(database, lab.id, BUS)
    with database.write() as session:
        absorbed, kept = (theme_about(session, lab.run, group) for group in (BUS, CRECHE))
        services.merge(session, kept, absorbed, by=lab.coordinator, now=AFTER)
        session.commit()

    join_waiting(database)

    with database.read() as session:
        assert places(session) == {bus: kept.id}
        assert session.get_one(Theme, absorbed.id).status is ThemeStatus.MERGED


def look(database: Database) -> int:
    return watch(database, now=lambda: AFTER)


def test_newcomers_who_speak_of_something_else_call_for_a_new_analysis(database, lab) -> None:
    arrive(database, lab.id, *[NOTHING_KNOWN] * 12)
    look(database)

    with database.write() as session:
        assert "environ dix n’en rejoignent aucun" in drift.call(session, lab.id)
        # Not at each text: themes that move at once would tell when somebody writes.
        assert request_needed_analyses(session, now=NOW + timedelta(hours=2)) == []
        assert len(request_needed_analyses(session, now=NOW + timedelta(hours=21))) == 1


def test_newcomers_who_speak_of_the_same_things_call_for_none(database, lab) -> None:
    arrive(database, lab.id, *[BUS, CRECHE, STAGE] * 8)
    look(database)

    with database.write() as session:
        assert session.get_one(ThemeDrift, lab.run.id).passages == 24
        assert drift.call(session, lab.id) == ""
        assert request_needed_analyses(session, now=NOW + timedelta(hours=21)) == []


def test_a_group_among_newcomers_calls_for_an_analysis_though_its_words_are_near_a_theme(database, lab) -> None:
    arrive(database, lab.id, *[BUS, CRECHE, RECRUITER, STAGE] * 4)
    look(database)
    with database.write() as session:
        assert drift.call(session, lab.id) == ""
    with database.write() as session:
        session.get_one(AnalysisRun, lab.run.id).closeness = asdict(Closeness(12, mean=0.7, spread=0.2, far=0.0))
        people = [make_person(session, session.get_one(Lab, lab.id)) for _ in range(14)]
        told = enumerate(people, start=8_000)
        made = [make_voiced_entry(session, who, "le bus de nuit", BUS, seed, **_late({})) for seed, who in told]
        for entry in made:
            aside = _vectors(entry.passages)[0] + np.eye(512, dtype=np.float32)[NOTHING_KNOWN]
            entry.passages[0].vector = unit_rows(aside[None])[0].tobytes()
        ids = [entry.passages[0].id for entry in made]
        session.commit()
    join_waiting(database)
    look(database)

    with database.write() as session:
        arrived = session.scalars(sa.select(ThemeArrival).where(ThemeArrival.passage_id.in_(ids), ThemeArrival.main))
        assert all(arrival.theme_id is not None for arrival in arrived), "each of them joins a theme"
        assert "on parle peut-être de quelque chose de nouveau" in drift.call(session, lab.id)
        assert len(request_needed_analyses(session, now=NOW + timedelta(hours=21))) == 1


def test_the_same_newcomers_are_looked_at_once_and_others_again(database, lab) -> None:
    assert look(database) == 0, "nobody came"
    arrive(database, lab.id, *[NOTHING_KNOWN] * 12)

    assert [look(database), look(database)] == [1, 0]

    arrive(database, lab.id, BUS)
    assert [look(database), look(database)] == [1, 0]


@pytest.mark.parametrize("leave", [withdraw, lambda session, entry, **_: erase_entry(session, entry)])
def test_a_call_falls_silent_at_once_when_one_of_the_newcomers_leaves_and_comes_back_if_it_still_holds(
    database, lab, leave
) -> None:
    arrive(database, lab.id, *[NOTHING_KNOWN] * 12)
    look(database)

    with database.write() as session:
        leave(session, session.scalars(sa.select(Entry).where(Entry.text.startswith("nouveau"))).first(), now=AFTER)
        session.commit()
    # As many come as left: it is told from the texts, not from their number.
    arrive(database, lab.id, BUS)
    with database.write() as session:
        assert drift.call(session, lab.id) == ""
        assert request_needed_analyses(session, now=NOW + timedelta(hours=21)) == []
    look(database)
    with database.read() as session:
        assert drift.call(session, lab.id) != ""


def test_what_was_taken_back_calls_for_nothing(database, lab) -> None:
    arrive(database, lab.id, *[NOTHING_KNOWN] * 12)
    look(database)
    with database.write() as session:
        for entry in session.scalars(sa.select(Entry).where(Entry.text.startswith("nouveau"))).all()[:3]:
            withdraw(session, entry, now=AFTER)
        session.commit()

    look(database)

    with database.read() as session:
        assert drift.call(session, lab.id) == "", "nine people are too few to say anything"
        assert session.get_one(ThemeDrift, lab.run.id).passages == 9


def test_a_new_analysis_starts_with_nothing_to_say(database, lab) -> None:
    arrive(database, lab.id, *[NOTHING_KNOWN] * 12)
    look(database)

    analyse(database.write, lab.id, after=2)

    with database.read() as session:
        assert drift.call(session, lab.id) == ""
