"""Texts an older masker read are masked again: what is shared only ever hides more, and stays where it was."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from journal import jobs
from journal.accounts.models import AuditEvent
from journal.db import Database, count
from journal.entries import queries
from journal.entries.masking.again import hide_further, mask_entries_again
from journal.entries.models import Entry, MaskingState, Passage, Sharing
from journal.entries.services import EntryContent, write_entry
from nlp import passages
from nlp.emotions import Emotion
from nlp.masking import MASKING_VERSION, Mask, MaskKind, MaskSource, apply_masks, merge_masks
from tests.factories import NOW, make_entry, make_person
from tests.unit.journal.entries.masking.meanwhile import clock_that
from tests.worker import sweep

TEXT = "Hier avec Nadia on est allées à Manosque. Appelez-moi au 06 39 98 12 34, j’ai attendu longtemps."
NADIA, MANOSQUE, PHONE = (10, 15), (32, 40), (57, 71)
KEY = "a key of the tests"


def older(
    session: Session,
    text: str = TEXT,
    *hidden: tuple[int, int, MaskKind],
    sharing: Sharing = Sharing.QUOTABLE,
    **values: Any,
) -> Entry:
    """An entry as an older masker left it."""
    masks = [Mask(*each) for each in hidden]
    masked = apply_masks(text, masks)
    kept = [[mask.start, mask.end, mask.kind.value, mask.source.value] for mask in masks]
    entry = make_entry(
        session,
        make_person(session),
        text,
        masking_version="1",
        masked_text=masked,
        masks=kept,
        sharing=sharing,
        **values,
    )
    entry.passages[0].text, entry.passages[0].end = masked, len(masked)
    session.commit()
    return entry


def again(app: Flask, now: Callable[[], datetime] = lambda: NOW) -> int:
    found: Database = app.extensions["database"]
    return mask_entries_again(found, now=now, key=KEY)


@pytest.mark.model
class TestATextThatIsShared:
    def test_hides_what_the_present_masker_finds(self, app: Flask, session: Session) -> None:
        entry = older(session, TEXT, (*NADIA, MaskKind.FIRST_NAME))

        sweep(app, [jobs.mask_again])

        session.expire_all()
        assert entry.masked_text is not None
        assert not any(word in entry.masked_text for word in ("Nadia", "Manosque", "06 39"))
        assert (entry.masking_version, entry.masked_further_at is not None) == (MASKING_VERSION, True)

    def test_shows_nothing_that_was_hidden(self, app: Flask, session: Session) -> None:
        entry = older(session, TEXT, (72, 96, MaskKind.OTHER))  # « j’ai attendu longtemps », which no masker would hide

        again(app)

        session.expire_all()
        assert entry.masked_text is not None
        assert "attendu" not in entry.masked_text

    def test_keeps_what_its_author_hid_and_what_they_showed(self, app: Flask, session: Session) -> None:
        entry = older(session, author_masks=[[83, 95]], author_shown=[list(MANOSQUE)])

        again(app)

        session.expire_all()
        assert entry.masked_text is not None
        assert "Manosque" in entry.masked_text
        assert "attendu" not in entry.masked_text
        assert "Nadia" not in entry.masked_text

    def test_keeps_its_passages_and_gives_them_new_vectors(self, app: Flask, session: Session) -> None:
        entry = older(session)
        [passage] = entry.passages
        passage.vector, passage.encoder = b"old", "old"
        key = passage.id
        session.commit()

        again(app)

        session.expire_all()
        assert [each.id for each in entry.passages] == [key]
        assert entry.passages[0].text == entry.masked_text
        assert entry.passages[0].vector != b"old"

    def test_keeps_the_vectors_of_what_did_not_change(self, app: Flask, session: Session) -> None:
        entry = older(session, "Le car de sept heures est parti sans moi.")
        entry.passages[0].vector = b"old"
        session.commit()

        again(app)

        session.expire_all()
        assert (entry.masking_version, entry.masked_further_at) == (MASKING_VERSION, None)
        assert entry.passages[0].vector == b"old"
        assert session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "mask_again")).all() == []

    def test_is_written_in_the_log_without_a_word_of_it(self, app: Flask, session: Session) -> None:
        entry = older(session)

        again(app)

        [event] = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "mask_again"))
        assert (event.subject_id, set(event.detail)) == (entry.id, {"masks"})
        assert event.detail["masks"] >= len((NADIA, MANOSQUE, PHONE))

    def test_hides_more_of_its_notes_too(self, app: Flask, session: Session) -> None:
        entry = older(session, helped="Nadia et Karim", masked_helped="[PRÉNOM] et Karim")
        other = older(session, hindered="le bus de midi", masked_hindered="le [MASQUÉ] de midi")

        again(app)

        session.expire_all()
        assert "Karim" not in entry.masked_helped
        assert "bus" not in other.masked_hindered

    def test_keeps_its_older_masks_when_the_present_masker_fails_on_it(self, app: Flask, session: Session) -> None:
        broken, sound = older(session), older(session)
        broken.masked_text = "pas ce que disent ses masques"
        session.commit()

        assert again(app) == 2
        assert again(app) == 0

        session.expire_all()
        assert (broken.masked_text, broken.masking_version) == (
            "pas ce que disent ses masques",
            f"1, not {MASKING_VERSION}",
        )
        assert sound.masking_version == MASKING_VERSION
        assert count(session, Entry, queries.refused_by_the_present()) == 1

    def test_changed_meanwhile_is_left_for_the_next_round(self, app: Flask, session: Session) -> None:
        entry = older(session)

        def rewrite() -> None:
            with app.extensions["database"].write() as other:
                other.get_one(Entry, entry.id).version += 1
                other.commit()

        assert again(app, clock_that(rewrite)) == 0
        session.expire_all()
        assert entry.masking_version == "1"


@pytest.mark.model
@pytest.mark.parametrize("sharing", [Sharing.PRIVATE, Sharing.THEMES])
def test_what_helped_without_a_text_is_masked_again_and_makes_no_passage(
    app: Flask, session: Session, sharing: Sharing
) -> None:
    entry = make_entry(session, make_person(session), "", masking_version="1", sharing=sharing, helped="le bus")
    session.commit()

    assert again(app) == 1

    session.expire_all()
    assert (entry.masked_text, entry.passages, entry.sharing) == ("", [], sharing)
    assert (entry.masking_state, entry.masking_version) == (MaskingState.MASKED, MASKING_VERSION)


def test_what_was_felt_without_a_word_waits_for_no_newer_masker(app: Flask, session: Session) -> None:
    content = EntryContent("", NOW.date(), emotions=[(Emotion.ANGER, None)])
    write_entry(session, make_person(session), content, submission="felt", now=NOW)
    session.commit()

    assert again(app) == 0


def test_a_text_nobody_else_reads_is_masked_anew(app: Flask, session: Session) -> None:
    entry = older(session, TEXT, (72, 96, MaskKind.OTHER), sharing=Sharing.PRIVATE)

    again(app)

    session.expire_all()
    assert entry.masked_text is not None
    assert "attendu" in entry.masked_text
    assert "Nadia" not in entry.masked_text
    assert entry.masked_further_at is None


@pytest.mark.model
def test_stopped_half_way_it_goes_on_where_it_was(app: Flask, session: Session) -> None:
    for _ in range(3):
        older(session)
    database: Database = app.extensions["database"]

    assert mask_entries_again(database, now=lambda: NOW, key=KEY, most=2) == 2
    assert count(session, Entry, queries.masked_by_an_older()) == 1
    session.commit()  # the command writes too

    told = app.test_cli_runner().invoke(args=["remask"])
    assert "1\u00a0texte relu." in told.output
    assert count(session, Entry, queries.masked_by_an_older()) == 0


@pytest.mark.model
def test_what_is_shared_comes_before_what_is_not(app: Flask, session: Session) -> None:
    private, shared = older(session, sharing=Sharing.PRIVATE), older(session)

    mask_entries_again(app.extensions["database"], now=lambda: NOW, key=KEY, most=1)

    session.expire_all()
    assert (private.masking_version, shared.masking_version) == ("1", MASKING_VERSION)


LONG = " ".join(f"mot{number}{'.' if number % 9 == 0 else ''}" for number in range(150))
spans = st.lists(st.tuples(st.integers(0, len(LONG) - 1), st.integers(1, 60)), max_size=8)


def masks_of(drawn: list[tuple[int, int]]) -> tuple[Mask, ...]:
    return merge_masks(Mask(a, min(a + size, len(LONG)), MaskKind.OTHER, MaskSource.RULE) for a, size in drawn)


@given(before=spans, found=spans)
def test_whatever_is_found_nothing_hidden_shows_and_passages_stay_in_their_places(
    before: list[tuple[int, int]], found: list[tuple[int, int]]
) -> None:
    old = masks_of(before)
    masked = apply_masks(LONG, old)
    entry = Entry(
        text=LONG, masked_text=masked, sharing=Sharing.THEMES, author_masks=[], author_shown=[], team_masks=[],
        helped="", hindered="", masked_helped="", masked_hindered="",
        masks=[[m.start, m.end, m.kind.value, m.source.value] for m in old],
    )  # fmt: skip
    cut = [
        Passage(position=n, start=a, end=b, text=masked[a:b]) for n, (a, b) in enumerate(passages.cut_passages(masked))
    ]
    entry.passages = cut

    hide_further(entry, masks_of(found), NOW)

    assert entry.passages == cut
    hidden = {at for start, end, *_ in entry.masks for at in range(start, end)}
    wanted = {at for mask in (*old, *masks_of(found)) for at in range(mask.start, mask.end)}
    assert {LONG[at] for at in wanted - hidden} <= {" ", "."}
    assert entry.masked_text is not None
    assert all(entry.masked_text[passage.start : passage.end] == passage.text for passage in entry.passages)
    assert "".join(passage.text for passage in entry.passages).replace(" ", "") == entry.masked_text.replace(" ", "")
