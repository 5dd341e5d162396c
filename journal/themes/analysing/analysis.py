"""The bridge to ``nlp``: runs a requested analysis and saves its themes. In the worker, never in a request.

The state of a run is in its row: if the queue is lost or the worker killed, the sweep resumes it. No transaction is
open during the computation, so nobody waits to write.
"""

import logging
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from journal.accounts.models import Lab
from journal.clock import Clock
from journal.config import FLOOR
from journal.db import Lock, hold, lock
from journal.themes.analysing import proposing, saving
from journal.themes.analysing.corpus import (
    Corpus,
    build_corpus,
    encode_missing,
    keep_vectors,
    main_members,
    read_rows,
    still_counted,
)
from journal.themes.analysing.past import Decided, decided_in, read_decided, read_past
from journal.themes.analysing.words import ThemeWords, words_of_themes
from journal.themes.centroids import update_centroids
from journal.themes.models import AnalysisRun, RunStatus
from nlp import encoding
from nlp.parallel import on_cluster
from nlp.themes.continuity import Continuity, Past, continue_themes
from nlp.themes.corrections import guide
from nlp.themes.drift import Closeness, closeness, nearest_without_itself
from nlp.themes.membership import NOBODY
from nlp.themes.pipeline import find_themes
from nlp.themes.words import Reader, read_french, remembered
from nlp.types import PipelineSettings, ThemeReport

log = logging.getLogger(__name__)
Progress = Callable[[float], None]
# A run that has given no sign of life for this long was killed with its worker.
ABANDONED = timedelta(minutes=30)
# Said after the label of the status.
TOO_LITTLE = "Il faut au moins vingt passages, écrits par dix personnes, dont cinq disent la même chose."
# An analysis during which someone decided starts again; one that never finds a quiet moment leaves it to the next.
MOST_STARTS = 3
UNSETTLED = (
    "Pendant l’analyse, des passages ont été déplacés ou des textes repris. Rien n’est perdu\u00a0: les thèmes d’avant "
    "restent. Relancez-la quand personne ne corrige plus les thèmes."
)
FAILED = "L’analyse s’est interrompue. Rien n’est perdu : les thèmes d’avant restent, et vous pouvez la relancer."


@dataclass(frozen=True, slots=True)
class Result:
    """What one run found, and from which decisions of people."""

    corpus: Corpus
    decided: Decided
    report: ThemeReport
    continuity: Continuity
    words: dict[str, ThemeWords]
    settings: PipelineSettings
    closeness: Closeness


def run_waiting(
    sessions: sessionmaker[Session],
    *,
    now: Clock,
    floor: int,
    on_progress: Progress | None = None,
    scheduler: str = "",
    read: Reader | None = None,
) -> int:
    """Do every run that waits, oldest first; return how many were done.

    ``scheduler`` is the address of a Dask cluster that takes its part, if there is one. ``read`` reads passages as
    words: one that remembers from a run to the next spares a series of them most of that work.
    """
    done = 0
    while (run_id := _claim(sessions, now())) is not None:
        try:
            perform(sessions, run_id, now=now, floor=floor, on_progress=on_progress, scheduler=scheduler, read=read)
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
    floor: int,
    on_progress: Progress | None,
    scheduler: str,
    read: Reader | None,
) -> None:
    """Do one run from reading to saving."""

    def tell(share: float) -> None:
        _tell(sessions, run_id, share, now())
        if on_progress:
            on_progress(share)

    with sessions() as session:
        run = session.get_one(AnalysisRun, run_id)
        until = run.until
        update_centroids(session, AnalysisRun.lab_id == run.lab_id)
        session.commit()  # nobody who moves passages waits for the rest
        rows = read_rows(session, run)
        past = read_past(session, run, present={str(row.id) for row in rows})
        session.commit()
    with on_cluster(scheduler):
        made = encode_missing(rows)
    with sessions() as session:
        keep_vectors(session, made)
        session.commit()
    with on_cluster(scheduler):
        settings = PipelineSettings(min_participants=max(floor, FLOOR))
        result = _compute(build_corpus(rows), past, until, settings, tell, read or remembered(read_french))
    with sessions() as session:
        _save(session, run_id, result, now())
        session.commit()


def _compute(
    corpus: Corpus, past: Past, until: date, settings: PipelineSettings, tell: Progress, read: Reader
) -> Result:
    keys = [p.key for p in corpus.passages]
    anchors = {theme.id: theme.centroid for theme in past.known}
    report = find_themes(
        corpus.passages,
        guide(keys, corpus.vectors, past.corrections, anchors),
        settings=settings,
        encoder_name=encoding.load_encoder().name,
        former={key: theme.id for theme in past.known if theme.alive for key in theme.members},
        on_progress=tell,
        read=read,
    )
    continuity = continue_themes(
        past,
        report.themes,
        authors=corpus.authors,
        vectors=dict(zip(keys, corpus.vectors, strict=True)),
        ages=corpus.ages(until),
        unclassified=report.unclassified,
    )
    words = words_of_themes(corpus, continuity, read, floor=settings.min_participants)
    return Result(corpus, decided_in(past), report, continuity, words, settings, _closeness(corpus, continuity))


