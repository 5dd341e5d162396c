"""Words that are not an entry and that others will read: masked first, then read again and sent by their author.

What a feature keeps of them is its own table, with these columns; what they go through is the same everywhere.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from journal.db import Base, Key, enum_column
from journal.entries.masks import loaded
from journal.entries.models import MaskingState
from journal.entries.rules import mark_of, merge_spans
from nlp.masking.applying import apply_masks

# ``masking_version`` of what no masker reads: words written for a role or an organisation, and entries without a word.
AS_IT_IS = "as it is"
# Of those of templates/entries/sending_words.html: what whoever sends words to the team is told of what it may do.
SENDING_TEXT_VERSION = "2026-11-30"


class MaskedWords(Base):
    """The columns of a table of such words. ``masked_text`` is all that anyone but the author ever reads."""

    __abstract__ = True
    # As sentences say them: what one wrote about, and what is read of it once it is sent.
    subject: ClassVar[str]
    would_read: ClassVar[str] = "l’équipe lirait"

    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    author_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    text: Mapped[str]
    masking_state: Mapped[MaskingState] = enum_column(MaskingState, default=MaskingState.RECEIVED)
    masked_text: Mapped[str | None]
    # Which masker read it.
    masking_version: Mapped[str] = mapped_column(default="", server_default="")
    # Earlier masked versions that others may have read or copied: taking the words back takes these back too.
    read_before: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    # [start, end, kind, source] in the text
    masks: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    author_masks: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")  # [start, end]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    # Which words their author accepted on sending them: none for those of a role, nor for those sent before there were.
    sent_under: Mapped[str] = mapped_column(default="", server_default="")
    at: Mapped[datetime]

    @property
    def is_sent(self) -> bool:
        """Whether others may have read it."""
        raise NotImplementedError

    @property
    def said(self) -> str:
        """All that anyone but their author reads: nothing until it is masked and sent."""
        return (self.masked_text or "") if self.is_sent else ""


class VoicedWords(MaskedWords):
    """Those that a role or an organisation may write too: sent as they are, where a participant’s are masked first."""

    __abstract__ = True
    sent_at: Mapped[datetime | None]

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None


def kinds() -> list[type[MaskedWords]]:
    """Every table of such words."""
    mapped = (mapper.class_ for mapper in Base.registry.mappers)
    return sorted((kind for kind in mapped if issubclass(kind, MaskedWords)), key=lambda kind: kind.__name__)


def seen_mark(words: MaskedWords) -> str:
    """Names the masked text its author was shown: nobody sends a text they have not read."""
    return mark_of(words.text, str(words.masked_text))


def may_be_read(words: MaskedWords) -> bool:
    """Whether its author may read what others would: a text whose masking has not finished goes nowhere."""
    return words.masking_state is MaskingState.MASKED


def leave_as_it_is(words: MaskedWords) -> None:
    """Let words be read as they are, but for what the team hid: they are those of a role or an organisation."""
    words.masking_state, words.masked_text = MaskingState.MASKED, apply_masks(words.text, loaded(words.masks or ()))
    words.masking_version = AS_IT_IS


def mask_more(words: MaskedWords, spans: Sequence[tuple[int, int]]) -> None:
    """Hide more than the machine did. The worker remakes the masked text."""
    asked = [*((start, end) for start, end in words.author_masks), *spans]
    words.author_masks = [list(span) for span in merge_spans(asked, len(words.text))]
    words.masking_state, words.masked_text = MaskingState.RECEIVED, None
    words.version += 1
