"""The récits of the demonstration tell as many texts as its database holds, less what four people changed."""

import shutil
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.db import open_database
from journal.demo.people import LAB
from journal.entries.models import Entry, Sharing
from journal.months import last_of
from journal.narrative.models import Digest, Narrative, PublishedFigure
from tests.lived import Lived

A_FEW, ROUNDED = 4, 2


def is_true(session: Session, lab: Lab, told: int, *, private: bool, since: date, until: date) -> bool:
    """Whether a number of texts is that of these days, to within what a few people may have changed since."""
    which = Entry.sharing == Sharing.PRIVATE if private else Entry.sharing != Sharing.PRIVATE
    days = Entry.happened_on.between(since, until)
    texts = sa.select(sa.func.count()).where(Entry.lab_id == lab.id, Entry.text != "", which, days)
    by_person = sorted(session.scalars(texts.group_by(Entry.author_id)))
    return abs(told - sum(by_person)) <= sum(by_person[-A_FEW:]) + ROUNDED


@pytest.mark.model
def test_the_texts_told_are_those_of_the_database(lived_demonstration: Lived, tmp_path: Path) -> None:
    shutil.copy(lived_demonstration.path, tmp_path / "journal.db")
    database = open_database(f"sqlite:///{tmp_path / 'journal.db'}")
    with database.read() as session:
        lab = session.scalars(sa.select(Lab).where(Lab.name == LAB)).one()
        digests = session.scalars(sa.select(Digest).where(Digest.lab_id == lab.id).order_by(Digest.month)).all()
        for digest in digests:
            days = {"since": digest.month, "until": last_of(digest.month)}
            for name in ("shared", "private"):
                for edition in {"ledger", "public_ledger"} & digest.provenance.keys():
                    told = digest.provenance[edition][name]
                    assert is_true(session, lab, told, private=name == "private", **days), (digest.month, edition)
        days = {"since": date.min, "until": last_of(digests[-1].month)}
        for name in ("shared", "private"):
            rows = sa.select(PublishedFigure.value).where(
                PublishedFigure.lab_id == lab.id, PublishedFigure.name == f"narrative/texts/{name}"
            )
            assert is_true(session, lab, session.scalars(rows).one(), private=name == "private", **days), name
        assert_both_editions_say_the_same(session, lab)
    database.close()


def assert_both_editions_say_the_same(session: Session, lab: Lab) -> None:
    narrative = session.scalars(sa.select(Narrative).where(Narrative.lab_id == lab.id)).one()
    parts = (narrative.paragraphs, narrative.public_paragraphs or [])
    inside, public = (next(part["sentences"] for part in each if part["kind"] == "ledger") for each in parts)
    assert [each["text"] for each in inside[1:]] == [each["text"] for each in public[1:]]
