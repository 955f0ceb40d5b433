"""Running the command line as a user does, in this process or in one of its own."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from veilproof.cli import bars, main

MAIN = "from veilproof.cli import bars, main\nbars._LINE_INTERVAL *= 1e9\nmain()"
"""Runs the command line as `python -c`, without the lines of progress that come every five seconds: how many come
depends on the machine. A test that wants them has the interval be 0 before."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def error_line(self) -> str:
        """The only line on standard error, which says what went wrong."""
        lines = self.err.strip().splitlines()
        assert len(lines) == 1, self.err
        assert "Traceback" not in self.err
        return lines[0]


Veilproof = Callable[..., Ran]


def in_this_process(monkeypatch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> Veilproof:
    """A function that runs veilproof with these arguments; what FFmpeg itself prints is captured, too."""

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(bars, "_LINE_INTERVAL", math.inf)
        monkeypatch.setattr(sys, "argv", ["veilproof", *map(str, arguments)])
        capture.readouterr()
        with pytest.raises(SystemExit) as exited:
            main()
        out, err = capture.readouterr()
        code = exited.value.code
        return Ran(code if isinstance(code, int) else int(code is not None), out, err)

    return run


def started(
    *arguments: object, before: str = "", after: Sequence[str] = (), terminal: int = subprocess.PIPE
) -> subprocess.Popen[str]:
    """Start veilproof in a process of its own.

    Args:
        arguments: what follows `veilproof` on the command line.
        before: Python to run first.
        after: a command line that runs the command.
        terminal: the file descriptor for standard output and standard error.
    """
    words = [*after, sys.executable, "-c", f"{before}\n{MAIN}", *map(str, arguments)]
    return subprocess.Popen(words, stdout=terminal, stderr=terminal, text=True)
