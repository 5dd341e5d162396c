import uuid
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from journal.encryption import INDEX, EncryptedText, Opened
from journal.tables import Base, Key, Labelled, enum_column


class Role(Labelled):
    PARTICIPANT = "participant", "Participant·e"
    PARTNER = "partner", "Partenaire"  # speaks for an organisation of the Lab; reads nothing of anyone's journal
    COORDINATOR = "coordinator", "Coordination"
    ADMIN = "admin", "Administration"


STAFF = frozenset({Role.COORDINATOR, Role.ADMIN})
# Between the day one is told that an account unused for long will end, and that end.
NOTICE = timedelta(days=30)
# Roles that never become another: what was written under one must not open the pages of another.
FOR_GOOD = frozenset({Role.PARTICIPANT, Role.PARTNER})


class Lab(Base):
    """A Lab of the public employment service. Nobody reads across Labs."""

    __tablename__ = "lab"
    id: Mapped[Key]
    name: Mapped[str] = mapped_column(unique=True)
    contact: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    # The récit and its digests may be read without an account only when the Lab says so.
    is_public: Mapped[bool] = mapped_column(default=False)


class Cohort(Base):
    """People who follow a pathway together."""

    __tablename__ = "cohort"
    __table_args__ = (sa.UniqueConstraint("lab_id", "name"),)
    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    name: Mapped[str]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    # How many people the cohort really has: what tells who is not heard.
    size: Mapped[int | None]
    lab: Mapped[Lab] = relationship()


class Person(Base):
    """Someone with an account. A participant needs no email address."""

    __tablename__ = "person"
    __table_args__ = (sa.UniqueConstraint("username"),)
    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    cohort_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("cohort.id"))
    role: Mapped[Role] = enum_column(Role)
    username: Mapped[str]
    # Empty for the authors of imported entries, who cannot sign in.
    passphrase_hash: Mapped[str | None]
    email_sealed: Mapped[str | None] = mapped_column(
        "email", EncryptedText("person.email"), info={INDEX: "email_index"}
    )
    email = Opened[str | None]("email_sealed")
    email_index: Mapped[str | None]
    recovery_hash: Mapped[str | None]
    totp_sealed: Mapped[str | None] = mapped_column("totp_secret", EncryptedText("person.totp_secret"))
    totp_secret = Opened[str | None]("totp_sealed")
    totp_last_step: Mapped[int | None]
    # Months of the récit sent by mail only when asked for.
    wants_digest: Mapped[bool] = mapped_column(default=False)
    # Told by mail, once a month at most, where their words went.
    wants_notice: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    # Told by mail, once a month at most, that a quote awaits their yes: a consent of its own.
    wants_question: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    # Told by mail that someone of the team wrote about a passage of theirs; and whether they want such messages at all,
    # which nobody of the team may know.
    wants_message: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    takes_messages: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    # Told by mail that the Lab calls for ideas, and that it answered one of theirs.
    wants_call: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    created_at: Mapped[datetime]
    last_seen_on: Mapped[date | None]
    # Told that an account unused for long will be erased; forgotten when its owner comes back.
    retention_notice_on: Mapped[date | None]
    disabled_at: Mapped[datetime | None]
    lab: Mapped[Lab] = relationship()
    cohort: Mapped[Cohort | None] = relationship()

    @property
    def role_name(self) -> str:
        return self.role.value

    @property
    def coordinates(self) -> bool:
        """Whether they belong to the team that reads and answers, with an open account."""
        return self.role is Role.COORDINATOR and self.disabled_at is None

    @property
    def ends_after(self) -> date | None:
        """The last day of an unused account, once its owner has been warned."""
        return self.retention_notice_on + NOTICE if self.retention_notice_on else None

    @property
    def needs_second_factor(self) -> bool:
        """Required of staff, who read masked passages, and of partners, who speak for an organisation."""
        return self.role is not Role.PARTICIPANT


class Invitation(Base):
    """A code that lets people in, of which only the hash is stored."""

    __tablename__ = "invitation"
    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    cohort_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("cohort.id"))
    role: Mapped[Role] = enum_column(Role)
    code_hash: Mapped[str] = mapped_column(unique=True)
    hint: Mapped[str]  # its first group of letters, to tell one code from another
    max_uses: Mapped[int]
    uses: Mapped[int] = mapped_column(default=0)
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    lab: Mapped[Lab] = relationship()
    cohort: Mapped[Cohort | None] = relationship()

    @classmethod
    def lasts(cls, now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
        """Whether a code is neither revoked nor expired, though it may be used up."""
        return cls.revoked_at.is_(None), cls.expires_at > now

    @classmethod
    def opens(cls, now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
        """Whether a code can let one more person in."""
        return *cls.lasts(now), cls.uses < cls.max_uses


class WebSession(Base):
    """A browser's session. The cookie holds a random token, this row its hash, so that signing out really ends it."""

    __tablename__ = "web_session"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    public_id: Mapped[uuid.UUID] = mapped_column(default=uuid.uuid4, unique=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    data: Mapped[dict[str, Any]]
    device: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class SignInAttempt(Base):
    """A failed sign-in, stored as keyed hashes for as long as the throttle looks back."""

    __tablename__ = "sign_in_attempt"
    id: Mapped[Key]
    key: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]


class Reopening(Base):
    """A participant's choice to regain access by email, and the message on its way.

    The mail holds a secret, kept here as its hash alone: a code that confirms the address, then a link each time.
    """

    __tablename__ = "reopening"
    id: Mapped[Key]
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    # Chosen for this address alone: once the account has another, or none, nothing is sent nor opened.
    address_sealed: Mapped[str] = mapped_column(
        "address", EncryptedText("reopening.address"), info={INDEX: "address_index"}
    )
    address = Opened[str]("address_sealed")
    address_index: Mapped[str | None] = mapped_column(index=True)
    chosen_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    # The last day on which a mail was asked for, and how many left for it.
    asked_on: Mapped[date | None]
    times_that_day: Mapped[int] = mapped_column(default=0, server_default="0")
    tried_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    secret_hash: Mapped[str | None] = mapped_column(unique=True)
    expires_at: Mapped[datetime | None]
    # When a link last served, until its owner says it was them.
    reopened_at: Mapped[datetime | None]


class Consent(Base):
    """What a person read and accepted, in which version."""

    __tablename__ = "consent"
    id: Mapped[Key]
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    text_version: Mapped[str]
    at: Mapped[datetime]


class AuditEvent(Base):
    """What was done, by whom, to what: ids only, chained so that a missing or altered row shows."""

    __tablename__ = "audit_event"
    sequence: Mapped[int] = mapped_column(sa.Integer, primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    # No foreign keys: the log outlives the people it names by id.
    actor_id: Mapped[uuid.UUID | None]
    actor_role: Mapped[str]
    lab_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str]
    subject_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    detail: Mapped[dict[str, Any]]
    mac: Mapped[str]


class AuditAnchor(Base):
    """Where the log starts once its oldest part is purged: the last event deleted, and a signature."""

    __tablename__ = "audit_anchor"
    up_to: Mapped[int] = mapped_column(sa.Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    mac: Mapped[str]
    signature: Mapped[str]


class Tombstone(Base):
    """The mark of something erased or withdrawn, so that a restored backup does not bring it back."""

    __tablename__ = "tombstone"
    digest: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
