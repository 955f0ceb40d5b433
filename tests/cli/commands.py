"""Running the command line as a user does, in this process or in one of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from veilproof.cli import main


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left behind in the terminal."""

    code: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """The one line on standard error that says what went wrong."""
        lines = self.err.strip().splitlines()
        assert len(lines) == 1, self.err
        assert "Traceback" not in self.err
        return lines[0]


Veilproof = Callable[..., Ran]


def in_this_process(monkeypatch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> Veilproof:
    """A function that runs veilproof with these arguments; what FFmpeg itself prints is captured, too."""

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["veilproof", *map(str, arguments)])
        capture.readouterr()
        with pytest.raises(SystemExit) as left:
            main()
        out, err = capture.readouterr()
        code = left.value.code
        return Ran(code if isinstance(code, int) else int(code is not None), out, err)

    return run


def started(
    *arguments: object, before: str = "", after: Sequence[str] = (), terminal: int = subprocess.PIPE
) -> subprocess.Popen[str]:
    """Veilproof in a process of its own.

    Args:
        arguments: what follows `veilproof` on the command line.
        before: Python to run first.
        after: words to wrap the command in.
        terminal: the open file that it prints to.
    """
    program = f"{before}\nfrom veilproof.cli import main\nmain()"
    words = [*after, sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(words, stdout=terminal, stderr=terminal, text=True)
