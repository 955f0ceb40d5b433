"""The engine on this machine: a worker process for every task that runs."""

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

_WATCH_EVERY = 0.1  # seconds; how much a worker can be over its memory limit is what it can fill in this time


class LocalEngine:
    """So many worker processes on this machine."""

    def __init__(self, workers: int, limits: Limits) -> None:
        """With up to `workers` at a time, each within these limits; a worker is started when it is needed."""
        self._most = workers
        self._limits = limits
        self._idle: list[Worker] = []
        self._busy: dict[int, Worker] = {}
        self._watched = 0.0

    def __enter__(self) -> Self:
        """The engine."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """End all workers."""
        self.close()

    @property
    def free(self) -> int:
        """See `Engine.free`."""
        return self._most - len(self._busy)

    @property
    def pids(self) -> list[int]:
        """Of all workers."""
        return [worker.pid for worker in (*self._idle, *self._busy.values())]

    def give(self, key: int, task: Task) -> None:
        """See `Engine.give`."""
        worker = self._idle.pop() if self._idle else Worker(self._limits)
        worker.give(task)
        self._busy[key] = worker

    def wait(self, seconds: float) -> list[Report]:
        """See `Engine.wait`."""
        keys = {id(worker.connection): key for key, worker in self._busy.items()}
        told: list[Report] = []
        until = time.monotonic() + seconds
        while not told and self._busy:
            left = until - time.monotonic()
            ready = wait_for([worker.connection for worker in self._busy.values()], max(0.0, min(left, _WATCH_EVERY)))
            for connection in ready:
                key = keys[id(connection)]
                self._note(key, self._busy[key].take(), told)
            keys = {id(worker.connection): key for key, worker in self._busy.items()}
            if time.monotonic() - self._watched >= _WATCH_EVERY:
                self._watched = time.monotonic()
                for key, worker in list(self._busy.items()):
                    self._note(key, worker.watch(), told)
            if left <= 0:
                break
        return told

    def close(self) -> None:
        """See `Engine.close`."""
        for worker in (*self._idle, *self._busy.values()):
            worker.stop()
        self._idle, self._busy = [], {}

    def _note(self, key: int, what: Step | Outcome | None, told: list[Report]) -> None:
        if what is None:
            return
        told.append(Report(key, what))
        if isinstance(what, Step):
            return
        worker = self._busy.pop(key)
        if worker.spent:
            worker.stop()
        else:
            self._idle.append(worker)
