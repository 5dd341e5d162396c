"""A text on which the machine chokes stops no other, and is read by nobody."""

import uuid
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from journal.entries.masking.queue import mask_waiting
from journal.entries.masking.words import mask_words
from journal.entries.models import Entry, MaskingState
from journal.narrative.models import Contribution
from nlp import encoding
from nlp.e5 import model
from nlp.types import Vectors
from tests.factories import NOW, make_entry, make_person


class Delicate:
    """An encoder that chokes on one text, as a tokenizer may."""

    name = "delicate"
    dimensions = 4

    def __init__(self, poison: str) -> None:
        self.poison = poison

    def encode(self, texts: Any) -> Vectors:
        if any(self.poison in text for text in texts):
            raise RuntimeError(f"cannot read {texts}")
        return encoding.unit_rows(np.ones((len(texts), self.dimensions), dtype="float32"))


@pytest.mark.model
class TestAPoisonousText:
    TEXTS = ("J’ai attendu le bus ce matin.", "Un texte poison pour la machine.", "Le stage m’a plu, vraiment.")

    @pytest.fixture
    def entries(self, session: Session) -> list[Entry]:
        author = make_person(session)
        made = [make_entry(session, author, text, masked=False) for text in self.TEXTS]
        session.commit()
        return made

    def test_a_poisonous_text_stops_no_other(
        self,
        app: Flask,
        session: Session,
        entries: list[Entry],
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        monkeypatch.setattr(encoding, "load_encoder", lambda: Delicate("poison"))

        assert mask_waiting(app.extensions["database"], now=lambda: NOW) == 3

        session.expire_all()
        states = [session.get_one(Entry, entry.id).masking_state for entry in entries]
        assert states == [MaskingState.MASKED, MaskingState.FAILED, MaskingState.MASKED]
        assert session.get_one(Entry, entries[1].id).masked_text is None
        assert "poison" not in caplog.text

    def test_no_text_is_blamed_when_the_machine_reads_nothing_at_all(
        self, app: Flask, session: Session, entries: list[Entry], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(encoding, "load_encoder", lambda: Delicate(""))

        with pytest.raises(RuntimeError):
            mask_waiting(app.extensions["database"], now=lambda: NOW)

        session.expire_all()
        assert {session.get_one(Entry, entry.id).masking_state for entry in entries} == {MaskingState.RECEIVED}

    def test_no_text_is_blamed_when_weights_that_read_names_again_are_missing(
        self, app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        # Another encoder is in use: the masker alone misses them, and in texts that name someone alone.
        monkeypatch.setattr(encoding, "load_encoder", lambda: Delicate("poison"))
        monkeypatch.setattr(model, "files", lambda _package: tmp_path)
        model.load_e5.cache_clear()
        entry = make_entry(session, make_person(session), "J’ai vu Nadia ce matin.", masked=False)
        who = {"lab_id": entry.author.lab_id, "author_id": entry.author.id}
        waiting = Contribution(id=uuid.uuid4(), text=entry.text, version=1, at=NOW, **who)
        session.add(waiting)
        session.commit()

        with pytest.raises(FileNotFoundError):
            mask_waiting(app.extensions["database"], now=lambda: NOW)
        with pytest.raises(FileNotFoundError):
            mask_words(app.extensions["database"], Contribution, now=lambda: NOW)

        session.expire_all()
        assert {entry.masking_state, waiting.masking_state} == {MaskingState.RECEIVED}
