"""Texts other than entries that others will read: masked first, then reviewed and sent by their author.

Each feature has its own table, with these columns; they all follow the same path.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from journal.entries.masks import loaded
from journal.entries.models import MaskingState
from journal.entries.rules import mark_of, merge_spans
from journal.tables import Base, Key, enum_column
from nlp.masking.applying import apply_masks

# ``masking_version`` of texts that are not masked: those of a role or an organisation, and entries without a text.
AS_IT_IS = "as it is"
# Version of templates/entries/sending_words.html, which tells authors what the team may do with what they send.
SENDING_TEXT_VERSION = "2026-11-30"


class MaskedWords(Base):
    """The columns of such a table. Anyone other than the author only ever reads ``masked_text``."""

    __abstract__ = True
    # Parts of sentences: what the text is about, and who would read it once sent.
    subject: ClassVar[str]
    would_read: ClassVar[str] = "l’équipe lirait"

    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    author_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    text: Mapped[str]
    masking_state: Mapped[MaskingState] = enum_column(MaskingState, default=MaskingState.RECEIVED)
    masked_text: Mapped[str | None]
    # The version of the masker that read it.
    masking_version: Mapped[str] = mapped_column(default="", server_default="")
    # Earlier masked versions, which others may have read or copied: withdrawing the text withdraws these too.
    read_before: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    # [start, end, kind, source] in the text
    masks: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    author_masks: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")  # [start, end]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    # The version of the terms its author accepted on sending; empty for a role, or before there were terms.
    sent_under: Mapped[str] = mapped_column(default="", server_default="")
    at: Mapped[datetime]

    @property
    def is_sent(self) -> bool:
        """Whether others may have read it."""
        raise NotImplementedError

    @property
    def said(self) -> str:
        """What others read: nothing until it is masked and sent."""
        return (self.masked_text or "") if self.is_sent else ""


class VoicedWords(MaskedWords):
    """Texts that may also speak for a role or an organisation: these are sent as they are, without masking."""

    __abstract__ = True
    sent_at: Mapped[datetime | None]

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None


def kinds() -> list[type[MaskedWords]]:
    """Every such table."""
    mapped = (mapper.class_ for mapper in Base.registry.mappers)
    return sorted((kind for kind in mapped if issubclass(kind, MaskedWords)), key=lambda kind: kind.__name__)


def seen_mark(words: MaskedWords) -> str:
    """A fingerprint of the masked text its author was shown: nobody can send a text they have not read."""
    return mark_of(words.text, str(words.masked_text))


def may_be_read(words: MaskedWords) -> bool:
    """Whether the masked text is ready for its author to review."""
    return words.masking_state is MaskingState.MASKED


def leave_as_it_is(words: MaskedWords) -> None:
    """Make a text readable unmasked, except for what the team hid: it speaks for a role or an organisation."""
    words.masking_state, words.masked_text = MaskingState.MASKED, apply_masks(words.text, loaded(words.masks or ()))
    words.masking_version = AS_IT_IS


def mask_more(words: MaskedWords, spans: Sequence[tuple[int, int]]) -> None:
    """Mask more than the machine did. The worker then makes the masked text again."""
    asked = [*((start, end) for start, end in words.author_masks), *spans]
    words.author_masks = [list(span) for span in merge_spans(asked, len(words.text))]
    words.masking_state, words.masked_text = MaskingState.RECEIVED, None
    words.version += 1
