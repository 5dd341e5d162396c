"""Seconds and memory of this process and of all those it starts."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

import psutil

EVERY = 0.25  # seconds between two looks
MIB = 2**20


@dataclass(slots=True)
class Cost:
    """What a stage took: seconds of clock, seconds of processor, peak memory in MiB."""

    wall: float = 0.0
    cpu: float = 0.0
    peak: float = 0.0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.wall + other.wall, self.cpu + other.cpu, max(self.peak, other.peak))


class Watch:
    """Watches processes while they work.

    Memory is what they hold together: on Linux, pages that several share are counted once.
    """

    def __init__(self) -> None:
        self._own = psutil.Process(os.getpid())
        self._cpu: dict[int, float] = {}
        self._peak = 0.0
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look_often, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    @contextmanager
    def during(self, stage: str, costs: dict[str, Cost]) -> Iterator[None]:
        """Count what happens inside as one stage."""
        done = self.stages(costs)
        yield
        done(stage)

    def stages(self, costs: dict[str, Cost]) -> Callable[[str], None]:
        """Return what to call, with its name, at the end of each stage."""
        start = [time.perf_counter(), self._look(reset=True)[0]]

        def end(stage: str) -> None:
            cpu, peak = self._look(reset=True)
            now = time.perf_counter()
            costs[stage] = costs.get(stage, Cost()) + Cost(now - start[0], cpu - start[1], peak)
            start[:] = [now, cpu]

        return end

    def _look(self, *, reset: bool = False) -> tuple[float, float]:
        with self._lock:
            memory = 0.0
            for process in [self._own, *self._own.children(recursive=True)]:
                try:
                    times = process.cpu_times()
                    memory += _held(process) / MIB
                    self._cpu[process.pid] = times.user + times.system
                except psutil.Error:
                    continue  # it ended meanwhile
            peak = self._peak = max(self._peak, memory)
            if reset:
                self._peak = memory
            return sum(self._cpu.values()), peak

    def _look_often(self) -> None:
        while not self._stop.wait(EVERY):
            self._look()


def _held(process: psutil.Process) -> int:
    """Bytes of memory of a process: its proportional set size, or the resident one where the system does not tell."""
    told = process.memory_full_info()
    return int(getattr(told, "pss", told.rss))
