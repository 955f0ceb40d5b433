"""A worker process: does one task after another that its supervisor sends it, and ends with its supervisor.

Started by `supervisor.Worker`, which gives it the descriptor of a connection.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import sys
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from veilproof.archive.tasks import outcome_to_json, task_from_json
from veilproof.progress import Step

_TELL_EVERY = 0.5  # seconds
_ROOM = 512 << 20
_LONGEST_MESSAGE = 1 << 20


def main() -> None:
    """Work until the supervisor closes the connection or is no more."""
    connection: Connection[Any, Any] = Connection(int(sys.argv[1]))
    limits = json.loads(connection.recv_bytes(_LONGEST_MESSAGE))
    _bounded(limits)
    tasks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(connection, tasks), daemon=True).start()
    # Imported after the limits are set, so that they hold for everything.
    from veilproof.archive.work import attempt

    connection.send_bytes(b'{"ready": true}')
    while True:
        task = task_from_json(tasks.get().decode())
        os.environ["TMPDIR"] = task.scratch
        outcome = attempt(task, _Telling(connection))
        connection.send_bytes(outcome_to_json(outcome).encode())


class _Telling:
    """Says now and then how far the work is, which is also how the supervisor knows that it goes on."""

    def __init__(self, connection: Connection[Any, Any]) -> None:
        self._connection = connection
        self._told = 0.0

    def __call__(self, step: Step) -> None:
        now = time.monotonic()
        if now - self._told < _TELL_EVERY:
            return
        self._told = now
        told = {"stage": step.stage, "done": step.done, "total": step.total}
        self._connection.send_bytes(json.dumps(told).encode())


def _listen(connection: Connection[Any, Any], tasks: queue.SimpleQueue[bytes]) -> None:
    try:
        while True:
            tasks.put(connection.recv_bytes(_LONGEST_MESSAGE))
    except (EOFError, OSError):
        # Nobody is there to take a result.
        os._exit(1)


def _bounded(limits: dict[str, Any]) -> None:
    # The terminal sends Ctrl-C to everybody; the supervisor decides what becomes of its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "linux":
        return
    import resource

    most = int(limits["memory"])
    # The supervisor stops a worker that holds too much. This is for what asks for all of it at once.
    resource.setrlimit(resource.RLIMIT_DATA, (most + most // 4 + _ROOM,) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limits["output"]),) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):
        # When the machine itself runs out of memory, a worker goes before anybody else.
        Path("/proc/self/oom_score_adj").write_text("800")
