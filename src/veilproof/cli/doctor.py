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
    findings = examine()
    for finding in findings:
        show.say(f"{'ok     ' if finding.good else 'missing'}  {finding.what}: {finding.detail}")
    raise typer.Exit(ExitCode.DONE if all(f.good or f.optional for f in findings) else ExitCode.COULD_NOT)
