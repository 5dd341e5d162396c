import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from journal.actors.models import Actor
from journal.counting.published import PublishedCounts
from journal.entries.words import MaskedWords
from journal.tables import Base, Key, Labelled, enum_column


class DigestStatus(Labelled):
    DRAFT = "draft", "Brouillon"
    APPROVED = "approved", "Approuvé"
    PUBLISHED = "published", "Publié"


class Digest(Base):
    """The récit of one month. Once published its words and figures are frozen."""

    __tablename__ = "digest"
    __table_args__ = (sa.UniqueConstraint("lab_id", "month"),)
    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    month: Mapped[date]  # its first day
    title: Mapped[str]
    status: Mapped[DigestStatus] = enum_column(DigestStatus, default=DigestStatus.DRAFT)
    run_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("analysis_run.id", ondelete="SET NULL"))
    # Frozen with the text: fingerprint of the corpus, settings, public ledger of treatment.
    provenance: Mapped[dict[str, Any]] = mapped_column(default=dict)
    drafted_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    drafted_at: Mapped[datetime]  # or composed again
    approved_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    approved_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]
    # What anyone may read when the Lab is open: frozen too, with figures of its own. Nothing when it was not open.
    public_paragraphs: Mapped[list[Any] | None]
    # [{"at", "what"}]: what happened to the published text, without a word of it.
    revisions: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    version: Mapped[int] = mapped_column(default=1)
    paragraphs: Mapped[list["DigestParagraph"]] = relationship(
        cascade="all, delete-orphan", order_by="DigestParagraph.position", back_populates="digest"
    )
    __mapper_args__ = {"version_id_col": version}

    def rewrite_public(self, change: Callable[[list[Any]], list[Any]]) -> None:
        """Change the parts that anyone may read, where there are any."""
        if self.public_paragraphs is not None and (parts := change(self.public_paragraphs)) != self.public_paragraphs:
            self.public_paragraphs = parts

    def note(self, what: str, at: datetime) -> None:
        """Keep in its history what happens to the published text."""
        self.revisions = [*self.revisions, {"at": at.isoformat(), "what": what}]

    @property
    def writers(self) -> set[uuid.UUID | None]:
        """Who drafted it or corrected something that is still there: none of them approves it."""
        return {self.drafted_by_id, *(paragraph.edited_by_id for paragraph in self.paragraphs)}

    @property
    def corrected(self) -> list["DigestParagraph"]:
        """Paragraphs that no longer say what the site had written."""
        return [paragraph for paragraph in self.paragraphs if paragraph.edited_at is not None]


class DigestParagraph(Base):
    __tablename__ = "digest_paragraph"
    id: Mapped[Key]
    digest_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("digest.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[str]
    heading: Mapped[str]
    theme_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("theme.id", ondelete="SET NULL"))
    # [{"text": …, "evidence": [[kind, ref], …]}]: the machine's sentences, kept beside the human's words
    sentences: Mapped[list[Any]]
    text: Mapped[str]
    draft_text: Mapped[str]  # what the machine wrote, so that every correction can be seen
    # Of a theme's part: which version of it people read, and answer.
    part_version: Mapped[str] = mapped_column(default="", server_default="")
    edited_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    edited_at: Mapped[datetime | None]
    digest: Mapped[Digest] = relationship(back_populates="paragraphs")

    @property
    def part(self) -> tuple[str, str]:
        """Which part of the public edition is the same: its kind and its theme."""
        return self.kind, str(self.theme_id or "")


class QuoteState(Labelled):
    # By the machine: its author knows nothing of it until someone of the team has read it.
    PROPOSED = "proposed", "Proposée, pas encore demandée"
    ASKED = "asked", "En attente de son auteur·e"
    ACCEPTED = "accepted", "Acceptée"
    REFUSED = "refused", "Refusée"
    WITHDRAWN = "withdrawn", "Retirée"
    UNUSED = "unused", "Non reprise"  # its author said yes, the published text did without


class Quote(Base):
    """A passage proposed for one digest. Shown to readers only after its author's yes."""

    __tablename__ = "quote"
    __table_args__ = (
        sa.UniqueConstraint("digest_id", "passage_id"),
        # Two quotes of one person in one month would be a portrait.
        sa.Index("uq_quote_digest_id_author_id", "digest_id", "author_id", unique=True),
    )
    id: Mapped[Key]
    digest_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("digest.id", ondelete="CASCADE"), index=True)
    passage_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("passage.id", ondelete="SET NULL"))
    author_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"), index=True)
    theme_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("theme.id", ondelete="SET NULL"))
    text: Mapped[str]  # emptied when withdrawn
    # Whether its author was told that anyone may read it.
    for_public: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    state: Mapped[QuoteState] = enum_column(QuoteState, default=QuoteState.PROPOSED)
    asked_at: Mapped[datetime]  # or proposed, before it is asked
    # The mail that says a question waits: last tried, then sent.
    tried_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    digest: Mapped[Digest] = relationship()


class Narrative(Base):
    """The living récit of a Lab as it was last composed: apart from reading, so that its figures hold still."""

    __tablename__ = "narrative"
    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), unique=True)
    title: Mapped[str]
    # [{"kind", "heading", "theme", "version", "sentences": [{"text", "evidence": [[kind, ref], …]}]}]
    paragraphs: Mapped[list[Any]]
    public_paragraphs: Mapped[list[Any] | None]
    composed_at: Mapped[datetime]
    # Someone has taken words back since, or decided about a theme: it has to be composed again.
    is_stale: Mapped[bool] = mapped_column(default=False, server_default=sa.false())

    def rewrite(self, change: Callable[[list[Any]], list[Any]]) -> None:
        """Change its parts, those that anyone may read included."""
        self.paragraphs = change(self.paragraphs)
        if self.public_paragraphs is not None:
            self.public_paragraphs = change(self.public_paragraphs)


