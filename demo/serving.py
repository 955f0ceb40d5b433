"""A page of veilproof as a program serves it, for pictures and measurements of it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def served(*command: str, home: Path | None = None, before: str = "") -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run a command that serves a page; it ends with the context.

    Args:
        command: the words after `veilproof`.
        home: the home folder of whoever runs it; that of the user if not given.
        before: Python that runs first.

    Yields:
        The address that it prints, and the process.
    """
    environment = {**os.environ, "HOME": str(home or Path.home()), "PYTHONUNBUFFERED": "1"}
    if home is not None:
        environment.pop("XDG_CONFIG_HOME", None)
    program = [sys.executable, "-c", f"{before}\nfrom veilproof.cli import main\nmain()", *command, "--no-browser"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip(), process
        finally:
            process.terminate()
