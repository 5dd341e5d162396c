"""Passages that come after an analysis join its themes at once, provisionally."""

import uuid
from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person
from journal.entries.models import MaskingState, Passage, Sharing
from journal.entries.services import erase_entry, mask_more, share
from journal.errors import Refused
from journal.themes import arrivals, queries
from journal.themes.analysing.joining import join_waiting
from journal.themes.deciding import decisions, services
from journal.themes.deciding.decisions import Signed
from journal.themes.excerpts import count_unclassified, unclassified
from journal.themes.models import AnalysisRun, Theme, ThemeArrival, ThemeMember, ThemeStatus
from tests.factories import NOW, make_person
from tests.factories_themes import GROUPS, UNTIL, analyse, make_voiced_entry
from tests.unit.journal.themes.analysing.newcomers.arriving import (
    AFTER,
    BUS,
    CRECHE,
    NOTHING_KNOWN,
    STAGE,
    arrive,
    late,
)


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
    return services.move_passage(session, passage, source, target, Signed(by, AFTER))


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
            make_voiced_entry(session, author, f"encore {n}", BUS, 8_000 + n, **late({}))
        session.commit()

    assert join_waiting(database, most=2) == 5


@pytest.mark.parametrize(
    "hidden",
    [
        {"sharing": Sharing.PRIVATE},
        {"masking_state": MaskingState.RECEIVED},
        {"masking_state": MaskingState.FAILED},
    ],
)
def test_private_and_unmasked_texts_never_join(database, lab, hidden) -> None:
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
        elsewhere = make_voiced_entry(session, make_person(session), "le bus d’ailleurs", BUS, 1, **late({}))
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
        share(session, entry, Sharing.PRIVATE, now=AFTER)
        assert told(session) is None


def test_one_person_who_writes_much_is_told_as_one(database, lab) -> None:
    with database.write() as session:
        author = make_person(session, session.get_one(Lab, lab.id))
        for n in range(8):
            make_voiced_entry(session, author, f"encore {n}", BUS, 8_000 + n, **late({}))
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
        decisions.undo(session, review, Signed(lab.coordinator, AFTER))
        assert queries.home_of(session, lab.id, bus) is None
        session.commit()

    join_waiting(database)

    with database.read() as session:
        assert places(session) == {bus: home.id}


def test_what_had_joined_a_theme_follows_it_into_another(database, lab) -> None:
    (bus,) = arrive(database, lab.id, BUS)
    with database.write() as session:
        absorbed, kept = (theme_about(session, lab.run, group) for group in (BUS, CRECHE))
        services.merge(session, kept, absorbed, Signed(lab.coordinator, AFTER))
        session.commit()

    join_waiting(database)

    with database.read() as session:
        assert places(session) == {bus: kept.id}
        assert session.get_one(Theme, absorbed.id).status is ThemeStatus.MERGED
