"""What the Lab tries, from an idea to a norm.

Where an experiment stands is never stored: it is what its accepted steps say, in the order they were written. None is
changed or erased; a wrong one is corrected by another.
"""

import uuid
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from journal.actors.models import Actor
from journal.counting.published import PublishedCounts
from journal.tables import Base, Key, Labelled, enum_column
from journal.themes.models import Theme


class Rung(Labelled):
    """The ladder, lowest first; ``ABANDONED`` is beside it."""

    IDEA = "idea", "Idée"
    TRIAL = "trial", "Essai"
    EVALUATED = "evaluated", "Essai évalué"
    REPLICATED = "replicated", "Répliqué"
    PRACTICE = "practice", "Pratique"
    NORM = "norm", "Norme"
    ABANDONED = "abandoned", "Abandonné"

    @property
    def question(self) -> str:
        """The question that the evidence for this rung answers."""
        return _QUESTIONS[self]


_QUESTIONS = {
    Rung.IDEA: "D’où vient l’idée\u00a0?",
    Rung.TRIAL: "Où, avec qui, depuis quand\u00a0?",
    Rung.EVALUATED: "Qu’a-t-on mesuré, dit par qui\u00a0?",
    Rung.REPLICATED: "Où ailleurs\u00a0?",
    Rung.PRACTICE: "Qui le fait sans qu’on le demande\u00a0?",
    Rung.NORM: "Quel texte ou quel engagement le fixe\u00a0?",
    Rung.ABANDONED: "Qu’en a-t-on appris\u00a0?",
}


class StepState(StrEnum):
    """A partner's step waits for a coordinator."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Helped(Labelled):
    """What someone who took part says it gave them."""

    YES = "yes", "Ça a aidé"
    A_LITTLE = "a_little", "Un peu"
    NOT_AT_ALL = "not_at_all", "Pas du tout"


class Experiment(PublishedCounts, Base):
    __tablename__ = "experiment"
    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    title: Mapped[str]
    tried: Mapped[str]
    for_whom: Mapped[str]
    # The answer of the Lab it carries out: a promise that became something.
    answer_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("lab_answer.id", ondelete="SET NULL"), index=True)
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    steps: Mapped[list["ExperimentStep"]] = relationship(
        order_by="ExperimentStep.at, ExperimentStep.number", cascade="all, delete-orphan", lazy="selectin"
    )
    themes: Mapped[list[Theme]] = relationship(secondary="experiment_theme", order_by=Theme.label)
    actors: Mapped[list[Actor]] = relationship(secondary="experiment_actor", order_by=Actor.name, lazy="selectin")


class ExperimentTheme(Base):
    """A theme that an experiment answers."""

    __tablename__ = "experiment_theme"
    experiment_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("experiment.id", ondelete="CASCADE"), primary_key=True
    )
    theme_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("theme.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class ExperimentActor(Base):
    """An actor that carries an experiment."""

    __tablename__ = "experiment_actor"
    experiment_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("experiment.id", ondelete="CASCADE"), primary_key=True
    )
    actor_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class ExperimentStep(Base):
    """One rung up, some down, or out: the day, and the evidence or the reason."""

    __tablename__ = "experiment_step"
    __table_args__ = (sa.UniqueConstraint("experiment_id", "number"),)
    # A step deleted takes along, in the database, those that say it better.
    __mapper_args__ = {"confirm_deleted_rows": False}
    id: Mapped[Key]
    experiment_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("experiment.id", ondelete="CASCADE"), index=True)
    rung: Mapped[Rung] = enum_column(Rung)
    happened_on: Mapped[date]
    evidence: Mapped[str]
    link: Mapped[str] = mapped_column(default="")
    state: Mapped[StepState] = enum_column(StepState)
    # Its place among the accepted ones; none while it is only proposed.
    number: Mapped[int | None]
    # The step this one says better: same rung, other words, another day.
    corrects_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("experiment_step.id", ondelete="CASCADE"))
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None]
    # Why it was declined: read by those who proposed it.
    declined_because: Mapped[str] = mapped_column(default="")


class ExperimentVoice(Base):
    """« J’y ai participé » : what someone says it gave them. Counted, never shown alone."""

    __tablename__ = "experiment_voice"
    __table_args__ = (sa.UniqueConstraint("experiment_id", "participant_id"),)
    id: Mapped[Key]
    experiment_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("experiment.id", ondelete="CASCADE"))
    participant_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    helped: Mapped[Helped] = enum_column(Helped)
    at: Mapped[datetime]
