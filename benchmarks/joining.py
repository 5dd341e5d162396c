"""Once a text is masked and shared, how long until it joins the themes of its Lab and is checked for drift?

    python -m benchmarks.joining --data FOLDER [--sizes 1000 10000] [--cache FOLDER]

For each size, a database with that many real texts and one true analysis. Then 200 more texts are shared one after
the other, each with the whole work of the worker: finding it among the others, placing it, writing it, looking for
drift. Then 1,000 more at once. What is masked and encoded comes from the cache of ``benchmarks.scale``.
"""

import argparse
import tempfile
import time
import uuid
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np
from sqlalchemy.orm import Session

import journal.models  # noqa: F401  every table is known
from benchmarks import scale
from benchmarks.watching import Watch
from journal.accounts.models import Lab, Person, Role
from journal.clock import now, today
from journal.config import FLOOR
from journal.db import Database, open_database
from journal.entries.models import Entry, MaskingState, Passage, Sharing
from journal.tables import Base
from journal.themes.analysing import analysis
from journal.themes.analysing.drift_watch import watch
from journal.themes.analysing.joining import join_waiting, request_needed_analyses
from journal.themes.runs import request_run
from nlp.encoding import load_encoder
from nlp.passages import says_something
from nlp.types import Vectors

ONE_BY_ONE, AT_ONCE = 200, 1_000
TODAY = today()


class Filling:
    """Real texts poured into a database as entries already masked, three per person."""

    def __init__(self, database: Database, passages: Sequence[tuple[int, str]], vectors: Vectors) -> None:
        self.database, self.passages, self.vectors = database, passages, vectors
        self.encoder = load_encoder().name
        self.next = 0
        with database.write() as session:
            self.lab = Lab(name="Lab", created_at=now())
            session.add(self.lab)
            session.commit()

    def pour(self, texts: int) -> None:
        """Share the passages of the next ``texts`` texts."""
        with self.database.write() as session:
            author = None
            for count in range(texts):
                author = self._person(session) if author is None or count % scale.TEXTS_EACH == 0 else author
                self._entry(session, author)
            session.commit()

    def _person(self, session: Session) -> Person:
        person = Person(
            id=uuid.uuid4(), lab_id=self.lab.id, username=f"p{self.next}", passphrase_hash="", created_at=now(),
            role=Role.PARTICIPANT,
        )  # fmt: skip
        session.add(person)
        session.flush()
        return person

    def _entry(self, session: Session, author: Person) -> None:
        number = self.passages[self.next][0]
        entry = Entry(
            author_id=author.id, lab_id=self.lab.id, text="", happened_on=TODAY - timedelta(days=number % 90),
            sharing=Sharing.THEMES, submission=str(number), written_at=now(), masked_at=now(),
            masking_state=MaskingState.MASKED, masked_text="",
        )  # fmt: skip
        while self.next < len(self.passages) and self.passages[self.next][0] == number:
            words, vector = self.passages[self.next][1], self.vectors[self.next]
            entry.passages.append(
                Passage(
                    position=len(entry.passages), start=0, end=len(words), text=words, counts=says_something(words),
                    encoder=self.encoder, vector=vector.astype(np.float32).tobytes(),
                )
            )  # fmt: skip
            self.next += 1
        session.add(entry)


def measure(size: int, data: Path, cache: Path) -> str:
    texts = scale.read(data, size + ONE_BY_ONE + AT_ONCE)
    with Watch() as watch:
        passages, vectors, _ = scale.prepared(texts, cache / f"joining-{size}", watch)
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/journal.db")
        Base.metadata.create_all(database.engine)
        filling = Filling(database, passages, vectors)
        filling.pour(size)
        with database.write() as session:
            request_run(session, filling.lab.id, until=TODAY, now=now())
            session.commit()
        analysis.run_waiting(database.write, now=now, floor=FLOOR)
        each: list[tuple[float, float, float]] = []
        for _ in range(ONE_BY_ONE):
            filling.pour(1)
            each.append(_timed(database))
        filling.pour(AT_ONCE)
        together = _timed(database)
        database.close()
    clock, processor, looking = np.array(each).T * 1_000
    slow = float(np.percentile(clock, 95))
    return (
        f"| {size:,} | {np.median(clock):.0f} / {np.median(processor):.0f} ms | {slow:.0f} ms "
        f"| {np.median(looking):.0f} ms | {1_000 * together[0] / AT_ONCE:.1f} ms |"
    )


def _timed(database: Database) -> tuple[float, float, float]:
    """Seconds of clock and of processor until texts have joined, then of clock to look for drift."""
    clock, processor = time.perf_counter(), time.process_time()
    join_waiting(database)
    joined, spent = time.perf_counter(), time.process_time()
    watch(database, now=now)
    with database.write() as session:
        request_needed_analyses(session, now=now())
        session.commit()
    return joined - clock, spent - processor, time.perf_counter() - joined


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of measuring texts")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--cache", type=Path, default=Path("var/scale"))
    options = parser.parse_args()
    print(
        "| texts analysed | one text, median (clock / processor) | 95th centile | then drift | of 1,000 at once, each |"
    )
    print("|---|---|---|---|---|")
    for size in options.sizes:
        print(measure(size, options.data, options.cache), flush=True)


if __name__ == "__main__":
    main()
