"""Imported entries belong to people who cannot sign in, and stay private unless a consent is named."""

from collections import Counter
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person
from journal.entries.importing import keeping
from journal.entries.importing.keeping import Destination, Outcome, import_rows
from journal.entries.importing.records import ImportRefused
from journal.entries.importing.rows import ImportedRow
from journal.entries.models import Entry, MaskingState, Origin, Sharing, SharingChange
from journal.entries.services import EntryContent
from journal.pathways.models import StepKind
from nlp.emotions import Emotion
from tests.factories import NOW, make_lab

DAY = date(2026, 11, 3)


def rows(*texts: str, author: str = "") -> list[ImportedRow]:
    return [ImportedRow(line, author, EntryContent(text, DAY)) for line, text in enumerate(texts, 2)]


def keep(session: Session, given: list[ImportedRow], lab: Lab, **options: object) -> Outcome:
    return import_rows(session, given, Destination(lab=lab, **options), key="a key", now=NOW)  # type: ignore[arg-type]


def test_an_imported_entry_is_private_waits_for_its_mask_and_carries_its_origin(session: Session) -> None:
    row = ImportedRow(2, "12", EntryContent("J’ai attendu.", DAY, emotions=((Emotion.WORRY, 4),), helped="un voisin"))

    keep(session, [row], make_lab(session))

    entry = session.scalars(sa.select(Entry)).one()
    assert (entry.sharing, entry.origin, entry.masking_state) == (
        Sharing.PRIVATE,
        Origin.IMPORTED,
        MaskingState.RECEIVED,
    )
    assert (entry.text, entry.happened_on, entry.helped) == ("J’ai attendu.", DAY, "un voisin")
    assert [(row.emotion, row.intensity) for row in entry.emotions] == [(Emotion.WORRY, 4)]


def test_an_emotion_alone_is_kept_once_and_no_consent_lets_it_be_quoted(session: Session) -> None:
    lab = make_lab(session)
    alone = [
        ImportedRow(2, "12", EntryContent("", DAY, emotions=((Emotion.WORRY, 4),), step=StepKind.TRAINING)),
        ImportedRow(3, "12", EntryContent("", DAY, emotions=((Emotion.JOY, 4),))),
    ]

    keep(session, alone, lab, sharing=Sharing.QUOTABLE, consent="formulaire")
    assert keep(session, alone[::-1], lab, sharing=Sharing.QUOTABLE, consent="formulaire").entries == 0

    kept = {entry.emotions[0].emotion: entry for entry in session.scalars(sa.select(Entry))}
    assert {emotion: entry.sharing for emotion, entry in kept.items()} == {
        Emotion.WORRY: Sharing.THEMES,
        Emotion.JOY: Sharing.PRIVATE,
    }
    changes = session.scalars(sa.select(SharingChange)).all()
    assert [(change.entry_id, change.new) for change in changes] == [(kept[Emotion.WORRY].id, Sharing.THEMES)]


def test_imported_authors_cannot_sign_in_and_their_names_tell_nothing(session: Session) -> None:
    keep(session, rows("Un récit", author="nadia@example.org"), make_lab(session))

    person = session.scalars(sa.select(Person)).one()
    assert person.passphrase_hash is None
    assert "nadia" not in person.username


def test_one_author_named_twice_is_one_person(session: Session) -> None:
    outcome = keep(session, rows("un", "deux", author="7"), make_lab(session))

    assert (outcome.entries, outcome.people) == (2, 1)


def test_without_an_author_each_row_is_one_person_even_when_the_words_are_the_same(session: Session) -> None:
    outcome = keep(session, rows("pareil", "pareil", "autre"), make_lab(session))

    assert (outcome.entries, outcome.people) == (3, 3)


def test_the_same_file_imported_twice_is_imported_once(session: Session) -> None:
    lab = make_lab(session)
    keep(session, rows("pareil", "pareil", "autre"), lab)

    again = keep(session, rows("pareil", "pareil", "autre", "nouveau"), lab)

    assert again == Outcome(entries=1, people=1, known=3)


def test_the_same_author_number_in_another_source_is_someone_else(session: Session) -> None:
    lab = make_lab(session)
    keep(session, rows("un", author="7"), lab, source="Aix")

    outcome = keep(session, rows("deux", author="7"), lab, source="Digne")

    assert outcome.people == 1


def test_the_same_author_number_in_another_lab_is_someone_else(session: Session) -> None:
    keep(session, rows("un", author="7"), make_lab(session))
    keep(session, rows("un", author="7"), make_lab(session))

    assert max(Counter(session.scalars(sa.select(Entry.author_id))).values()) == 1


def test_sharing_needs_to_say_where_the_consent_was_given(session: Session) -> None:
    with pytest.raises(ImportRefused, match="--consent"):
        keep(session, rows("un"), make_lab(session), sharing=Sharing.THEMES)

    assert session.scalars(sa.select(Entry)).all() == []


def test_a_named_consent_is_kept_with_each_entry(session: Session) -> None:
    keep(session, rows("un", "deux"), make_lab(session), sharing=Sharing.QUOTABLE, consent="formulaire papier, mars")

    changes = session.scalars(sa.select(SharingChange)).all()
    assert {entry.sharing for entry in session.scalars(sa.select(Entry))} == {Sharing.QUOTABLE}
    assert [(c.old, c.new, c.text_version) for c in changes] == [
        (Sharing.PRIVATE, Sharing.QUOTABLE, "import: formulaire papier, mars")
    ] * 2


def test_more_rows_than_a_chunk_are_all_kept(session: Session) -> None:
    many = keeping.CHUNK + 3
    told: list[int] = []

    outcome = import_rows(
        session,
        rows(*(f"récit {n}" for n in range(many))),
        Destination(lab=make_lab(session)),
        key="a key",
        now=NOW,
        advance=told.append,
    )

    assert outcome.entries == session.scalar(sa.select(sa.func.count()).select_from(Entry)) == many
    assert sum(told) == many