class ResonanceAnswer(Labelled):
    YES = "yes", "Je m’y reconnais"
    PARTLY = "partly", "En partie"
    NO = "no", "Pas du tout"
    MISSING = "missing", "Il manque quelque chose"


class Resonance(Base):
    """What a participant answers to a theme's part, of the living récit or of a month: one answer for each theme."""

    __tablename__ = "resonance"
    __table_args__ = (sa.UniqueConstraint("theme_id", "participant_id"),)
    id: Mapped[Key]
    theme_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("theme.id", ondelete="CASCADE"), index=True)
    participant_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    answer: Mapped[ResonanceAnswer] = enum_column(ResonanceAnswer)
    # The version that was read: once the team has written another, the answer is no longer about what stands there.
    part_version: Mapped[str] = mapped_column(default="", server_default="")
    at: Mapped[datetime]


class ThemeResonance(PublishedCounts, Base):
    """How one version of a theme's part is received: its published counts, by answer and group.

    Opened by the first answer to it. Each version has counts of its own: those of one never move with another's.
    """

    __tablename__ = "theme_resonance"
    __table_args__ = (sa.UniqueConstraint("theme_id", "part_version"),)
    id: Mapped[Key]
    theme_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("theme.id", ondelete="CASCADE"), index=True)
    part_version: Mapped[str]


class ContributionState(Labelled):
    UNSENT = "unsent", "Pas encore envoyée"  # its author has yet to read what the coordinators would
    WAITING = "waiting", "En attente d’une réponse"
    ACCEPTED = "accepted", "Prise en compte"  # the team takes it into account; its words are printed nowhere
    ANSWERED = "answered", "Une réponse est faite"
    DECLINED = "declined", "Non retenue"


class Contribution(MaskedWords):
    """What a participant says is missing. Masked, read again and sent by its author; always answered."""

    __tablename__ = "contribution"
    subject = "sur le récit"
    theme_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("theme.id", ondelete="SET NULL"))
    state: Mapped[ContributionState] = enum_column(ContributionState, default=ContributionState.UNSENT)
    answer: Mapped[str] = mapped_column(default="")
    # What readers of the récit are told that it changes: the team's words, for the next month published.
    for_readers: Mapped[str] = mapped_column(default="", server_default="")
    answered_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    answered_at: Mapped[datetime | None]

    @property
    def is_sent(self) -> bool:
        return self.state is not ContributionState.UNSENT


class ReplyState(Labelled):
    SENT = "sent", "Envoyée, en attente de la coordination"
    RETURNED = "returned", "À écrire autrement"
    PUBLISHED = "published", "Publiée"
    DECLINED = "declined", "Non publiée"


class MonthReply(MaskedWords):
    """What an organisation answers to a part of a published month: its right of reply, beside the text, never in it."""

    __tablename__ = "month_reply"
    subject = "pour répondre à un récit du mois"
    digest_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("digest.id", ondelete="CASCADE"), index=True)
    part: Mapped[str]  # as ``beside.part_key`` names it
    actor_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("actor.id", ondelete="CASCADE"), index=True)
    # The reply is the organisation’s: it stays when the account that wrote it goes.
    author_id: Mapped[uuid.UUID | None] = mapped_column(  # type: ignore[assignment]
        sa.ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    state: Mapped[ReplyState] = enum_column(ReplyState, default=ReplyState.SENT)
    reason: Mapped[str] = mapped_column(
        default="", server_default=""
    )  # why it is not published, or what to write otherwise
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None]
    digest: Mapped[Digest] = relationship(lazy="joined")
    actor: Mapped[Actor] = relationship(lazy="joined")

    @property
    def is_sent(self) -> bool:
        return True


class PublishedFigure(Base):
    """The last published value of a figure and the people behind it, as keyed hashes: the sticky rule's memory."""

    __tablename__ = "published_figure"
    __table_args__ = (sa.UniqueConstraint("lab_id", "name"),)
    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    name: Mapped[str]
    value: Mapped[int]
    people: Mapped[list[Any]]
    month: Mapped[date]
    # [[value, people], …]: its earlier values and who was behind them. A new value is of the same people as one of
    # these, or of people at least five of whom differ.
    earlier: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")


class PeriodCounts(Base):
    """What was once counted of the people of some themes over some months: between any two of a Lab, five answer
    otherwise at least. Kept whatever becomes of the experiment it was counted around.
    """

    __tablename__ = "period_counts"
    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    counts: Mapped[dict[str, Any]]
    # {person: what they contribute to the counts}, both as keyed hashes.
    by: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class BeforeAfter(Base):
    """What was published around an experiment, once: nothing changes it, not even another day of beginning."""

    __tablename__ = "before_after"
    id: Mapped[Key]
    experiment_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("experiment.id", ondelete="CASCADE"), unique=True)
    started_on: Mapped[date]
    themes: Mapped[list[Any]]  # ids of themes, as they were when it was counted
    # {"people": …, "everyone": …, "counts": {…}}
    before: Mapped[dict[str, Any]]
    since: Mapped[dict[str, Any]]
    counted_on: Mapped[date]


class DigestDelivery(Base):
    """One récit du mois to one person by mail: written before sending, so that a stopped worker sends no second one."""

    __tablename__ = "digest_delivery"
    __table_args__ = (sa.UniqueConstraint("digest_id", "person_id"),)
    id: Mapped[Key]
    digest_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("digest.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    tries: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
