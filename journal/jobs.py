"""Background work: each task calls a feature's service and commits.

The queue only wakes the worker. What there is to do is read from the rows, so losing the queue loses nothing: every
minute, a sweep does what is left. Language models are imported inside the tasks, so that the web process never loads
one.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

import sqlalchemy as sa
from flask import Flask
from huey import Huey, RedisHuey, SqliteHuey, crontab

from journal.accounts import notices as accounts
from journal.calls import notices as calls
from journal.clock import now
from journal.config import Settings
from journal.contact import notices as contact
from journal.db import Database
from journal.home.models import Mark
from journal.home.state import note
from journal.messages import notices as messages
from journal.narrative.mails import mailing as months
from journal.narrative.mails import notices as quotes
from journal.rights import notices as rights

log = logging.getLogger(__name__)
BATCHES_MASKED_AGAIN = 8


@dataclass(frozen=True, slots=True)
class Site:
    """What tasks work with."""

    database: Database
    settings: Settings


Work = Callable[[Site], None]


def mask(site: Site) -> None:
    """Mask, cut and encode all waiting entries, mask other waiting texts, then see what joins a theme."""
    from journal.entries.masking.queue import mask_waiting
    from journal.entries.masking.words import mask_words
    from journal.entries.words import kinds

    while mask_waiting(site.database, now=now):
        pass
    for kind in kinds():
        while mask_words(site.database, kind, now=now):
            pass
    join(site)


def mask_again(site: Site) -> None:
    """Mask again, a little at each sweep, what an older masker read, so that new texts do not wait for it."""
    from journal.entries.masking.again import mask_entries_again
    from journal.entries.masking.words import mask_words_again
    from journal.entries.words import kinds

    database, key = site.database, site.settings.key_for("audit")
    for kind in kinds():
        mask_words_again(database, kind, now=now, key=key)
    all(mask_entries_again(database, now=now, key=key) for _ in range(BATCHES_MASKED_AGAIN))


def join(site: Site) -> None:
    """Let newly shared texts join the themes, and request an analysis where they drift away from them."""
    from journal.themes.analysing.drift_watch import watch
    from journal.themes.analysing.joining import join_waiting, request_needed_analyses

    join_waiting(site.database)
    if watch(site.database, now=now):
        with site.database.write() as session:
            request_needed_analyses(session, now=now())
            session.commit()


def publish_counts(site: Site) -> None:
    """Publish the counts of answers again, where enough people answer differently."""
    from journal.counting.keys import figures_key
    from journal.counting.published import COUNTED, publish_again

    with site.database.read() as session:
        key = figures_key(session, site.settings)
    for kind, answers in COUNTED:
        publish_again(site.database, kind, answers(), key=key)


def keep_up(site: Site) -> None:
    """Update what other Labs read of an experiment with what its own Lab has written."""
    from journal.replication import keeping_up

    keeping_up.keep_up(site.database, floor=site.settings.public_threshold)


def analyse(site: Site) -> None:
    """Do the analyses that were requested."""
    from journal.themes.analysing.analysis import run_waiting

    settings = site.settings
    if run_waiting(site.database.write, now=now, floor=settings.lab_threshold, scheduler=settings.dask_scheduler):
        compose(site)


def compose(site: Site) -> None:
    """Compose every Lab's living récit again from what is known now."""
    _compose(site, only_stale=False)


def refresh(site: Site) -> None:
    """Compose again the living récits that are stale."""
    _compose(site, only_stale=True)


def _compose(site: Site, *, only_stale: bool) -> None:
    from journal.accounts.models import Lab
    from journal.counting.disclosure import disclosure
    from journal.narrative.making.services import tell_what_is_known
    from journal.narrative.models import Narrative

    labs = sa.select(Lab).order_by(Lab.id)
    if only_stale:
        labs = labs.where(sa.exists().where(Narrative.lab_id == Lab.id, Narrative.is_stale))
        with site.database.read() as session:
            if session.scalar(labs.limit(1)) is None:
                return  # do not take the write lock for nothing
    with site.database.write() as session:
        rules = disclosure(session, site.settings)
        for lab in session.scalars(labs).all():
            tell_what_is_known(session, lab, now=now(), disclosure=rules)
            session.commit()


def request_analyses(site: Site) -> None:
    """Request an analysis for each Lab where something was shared since the last one, and of the month just ended."""
    from journal.narrative.making.covering import request_month_ends
    from journal.themes.runs import request_due_runs

    with site.database.write() as session:
        request_due_runs(session, now=now())  # first: what is asked for a month makes nobody wait
        request_month_ends(session, now=now())
        session.commit()


