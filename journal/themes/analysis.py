"""The bridge to ``nlp``: a requested run becomes themes. Runs in the worker, never in a request.

The state of a run lives in its row: a lost queue or a killed worker loses nothing, the sweep takes it up again.
No transaction is open while the machine thinks, so nobody waits to write.
"""

import logging
import uuid
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from journal.themes import corpus as reading
from journal.themes import tracing
from journal.themes.models import AnalysisRun, RunStatus
from nlp import encoding
from nlp.continuity import Continuity, continue_themes
from nlp.pipeline import find_themes
from nlp.types import PipelineSettings, ThemeReport

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]
# A run that has said nothing for this long was killed with its worker.
ABANDONED = timedelta(minutes=30)
TOO_LITTLE = (
    "Pas encore assez de récits : il faut au moins vingt passages, écrits par dix personnes, "
    "dont cinq disent la même chose."
)
FAILED = "L’analyse s’est interrompue. Rien n’est perdu : les thèmes d’avant restent, et vous pouvez la relancer."


def request_run(
    session: Session, lab_id: uuid.UUID, *, until: date, now: datetime, by_id: uuid.UUID | None = None
) -> AnalysisRun:
    """Ask for an analysis; one that is already waiting serves."""
    waiting = session.scalar(
        sa.select(AnalysisRun).where(
            AnalysisRun.lab_id == lab_id, AnalysisRun.until == until, AnalysisRun.status == RunStatus.REQUESTED
        )
    )
    if waiting is not None:
        return waiting
    run = AnalysisRun(lab_id=lab_id, until=until, requested_by_id=by_id, requested_at=now)
    session.add(run)
    session.flush()
    return run


def run_waiting(
    sessions: sessionmaker[Session], *, now: Clock, floor: int = 5, on_progress: Callable[[float], None] | None = None
) -> int:
    """Do every run that waits, oldest first; return how many were done."""
    done = 0
    while (run_id := _claim(sessions, now())) is not None:
        try:
            perform(sessions, run_id, now=now, floor=floor, on_progress=on_progress)
        except Exception as error:
            # The message of the error may hold words: its type is what is logged.
            log.error("analysis %s failed (%s)", run_id, type(error).__name__)
            _finish(sessions, run_id, RunStatus.FAILED, FAILED, now())
        done += 1
    return done


def perform(
    sessions: sessionmaker[Session],
    run_id: uuid.UUID,
    *,
    now: Clock,
    floor: int = 5,
    on_progress: Callable[[float], None] | None = None,
) -> None:
    """Do one run from reading to saving."""
    settings = PipelineSettings(min_participants=floor)
    with sessions() as session:
        run = session.get_one(AnalysisRun, run_id)
        corpus = reading.read_corpus(session, run)
        known = tracing.known_themes(session, run.lab_id)
        corrections = tracing.corrections(session, run.lab_id, corpus.authors)
        pending = tracing.pending_changes(session, run)
        refused = tracing.refused_changes(session, run.lab_id)
        session.commit()  # keeps vectors made on the way

    def tell(share: float) -> None:
        _tell(sessions, run_id, share)
        if on_progress:
            on_progress(share)

    report = find_themes(
        corpus.passages, corpus.vectors, settings=settings, encoder_name=encoding.load_encoder().name, on_progress=tell
    )
    by_key = dict(zip((p.key for p in corpus.passages), corpus.vectors, strict=True))
    continuity = continue_themes(
        known,
        report.themes,
        pending,
        authors=corpus.authors,
        vectors=by_key,
        unclassified=report.unclassified,
        constraints=corrections,
        refused=refused,
    )
    with sessions() as session:
        _save(session, run_id, corpus, report, continuity, settings, now())
        session.commit()


def _save(
    session: Session,
    run_id: uuid.UUID,
    corpus: reading.Corpus,
    report: ThemeReport,
    continuity: Continuity,
    settings: PipelineSettings,
    moment: datetime,
) -> None:
    run = session.get_one(AnalysisRun, run_id)
    run.settings = asdict(settings)
    run.encoder = report.encoder
    run.fingerprint = report.fingerprint
    run.ledger = reading.ledger(session, run, continuity.unclassified)
    run.ledger["passages"], run.ledger["participants"] = report.passages, report.participants
    run.progress = 1.0
    run.finished_at = moment
    if report.too_little and not continuity.themes:
        run.status, run.message = RunStatus.TOO_LITTLE, TOO_LITTLE
        return
    tracing.save_themes(session, run, corpus, report, continuity, floor=settings.min_participants)
    tracing.save_proposals(session, run, continuity, moment)
    run.status = RunStatus.SUCCEEDED


def _claim(sessions: sessionmaker[Session], moment: datetime) -> uuid.UUID | None:
    """Take the oldest waiting run, or one whose worker died; two workers never take the same."""
    with sessions() as session:
        run = session.scalar(
            sa.select(AnalysisRun)
            .where(
                sa.or_(
                    AnalysisRun.status == RunStatus.REQUESTED,
                    sa.and_(AnalysisRun.status == RunStatus.RUNNING, AnalysisRun.started_at < moment - ABANDONED),
                )
            )
            .order_by(AnalysisRun.until, AnalysisRun.requested_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if run is None:
            return None
        run.status, run.started_at, run.progress = RunStatus.RUNNING, moment, 0.0
        session.commit()
        return run.id


def _tell(sessions: sessionmaker[Session], run_id: uuid.UUID, share: float) -> None:
    with sessions() as session:
        session.execute(sa.update(AnalysisRun).where(AnalysisRun.id == run_id).values(progress=round(share, 2)))
        session.commit()


def _finish(
    sessions: sessionmaker[Session], run_id: uuid.UUID, status: RunStatus, message: str, moment: datetime
) -> None:
    with sessions() as session:
        session.execute(
            sa.update(AnalysisRun)
            .where(AnalysisRun.id == run_id)
            .values(status=status, message=message, finished_at=moment)
        )
        session.commit()


def labs_to_analyse(session: Session, moment: datetime) -> Sequence[uuid.UUID]:
    """Labs with shared entries newer than their last analysis."""
    from journal.entries.models import Entry
    from journal.entries.queries import counted

    last = (
        sa.select(AnalysisRun.lab_id, sa.func.max(AnalysisRun.requested_at).label("at"))
        .group_by(AnalysisRun.lab_id)
        .subquery()
    )
    return session.scalars(
        sa.select(Entry.lab_id)
        .outerjoin(last, last.c.lab_id == Entry.lab_id)
        .where(counted(), sa.or_(last.c.at.is_(None), Entry.masked_at > last.c.at), Entry.masked_at <= moment)
        .distinct()
    ).all()