def _closeness(corpus: Corpus, continuity: Continuity) -> Closeness:
    """How near words are to the themes they made: what arrives later is compared with it."""
    themes = [traced for traced in continuity.themes if traced.members]
    if not themes:
        return closeness([], [])
    main = {m.passage: n for n, traced in enumerate(themes) for m in main_members(traced)}
    rows = [main.get(p.key, NOBODY) for p in corpus.passages]
    near = nearest_without_itself(corpus.vectors, rows, [traced.centroid for traced in themes])
    return closeness([p.author for p in corpus.passages], near)


def _save(session: Session, run_id: uuid.UUID, result: Result, moment: datetime) -> None:
    run = session.get_one(AnalysisRun, run_id, with_for_update=True)
    if run.status is not RunStatus.RUNNING:
        return  # another worker took the run up and ended it
    hold(session, Lab, run.lab_id)  # nobody makes a theme meanwhile
    if _is_outdated(session, run, result):
        _start_again(run, moment)
        return
    report, continuity = result.report, result.continuity
    run.settings = asdict(result.settings)
    run.encoder, run.fingerprint = report.encoder, report.fingerprint
    run.closeness = asdict(result.closeness)
    run.ledger = {"passages": report.passages, "participants": report.participants, "as_good": report.as_good}
    run.progress, run.finished_at = 1.0, moment
    if report.too_little and not continuity.themes:
        run.status, run.message = RunStatus.TOO_LITTLE, TOO_LITTLE
        return
    seen = saving.Seen(result.corpus, report, continuity, result.words)
    saving.save_themes(session, run, seen, floor=result.settings.min_participants)
    proposing.save_proposals(session, run, continuity, moment)
    run.status = RunStatus.SUCCEEDED


def _is_outdated(session: Session, run: AnalysisRun, result: Result) -> bool:
    """Whether someone took words back, hid some or decided about themes while the machine worked.

    Nothing made from the former is kept, and a theme made since, or a passage moved, would not be in what is saved.
    """
    read = {passage.key: passage.text for passage in result.corpus.passages}
    if not read.items() <= still_counted(session, run).items():
        return True
    return read_decided(session, run, present=read.keys()) != result.decided


def _start_again(run: AnalysisRun, moment: datetime) -> None:
    if _may_start_again(run, UNSETTLED, moment):
        run.status, run.started_at = RunStatus.REQUESTED, None


def _may_start_again(run: AnalysisRun, otherwise: str, moment: datetime) -> bool:
    """Count one more start of a run that did not come to its end; after too many, end it."""
    starts = run.ledger.get("starts", 1)
    if starts >= MOST_STARTS:
        run.status, run.message, run.finished_at = RunStatus.FAILED, otherwise, moment
        return False
    run.ledger = {"starts": starts + 1}
    return True


def _claim(sessions: sessionmaker[Session], moment: datetime) -> uuid.UUID | None:
    """Take the oldest waiting run, or one whose worker died; a Lab is analysed by one worker at a time."""
    lost = AnalysisRun.heard_at < moment - ABANDONED
    with sessions() as session:
        lock(session, Lock.ANALYSES)  # two workers must not choose at once
        running = sa.select(AnalysisRun.lab_id).where(AnalysisRun.status == RunStatus.RUNNING, ~lost)
        run = session.scalar(
            sa.select(AnalysisRun)
            .where(
                sa.or_(
                    AnalysisRun.status == RunStatus.REQUESTED, sa.and_(AnalysisRun.status == RunStatus.RUNNING, lost)
                ),
                AnalysisRun.lab_id.not_in(running),
            )
            .order_by(AnalysisRun.until, AnalysisRun.requested_at, AnalysisRun.id)
            .limit(1)
        )
        if run is None:
            return None
        # What killed its worker three times is no accident: it would stop every analysis of the site.
        starts = run.status is not RunStatus.RUNNING or _may_start_again(run, FAILED, moment)
        if starts:
            run.status, run.started_at, run.heard_at, run.progress = RunStatus.RUNNING, moment, moment, 0.0
        session.commit()
    return run.id if starts else _claim(sessions, moment)


def _tell(sessions: sessionmaker[Session], run_id: uuid.UUID, share: float, moment: datetime) -> None:
    # The end is told with the themes, when they are saved.
    with sessions() as session:
        session.execute(
            sa.update(AnalysisRun)
            .where(AnalysisRun.id == run_id)
            .values(progress=min(round(share, 2), 0.95), heard_at=moment)
        )
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
