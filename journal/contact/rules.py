"""Rules about contact requests. Pure."""

from datetime import datetime, timedelta

from journal.contact.models import ContactRequest

LONGEST_WORDS = 1000
# A phone number serves no purpose once the call was made.
KEPT = timedelta(days=30)
LATE = timedelta(days=3)
# How long the team may say that a request it closed is not answered after all.
MAY_REOPEN = timedelta(days=1)


# How long after someone took charge of a request its outcome is asked for.
SLOW = timedelta(days=7)


def is_late(row: ContactRequest, now: datetime) -> bool:
    return row.asked_at < now - LATE


def may_be_reopened(closed_at: datetime, now: datetime) -> bool:
    return closed_at >= now - MAY_REOPEN
