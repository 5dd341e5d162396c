"""Rules about the Lab's answers. Pure."""

from datetime import date

from journal.cooperation.models import LabAnswer

LONGEST_ANSWER = 600


def is_overdue(row: LabAnswer, today: date) -> bool:
    return row.done_on is None and row.due_on is not None and row.due_on < today
