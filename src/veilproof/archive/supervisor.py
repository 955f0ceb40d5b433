"""One worker process from outside: it is given a task, watched, and ended when it goes beyond its limits."""

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
from typing import IO

import psutil

from veilproof.archive.names import shown
from veilproof.archive.options import Limits
from veilproof.archive.outcome import Cause, Failure, Outcome, RedactResult
from veilproof.archive.tasks import Task, outcome_from_json, task_to_json
from veilproof.progress import Step

_LONGEST_MESSAGE = 1 << 20
_MOST_ITEMS = 200
"""A worker is replaced after so many items, whatever it has gathered in its memory meanwhile."""
_START = """
import os, sys
if sys.platform == "linux":
    import ctypes
    ctypes.CDLL(None).prctl(1, 9)
    if os.getppid() != int(sys.argv[2]):
        os._exit(1)
from veilproof.archive.worker import main
main()
"""
"""Asks the system to end the process with the one that started it, before anything that takes time is imported."""
_FINE = frozenset({Cause.GONE, Cause.REFUSED, Cause.FULL, Cause.CHANGED, Cause.OPTIONS})
"""Failures that say nothing against the file, and so nothing against the worker that read it."""


class Worker:
    """A process that does one task at a time."""

    def __init__(self, limits: Limits) -> None:
        """Start it. It is ended by `stop`, or with the process that started it."""
        self._limits = limits
        self.connection, theirs = Pipe()
        # Unlinked from the start: nothing of it can be left behind.
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _START, str(theirs.fileno()), str(os.getpid())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._said,
                pass_fds=[theirs.fileno()],
            )
        self._seen = psutil.Process(self._process.pid)
        self._send(json.dumps(limits.as_dict()))
        self._tasks = self._peak = 0
        self._begin()
        self.busy = False
        self.spent = False

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    @property
    def ended(self) -> bool:
        """Whether the process is no more."""
        return self._process.poll() is not None

    def give(self, task: Task) -> None:
        """Have it do this."""
        self._begin()
        self.busy = True
        self._tasks += 1
        self._send(task_to_json(task))

    def take(self) -> Step | Outcome | None:
        """What it says now that its connection can be read; None if it is nothing for others."""
        try:
            text = self.connection.recv_bytes(_LONGEST_MESSAGE).decode()
            told = json.loads(text)
            self._heard = time.monotonic()
            if "ready" in told:
                return None
            if "stage" in told:
                return Step(str(told["stage"]), int(told["done"]), told["total"])
            return self._ended(outcome_from_json(text))
        except (EOFError, OSError):
            return self._over(self._why_it_ended())
        except (ValueError, KeyError, TypeError):
            return self._over(Failure(Cause.CRASHED, "its worker said something that makes no sense"))

    def watch(self) -> Failure | None:
        """End it if it has gone beyond a limit; gives the outcome of its task then."""
        if not self.busy:
            return None
        now = time.monotonic()
        try:
            held = int(self._seen.memory_info().rss)
        except psutil.Error:
            return None  # it has just ended, which its connection will tell
        self._peak = max(self._peak, held)
        if held > self._limits.memory:
            return self._over(Failure(Cause.MEMORY, f"needs more memory than {_gigabytes(self._limits.memory)}"))
        if now - self._began > self._limits.seconds:
            return self._over(Failure(Cause.TIME, f"takes longer than {self._limits.seconds:g} s"))
        if now - self._heard > self._limits.silence:
            return self._over(Failure(Cause.SILENT, f"nothing came of it for {self._limits.silence:g} s"))
        return None

    def stop(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.wait()
        self.connection.close()
        self._said.close()
        self.spent = True

    def _begin(self) -> None:
        self._began = self._heard = time.monotonic()
        self._peak = 0

    def _send(self, text: str) -> None:
        # Where it has ended already, its connection will tell.
        with contextlib.suppress(OSError):
            self.connection.send_bytes(text.encode())

    def _ended(self, outcome: Outcome) -> Outcome:
        self.busy = False
        damaged = isinstance(outcome, Failure) and outcome.cause not in _FINE
        # A file that is not as it should be may have left a library in no good state for the next one.
        self.spent = damaged or self._tasks >= 2 * _MOST_ITEMS
        if isinstance(outcome, RedactResult | Failure):
            return replace(outcome, peak_bytes=self._peak)
        return outcome

    def _over(self, failed: Failure) -> Failure:
        self.busy = False
        failed = replace(failed, seconds=time.monotonic() - self._began, peak_bytes=self._peak)
        self.stop()
        return failed

    def _why_it_ended(self) -> Failure:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        code = self._process.returncode
        if code is not None and code < 0 and -code not in (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP):
            return Failure(Cause.CRASHED, f"a library ended the process ({signal.Signals(-code).name}){self._last()}")
        if code is not None and code > 0:
            return Failure(Cause.CRASHED, f"the process ended by itself with {code}{self._last()}")
        return Failure(Cause.LOST, "its worker was ended from outside")

    def _last(self) -> str:
        """The last line that the process wrote."""
        with contextlib.suppress(OSError):
            self._said.seek(max(0, self._said.seek(0, 2) - 2000))
            lines = self._said.read().decode("utf-8", "backslashreplace").strip().splitlines()
            return f": {shown(lines[-1][:200])}" if lines else ""
        return ""


def _gigabytes(size: int) -> str:
    return f"{size / (1 << 30):.1f} GB"


def named(outcome: Outcome, source: str) -> Outcome:
    """The outcome with the file it is about in its message, where it is not there yet."""
    if not isinstance(outcome, Failure) or outcome.cause not in _OURS:
        return outcome
    return replace(outcome, message=f"{shown(source)}: {outcome.message}")


_OURS = frozenset({Cause.MEMORY, Cause.TIME, Cause.SILENT, Cause.CRASHED, Cause.LOST})
