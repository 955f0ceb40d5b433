"""The engine on a Ray cluster. Every node needs veilproof, and sees the same files under the same names."""

from __future__ import annotations

import contextlib
import importlib
import os
import time
from types import TracebackType
from typing import Any, Self

from veilproof.archive.engine import Report
from veilproof.archive.options import Limits
from veilproof.archive.outcome import Cause, Failure, Outcome
from veilproof.archive.supervisor import Worker
from veilproof.archive.tasks import Task, outcome_from_json, outcome_to_json, task_from_json, task_to_json
from veilproof.errors import VeilproofError
from veilproof.progress import Step

_COUNT_EVERY = 5.0  # seconds between two looks at how large the cluster is
_WATCH_EVERY = 0.1


class RayEngine:
    """Tasks on a cluster; a task whose node is lost ends as lost, so that the journal has it done elsewhere.

    No more tasks are given than the cluster has cores for. What waits, waits in the journal, where nothing is lost.
    """

    def __init__(self, address: str, limits: Limits, *, gpus: float = 0.0) -> None:
        """Join the cluster at this address ("auto" for the one that this machine is part of).

        Args:
            address: of its head node.
            limits: of one item; its memory is what the cluster keeps free for it.
            gpus: how much of a GPU each item needs.

        Raises:
            VeilproofError: Ray is not installed, or there is no cluster.
        """
        # Ray reports its use to its makers unless it is told not to before it is imported.
        os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
        try:
            ray: Any = importlib.import_module("ray")
        except ImportError:
            raise VeilproofError("--ray needs the extra cluster: pip install 'veilproof[cluster]'") from None
        try:
            ray.init(address=address, log_to_driver=False, logging_level="error")
        except (ConnectionError, ValueError, RuntimeError) as error:
            reason = str(error).strip().splitlines()[0]
            raise VeilproofError(f"no Ray cluster at {address} ({reason}): start one with `ray start --head`") from None
        self._ray: Any = ray
        self._limits = limits
        # Ray's own retries are off: how often an item was tried is for the journal to know.
        demands = {"num_cpus": 1, "num_gpus": gpus, "memory": limits.memory, "max_retries": 0}
        self._do = ray.remote(**demands)(_do)
        self._running: dict[Any, int] = {}
        self._most, self._counted = 0, float("-inf")

    def __enter__(self) -> Self:
        """The engine."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """End all tasks."""
        self.close()

    @property
    def free(self) -> int:
        """See `Engine.free`."""
        if time.monotonic() - self._counted > _COUNT_EVERY:
            self._counted = time.monotonic()
            exists = self._ray.cluster_resources()
            self._most = int(min(exists.get("CPU", 0), exists.get("memory", 0) // self._limits.memory))
        return max(0, self._most - len(self._running))

    def give(self, key: int, task: Task) -> None:
        """See `Engine.give`."""
        self._running[self._do.remote(task_to_json(task), self._limits)] = key

    def wait(self, seconds: float) -> list[Report]:
        """See `Engine.wait`."""
        if not self._running:
            return []
        ready, _ = self._ray.wait(list(self._running), num_returns=1, timeout=seconds)
        return [Report(self._running.pop(reference), self._outcome(reference)) for reference in ready]

    def close(self) -> None:
        """See `Engine.close`."""
        for reference in self._running:
            with contextlib.suppress(Exception):
                self._ray.cancel(reference, force=True)
        self._running = {}
        self._ray.shutdown()

    def _outcome(self, reference: object) -> Outcome:
        try:
            return outcome_from_json(self._ray.get(reference))
        except self._ray.exceptions.RayError as error:
            reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
            return Failure(Cause.LOST, f"its node or worker was lost ({reason[:200]})")


_worker: Worker | None = None
"""Of this process of Ray's, which does one task at a time and is used again."""


def _do(task: str, limits: Limits) -> str:
    """Do a task on a node: in a process of its own, so that nothing a file does harms Ray's."""
    global _worker
    if _worker is None or _worker.spent or _worker.ended:
        if _worker is not None:
            _worker.stop()
        _worker = Worker(limits)
    return outcome_to_json(_done(_worker, task_from_json(task)))


def _done(worker: Worker, task: Task) -> Outcome:
    worker.give(task)
    watched = time.monotonic()
    while True:
        if worker.connection.poll(_WATCH_EVERY):
            told = worker.take()
            if told is not None and not isinstance(told, Step):
                return told
        if time.monotonic() - watched > _WATCH_EVERY:
            watched = time.monotonic()
            failed = worker.watch()
            if failed is not None:
                return failed
