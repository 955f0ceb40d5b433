"""The engine that runs tasks in worker processes on this machine."""

from __future__ import annotations

import time
from multiprocessing.connection import wait as wait_for
from types import TracebackType
from typing import Self

from veilproof.archive.engine import Report
from veilproof.archive.options import Limits
from veilproof.archive.outcome import Outcome
from veilproof.archive.supervisor import Worker
from veilproof.archive.tasks import Task
from veilproof.progress import Step

_CHECK_INTERVAL = 0.1
"""Seconds between two checks of the limits, a round number; a worker may exceed its memory limit in between."""


class LocalEngine:
    """A pool of worker processes on this machine."""

    def __init__(self, workers: int, limits: Limits) -> None:
        """A pool of at most `workers` processes, each within `limits`; each starts when it is needed."""
        self._max_workers = workers
        self._limits = limits
        self._idle: list[Worker] = []
        self._busy: dict[int, Worker] = {}
        self._last_check = 0.0

    def __enter__(self) -> Self:
        """The engine."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """Stop all workers."""
        self.close()

    @property
    def free_slots(self) -> int:
        """See `Engine.free_slots`."""
        return self._max_workers - len(self._busy)

    @property
    def pids(self) -> list[int]:
        """Process ids of all workers."""
        return [worker.pid for worker in (*self._idle, *self._busy.values())]

    def submit(self, key: int, task: Task) -> None:
        """See `Engine.submit`."""
        worker = self._idle.pop() if self._idle else Worker(self._limits)
        worker.submit(task)
        self._busy[key] = worker

    def wait(self, seconds: float) -> list[Report]:
        """See `Engine.wait`."""
        keys = {id(worker.connection): key for key, worker in self._busy.items()}
        reports: list[Report] = []
        until = time.monotonic() + seconds
        while not reports and self._busy:
            left = until - time.monotonic()
            ready = wait_for(
                [worker.connection for worker in self._busy.values()], max(0.0, min(left, _CHECK_INTERVAL))
            )
            for connection in ready:
                key = keys[id(connection)]
                self._add_report(key, self._busy[key].receive(), reports)
            keys = {id(worker.connection): key for key, worker in self._busy.items()}
            if time.monotonic() - self._last_check >= _CHECK_INTERVAL:
                self._last_check = time.monotonic()
                for key, worker in list(self._busy.items()):
                    self._add_report(key, worker.check_limits(), reports)
            if left <= 0:
                break
        return reports

    def close(self) -> None:
        """See `Engine.close`."""
        for worker in (*self._idle, *self._busy.values()):
            worker.stop()
        self._idle, self._busy = [], {}

    def _add_report(self, key: int, content: Step | Outcome | None, reports: list[Report]) -> None:
        if content is None:
            return
        reports.append(Report(key, content))
        if isinstance(content, Step):
            return
        worker = self._busy.pop(key)
        if worker.retired:
            worker.stop()
        else:
            self._idle.append(worker)