def mail(site: Site) -> None:
    """Send the emails that are waiting."""
    _run(site, MAILS)


def _sending(notices: ModuleType) -> Work:
    """The task that sends the emails of one module."""

    def work(site: Site) -> None:
        notices.send(site.database, site.settings, now=now)

    work.__name__ = notices.__name__
    return work


def prepare_notices(site: Site) -> None:
    """Prepare, once a month, the news that each participant will get about their texts."""
    rights.prepare(site.database, site.settings, now=now())


def purge(site: Site) -> None:
    """Remove erased data from the disk, and delete what is kept only for a time."""
    from journal.operations.purging import purge_everything

    purge_everything(site.database, site.settings, now=now())


def rewrite(site: Site) -> None:
    """Remove the bytes of erased rows from PostgreSQL's tables, at an hour when few people use the site."""
    from journal.operations.purging import rewrite_after_erasures

    rewrite_after_erasures(site.database, now=now())


def keep_marks(site: Site) -> None:
    """Write outside the database what was just erased, withdrawn or published, so that a restored backup knows it."""
    from journal.operations import told, tombstones

    with site.database.read() as session:
        tombstones.keep_up(session, site.settings)
        told.keep_up(session, site.settings)


def retire(site: Site) -> None:
    """Warn the owners of long unused accounts, and close those warned a month ago."""
    from journal.rights.retention import apply

    apply(site.database, site.settings, now=now())


def report(site: Site) -> None:
    """Record that the worker is running."""
    _note(site, Mark.WORKER, well=True)


def check_log(site: Site) -> None:
    """Check the whole audit log, and record whether it is intact."""
    from journal.operations import audit_head

    with site.database.read() as session:
        problem = audit_head.problem(session, site.settings)
        if problem:
            log.error("audit log: %s", problem)
        else:
            audit_head.keep(session, site.settings)
    _note(site, Mark.LOG, well=not problem)


def _note(site: Site, mark: Mark, *, well: bool) -> None:
    with site.database.write() as session:
        note(session, mark, well=well, now=now())
        session.commit()


# The names that requests may enqueue.
TASKS: dict[str, Work] = {work.__name__: work for work in (mask, join, analyse, compose, refresh, mail, purge)}
# The modules that send emails, the most urgent first: someone who lost their passphrase is waiting.
NOTICES = (accounts, contact, messages, calls, months, quotes, rights)
MAILS: list[Work] = [_sending(notices) for notices in NOTICES]
SWEEPS: list[Work] = [mask, analyse, refresh, publish_counts, keep_up, *MAILS, mask_again, report, keep_marks]
NIGHTLY: list[Work] = [retire, prepare_notices, request_analyses, check_log, rewrite]


def build_queue(settings: Settings) -> Huey:
    """Redis when several machines share the work, a file beside the database otherwise."""
    if settings.redis_url:
        return RedisHuey("journal", url=settings.redis_url, immediate=False)
    return SqliteHuey("journal", filename=str(settings.data_dir / "queue.db"), immediate=False)


def init_app(app: Flask) -> None:
    queue = app.extensions["queue"] = build_queue(app.extensions["settings"])
    app.extensions["tasks"] = {name: queue.task(name=name)(_alone(app, work)) for name, work in TASKS.items()}
    queue.periodic_task(crontab(minute="*"), name="sweep")(lambda: sweep(app))
    queue.periodic_task(crontab(minute="7"), name="hourly")(lambda: sweep(app, [purge]))
    queue.periodic_task(crontab(minute="10", hour="3"), name="nightly")(lambda: sweep(app, NIGHTLY))


def _alone(app: Flask, work: Work) -> Callable[[], None]:
    def run() -> None:
        sweep(app, [work])  # what it returns would be kept in the queue

    return run


def sweep(app: Flask, works: list[Work] | None = None) -> bool:
    """Do what is left to do; return whether all went well."""
    site = Site(app.extensions["database"], app.extensions["settings"])
    with app.app_context():
        return _run(site, SWEEPS if works is None else works)


def _run(site: Site, works: list[Work]) -> bool:
    """Run tasks in order. A failure does not stop the tasks after it."""
    well = True
    for work in works:
        try:
            work(site)
        except Exception as error:
            well = False
            # Not the error's message, which may quote a text.
            log.error("%s failed (%s)", work.__name__, type(error).__name__)
    return well
