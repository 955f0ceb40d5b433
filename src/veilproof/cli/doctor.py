"""`veilproof doctor`."""

from __future__ import annotations

import typer

from veilproof.cli import show
from veilproof.doctor import examine
from veilproof.errors import ExitCode


def doctor() -> None:
    """List the codecs, models and accelerators of this machine, and what is missing.

    Example:
      veilproof doctor
    """
    checks = examine()
    for check in checks:
        show.say(f"{'ok     ' if check.ok else 'missing'}  {check.name}: {check.detail}")
    raise typer.Exit(ExitCode.DONE if all(c.ok or c.optional for c in checks) else ExitCode.ERROR)
