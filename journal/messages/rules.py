"""Rules for messages to authors. Pure.

Sending a message must not reveal who reads it, nor whether two passages have the same author. So nothing the team sees
depends on the reader, except an answer: neither whether a message is sent, nor how long it stays in their list. What
does depend on the reader (one message at a time, opting out) is decided when they read, and never shown.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from journal.calls.models import IdeaState, IdeaWords
from journal.clock import day_of
from journal.entries.models import Entry, Sharing
from journal.entries.words import MaskedWords
from journal.messages.models import MessageAnswer, TeamMessage

LONGEST_MESSAGE = 1000
LONGEST_ANSWER = 2000
LONGEST_SIGNATURE = 60
# Both counted from the sending, the one moment that the team knows: a row that left their list sooner, or stayed
# longer, would tell when it was read.
OPEN_FOR = timedelta(days=30)
KEPT = timedelta(days=60)
# Of one coordinator: enough for whoever worries, too few to write to everyone.
MOST_PER_DAY = 5
# The address alone: what stands around it may be that of a site.
MAIL_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Capitals after a full stop begin a sentence that lacks its space, unless a path follows, or they are all capitals.
WEB_ADDRESS = re.compile(r"://|(?i:\bwww\.|\b[\w-]+\.[a-z]{2,}/)|\b[\w-]{2,}\.(?:[a-z]{2,}|[A-Z]{2,})\b")


def is_given(text: Entry | MaskedWords) -> bool:
    """Whether its author lets the team read passages of a text, or words. ``queries.given`` is the same rule in SQL."""
    if isinstance(text, Entry):
        return text.sharing is Sharing.QUOTABLE
    if isinstance(text, IdeaWords) and text.about.state is IdeaState.UNSENT:
        return False  # withdrawn to be written otherwise, an idea withdraws what was replied about it
    return text.is_sent


def is_open(message: TeamMessage, now: datetime) -> bool:
    """Whether a message may still reach its reader, and be answered."""
    return message.sent_at > now - OPEN_FOR


def is_told(answer: MessageAnswer | None, now: datetime) -> bool:
    """Whether the team may read an answer: from the next day on.

    All those of a day come together: two answers a minute apart would tell that they are one person's.
    """
    return answer is not None and day_of(answer.at) < day_of(now)


def may_be_written_about(last: TeamMessage | None, now: datetime) -> bool:
    """Whether the team may write about a passage or text, given the last message about it.

    Of these alone: what was sent about others of the same person's changes nothing.
    """
    return last is None or last.taken_back_at is not None or not is_open(last, now) or is_told(last.answer, now)


def may_be_taken_back(message: TeamMessage, now: datetime) -> bool:
    """Whether the team may take a message back: while it may reach its reader, and no answer says it did.

    Of what the team knows alone: an answer written today, which it has not been given, changes nothing.
    """
    return message.taken_back_at is None and is_open(message, now) and not is_told(message.answer, now)


def to_read(messages: Iterable[TeamMessage], *, takes: bool, now: datetime) -> TeamMessage | None:
    """The one message its reader is shown, the oldest waiting; others wait their turn.

    ``takes`` says whether this person wants such messages.
    """
    given = (each for each in messages if takes and is_open(each, now) and each.taken_back_at is None)
    waiting = (each for each in given if not is_over(each))
    return min(waiting, key=lambda each: (each.sent_at, str(each.id)), default=None)


def is_over(message: TeamMessage) -> bool:
    """Whether its reader put a message away or answered it, so that the next one may come."""
    return message.put_away_at is not None or message.answer is not None


def may_be_taken_up(message: TeamMessage, now: datetime) -> bool:
    """Whether its reader may show again a message they put away."""
    return is_open(message, now) and message.taken_back_at is None


def holds_a_web_address(words: str) -> bool:
    """Whether a message contains a web address, whose site would learn that it was read, and from where."""
    return WEB_ADDRESS.search(MAIL_ADDRESS.sub("", words)) is not None
