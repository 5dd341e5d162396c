"""What coordinators corrected still holds in later analyses, as new entries come."""

import uuid
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from journal.accounts.models import Lab, Role
from journal.config import FLOOR, Settings
from journal.db import open_database
from journal.entries.models import Entry, Passage, Sharing
from journal.entries.services import share
from journal.errors import Refused
from journal.themes import queries
from journal.themes.deciding import apart, decisions, services, together, unplaced
from journal.themes.deciding.decisions import Signed
from journal.themes.models import AnalysisRun, Theme, ThemeConstraint
from tests.factories import NOW, make_person
from tests.factories_themes import GROUPS, analyse, make_voiced_entry, make_voiced_lab

BUS, CRECHE, RECRUITER = "bus", "crèche", "recruteur"


class Review:
    """A Lab analysed once, whose coordinator decides, and whose later analyses read more people each time."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self.sessions, self.times = sessions, 0
        with sessions() as session:
            self.lab_id = make_voiced_lab(session)[0].lab_id
            self.coordinator = make_person(session, session.get_one(Lab, self.lab_id), Role.COORDINATOR)
            session.commit()
        self.run = analyse(sessions, self.lab_id)

    def decide(self, decision: Callable[[Session], object]) -> None:
        with self.sessions() as session:
            decision(session)
            session.commit()

    def grow(self) -> AnalysisRun:
        """Six more people write on the four things, then everything is analysed again."""
        self.times += 1
        with self.sessions() as session:
            for number in range(6):
                author = make_person(session, session.get_one(Lab, self.lab_id))
                for group, word in enumerate(GROUPS.values()):
                    seed = 10_000 * self.times + 10 * number + group
                    make_voiced_entry(session, author, f"{word} encore, fois {seed}", group, seed)
            session.commit()
        self.run = analyse(self.sessions, self.lab_id, after=self.times)
        return self.run

    def theme(self, session: Session, word: str) -> Theme:
        for theme in queries.themes_of_lab(session, self.lab_id):
            state = queries.latest_state(session, theme.id)
            texts = [session.get_one(Passage, m.passage_id).text for m in state.members if m.main]
            if texts and sum(word in text for text in texts) > len(texts) / 2:
                return theme
        raise AssertionError(word)

    def passages(self, session: Session, word: str) -> list[Passage]:
        members = queries.latest_state(session, self.theme(session, word).id).members
        return sorted((session.get_one(Passage, m.passage_id) for m in members if m.main), key=lambda p: p.text)

    def homes(self, *passages: uuid.UUID) -> list[uuid.UUID | None]:
        with self.sessions() as session:
            found = [queries.home_of(session, self.lab_id, key) for key in passages]
            return [home.id if home else None for home in found]


@pytest.fixture
def review(settings: Settings) -> Iterator[Review]:
    database = open_database(settings.database)
    yield Review(database.write)
    database.close()


@pytest.fixture
def known(review: Review) -> SimpleNamespace:
    """Two themes, and a passage of the first."""
    with review.sessions() as session:
        return SimpleNamespace(
            bus=review.theme(session, BUS).id,
            creche=review.theme(session, CRECHE).id,
            passage=review.passages(session, BUS)[0].id,
        )


def move(review: Review, session: Session, passage_id: uuid.UUID, source: uuid.UUID, target: uuid.UUID | None):
    return services.move_passage(
        session,
        session.get_one(Passage, passage_id),
        session.get_one(Theme, source),
        session.get_one(Theme, target) if target else None,
        Signed(review.coordinator, NOW),
    )


def test_corrections_hold_as_the_corpus_grows_and_what_was_taken_back_does_not(review: Review, known) -> None:
    with review.sessions() as session:
        bus, creche = review.passages(session, BUS), review.passages(session, CRECHE)
        belongs, refused, kept, undone = (passage.id for passage in bus[:4])
        first = creche[0].id

    def correct(session: Session) -> None:
        move(review, session, belongs, known.bus, known.creche)
        move(review, session, refused, known.bus, None)
        taken = move(review, session, undone, known.bus, known.creche)
        decisions.undo(session, taken, Signed(review.coordinator, NOW))
        together.keep_together(
            session, session.get_one(Passage, first), [session.get_one(Passage, kept)], Signed(review.coordinator, NOW)
        )

    review.decide(correct)
    assert review.homes(belongs, kept, undone, refused) == [known.creche, known.creche, known.bus, None]

    for _ in range(2):
        review.grow()
        *held, elsewhere = review.homes(belongs, kept, undone, refused)
        assert held == [known.creche, known.creche, known.bus]
        assert elsewhere != known.bus

    # The first of two kept together changes theme: the other follows.
    with review.sessions() as session:
        recruiter = review.theme(session, RECRUITER).id
    review.decide(lambda session: move(review, session, first, known.creche, recruiter))
    review.grow()
    assert review.homes(first, kept) == [recruiter, recruiter]


@pytest.mark.any_database
def test_the_clustering_itself_hears_the_corrections_and_not_only_what_is_written_after_it(review, known) -> None:
    plain = analyse(review.sessions, review.lab_id, after=1).fingerprint
    assert analyse(review.sessions, review.lab_id, after=2).fingerprint == plain
    assert plain != review.run.fingerprint, "an analysis starts from the themes of the last one"

    def keep(session: Session) -> None:
        first, other = review.passages(session, CRECHE)[:2]
        together.keep_together(session, first, [other], Signed(review.coordinator, NOW))

    review.decide(keep)

    assert analyse(review.sessions, review.lab_id, after=3).fingerprint != plain


def test_what_was_kept_together_and_taken_back_parts_again(review: Review, known) -> None:
    with review.sessions() as session:
        first, other = review.passages(session, CRECHE)[0], session.get_one(Passage, known.passage)
        taken = together.keep_together(session, first, [other], Signed(review.coordinator, NOW))
        assert queries.home_of(session, review.lab_id, other.id).id == known.creche
        decisions.undo(session, taken, Signed(review.coordinator, NOW))

        assert queries.home_of(session, review.lab_id, other.id).id == known.bus
        assert not session.scalars(sa.select(ThemeConstraint)).all()
        move(review, session, first.id, known.creche, None)
        with pytest.raises(Refused):
            together.keep_together(session, first, [other], Signed(review.coordinator, NOW))


@pytest.mark.any_database
def test_what_was_set_apart_never_meets_again_and_what_was_taken_back_does(review: Review, known) -> None:
    with review.sessions() as session:
        first, other, undone = (passage.id for passage in review.passages(session, BUS)[:3])

    def part(session: Session) -> None:
        passage, *others = (session.get_one(Passage, key) for key in (first, other, undone))
        apart.set_apart(session, passage, others[:1], Signed(review.coordinator, NOW))
        taken = apart.set_apart(session, passage, others[1:], Signed(review.coordinator, NOW))
        decisions.undo(session, taken, Signed(review.coordinator, NOW))

    review.decide(part)
    assert review.homes(first, other, undone) == [known.bus, None, known.bus]

    for _ in range(2):
        review.grow()
        assert review.homes(first, other, undone) == [known.bus, None, known.bus]

    # The first changes theme: the other may come back to the one they left.
    review.decide(lambda session: move(review, session, first, known.bus, known.creche))
    review.grow()
    assert review.homes(first, other) == [known.creche, known.bus]


@pytest.mark.any_database
def test_a_pinned_theme_outlives_those_who_spoke_of_it_and_takes_its_place_again(review: Review, known) -> None:
    review.decide(
        lambda session: services.pin(session, session.get_one(Theme, known.bus), True, Signed(review.coordinator, NOW))
    )

    def all_leave(session: Session) -> None:
        for entry in session.scalars(sa.select(Entry).where(Entry.text.contains("le bus"))):
            share(session, entry, Sharing.PRIVATE, now=NOW)

    review.decide(all_leave)
    run = analyse(review.sessions, review.lab_id, after=1)
    with review.sessions() as session:
        (state,) = [s for s in queries.states_of_run(session, run) if s.theme_id == known.bus]
        assert (state.passages, state.theme.pinned) == (0, True)

    review.times = 1
    review.grow()
    with review.sessions() as session:
        assert review.theme(session, BUS).id == known.bus


def test_a_theme_made_of_passages_that_were_in_none_holds_in_later_analyses(review: Review, known) -> None:
    def leave(session: Session) -> list[uuid.UUID]:
        """Six people say something else, which no theme of the next analysis holds for sure."""
        lab = session.get_one(Lab, review.lab_id)
        said = [make_voiced_entry(session, make_person(session, lab), f"le chien {n}", 20 + n, n) for n in range(6)]
        return [entry.passages[0].id for entry in said]

    with review.sessions() as session:
        dogs = leave(session)
        session.commit()
    with review.sessions() as session:
        made = unplaced.make_theme(
            session,
            [session.get_one(Passage, key) for key in dogs],
            "Vivre avec un chien",
            Signed(review.coordinator, NOW),
            floor=FLOOR,
        ).id
        session.commit()

    for _ in range(2):
        review.grow()
        assert review.homes(*dogs) == [made] * 6
        with review.sessions() as session:
            assert session.get_one(Theme, made).label == "Vivre avec un chien"


def test_passages_kept_together_in_no_theme_share_what_becomes_of_them(review: Review, known) -> None:
    with review.sessions() as session:
        lab = session.get_one(Lab, review.lab_id)
        far = make_voiced_entry(session, make_person(session, lab), "le chien", 30, 1).passages[0].id
        near = make_voiced_entry(session, make_person(session, lab), "le bus du chien", 0, 2).passages[0].id
        session.commit()
    review.decide(
        lambda session: unplaced.keep_together(
            session, [session.get_one(Passage, key) for key in (far, near)], Signed(review.coordinator, NOW)
        )
    )

    review.grow()

    home, other = review.homes(far, near)
    assert home == other == known.bus
