"""What a month would leave out if it were published now: told before anyone publishes it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from journal.clock import day_of
from journal.db import count
from journal.errors import DomainError
from journal.months import last_of
from journal.narrative import rules
from journal.narrative.making import quotes
from journal.narrative.models import Digest, Quote, QuoteState


class SaidYesMeanwhile(DomainError):
    title = "Une réponse est arrivée pendant ce temps"


@dataclass(frozen=True, slots=True)
class LeavingOut:
    """What readers would not find in the month; ``ready`` is the day by which all these quotes may be published."""

    early: tuple[Quote, ...]  # their authors said yes, and still have the time to change their mind
    unused: tuple[Quote, ...]  # the time has passed, the text does without
    waiting: int
    ready: date | None
    held_until: date | None  # the text itself quotes someone too early: it cannot be published at all
    unfinished: bool

    @property
    def seen(self) -> str:
        """What whoever publishes has read: whose yes would be dropped."""
        return " ".join(sorted(str(quote.id) for quote in (*self.early, *self.unused)))

    @property
    def quotes(self) -> int:
        return len(self.early) + len(self.unused) + self.waiting


def if_published(session: Session, digest: Digest, *, now: datetime) -> LeavingOut:
    """What publishing this month now would leave out."""
    printed = quotes.printed_in(session, digest)
    agreed = [quote for quote in quotes.accepted_for(session, digest) if quote not in printed]
    early = tuple(quote for quote in agreed if _is_fresh(quote, now))
    return LeavingOut(
        early=early,
        unused=tuple(quote for quote in agreed if quote not in early),
        waiting=count(session, Quote, Quote.digest_id == digest.id, Quote.state == QuoteState.ASKED),
        ready=_waits_until(early),
        held_until=_waits_until([quote for quote in printed if _is_fresh(quote, now)]),
        unfinished=day_of(now) <= last_of(digest.month),
    )


def check_seen(session: Session, digest: Digest, seen: str, *, now: datetime) -> None:
    """Nobody publishes without knowing whose yes they leave out.

    Raises
    ------
    SaidYesMeanwhile
        When it is no longer what they read.
    """
    if if_published(session, digest, now=now).seen != seen:
        raise SaidYesMeanwhile("Les citations acceptées ont changé depuis que vous avez ouvert la page. Relisez-la.")


def _is_fresh(quote: Quote, now: datetime) -> bool:
    return rules.may_appear_from(quote.answered_at or quote.asked_at) > day_of(now)


def _waits_until(fresh: Iterable[Quote]) -> date | None:
    return max((rules.waits_until(quote.answered_at or quote.asked_at) for quote in fresh), default=None)
