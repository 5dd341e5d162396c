"""The Lab's answers to themes: what it does, will do, or cannot do."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.cooperation.models import LabAnswer
from journal.errors import Refused
from journal.themes.models import Theme, ThemeStatus
from nlp.prose.types import AnswerKind


@dataclass(frozen=True, slots=True)
class AnswerContent:
    """What an answer says: what the Lab does, will do and by when, or cannot do."""

    kind: AnswerKind
    text: str
    due_on: date | None = None

    def promised_on(self) -> date | None:
        """The day of a promise; answers of other kinds have none.

        Raises
        ------
        Refused
            When a promise has none.
        """
        if self.kind is not AnswerKind.WILL_DO:
            return None
        if self.due_on is None:
            raise Refused("Dites pour quand\u00a0: une promesse sans date ne se tient pas.", "due_on")
        return self.due_on


def answer(session: Session, theme: Theme, content: AnswerContent, *, by: Person, now: datetime) -> LabAnswer:
    """Answer a theme in public.

    Raises
    ------
    Refused
        When the theme is not part of the récit, or a promise has no date.
    """
    if theme.status is not ThemeStatus.ADOPTED:
        raise Refused("Ce thème n’est pas adopté : le récit n’en parle pas encore.")
    row = LabAnswer(lab_id=theme.lab_id, theme_id=theme.id, by_id=by.id, at=now)
    session.add(row)
    change(row, content)
    session.flush()
    return row


def change(row: LabAnswer, content: AnswerContent) -> None:
    row.kind, row.text, row.due_on = content.kind, content.text, content.promised_on()


def finish(session: Session, row: LabAnswer, *, on: date) -> None:
    """Mark an answer as done: what was promised is now what the Lab does."""
    if row.done_on is not None:
        raise Refused("C’est déjà noté comme fait.")
    row.done_on = on
    session.flush()


def reopen(session: Session, row: LabAnswer) -> None:
    row.done_on = None
    session.flush()
