"""The engine that runs tasks on a Ray cluster. Every node needs veilproof and the same paths to the same files."""

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

_RESOURCES_INTERVAL = 5.0
"""Seconds between two queries of the cluster's size; a round number."""
_CHECK_INTERVAL = 0.1
"""Seconds between two checks of a worker's limits, as in the local engine."""
_MAX_REASON_CHARACTERS = 200
"""Of the first line of an error of Ray's, quoted in a message."""


class RayEngine:
    """Tasks on a cluster. A task whose node is lost ends as lost, and the journal has it retried elsewhere.

    It accepts no more tasks than the cluster has room for: what waits, waits in the journal, where nothing is lost.
    """

    def __init__(self, address: str, limits: Limits, *, gpus: float = 0.0) -> None:
        """Join the cluster at this address ("auto" for the one that this machine belongs to).

        Args:
            address: of its head node.
            limits: of one item; the cluster reserves its memory.
            gpus: share of a GPU that each item reserves.

        Raises:
            VeilproofError: Ray is not installed, or there is no cluster.
        """
        # Ray reads this when it is imported; otherwise it sends usage statistics.
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
        # Ray's own retries are off: the journal counts attempts.
        resources = {"num_cpus": 1, "num_gpus": gpus, "memory": limits.memory, "max_retries": 0}
        self._remote_function = ray.remote(**resources)(_execute)
        self._running: dict[Any, int] = {}
        self._capacity, self._last_query = 0, float("-inf")

    def __enter__(self) -> Self:
        """The engine."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """Stop all tasks."""
        self.close()

    @property
    def free_slots(self) -> int:
        """See `Engine.free_slots`."""
        if time.monotonic() - self._last_query > _RESOURCES_INTERVAL:
            self._last_query = time.monotonic()
            total = self._ray.cluster_resources()
            self._capacity = int(min(total.get("CPU", 0), total.get("memory", 0) // self._limits.memory))
        return max(0, self._capacity - len(self._running))

    def submit(self, key: int, task: Task) -> None:
        """See `Engine.submit`."""
        self._running[self._remote_function.remote(task_to_json(task), self._limits)] = key

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
            return Failure(Cause.LOST, f"its node or worker was lost ({reason[:_MAX_REASON_CHARACTERS]})")


_worker: Worker | None = None
"""The worker of this Ray process, which runs one task at a time and is reused by Ray."""


def _execute(task: str, limits: Limits) -> str:
    """Run a task on a node, in a child process, so that a hostile file cannot harm Ray's process."""
    global _worker
    if _worker is None or _worker.retired or _worker.has_exited:
        if _worker is not None:
            _worker.stop()
        _worker = Worker(limits)
    return outcome_to_json(_run(_worker, task_from_json(task)))


def _run(worker: Worker, task: Task) -> Outcome:
    worker.submit(task)
    last_check = time.monotonic()
    while True:
        if worker.connection.poll(_CHECK_INTERVAL):
            content = worker.receive()
            if content is not None and not isinstance(content, Step):
                return content
        if time.monotonic() - last_check > _CHECK_INTERVAL:
            last_check = time.monotonic()
            failure = worker.check_limits()
            if failure is not None:
                return failure
