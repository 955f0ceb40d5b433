"""The main program of a worker process: runs tasks from its supervisor one by one, and exits with it.

Started by `supervisor.Worker`, which passes the file descriptor of a connection.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import queue
import signal
import sys
import tempfile
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psutil

from veilproof.archive.modes import be_private
from veilproof.archive.tasks import outcome_to_json, task_from_json
from veilproof.process import without_core_dumps
from veilproof.progress import Step

_PROGRESS_INTERVAL = 0.5
"""Seconds between two progress messages; a round number."""
_DATA_MARGIN_BYTES = 512 << 20
"""Address space beyond the memory limit, which libraries reserve without using it; a round number."""
_MAX_MESSAGE_BYTES = 1 << 20
"""Of one message from the supervisor; tasks have some kilobytes."""
_PR_SET_DUMPABLE = 4
"""From linux/prctl.h."""
_OOM_SCORE = "800"
"""Of at most 1000: when the machine runs out of memory, the kernel kills workers before other programs."""


def main() -> None:
    """Run tasks until the supervisor closes the connection or dies."""
    connection = _connection(int(sys.argv[1]))
    limits = json.loads(connection.recv_bytes(_MAX_MESSAGE_BYTES))
    _apply_limits(limits)
    tasks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_receive_tasks, args=(connection, tasks), daemon=True).start()
    # Imported after the limits are set, so that they apply to everything.
    from veilproof.archive.work import run_task

    connection.send_bytes(b'{"ready": true}')
    while True:
        task = task_from_json(tasks.get().decode())
        os.environ["TMPDIR"] = tempfile.tempdir = task.scratch
        outcome = run_task(task, _ProgressSender(connection))
        connection.send_bytes(outcome_to_json(outcome).encode())


def _connection(end: int) -> Connection[Any, Any]:
    """The end of the pipe that the supervisor has passed on: a descriptor, on Windows a handle."""
    if sys.platform == "win32":
        from multiprocessing.connection import PipeConnection

        return PipeConnection(end)  # type: ignore[return-value,unused-ignore]  # it has the same methods
    return Connection(end)


class _ProgressSender:
    """Sends progress at intervals; the supervisor takes missing messages for a hang."""

    def __init__(self, connection: Connection[Any, Any]) -> None:
        self._connection = connection
        self._last_sent = 0.0

    def __call__(self, step: Step) -> None:
        now = time.monotonic()
        if now - self._last_sent < _PROGRESS_INTERVAL:
            return
        self._last_sent = now
        message = {"stage": step.stage, "done": step.done, "total": step.total}
        self._connection.send_bytes(json.dumps(message).encode())


def _receive_tasks(connection: Connection[Any, Any], tasks: queue.SimpleQueue[bytes]) -> None:
    try:
        while True:
            tasks.put(connection.recv_bytes(_MAX_MESSAGE_BYTES))
    except (EOFError, OSError):
        # The supervisor is dead: nobody would receive the outcome.
        os._exit(1)


def _give_way(niceness: int) -> None:
    if sys.platform != "win32":
        os.nice(niceness)
    elif niceness:
        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)


def _apply_limits(limits: dict[str, Any]) -> None:
    # The terminal sends Ctrl-C to the whole process group; the supervisor stops its workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _give_way(int(limits["niceness"]))
    be_private()
    without_core_dumps()
    if sys.platform != "linux":
        return
    import resource

    memory = int(limits["memory"])
    # The supervisor kills a worker that exceeds the limit. This stops a single allocation that is far too large.
    resource.setrlimit(resource.RLIMIT_DATA, (memory + memory // 4 + _DATA_MARGIN_BYTES,) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limits["output"]),) * 2)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_OOM_SCORE)
    # The limit alone is not enough: Linux ignores it where dumps are piped to a program.
    ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0)
