"""A worker process seen from its parent: receives a task, is monitored, and is killed when it exceeds its limits."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from multiprocessing import Pipe
from typing import IO, Any

import msgspec
import psutil

from veilproof.archive.names import printable
from veilproof.archive.options import Limits
from veilproof.archive.outcome import Cause, Failure, Outcome, RedactResult
from veilproof.archive.tasks import Task, outcome_from_json, task_to_json
from veilproof.progress import Step

_MAX_MESSAGE_BYTES = 1 << 20
"""Of one message from a worker, which is untrusted; outcomes have some kilobytes."""
_MAX_TASKS = 400
"""A worker is replaced after so many tasks, two an item, to bound memory that libraries leak; a round number."""
_EXIT_WAIT = 5.0
"""Seconds to wait for the exit status after the connection closed; a round number."""
_STDERR_TAIL_BYTES = 2000
_MAX_LINE_CHARACTERS = 200
"""Of the last line on standard error, quoted in a message; chosen to fit one line of a terminal or two."""
_BOOTSTRAP = """
import os, sys
if sys.platform == "linux":
    import ctypes
    ctypes.CDLL(None).prctl(1, 9)
    if os.getppid() != int(sys.argv[2]):
        os._exit(1)
from veilproof.archive.worker import main
main()
"""
"""Has the kernel kill the process when its parent dies (PR_SET_PDEATHSIG), before any slow import."""
_HARMLESS = frozenset(
    {Cause.MISSING, Cause.DENIED, Cause.DISK_FULL, Cause.CHANGED, Cause.OPTIONS, Cause.PLAN, Cause.TAKEN}
)
"""Failures that are not due to the file's content, so that the worker that read it can be reused."""


def _passing(end: int) -> dict[str, Any]:
    """What lets a child of `Popen` have this end of a pipe, and nothing else: a descriptor, on Windows a handle."""
    if sys.platform == "win32":
        os.set_handle_inheritable(end, True)
        return {"startupinfo": subprocess.STARTUPINFO(lpAttributeList={"handle_list": [end]})}
    return {"pass_fds": [end]}


class Worker:
    """A child process that runs one task at a time."""

    def __init__(self, limits: Limits) -> None:
        """Start it. It ends with `stop`, or with the process that started it."""
        self._limits = limits
        self.connection, child_end = Pipe()
        # Unlinked from the start, so that it cannot be left behind.
        self._stderr: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        with child_end:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _BOOTSTRAP, str(child_end.fileno()), str(os.getpid())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._stderr,
                **_passing(child_end.fileno()),
            )
        self._usage = psutil.Process(self._process.pid)
        self._send(json.dumps(limits.as_dict()))
        self._tasks = self._peak_bytes = 0
        self._reset_clocks()
        self.busy = False
        self.retired = False

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid

    @property
    def has_exited(self) -> bool:
        """Whether the process has exited."""
        return self._process.poll() is not None

    def submit(self, task: Task) -> None:
        """Send it a task."""
        self._reset_clocks()
        self.busy = True
        self._tasks += 1
        self._send(task_to_json(task))

    def receive(self) -> Step | Outcome | None:
        """Read one message from its connection, which must be readable; None if it is not about the task."""
        try:
            text = self.connection.recv_bytes(_MAX_MESSAGE_BYTES).decode()
            message = json.loads(text)
            self._last_message = time.monotonic()
            if "ready" in message:
                return None
            if "stage" in message:
                return msgspec.convert(message, Step)
            return self._completed(outcome_from_json(text))
        except (EOFError, OSError):
            return self._terminate(self._exit_failure())
        except (ValueError, KeyError, TypeError, RecursionError, msgspec.ValidationError):
            return self._terminate(Failure(Cause.CRASHED, "its worker sent an invalid message"))

    def check_limits(self) -> Failure | None:
        """Kill it if it exceeds a limit, and return the failure of its task."""
        if not self.busy:
            return None
        now = time.monotonic()
        try:
            resident = self._resident()
        except psutil.Error:
            return None  # it has just exited; `receive` reports that
        self._peak_bytes = max(self._peak_bytes, resident)
        if resident > self._limits.memory:
            return self._terminate(Failure(Cause.MEMORY, f"needs more memory than {_gigabytes(self._limits.memory)}"))
        if now - self._started > self._limits.seconds:
            return self._terminate(Failure(Cause.TIME, f"takes longer than {self._limits.seconds:g} s"))
        if now - self._last_message > self._limits.stall:
            return self._terminate(Failure(Cause.HUNG, f"made no progress for {self._limits.stall:g} s"))
        return None

    def stop(self) -> None:
        """Kill it."""
        self._process.kill()
        self._process.wait()
        self.connection.close()
        self._stderr.close()
        self.retired = True

    def _resident(self) -> int:
        """Bytes in memory; raises `psutil.Error` if it has exited."""
        # In a virtual environment of Windows, the process that was started is only a launcher.
        more = self._usage.children(recursive=True) if sys.platform == "win32" else []
        return sum(int(process.memory_info().rss) for process in (self._usage, *more))

    def _reset_clocks(self) -> None:
        self._started = self._last_message = time.monotonic()
        self._peak_bytes = 0

    def _send(self, text: str) -> None:
        # If it has exited already, `receive` reports that.
        with contextlib.suppress(OSError):
            self.connection.send_bytes(text.encode())

    def _completed(self, outcome: Outcome) -> Outcome:
        self.busy = False
        # A malformed file may have left a library in an inconsistent state.
        suspicious = isinstance(outcome, Failure) and outcome.cause not in _HARMLESS
        self.retired = suspicious or self._tasks >= _MAX_TASKS
        if isinstance(outcome, RedactResult | Failure):
            return replace(outcome, peak_bytes=self._peak_bytes)
        return outcome

    def _terminate(self, failure: Failure) -> Failure:
        self.busy = False
        failure = replace(failure, seconds=time.monotonic() - self._started, peak_bytes=self._peak_bytes)
        self.stop()
        return failure

    def _exit_failure(self) -> Failure:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_EXIT_WAIT)
        code = self._process.returncode
        if code is not None and code < 0 and -code not in (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP):
            name = signal.Signals(-code).name
            return Failure(Cause.CRASHED, f"a library ended the process ({name}){self._last_stderr_line()}")
        if code is not None and code > 0:
            return Failure(Cause.CRASHED, f"the process exited with status {code}{self._last_stderr_line()}")
        return Failure(Cause.LOST, "its worker was ended from outside")

    def _last_stderr_line(self) -> str:
        with contextlib.suppress(OSError):
            self._stderr.seek(max(0, self._stderr.seek(0, 2) - _STDERR_TAIL_BYTES))
            lines = self._stderr.read().decode("utf-8", "backslashreplace").strip().splitlines()
            return f": {printable(lines[-1][:_MAX_LINE_CHARACTERS])}" if lines else ""
        return ""


def _gigabytes(size: int) -> str:
    return f"{size / (1 << 30):.1f} GB"


def name_source(outcome: Outcome, source: str) -> Outcome:
    """The outcome with the file in its message, if the supervisor wrote it, which does not know the file."""
    if not isinstance(outcome, Failure) or outcome.cause not in _SUPERVISOR_CAUSES:
        return outcome
    return replace(outcome, message=f"{printable(source)}: {outcome.message}")


_SUPERVISOR_CAUSES = frozenset({Cause.MEMORY, Cause.TIME, Cause.HUNG, Cause.CRASHED, Cause.LOST})
